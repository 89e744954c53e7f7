/** Functions over numbers (`spec/kcl-runtime.md` E1). Arguments of other kinds mostly give Undefined. */
import { EvaluationFault } from '../../faults/evaluation.ts'
import { FloatValue, integer, isList, MIN_INT, type Value } from '../../model/value.ts'
import { byteLength, characterCount } from '../../text/characters.ts'
import { add, isInteger, saturatedInteger } from '../../values/arithmetic.ts'
import { compareValues } from '../../values/compare.ts'
import { power as powerOf } from '../../values/elementary.ts'
import { itemsOf } from '../../values/iterate.ts'
import { wrapInteger } from '../../values/overflow.ts'
import { typeName } from '../../values/type-name.ts'
import { declare, type Arguments } from '../declare.ts'
import { onlyArgument } from './collection.ts'

export const absolute = declare('abs(inval: any) -> any', (_, args) => {
  const value = onlyArgument('abs', args, 'inval')
  if (isInteger(value)) return value < 0 ? wrapInteger(-BigInt(value)) : value
  return value instanceof FloatValue ? new FloatValue(Math.abs(value.value)) : undefined
})

export const bin = declare('bin(number: int) -> str', (_, args) => inBase(onlyArgument('bin', args, 'number'), 2, '0b'))
export const oct = declare('oct(number: int) -> str', (_, args) => inBase(onlyArgument('oct', args, 'number'), 8, '0o'))
export const hex = declare('hex(number: int) -> str', (_, args) => inBase(onlyArgument('hex', args, 'number'), 16, '0x'))

function inBase(value: Value, base: number, prefix: string): Value {
  if (!isInteger(value)) return undefined
  if (value >= 0) return prefix + value.toString(base)
  // The real engine cuts the octal digits of the least integer one place too early.
  const sign = base === 8 && value === MIN_INT ? '-0' : `-${prefix}`
  return sign + (-BigInt(value)).toString(base)
}

export const multiplyOf = declare('multiplyof(a: int, b: int) -> bool', (_, args) => {
  const a = args.at(0, 'a')
  const b = args.at(1, 'b')
  if (!args.has(0, 'a') || !args.has(1, 'b')) {
    throw new EvaluationFault(`multiplyof() takes exactly two argument (${args.positional.length} given)`)
  }
  if (!isInteger(a) || !isInteger(b)) return undefined
  if (b === 0) throw new EvaluationFault('attempt to calculate the remainder with a divisor of zero')
  return BigInt(a) % BigInt(b) === 0n
})

export const ord = declare('ord(c: str) -> int', (_, args) => {
  const text = onlyArgument('ord', args, 'c')
  if (typeof text !== 'string') return undefined
  if (characterCount(text) === 1) return text.codePointAt(0)
  throw new EvaluationFault(` ord() expected string of length 1, but string of length ${byteLength(text)} found`)
})

export const maximum = declare('max(...) -> any', (_, args) => extreme('max', '>', args))
export const minimum = declare('min(...) -> any', (_, args) => extreme('min', '<', args))

/** The first of the greatest or least; one argument is a collection. The first item meets itself, which tells kinds without order. */
function extreme(name: string, operator: '<' | '>', args: Arguments): Value {
  const first = onlyArgument(name, args, '')
  const items = args.positional.length > 1 ? args.positional : itemsOf(first)
  if (items === undefined) throw new EvaluationFault(`${typeName(first)} object is not iterable`)
  if (items.length === 0)
    throw new EvaluationFault(`arg is an empty ${isList(first) ? 'list' : typeof first === 'string' ? 'str' : 'dict'}`)
  let best = items[0]
  for (const item of items) if (compareValues(operator, item, best)) best = item
  return best
}

export const sum = declare('sum(iterable: [any], start?: any) -> any', (context, args) => {
  const list = args.at(0, 'iterable')
  const start = args.has(1, 'start') ? args.at(1, 'start') : 0
  if (!isList(list)) return undefined
  if (typeof start === 'string') throw new EvaluationFault("sum() can't sum strings")
  let total: Value = start
  for (const item of list) total = add(total, item, context.options)
  return total
})

