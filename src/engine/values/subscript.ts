/** Reading by index and by name (`spec/kcl-runtime.md` A9). Text is indexed by Unicode scalar values. Slices are in `slice.ts`. */
import { EvaluationFault } from '../faults/evaluation.ts'
import { isList, Dict, SchemaInstance, type FunctionValue, type Value } from '../model/value.ts'
import { characterAt, characterCount } from '../text/characters.ts'
import { isInteger } from './arithmetic.ts'
import { isTruthy } from './truthy.ts'
import { typeName } from './type-name.ts'

/** `receiver[index]`. A key that is absent gives Undefined; a position out of range and other kinds throw. */
export function loadSubscript(receiver: Value, index: Value): Value {
  if (receiver instanceof Dict) return typeof index === 'string' ? receiver.entries.get(index) : undefined
  if (isList(receiver)) {
    if (typeof index === 'number' && index >= 0 && index < receiver.length) return receiver[index]
    if (isInteger(index)) {
      const at = fromStart(index, receiver.length)
      if (at >= receiver.length) throw new EvaluationFault(`list index out of range: ${index}`)
      return receiver[at]
    }
  } else if (typeof receiver === 'string') {
    if (isInteger(index)) return characterAtIndex(receiver, index)
  } else if (receiver instanceof SchemaInstance) {
    return typeof index === 'string' ? receiver.fields.entries.get(index) : undefined
  }
  throw new EvaluationFault(`'${typeName(receiver)}' object is not subscriptable with '${typeName(index)}'`)
}

/** `receiver?[index]`: None for a falsy receiver. */
export function loadOptionalSubscript(receiver: Value, index: Value): Value {
  return isTruthy(receiver) ? loadSubscript(receiver, index) : null
}

function characterAtIndex(text: string, index: number | bigint): string {
  const count = characterCount(text)
  const at = fromStart(index, count)
  if (at >= count) throw new EvaluationFault(`string index out of range: ${index}`)
  return characterAt(text, at)
}

/** An index counted from the start; indexes are 32 bits wide. Throws when it lies before the start. */
function fromStart(index: number | bigint, length: number): number {
  const narrow = Number(BigInt.asIntN(32, BigInt(index)))
  const at = narrow < 0 ? narrow + length : narrow
  if (at < 0) throw indexOutOfBounds(narrow, length)
  return at
}

/** The text of the real engine's host language, for positions before the start. */
export function indexOutOfBounds(index: number | bigint, length: number): EvaluationFault {
  return new EvaluationFault(`index out of bounds: the len is ${length} but the index is ${index}`)
}

/** Finds the method `name` bound to a text; the library knows them, values do not. */
export type MethodLookup = (receiver: string, name: string) => FunctionValue | undefined

/** `receiver.name`. */
export function loadAttribute(receiver: Value, name: string, methodOf: MethodLookup): Value {
  if (receiver instanceof Dict) return receiver.entries.get(name)
  if (receiver instanceof SchemaInstance) return loadSchemaAttribute(receiver, name)
  if (typeof receiver === 'string') {
    const method = methodOf(receiver, name)
    if (method === undefined) throw new EvaluationFault(`str object attr '${name}' not found`)
    return method
  }
  if (typeof receiver === 'object' && receiver !== null && !isList(receiver)) {
    if (receiver.kind === 'type' && name === 'instances') return instancesOf(receiver)
    if (receiver.kind === 'type' || receiver.kind === 'function') throw new EvaluationFault(`schema object attr '${name}' not found`)
  }
  throw new EvaluationFault(`invalid value '${typeName(receiver)}' to load attribute '${name}'`)
}

function loadSchemaAttribute(instance: SchemaInstance, name: string): Value {
  const value = instance.fields.entries.get(name)
  if (value === undefined && !instance.fields.entries.has(name)) {
    throw new EvaluationFault(`schema '${instance.type.name}' attribute '${name}' not found`)
  }
  return value
}

/** `S.instances(full_pkg)` */
function instancesOf(type: { readonly instances: (fullPackage: boolean) => Value }): FunctionValue {
  return {
    kind: 'function',
    name: 'instances',
    identity: 'schema.instances',
    call: (args, keywords) => type.instances(isTruthy(keywords?.get('full_pkg') ?? args[0])),
  }
}

/** `receiver?.name`: None for a falsy receiver. */
export function loadOptionalAttribute(receiver: Value, name: string, methodOf: MethodLookup): Value {
  return isTruthy(receiver) ? loadAttribute(receiver, name, methodOf) : null
}
