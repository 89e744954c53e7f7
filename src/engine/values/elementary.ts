/** Elementary functions with correctly rounded results. The C library behind the real engine is right to the last digit but for one power of a thousand, while
 *  `Math.exp`, `Math.log` and `**` of JavaScript hosts are off by one there in a tenth of the cases, and a configuration prints all digits. So the
 *  work is done on integers: fixed-point numbers with `PRECISION` bits behind the point. */

const PRECISION = 192n
const ONE = 1n << PRECISION

/** ln 2, in `PRECISION` bits. */
const LN2 = 0xb17217f7d1cf79abc9e3b39803f2f6af40f343267298b62dn

export function exp(x: number): number {
  if (!Number.isFinite(x) || x === 0 || Math.abs(x) > 746) return Math.exp(x)
  return expOfFixed(toFixed(x))
}

export function log(x: number): number {
  return isOrdinary(x) ? fromFixed(logToFixed(x)) : Math.log(x)
}

export function log2(x: number): number {
  return isOrdinary(x) ? fromFixed((logToFixed(x) << PRECISION) / LN2) : Math.log2(x)
}

/** As the C library puts it together: not correctly rounded, but in the same way. */
export function log10(x: number): number {
  if (!isOrdinary(x)) return Math.log10(x)
  const { mantissa, exponent } = split(x)
  const scale = exponent + 52
  const shift = scale < 0 ? 1 : 0
  const reduced = (Number(mantissa) / 2 ** 52) * (shift === 1 ? 0.5 : 1)
  const low = (scale + shift) * 3.69423907715893078616e-13 + Math.LOG10E * log(reduced)
  return low + (scale + shift) * 3.01029995663611771306e-1
}

export const expm1 = Math.expm1
export const log1p = Math.log1p

/** C's `pow`: unlike JavaScript, 1 to any power is 1, and so is -1 to an infinite one. */
export function power(base: number, exponent: number): number {
  if (base === 1 || (base === -1 && (exponent === Infinity || exponent === -Infinity))) return 1
  const rough = base ** exponent
  if (!isOrdinary(Math.abs(base)) || !Number.isFinite(rough) || rough === 0 || exponent === 1 || exponent === 0) return rough
  if (Number.isInteger(exponent) && exponent > 0 && exponent <= 16) return exactPower(base, exponent)
  const { mantissa, exponent: scale } = split(Math.abs(exponent))
  const product = logToFixed(Math.abs(base)) * mantissa
  const magnitude = expOfFixed((exponent < 0 ? -1n : 1n) * (scale < 0 ? product >> BigInt(-scale) : product << BigInt(scale)))
  return rough < 0 ? -magnitude : magnitude
}

/** Repeated squaring in the order of compiler-rt's `__powidf2`, so that the last digits agree; `exponent` is a 32-bit int. */
export function powerOfInteger(base: number, exponent: number): number {
  let result = 1
  let square = base
  for (let rest = Math.abs(exponent); ; square *= square) {
    if (rest % 2 === 1) result *= square
    rest = Math.floor(rest / 2)
    if (rest === 0) return exponent < 0 ? 1 / result : result
  }
}

function isOrdinary(x: number): boolean {
  return x > 0 && x < Infinity && x !== 1
}

/** A power small enough to be computed without any rounding but the last. */
function exactPower(base: number, exponent: number): number {
  const { mantissa, exponent: scale } = split(Math.abs(base))
  const magnitude = scaled(mantissa ** BigInt(exponent), scale * exponent)
  return base < 0 && exponent % 2 === 1 ? -magnitude : magnitude
}

/** `x` = mantissa · 2^exponent, with a mantissa of 53 bits; `x` > 0. */
function split(x: number): { readonly mantissa: bigint; readonly exponent: number } {
  let exponent = Math.floor(Math.log2(x)) - 52
  let mantissa = exponent < -1022 ? x * 2 ** 1022 * 2 ** (-exponent - 1022) : x / 2 ** exponent
  while (mantissa >= 2 ** 53) [mantissa, exponent] = [mantissa / 2, exponent + 1]
  while (mantissa < 2 ** 52) [mantissa, exponent] = [mantissa * 2, exponent - 1]
  return { mantissa: BigInt(mantissa), exponent }
}

function toFixed(x: number): bigint {
  const { mantissa, exponent } = split(Math.abs(x))
  const shift = PRECISION + BigInt(exponent)
  const magnitude = shift < 0n ? mantissa >> -shift : mantissa << shift
  return x < 0 ? -magnitude : magnitude
}

function fromFixed(value: bigint): number {
  return value < 0n ? -scaled(-value, Number(-PRECISION)) : scaled(value, Number(-PRECISION))
}

/** value · 2^exponent, rounded once. */
function scaled(value: bigint, exponent: number): number {
  const size = value.toString(2).length
  // Below 2^-1022 all numbers are multiples of 2^-1074.
  if (size + exponent < -1021) return Number(roundedShift(value, -1074 - exponent)) * 2 ** -1074
  const excess = Math.max(size - 64, 0)
  const kept = value >> BigInt(excess)
  // `Number` rounds to nearest; one bit stands for all that was cut off.
  const sticky = kept << BigInt(excess) === value ? kept : kept | 1n
  const scale = exponent + excess
  return scale < -1000 ? Number(sticky) * 2 ** -64 * 2 ** (scale + 64) : Number(sticky) * 2 ** scale
}

/** value / 2^count to the nearest integer, halves to even. */
function roundedShift(value: bigint, count: number): bigint {
  const quotient = value >> BigInt(count)
  const twice = (value - (quotient << BigInt(count))) * 2n
  const one = 1n << BigInt(count)
  return twice > one || (twice === one && quotient % 2n === 1n) ? quotient + 1n : quotient
}

/** x = n·ln 2 + r with 0 ≤ r < ln 2, and the series of exp for r. */
function expOfFixed(x: bigint): number {
  let quotient = x / LN2
  if (quotient * LN2 > x) quotient--
  const rest = x - quotient * LN2
  let sum = ONE
  let term = ONE
  for (let n = 1n; term > 0n; n++) {
    term = ((term * rest) / n) >> PRECISION
    sum += term
  }
  return scaled(sum, Number(quotient - PRECISION))
}

function logToFixed(x: number): bigint {
  const { mantissa, exponent } = split(x)
  let value = mantissa << (PRECISION - 52n)
  let scale = BigInt(exponent + 52)
  if (value > ONE + (ONE >> 1n)) {
    value >>= 1n
    scale++
  }
  return 2n * artanh(((value - ONE) << PRECISION) / (value + ONE)) + scale * LN2
}

function artanh(x: bigint): bigint {
  const square = (x * x) >> PRECISION
  let sum = 0n
  let power = x
  for (let n = 1n; power !== 0n && power !== -1n; n += 2n) {
    sum += power / n
    power = (power * square) >> PRECISION
  }
  return sum
}