/** Ints are computed as floats, which loses digits beyond 2⁵³; with a modulus they are exact. */
export const pow = declare('pow(x: int|float, y: int|float, z?: int|float) -> int|float', (_, args) => {
  if (!args.has(0, 'x') || !args.has(1, 'y')) return undefined
  const base = args.at(0, 'x')
  const exponent = args.at(1, 'y')
  const modulus = args.at(2, 'z')
  if (isInteger(modulus)) return modularPower(base, exponent, modulus)
  const x = numberOf(base)
  const y = numberOf(exponent)
  if (x === undefined || y === undefined) return undefined
  const result = powerOf(x, y)
  return isInteger(base) && isInteger(exponent) && y >= 0 ? integer(saturatedInteger(result)) : new FloatValue(result)
})

/** Remainders have the sign of the dividend. */
function modularPower(base: Value, exponent: Value, modulus: number | bigint): Value {
  if (modulus === 0) throw new EvaluationFault('pow() 3rd argument cannot be 0')
  if (!isInteger(base) || !isInteger(exponent)) {
    throw new EvaluationFault('pow() 3rd argument not allowed unless all arguments are integers')
  }
  if (exponent < 0) throw new EvaluationFault('pow() 2nd argument cannot be negative when 3rd argument specified')
  const m = BigInt(modulus)
  let result = 1n
  let square = BigInt(base) % m
  for (let rest = BigInt(exponent); rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % m
    square = (square * square) % m
  }
  return integer(result)
}

function numberOf(value: Value): number | undefined {
  if (isInteger(value)) return Number(value)
  return value instanceof FloatValue ? value.value : undefined
}

/** Items of a range at most; the real engine allocates until it dies. */
const MAX_RANGE = 2 ** 26

/** Without a `stop` the step does not count. */
export const range = declare('range(start?: int, stop?: int, step?: int) -> [int]', (_, args) => {
  const [first, second] = [args.at(0, 'start'), args.at(1, 'stop')]
  const step = args.has(1, 'stop') && args.has(2, 'step') ? args.at(2, 'step') : 1
  const start = args.has(1, 'stop') ? first : 0
  const stop = args.has(1, 'stop') ? second : first
  if (!isInteger(start) || !isInteger(stop) || !isInteger(step)) return undefined
  if (step === 0) throw new EvaluationFault('range() step argument must not be zero')
  const size = (BigInt(stop) - BigInt(start)) / BigInt(step)
  if (size > MAX_RANGE) throw new EvaluationFault('capacity overflow')
  return rangeItems(start, stop, step)
})

function rangeItems(start: number | bigint, stop: number | bigint, step: number | bigint): Value {
  const items: Value[] = []
  if (typeof start === 'number' && typeof stop === 'number' && typeof step === 'number') {
    if (step > 0) for (let item = start; item < stop; item += step) items.push(item)
    else for (let item = start; item > stop; item += step) items.push(item)
    return items
  }
  const [end, stride] = [BigInt(stop), BigInt(step)]
  for (let item = BigInt(start); stride > 0n ? item < end : item > end; item += stride) items.push(integer(item))
  return items
}

export const round = declare('round(number: int|float, ndigits?: int) -> int|float', (_, args) => {
  const value = args.at(0, 'number')
  const digits = args.at(1, 'ndigits')
  if (typeof digits !== 'number') {
    if (isInteger(value)) return value
    return value instanceof FloatValue ? integer(saturatedInteger(roundHalfAway(value.value))) : undefined
  }
  const number = numberOf(value)
  if (number === undefined) return undefined
  if (isInteger(value)) return new FloatValue(number)
  return new FloatValue(digits === 0 ? roundHalfAway(number) : roundToDigits(number, digits))
})

function roundHalfAway(value: number): number {
  const magnitude = Math.abs(value)
  const whole = Math.floor(magnitude)
  return Math.sign(value) * (magnitude - whole >= 0.5 ? whole + 1 : whole)
}

/** Scales, rounds halves away from zero, and sends exact halves to the even neighbour. */
function roundToDigits(value: number, digits: number): number {
  const [scale, split] = digits > 22 ? [10 ** (digits - 22), 1e22] : [10 ** Math.abs(digits), 1]
  const scaled = digits >= 0 ? value * scale * split : value / scale
  if (!Number.isFinite(scaled)) return value
  let rounded = roundHalfAway(scaled)
  if (Math.abs(scaled - rounded) === 0.5) rounded = 2 * roundHalfAway(scaled / 2)
  return digits >= 0 ? rounded / split / scale : rounded * scale
}
