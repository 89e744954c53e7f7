/** Functions named after types, and `typeof` (`spec/kcl-runtime.md` E1). */
import { EvaluationFault } from '../../faults/evaluation.ts'
import { Dict, FloatValue, integer, isList, SchemaInstance, type Value } from '../../model/value.ts'
import { byteLength, characters } from '../../text/characters.ts'
import { saturatedInteger } from '../../values/arithmetic.ts'
import { deepCopy } from '../../values/deep-copy.ts'
import { displayValue } from '../../values/format-value.ts'
import { iterate } from '../../values/iterate.ts'
import { checkedInteger, fits64, wrapInteger } from '../../values/overflow.ts'
import { isTruthy } from '../../values/truthy.ts'
import { typeName, typeOf } from '../../values/type-name.ts'
import { LITERAL_UNION, unite } from '../../values/union.ts'
import { declare } from '../declare.ts'
import { onlyArgument } from './collection.ts'
import { parseRustFloat } from './option.ts'

export const toBool = declare('bool(x?: any) -> bool', (_, args) => isTruthy(onlyArgument('bool', args, 'x')))

export const toStr = declare('str(x?: any) -> str', (_, args) => (args.has(0, 'x') ? displayValue(args.at(0, 'x')) : ''))

/** A list is made only of an argument in a position, but of the one with the keyword if there are both. */
export const toList = declare('list(x?: any) -> [any]', (_, args) => (args.positional.length > 0 ? [...iterate(args.at(0, 'x'))] : []))

export const typeOfFunction = declare('typeof(x: any, full_name?: bool) -> str', (_, args) => {
  if (!args.has(0, 'x')) throw new EvaluationFault("typeof() missing 1 required positional argument: 'x'")
  return typeOf(args.at(0, 'x'), { fullName: isTruthy(args.at(1, 'full_name')) })
})

export const toInt = declare('int(number: any, base?: int) -> int', (context, args) => {
  const value = args.at(0, 'number')
  if (typeof value === 'number' || typeof value === 'bigint') return value
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value === 'string') {
    const base = args.has(1, 'base') ? baseOf(args.at(1, 'base')) : 10n
    return base === 10n ? parseQuantity(value) : parseInBase(value, base)
  }
  if (value instanceof FloatValue) return integer(saturatedInteger(value.value))
  if (typeof value === 'object' && value !== null && !isList(value) && value.kind === 'unit') {
    const result = integer(saturatedInteger(value.real))
    if (context.options.debug) checkedInteger(BigInt(value.raw) * BigInt(QUANTITIES.get(value.suffix) || 1), context.options)
    return result
  }
  throw new EvaluationFault(`int() argument must be a string or a number, not '${typeName(value)}'`)
})

/** Kinds that are no numbers count as 0. */
function baseOf(value: Value): bigint {
  if (typeof value === 'number' || typeof value === 'bigint') return BigInt(value)
  if (value instanceof FloatValue) return saturatedInteger(value.value)
  return typeof value === 'object' && value !== null && !isList(value) && value.kind === 'unit' ? saturatedInteger(value.real) : 0n
}

const QUANTITIES: ReadonlyMap<string, number> = new Map([
  ['n', 0],
  ['u', 0],
  ['m', 0],
  ['k', 1000],
  ['K', 1000],
  ['M', 1000 ** 2],
  ['G', 1000 ** 3],
  ['T', 1000 ** 4],
  ['P', 1000 ** 5],
  ['Ki', 1024],
  ['Mi', 1024 ** 2],
  ['Gi', 1024 ** 3],
  ['Ti', 1024 ** 4],
  ['Pi', 1024 ** 5],
])

/** `12`, `-3`, `8Gi`. Suffixes below one give 0. */
function parseQuantity(text: string): Value {
  requireSuffix(text)
  const suffix = [text.slice(-2), text.slice(-1)].find((end) => QUANTITIES.has(end)) ?? ''
  const number = text.slice(0, text.length - suffix.length)
  if (number === '') throw new EvaluationFault("number can't be empty")
  if (!/^[+-]?[0-9]+$/.test(number)) throw parseFault('InvalidDigit')
  const exact = BigInt(number.startsWith('+') ? number.slice(1) : number)
  if (!fits64(exact)) throw parseFault(exact < 0 ? 'NegOverflow' : 'PosOverflow')
  return wrapInteger(exact * BigInt(QUANTITIES.get(suffix) ?? 1))
}

