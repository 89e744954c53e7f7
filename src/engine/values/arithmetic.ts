/** The arithmetic operators (`spec/kcl-runtime.md` A2, A8). Ints that leave the safe range of machine numbers are computed again as bigints; the
 *  common case, two small ints, comes first everywhere. Each function throws EvaluationFault for kinds it does not accept. */
import { EvaluationFault } from '../faults/evaluation.ts'
import { isList, FloatValue, type Value } from '../model/value.ts'
import { power as floatPower } from './elementary.ts'
import { checkedInteger, checkFloat32, fits32, integerOverflow, wrapInteger, type RangeOptions } from './overflow.ts'
import { typeName } from './type-name.ts'

export function add(a: Value, b: Value, options: RangeOptions): Value {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b
    if (Number.isSafeInteger(sum) && (!options.strictRange || fitAll32(a, b, sum))) return sum
    return checkedResult(BigInt(a) + BigInt(b), a, b, options)
  }
  if (typeof a === 'string' && typeof b === 'string') return a + b
  if (isList(a)) {
    if (isList(b)) return a.length === 0 ? b : b.length === 0 ? a : a.concat(b)
    throw new EvaluationFault(`can only concatenate list (not "${typeName(b)}") to list`)
  }
  if (isInteger(a) && isInteger(b)) return checkedResult(BigInt(a) + BigInt(b), a, b, options)
  const left = numberOf(a)
  const right = numberOf(b)
  if (left === undefined || right === undefined) throw unsupported('+', a, b)
  const sum = left + right
  if (options.strictRange || isInteger(a) || isInteger(b)) checkFloat32(sum)
  return new FloatValue(sum)
}

export function subtract(a: Value, b: Value, options: RangeOptions): Value {
  if (typeof a === 'number' && typeof b === 'number') {
    const difference = a - b
    if (Number.isSafeInteger(difference) && (!options.strictRange || fitAll32(a, b, difference))) return difference
  }
  if (isInteger(a) && isInteger(b)) return checkedResult(BigInt(a) - BigInt(b), a, b, options, '32 bit')
  return floatResult('-', a, b, options, (left, right) => left - right)
}

export function multiply(a: Value, b: Value, options: RangeOptions): Value {
  if (typeof a === 'number' && typeof b === 'number') {
    const product = a * b + 0
    if (Number.isSafeInteger(product) && (!options.strictRange || fitAll32(a, b, product))) return product
  }
  if (isInteger(a)) {
    if (isInteger(b)) return checkedResult(BigInt(a) * BigInt(b), a, b, options)
    if (typeof b === 'string') return repeatText(b, a)
    if (isList(b)) return repeatList(b, a)
  }
  if (isInteger(b)) {
    if (typeof a === 'string') return repeatText(a, b)
    if (isList(a)) return repeatList(a, b)
  }
  return floatResult('*', a, b, options, (left, right) => left * right)
}

/** Bounds of repetition: the real engine allocates until it dies, this one says so first. */
const MAX_TEXT_LENGTH = 2 ** 28
const MAX_LIST_LENGTH = 2 ** 26

function repeatText(text: string, count: number | bigint): string {
  if (text === '') return ''
  if (count < 0 || BigInt(text.length) * BigInt(count) > MAX_TEXT_LENGTH) throw new EvaluationFault('capacity overflow')
  return text.repeat(Number(count))
}

function repeatList(list: readonly Value[], count: number | bigint): Value {
  if (count < 0 || BigInt(list.length) * BigInt(count) > MAX_LIST_LENGTH) throw new EvaluationFault('capacity overflow')
  const result: Value[] = []
  for (let round = 0; round < count && list.length > 0; round++) for (const item of list) result.push(item)
  return result
}

const UNCHECKED: RangeOptions = { strictRange: false, debug: false }

/** Always a float, whose range nothing tests; division by zero gives an infinity or NaN. */
export function divide(a: Value, b: Value, _options?: RangeOptions): Value {
  return floatResult('/', a, b, UNCHECKED, (left, right) => left / right)
}

