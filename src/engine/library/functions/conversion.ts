/** Functions named after types, and `typeof` (`spec/kcl-runtime.md` E1). */
import { EvaluationFault } from '../../faults/evaluation.ts'
import { Dict, FloatValue, integer, isList, SchemaInstance, type Value } from '../../model/value.ts'
import { characters } from '../../text/characters.ts'
import { saturatedInteger } from '../../values/arithmetic.ts'
import { displayValue } from '../../values/format-value.ts'
import { entriesOf, iterate } from '../../values/iterate.ts'
import { integerOverflow, fits32, fits64 } from '../../values/overflow.ts'
import { isTruthy } from '../../values/truthy.ts'
import { typeName, typeOf } from '../../values/type-name.ts'
import { declare } from '../declare.ts'
import { parseRustFloat } from './option.ts'

export const toBool = declare('bool(x?: any) -> bool', (_, args) => isTruthy(args.at(0, 'x')))

export const toStr = declare('str(x?: any) -> str', (_, args) => (args.has(0, 'x') ? displayValue(args.at(0, 'x')) : ''))

export const toList = declare('list(x?: any) -> [any]', (_, args) => (args.has(0, 'x') ? iterate(args.at(0, 'x')) : []))

export const typeOfFunction = declare('typeof(x: any, full_name?: bool) -> str', (_, args) => {
  if (!args.has(0, 'x')) throw new EvaluationFault("typeof() missing 1 required positional argument: 'x'")
  return typeOf(args.at(0, 'x'), { fullName: isTruthy(args.at(1, 'full_name')) })
})

export const toInt = declare('int(number: any, base?: int) -> int', (context, args) => {
  const value = args.at(0, 'number')
  if (typeof value === 'number' || typeof value === 'bigint') return value
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value === 'string') {
    const base = args.at(1, 'base')
    if (typeof base === 'number' && base !== 10) return parseInBase(value, base)
    return parseQuantity(value)
  }
  if (value instanceof FloatValue) return integer(saturatedInteger(value.value))
  if (typeof value === 'object' && value !== null && !isList(value) && value.kind === 'unit') {
    const exact = saturatedInteger(value.real)
    if (context.options.strictRange && !fits32(exact)) throw integerOverflow(exact, '32 bit')
    return integer(exact)
  }
  throw new EvaluationFault(`int() argument must be a string or a number, not '${typeName(value)}'`)
})

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
  const suffix = /[A-Za-z]+$/.exec(text)?.[0] ?? ''
  const number = text.slice(0, text.length - suffix.length)
  if (number === '') throw new EvaluationFault("number can't be empty")
  if (!/^[+-]?[0-9]+$/.test(number)) throw parseFault('InvalidDigit')
  const exact = BigInt(number.startsWith('+') ? number.slice(1) : number)
  if (!fits64(exact)) throw parseFault(exact < 0 ? 'NegOverflow' : 'PosOverflow')
  if (suffix === '') return integer(exact)
  const factor = QUANTITIES.get(suffix)
  if (factor === undefined) throw parseFault('InvalidDigit')
  return integer(exact * BigInt(factor))
}

function parseFault(kind: string): EvaluationFault {
  return new EvaluationFault(`called \`Result::unwrap()\` on an \`Err\` value: ParseIntError { kind: ${kind} }`)
}

const PREFIXES: ReadonlyMap<number, RegExp> = new Map([
  [2, /^0[bB]/],
  [8, /^0[oO]/],
  [16, /^0[xX]/],
])

function parseInBase(text: string, base: number): Value {
  const negative = text.startsWith('-')
  const digits = text.slice(negative ? 1 : 0).replace(PREFIXES.get(base) ?? /^$/, '')
  let result = 0n
  let valid = digits !== '' && base >= 2 && base <= 36
  for (const digit of digits) {
    const number = Number.parseInt(digit, 36)
    if (!(number < base)) valid = false
    if (!valid) break
    result = result * BigInt(base) + BigInt(number)
  }
  const exact = negative ? -result : result
  if (!valid || !fits64(exact)) throw new EvaluationFault(`invalid literal for int() with base ${base}: '${text}'`)
  return integer(exact)
}

export const toFloat = declare('float(number: any) -> float', (context, args) => {
  const value = args.at(0, 'number')
  const number = floatOf(value)
  if (number === undefined) throw new EvaluationFault(`invalid literal for float() with base 10: '${displayValue(value)}'`)
  if (!Number.isFinite(number) && !Number.isNaN(number)) {
    const sign = number < 0 ? '-' : ''
    const width = context.options.strictRange ? 32 : 64
    throw new EvaluationFault(`${sign}inf: A ${width}-bit floating point number overflow`, 'FloatOverflow')
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

/** A copy of a dict, or the odd reading of a list the real engine has: its first two items are the one key and its value. Keywords are merged. */
export const toDict = declare('dict(x?: any, ...) -> {any:any}', (_, args) => {
  const entries = new Map<string, Value>()
  const source = args.positional[0]
  const given = entriesOf(source)
  if (given !== undefined) {
    for (const [key, value] of given) entries.set(key, value)
  } else if (source !== undefined && source !== null) {
    addPair(entries, iterate(source))
  }
  for (const [key, value] of args.keywords ?? []) entries.set(key, value)
  return new Dict(entries, source instanceof Dict && source.meta !== undefined ? new Map(source.meta) : undefined)
})

function addPair(entries: Map<string, Value>, items: readonly Value[]): void {
  for (const [index, item] of items.entries()) {
    const size = lengthOf(item)
    if (size !== 2) throw new EvaluationFault(`dictionary update sequence element #${index} has length ${size}; 2 is required`)
  }
  if (items.length === 0) return
  if (items.length === 1) throw new EvaluationFault('called `Option::unwrap()` on a `None` value')
  entries.set(displayValue(items[0]), items[1])
}

function lengthOf(item: Value): number {
  if (isList(item)) return item.length
  if (typeof item === 'string') return characters(item).length
  if (item instanceof Dict) return item.entries.size
  return item instanceof SchemaInstance ? item.fields.entries.size : 0
}
