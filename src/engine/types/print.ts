/** How types read in diagnostics (`spec/kcl-frontend.md` E.1). */
import { assertNever } from '../../base/assert-never.ts'
import { fullSchemaName } from './type.ts'
import type { LiteralType, SchemaRecord, Type } from './type.ts'

/** Schemas by their bare name. */
export function printType(type: Type): string {
  return print(type, (schema) => schema.head.name)
}

/** Schemas with their package, as messages about casts have it. */
export function printFullType(type: Type): string {
  return print(type, fullSchemaName)
}

/** A float without exponent and without a trailing `.0`. */
export function printFloat(value: number): string {
  const text = String(value)
  const match = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(text)
  if (!match) return text
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match
  const digits = whole + fraction
  const point = whole.length + Number(exponent)
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`
  if (point >= digits.length) return sign + digits + '0'.repeat(point - digits.length)
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`
}

/** Deeper parts are not printed: each level of a hostile nest may have a fault of its own, which repeats all levels below. */
const DEEPEST = 200

/** Nor are all parts of a type that holds the same ones many times. */
const MOST_PARTS = 100_000

function print(type: Type, nameOf: (schema: SchemaRecord) => string, printed = { parts: 0 }, depth = 0): string {
  if (depth > DEEPEST || ++printed.parts > MOST_PARTS) return '…'
  const inner = (part: Type): string => print(part, nameOf, printed, depth + 1)
  switch (type.kind) {
    case 'any':
    case 'void':
      return type.kind
    case 'none':
      return 'NoneType'
    case 'primitive':
      return type.name
    case 'literal':
      return `${type.base}(${printLiteral(type)})`
    case 'unit':
      return type.literal ? `number_multiplier(${type.literal.raw}${type.literal.suffix})` : 'number_multiplier'
    case 'list':
      return `[${inner(type.element)}]`
    case 'dict':
      return `{${inner(type.key)}:${inner(type.value)}}`
    case 'union':
      return type.members.map(inner).join(' | ')
    case 'schema':
      return nameOf(type.schema)
    case 'function':
      return `(${type.parameters.map((parameter) => inner(parameter.type)).join(', ')}) -> ${inner(type.returns)}`
    case 'module':
      return `module '${type.packagePath}'`
    default:
      return assertNever(type)
  }
}

function printLiteral(type: LiteralType): string {
  if (typeof type.value === 'boolean') return type.value ? 'True' : 'False'
  if (type.base === 'float') return printFloat(Number(type.value))
  return String(type.value)
}