export function floorDivide(a: Value, b: Value, options: RangeOptions): Value {
  if (typeof a === 'number' && typeof b === 'number' && b !== 0) {
    const remainder = a % b
    const quotient = (a - remainder) / b + 0
    return remainder !== 0 && remainder < 0 !== b < 0 ? quotient - 1 : quotient
  }
  if (isInteger(a) && isInteger(b)) {
    const [left, right] = integerOperands(a, b, 'attempt to divide with overflow')
    const remainder = left % right
    const quotient = (left - remainder) / right
    return wrapInteger(remainder !== 0n && remainder < 0n !== right < 0n ? quotient - 1n : quotient)
  }
  return floatResult('//', a, b, options, (left, right) => Math.floor(left / right))
}

/** Ints: the sign of the divisor. Floats: the sign of the dividend. */
export function modulo(a: Value, b: Value, options: RangeOptions): Value {
  if (typeof a === 'number' && typeof b === 'number' && b !== 0) {
    const remainder = (a % b) + 0
    return remainder !== 0 && remainder < 0 !== b < 0 ? remainder + b : remainder
  }
  if (isInteger(a) && isInteger(b)) {
    const [left, right] = integerOperands(a, b, 'attempt to calculate the remainder with overflow')
    const remainder = left % right
    return wrapInteger(remainder !== 0n && remainder < 0n !== right < 0n ? remainder + right : remainder)
  }
  return floatResult('%', a, b, options, (left, right) => left % right)
}

const DIVIDED_BY_ZERO = 'attempt to divide by zero'
const REMAINDER_OF_ZERO = 'attempt to calculate the remainder with a divisor of zero'

/** The real engine shows the texts of its host language here; `//` of a negative int by zero fails in a remainder. */
function integerOperands(a: number | bigint, b: number | bigint, overflow: string): readonly [bigint, bigint] {
  if (b === 0) throw new EvaluationFault(overflow.startsWith('attempt to divide') && a >= 0 ? DIVIDED_BY_ZERO : REMAINDER_OF_ZERO)
  const left = BigInt(a)
  const right = BigInt(b)
  if (right === -1n && BigInt.asIntN(64, -left) === left && left !== 0n) throw new EvaluationFault(overflow)
  return [left, right]
}

export function power(a: Value, b: Value, options: RangeOptions): Value {
  if (isInteger(a) && isInteger(b)) return integerPower(a, b, options)
  return floatResult('**', a, b, options, floatPower)
}

/** Exponents are taken modulo 2³² as the real engine does; bases but -1, 0 and 1 then count as an overflow, whose message shows the
 *  result modulo 2¹²⁸. */
function integerPower(base: number | bigint, exponent: number | bigint, options: RangeOptions): Value {
  const wrapped = BigInt.asUintN(32, BigInt(exponent))
  if (base === 0 || base === 1 || base === -1) {
    const result = wrapped === 0n ? 1 : wrapped % 2n === 0n ? Math.abs(base) : base
    if (!fits32(exponent)) throw integerOverflow(result, options.strictRange ? '32 bit' : '64 bit')
    return result
  }
  if (exponent >= 0 && exponent < 64) {
    const exact = BigInt(base) ** BigInt(exponent)
    const shown = BigInt.asIntN(128, exact)
    if (shown !== exact) throw integerOverflow(shown, options.strictRange ? '32 bit' : '64 bit')
    return checkedResult(exact, base, exponent, options)
  }
  throw integerOverflow(powerModulo128(BigInt(base), wrapped), options.strictRange ? '32 bit' : '64 bit')
}

/** With `-r` the operands must fit 32 bits, too. */
function checkedResult(
  exact: bigint,
  a: number | bigint,
  b: number | bigint,
  options: RangeOptions,
  wording: '64 bit' | '32 bit' = '64 bit',
): number | bigint {
  if (options.strictRange && !(fits32(a) && fits32(b))) throw integerOverflow(exact, '32 bit')
  return checkedInteger(exact, options, wording)
}

function fitAll32(a: number, b: number, result: number): boolean {
  return fits32(a) && fits32(b) && fits32(result)
}

function powerModulo128(base: bigint, exponent: bigint): bigint {
  let result = 1n
  let square = base
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = BigInt.asIntN(128, result * square)
    square = BigInt.asIntN(128, square * square)
  }
  return result
}

