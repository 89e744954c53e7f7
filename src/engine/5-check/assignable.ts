/** May a value of one type stand where another is expected (`spec/kcl-frontend.md` E.3, E.9)? Unlike the plain relation of types this reports faults
 *  inside a dict that stands for a schema. */
import { typeError, typeMismatch } from '../faults/typing.ts'
import type { Place } from '../model/diagnostic.ts'
import { printType } from '../types/print.ts'
import { isAssignable } from '../types/relation.ts'
import { findAttribute } from '../types/type.ts'
import type { DictType, SchemaRecord, Type } from '../types/type.ts'
import { report } from './checker.ts'
import type { Checker } from './checker.ts'

/** Reports a mismatch at `place`; `defined` is where the expectation was stated, `origin` where an unpacked value defines its key. */
export function requireType(checker: Checker, type: Type, expected: Type, place: Place, defined: Place | undefined, origin?: Place): void {
  if (type === expected || fits(checker, type, expected, place)) return
  report(checker, typeMismatch(printType(expected), printType(type), place, defined, origin))
}

function fits(checker: Checker, type: Type, expected: Type, place: Place): boolean {
  if (expected.kind === 'any') return isAssignable(type, expected)
  if (type.kind === 'list' && expected.kind === 'list') return fits(checker, type.element, expected.element, place)
  if (type.kind === 'dict' && expected.kind === 'dict') {
    return fits(checker, type.key, expected.key, place) && fits(checker, type.value, expected.value, place)
  }
  if (type.kind === 'dict' && expected.kind === 'schema') {
    checkDictAsSchema(checker, type, expected.schema, place)
    return true
  }
  if (type.kind === 'union') return type.members.every((member) => fits(checker, member, expected, place))
  if (expected.kind === 'union') return expected.set.has(type) || expected.members.some((member) => fits(checker, type, member, place))
  return isAssignable(type, expected)
}

function checkDictAsSchema(checker: Checker, dict: DictType, schema: SchemaRecord, place: Place): void {
  if (schema.indexSignature) {
    checkIndexedDict(checker, dict, schema, place)
    return
  }
  if (dict.key.kind !== 'literal' || dict.key.base !== 'str') return
  const name = String(dict.key.value)
  const attribute = findAttribute(schema, name)
  if (attribute) requireType(checker, dict.known?.get(name)?.type ?? dict.value, attribute.type, place, attribute.place)
}

function checkIndexedDict(checker: Checker, dict: DictType, schema: SchemaRecord, place: Place): void {
  const signature = schema.indexSignature
  if (!signature) return
  if (!dict.known) {
    if (fits(checker, dict.value, signature.value, place)) return
    report(
      checker,
      typeError(`expected schema index signature value type ${printType(signature.value)}, got ${printType(dict.value)}`, place),
    )
    return
  }
  for (const [name, known] of dict.known) {
    const attribute = signature.anyOther ? findAttribute(schema, name) : undefined
    if (attribute) requireType(checker, known.type, attribute.type, place, attribute.place)
    else requireType(checker, known.type, signature.value, known.place ?? place, undefined)
  }
}
