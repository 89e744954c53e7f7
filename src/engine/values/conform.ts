/** Declared types at run time: a value is converted to its type (dicts become schema instances, also inside lists and dicts) and checked
 *  (`spec/kcl-runtime.md` C). A type is compiled once to a `Conform`; `conform` is what annotations do. None and Undefined pass everything. */
import { EvaluationFault } from '../faults/evaluation.ts'
import { Dict, FloatValue, isList, SchemaInstance, UnitValue, type SchemaType, type Value } from '../model/value.ts'
import { typeOf } from './type-name.ts'

export const MISMATCH: unique symbol = Symbol('mismatch')

export interface Conform {
  /** As messages show it. */
  readonly text: string
  /** True for types that let every value through unchanged. */
  readonly isAny: boolean
  /** The converted value, or MISMATCH. Never called with None or Undefined. */
  readonly apply: (value: NonNullable<Value>) => Value | typeof MISMATCH
  /** Collections get a copy of their own, as deep as the type tells of its elements. Absent where the value itself passes. */
  readonly copy?: (value: NonNullable<Value>) => Value
  /** The schema of a type that is just a schema. */
  readonly schema: SchemaConversion | undefined
  /** The schema as the details of a message call it, where that is not `text`. */
  readonly detailText?: string
  /** The text where the type is all that was expected, if not `text`. */
  readonly wholeText?: string
}

/** What a conversion needs to know of a schema; found when it is first needed, since schemas may follow their uses. */
export interface SchemaConversion {
  readonly type: SchemaType
  /** The instance that a dict becomes. */
  readonly convert: (dict: Dict, maker: string) => Value
  /** Dicts are left alone for protocols and rules. */
  readonly isInstantiable: boolean
  /** An empty dict does not pass as an instance that needs attributes, although one is made of it. */
  readonly refusesEmpty: () => boolean
  /** May a dict with these keys become an instance? */
  readonly admits: (dict: Dict) => boolean
  readonly hasAttribute: (name: string) => boolean
  readonly acceptsAnyKey: boolean
  /** Attributes without `?`, own ones first. */
  readonly mandatory: () => readonly string[]
}

/** Converts and checks a value; throws `expect T, got U`. */
export function conform(type: Conform, value: Value): Value {
  if (type.isAny || value === undefined || value === null) return value
  const result = type.apply(value)
  if (result === MISMATCH) throw mismatch(type, value)
  if (value instanceof Dict && value.entries.size === 0 && type.schema?.refusesEmpty() === true) throw mismatch(type, value)
  return result
}

/** The value, or a copy where the real engine makes one: matters only where a value is changed that several names share. */
export function copyFor(type: Conform, value: Value): Value {
  return typeof value !== 'object' || value === null || type.copy === undefined ? value : type.copy(value)
}

/** What the real engine makes of a value of a type: a copy where the type tells of elements. Matters only while an instance is made, which may change
 *  what several names share. */
export function conformToCopy(type: Conform, value: Value): Value {
  return copyFor(type, conform(type, value))
}

/** `value as T`: a schema instance must be of exactly this schema. */
export function conformExactly(type: Conform, value: Value): Value {
  const result = conform(type, value)
  if (type.schema === undefined || !(result instanceof SchemaInstance)) return result
  const { name, packagePath } = type.schema.type
  if (result.type.name !== name || result.type.packagePath !== packagePath) throw mismatch(type, value)
  return result
}

function mismatch(type: Conform, value: Value): EvaluationFault {
  return new EvaluationFault(`expect ${type.wholeText ?? type.text}, got ${typeOf(value, { fullName: true })}${details(type, value)}`)
}

function details(type: Conform, value: Value): string {
  const schema = type.schema
  const dict = value instanceof SchemaInstance ? value.fields : value
  if (schema === undefined || !(dict instanceof Dict)) return ''
  const name = type.detailText ?? type.text
  const lines: string[] = []
  for (const key of dict.entries.keys()) {
    if (!schema.hasAttribute(key) && !schema.acceptsAnyKey) lines.push(`Schema ${name} does not contain attribute ${key}`)
  }
  for (const attribute of schema.mandatory()) {
    if (!dict.entries.has(attribute)) lines.push(`Schema ${name}'s attribute ${attribute} is missing`)
  }
  return lines.length === 0 ? '' : `. For details:\n${lines.join('\n')}`
}

function simple(text: string, accepts: (value: NonNullable<Value>) => boolean): Conform {
  return { text, isAny: false, apply: (value) => (accepts(value) ? value : MISMATCH), schema: undefined }
}

export const ANY: Conform = { text: 'any', isAny: true, apply: (value) => value, schema: undefined }
export const STR = simple('str', (value) => typeof value === 'string')
export const BOOL = simple('bool', (value) => typeof value === 'boolean')
export const INT = simple('int', (value) => typeof value === 'number' || typeof value === 'bigint')
/** Ints stay ints. */
export const FLOAT = simple('float', (value) => value instanceof FloatValue || typeof value === 'number' || typeof value === 'bigint')
export const ANY_UNIT = simple('units.NumberMultiplier', (value) => value instanceof UnitValue)