export function shiftLeft(a: Value, b: Value, options: RangeOptions): Value {
  if (!isInteger(a) || !isInteger(b)) throw unsupported('<<', a, b)
  checkShift(a, b, options, (value, count) => value << count)
  return wrapInteger(BigInt(a) << BigInt(b))
}

export function shiftRight(a: Value, b: Value, options: RangeOptions): Value {
  if (!isInteger(a) || !isInteger(b)) throw unsupported('>>', a, b)
  checkShift(a, b, options, (value, count) => value >> count)
  return wrapInteger(BigInt(a) >> BigInt(b))
}

/** Only the count is tested, and with `-r` that both operands fit 32 bits; the message shows a shift in 128 bits with the count modulo 128. */
function checkShift(a: number | bigint, b: number | bigint, options: RangeOptions, shift: (value: bigint, count: bigint) => bigint): void {
  const fits = options.strictRange ? fits32(a) && b >= 0 && b < 32 : b >= 0 && b < 64
  if (fits) return
  const shown = BigInt.asIntN(128, shift(BigInt(a), BigInt(b) & 127n))
  throw integerOverflow(shown, options.strictRange ? '32 bit' : '64 bit')
}

export function bitAnd(a: Value, b: Value): Value {
  if (!isInteger(a) || !isInteger(b)) throw unsupported('&', a, b)
  return wrapInteger(BigInt(a) & BigInt(b))
}

export function bitXor(a: Value, b: Value): Value {
  if (!isInteger(a) || !isInteger(b)) throw unsupported('^', a, b)
  return wrapInteger(BigInt(a) ^ BigInt(b))
}

/** `|` of two ints; all other pairs of `|` belong to `union.ts`. */
export function bitOr(a: number | bigint, b: number | bigint): number | bigint {
  return wrapInteger(BigInt(a) | BigInt(b))
}

/** Unary `-`. Zero minus the operand, so `-0.0` is `0.0`; the smallest int stays itself. */
export function negate(a: Value): Value {
  if (typeof a === 'number') return 0 - a
  if (typeof a === 'bigint') return wrapInteger(-a)
  if (a instanceof FloatValue) return new FloatValue(0 - a.value)
  throw new EvaluationFault(`bad operand type for unary -: '${typeName(a)}'`)
}

/** Unary `+`. */
export function positive(a: Value): Value {
  if (isInteger(a) || a instanceof FloatValue) return a
  throw new EvaluationFault(`bad operand type for unary +: '${typeName(a)}'`)
}

/** `~`: kinds that are no numbers count as 0. */
export function invert(a: Value): Value {
  return wrapInteger(~truncateToInteger(a))
}

function truncateToInteger(value: Value): bigint {
  if (isInteger(value)) return BigInt(value)
  if (typeof value !== 'object' || value === null || isList(value)) return 0n
  if (value.kind === 'float') return saturatedInteger(value.value)
  return value.kind === 'unit' ? saturatedInteger(value.real) : 0n
}

/** A float as an int: toward zero, clamped to 64 bits, NaN is 0. */
export function saturatedInteger(value: number): bigint {
  if (Number.isNaN(value)) return 0n
  if (value >= 2 ** 63) return 2n ** 63n - 1n
  if (value <= -(2 ** 63)) return -(2n ** 63n)
  return BigInt(Math.trunc(value))
}

/** Operators over floats, or an int and a float. With `-r` the result must fit a 32-bit float. */
function floatResult(operator: string, a: Value, b: Value, options: RangeOptions, compute: (a: number, b: number) => number): Value {
  const left = numberOf(a)
  const right = numberOf(b)
  if (left === undefined || right === undefined) throw unsupported(operator, a, b)
  const result = compute(left, right)
  if (options.strictRange) checkFloat32(result)
  return new FloatValue(result)
}

/** Ints and floats as machine floats. */
function numberOf(value: Value): number | undefined {
  if (typeof value === 'number') return value
  if (typeof value === 'bigint') return Number(value)
  return value instanceof FloatValue ? value.value : undefined
}

export function isInteger(value: Value): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint'
}

/** `unsupported operand type(s) for +: 'A' and 'B'` */
export function unsupported(operator: string, a: Value, b: Value): EvaluationFault {
  return new EvaluationFault(`unsupported operand type(s) for ${operator}: '${typeName(a)}' and '${typeName(b)}'`)
}
