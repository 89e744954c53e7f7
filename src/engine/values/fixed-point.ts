/** Logarithms and powers of two to far more digits than a float has, on integers: fixed-point numbers with `PRECISION` bits behind the point. */

const PRECISION = 192n
const ONE = 1n << PRECISION

/** ln 2. */
const LN2 = 0xb17217f7d1cf79abc9e3b39803f2f6af40f343267298b62dn

/** 2^(numerator / 128) as its nearest float, and by what part of that the float is too small; 0 ≤ numerator < 128. */
export function rootOfTwo(numerator: number): { readonly value: number; readonly tail: number } {
  const exact = exponential((LN2 * BigInt(numerator)) >> 7n)
  const value = toFloat(exact)
  const rounded = fromFloat(value)
  return { value, tail: toFloat(((exact - rounded) << PRECISION) / rounded) }
}

/** The natural logarithm of 1/x in multiples of 2^-43, and the float nearest to what that leaves; 0.5 < x < 2. */
export function logarithmOfReciprocal(x: number): { readonly value: number; readonly tail: number } {
  const exact = -logarithm(x)
  const value = toMultipleOf43Bits(exact)
  return { value, tail: toFloat(exact - fromFloat(value)) }
}

/** The same to base 2; there the multiple is the float itself. */
export function binaryLogarithmOfReciprocal(x: number): number {
  return toFloat((-logarithm(x) << PRECISION) / LN2)
}

function toMultipleOf43Bits(value: bigint): number {
  const unit = 1n << (PRECISION - 43n)
  return Number((2n * value + unit) >> (PRECISION - 42n)) / 2 ** 43
}

/** The series of exp, for 0 ≤ x < ln 2. */
function exponential(x: bigint): bigint {
  let sum = ONE
  let term = ONE
  for (let n = 1n; term > 0n; n++) {
    term = ((term * x) / n) >> PRECISION
    sum += term
  }
  return sum
}

/** ln x = 2 artanh((x - 1) / (x + 1)) */
function logarithm(x: number): bigint {
  const value = fromFloat(x)
  const quotient = ((value - ONE) << PRECISION) / (value + ONE)
  const square = (quotient * quotient) >> PRECISION
  let sum = 0n
  let power = quotient
  for (let n = 1n; power !== 0n && power !== -1n; n += 2n) {
    sum += power / n
    power = (power * square) >> PRECISION
  }
  return 2n * sum
}

/** For floats that are multiples of 2^-100. */
function fromFloat(x: number): bigint {
  return BigInt(x * 2 ** 100) << (PRECISION - 100n)
}

/** `Number` rounds to nearest. */
function toFloat(value: bigint): number {
  return Number(value) / 2 ** Number(PRECISION)
}