/** A message spells it out only inside other types and where an alias stands for it. */
export function functionConform(text: string): Conform {
  const accepts = (value: NonNullable<Value>): boolean =>
    typeof value === 'object' && !isList(value) && (value.kind === 'function' || value.kind === 'type')
  return { ...simple(text, accepts), wholeText: 'function' }
}

export type LiteralMember = string | boolean | number | bigint | FloatValue

export function literalConform(text: string, literal: LiteralMember): Conform {
  if (!(literal instanceof FloatValue)) return simple(text, (value) => value === literal)
  return simple(text, (value) => value instanceof FloatValue && value.value === literal.value)
}

/** `64Ki`: a unit with the same number and suffix. */
export function unitLiteralConform(text: string): Conform {
  return simple(text, (value) => value instanceof UnitValue && `${value.raw}${value.suffix}` === text)
}

/** All items are converted before the first is found not to fit: what their schemas complain about comes first. */
export function listConform(element: Conform, text = `[${element.text}]`): Conform {
  const copy = (value: NonNullable<Value>): Value => (isList(value) ? value.map((item) => copyFor(element, item)) : value)
  if (element.isAny) return { ...simple(text, isList), copy }
  const apply = (value: NonNullable<Value>): Value | typeof MISMATCH => {
    if (!isList(value)) return MISMATCH
    let converted: Value[] | undefined
    let fits = true
    /** The last item that passed unchanged: the same again need not be looked at, which keeps `[x, x]` in `[x, x]` from doubling the work. */
    let passed: Value
    for (let index = 0; index < value.length; index++) {
      const item = value[index]
      if (item === undefined || item === null || item === passed) continue
      const result = element.apply(item)
      if (result === MISMATCH) fits = false
      else if (result === item) passed = item
      if (result === MISMATCH || result === item) continue
      converted ??= value.slice()
      converted[index] = result
    }
    return fits ? (converted ?? value) : MISMATCH
  }
  return { text: shortened(text), isAny: false, apply, copy, schema: undefined }
}

/** Aliases may name those before them many times. */
function shortened(text: string): string {
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text
}

const LONGEST_TEXT = 1_000_000

/** Keys are not looked at. */
export function dictConform(element: Conform, text: string): Conform {
  const copy = (value: NonNullable<Value>): Value => {
    if (!(value instanceof Dict)) return value
    return new Dict(new Map([...value.entries].map(([key, item]) => [key, copyFor(element, item)])), value.meta)
  }
  if (element.isAny) return { ...simple(text, (value) => value instanceof Dict), copy }
  const apply = (value: NonNullable<Value>): Value | typeof MISMATCH => {
    if (!(value instanceof Dict)) return MISMATCH
    let converted: Map<string, Value> | undefined
    let fits = true
    let passed: Value
    for (const [key, item] of value.entries) {
      if (item === undefined || item === null || item === passed) continue
      const result = element.apply(item)
      if (result === MISMATCH) fits = false
      else if (result === item) passed = item
      if (result === MISMATCH || result === item) continue
      converted ??= new Map(value.entries)
      converted.set(key, result)
    }
    if (!fits) return MISMATCH
    return converted === undefined ? value : new Dict(converted, value.meta)
  }
  return { text: shortened(text), isAny: false, apply, copy, schema: undefined }
}

/** The first member that fits. */
export function unionConform(members: readonly Conform[], text = members.map((member) => member.text).join(' | ')): Conform {
  const distinct = new Set(members)
  const apply = (value: NonNullable<Value>): Value | typeof MISMATCH => {
    for (const member of distinct) {
      const result = member.apply(value)
      if (result !== MISMATCH) return result
    }
    return MISMATCH
  }
  const copy = (value: NonNullable<Value>): Value => {
    const member = members.find((each) => each.apply(value) === value)
    return member === undefined ? value : copyFor(member, value)
  }
  return { text: shortened(text), isAny: members[0]?.isAny === true, apply, copy, schema: undefined }
}

/** A schema: any instance of any schema passes, a dict with fitting keys becomes an instance, made by the package `user`. */
export function schemaConform(text: string, user: string, find: () => SchemaConversion | undefined, detailText = text): Conform {
  let found: SchemaConversion | undefined
  let isFound = false
  const schema = (): SchemaConversion | undefined => {
    if (isFound) return found
    isFound = true
    found = find()
    return found
  }
  const apply = (value: NonNullable<Value>): Value | typeof MISMATCH => {
    if (value instanceof SchemaInstance) return value
    if (!(value instanceof Dict)) return MISMATCH
    const conversion = schema()
    if (conversion === undefined || !conversion.isInstantiable || !conversion.admits(value)) return MISMATCH
    return conversion.convert(value, user)
  }
  return {
    text,
    detailText,
    isAny: false,
    apply,
    get schema() {
      return schema()
    },
  }
}