/** The real engine looks for a suffix in the last byte, and in the last two after an `i`, and fails inside a character. */
function requireSuffix(text: string): void {
  const part = text.endsWith('i') ? text.slice(0, -1) : text
  const last = characters(part).at(-1) ?? ''
  const size = byteLength(last)
  if (size < 2) return
  const end = byteLength(part)
  throw new EvaluationFault(
    `start byte index ${end - 1} is not a char boundary; it is inside '${last}' (bytes ${end - size}..${end} of string)`,
  )
}

function parseFault(kind: string): EvaluationFault {
  return new EvaluationFault(`called \`Result::unwrap()\` on an \`Err\` value: ParseIntError { kind: ${kind} }`)
}

/** Whatever the base, one of these is taken away, at the start or after a minus; a sign may follow. */
const PREFIX = /^0[xXoObB]/

/** Only the low 32 bits of the base count. */
function parseInBase(text: string, wideBase: bigint): Value {
  const base = Number(BigInt.asUintN(32, wideBase))
  if (base < 2 || base > 36) {
    throw new EvaluationFault(`from_ascii_bytes_radix: radix must lie in the range \`[2, 36]\` - found ${base}`)
  }
  const plain = text.startsWith('-') ? `-${text.slice(1).replace(PREFIX, '')}` : text.replace(PREFIX, '')
  const negative = plain.startsWith('-')
  const digits = plain.slice(negative || plain.startsWith('+') ? 1 : 0)
  let result = 0n
  let valid = digits !== ''
  for (const digit of digits) {
    const number = Number.parseInt(digit, 36)
    if (!(number < base)) valid = false
    if (!valid) break
    result = result * BigInt(base) + BigInt(number)
  }
  const exact = negative ? -result : result
  if (!valid || !fits64(exact)) throw new EvaluationFault(`invalid literal for int() with base ${wideBase}: '${text}'`)
  return integer(exact)
}

export const toFloat = declare('float(number: any) -> float', (context, args) => {
  const value = args.at(0, 'number')
  const number = floatOf(value)
  if (number === undefined) throw new EvaluationFault(`invalid literal for float() with base 10: '${displayValue(value)}'`)
  const result = context.options.strictRange ? Math.fround(number) : number
  if (!Number.isFinite(result) && !Number.isNaN(result)) {
    const width = context.options.strictRange ? 32 : 64
    throw new EvaluationFault(`inf: A ${width}-bit floating point number overflow`, 'FloatOverflow')
  }
  return new FloatValue(number)
})

function floatOf(value: Value): number | undefined {
  if (typeof value === 'number') return value
  if (typeof value === 'bigint') return Number(value)
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value === 'string') return parseRustFloat(value)
  if (typeof value !== 'object' || value === null || isList(value)) return undefined
  if (value.kind === 'float') return value.value
  return value.kind === 'unit' ? value.real : undefined
}

/** A copy of a dict, or the odd reading of a list the real engine has: its first two items are the one key and its value. Keywords are merged; `x` is both. */
export const toDict = declare('dict(x?: any, ...) -> {any:any}', (_, args) => {
  const given = args.has(0, 'x') ? dictFrom(deepCopy(args.at(0, 'x'))) : new Dict()
  return args.keywords === undefined ? given : unite(given, deepCopy(new Dict(new Map(args.keywords))), LITERAL_UNION, undefined)
})

function dictFrom(source: Value): Dict {
  if (source instanceof Dict) return source
  if (source instanceof SchemaInstance) return source.fields
  const items = iterate(source)
  for (const [index, item] of items.entries()) {
    const size = iterate(item).length
    if (size !== 2) throw new EvaluationFault(`dictionary update sequence element #${index} has length ${size}; 2 is required`)
  }
  if (items.length === 0) return new Dict()
  if (items.length === 1) throw new EvaluationFault('called `Option::unwrap()` on a `None` value')
  return new Dict(new Map([[displayValue(items[0]), items[1]]]))
}
