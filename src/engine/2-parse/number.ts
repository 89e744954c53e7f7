/** Number literals: from text to value (frontend A.6). */
import * as Kind from '../1-lex/token-kind.ts'
import { expectedOneOf } from '../faults/syntax.ts'
import type { NumberLiteral, UnitSuffix } from '../model/ast.ts'
import type { Cursor } from './cursor.ts'

/** The number at the cursor. */
export function parseNumber(cursor: Cursor): NumberLiteral {
  const { start, end } = cursor
  const isFloat = cursor.kind === Kind.FLOAT
  const text = cursor.tokens.numbers.get(cursor.index) ?? cursor.text.slice(start, end)
  cursor.advance()
  const literal = isFloat ? floatValue(text) : integerValue(text)
  if (literal === undefined) {
    cursor.reportAt(expectedOneOf([isFloat ? 'float' : 'int'], text), start, end)
    return { kind: 'number', start, end, value: 0, isFloat, suffix: undefined }
  }
  return { kind: 'number', start, end, value: literal.value, isFloat, suffix: literal.suffix }
}

interface Literal {
  readonly value: number | bigint
  readonly suffix: UnitSuffix | undefined
}

function floatValue(text: string): Literal | undefined {
  return text.includes('_') ? undefined : { value: Number(text), suffix: undefined }
}

/** Wraps to signed 64 bits; undefined above 64 bits, for stray underscores and for digits the base does not have. */
function integerValue(text: string): Literal | undefined {
  if (PLAIN_DECIMAL.test(text)) return { value: Number(text), suffix: undefined }
  const match = INTEGER.exec(text)
  if (match === null) return undefined
  const [, prefix = '', digits = '', suffix = ''] = match
  const cleaned = digits.replaceAll('_', '')
  if (prefix === '' && /^0.*[89]/.test(cleaned)) return undefined
  const value = prefix === '0b' || prefix === '0o' || prefix === '0x' ? BigInt(prefix + cleaned) : decimalOrOctal(cleaned)
  if (value >= 2n ** 64n) return undefined
  const signed = BigInt.asIntN(64, value)
  const isSafe = signed >= BigInt(Number.MIN_SAFE_INTEGER) && signed <= BigInt(Number.MAX_SAFE_INTEGER)
  return { value: isSafe ? Number(signed) : signed, suffix: suffix === '' || suffix === 'i' ? undefined : unitSuffix(suffix) }
}

const PLAIN_DECIMAL = /^(?:0|[1-9][0-9]{0,14})$/
const INTEGER = /^(0[box])?_*([0-9a-fA-F]+(?:_[0-9a-fA-F]+)*?)((?:[num]|[kKMGTP]i?|i)?)$/

/** C's octal numbers count as such here. */
function decimalOrOctal(digits: string): bigint {
  return /^0[0-7]/.test(digits) ? BigInt(`0o${digits.slice(1)}`) : BigInt(digits)
}

const SUFFIXES: ReadonlyMap<string, UnitSuffix> = new Map(
  (['n', 'u', 'm', 'k', 'K', 'M', 'G', 'T', 'P', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi'] as const).map((suffix) => [suffix, suffix]),
)

function unitSuffix(text: string): UnitSuffix | undefined {
  return SUFFIXES.get(text)
}
