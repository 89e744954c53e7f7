/** Powers, exponentials and logarithms, correctly rounded. JavaScript leaves the last bit of these to the host; the real engine uses the C library,
 *  whose results are the nearest floats but for rare halfway cases. The sums are done in integers of 200 bits after the point. */

const BITS = 200n
const ONE = 1n << BITS
/** ln 2 × 2²⁰⁰ */
const LN2 = 0xb17217f7d1cf79abc9e3b39803f2f6af40f343267298b62d8an
/** ln 10 × 2²⁰⁰ */
const LN10 = 0x24d763776aaa2b05ba95b58ae0b4c28a38a3fb3e76977e43a0fn
/** What the last bits of a sum may be off by. */
const ROUNDING = 1n << 20n

/** `base ** exponent` of floats. */
export function powerOf(base: number, exponent: number): number {
  const rough = base ** exponent
  if (!Number.isFinite(rough) || rough === 0 || !Number.isFinite(base) || !Number.isFinite(exponent)) return rough
  if (exponent === 0 || exponent === 1 || Math.abs(base) === 1) return rough
  const sign = base < 0 && exponent % 2 !== 0 ? -1 : 1
  const [mantissa, power] = decompose(exponent)
  const product = shift(mantissa * logarithmFixed(Math.abs(base)), power)
  return sign * exponentialRounded(product)
}

/** `e ** value` */
export function exponentialOf(value: number): number {
  const rough = Math.exp(value)
  if (!Number.isFinite(rough) || rough === 0 || value === 0) return rough
  return exponentialRounded(fixed(value))
}

/** The natural logarithm. */
export function logarithmOf(value: number): number {
  if (!(value > 0) || value === Infinity || value === 1) return Math.log(value)
  return roundedFixed(logarithmFixed(value), -200)
}

export function logarithm2Of(value: number): number {
  return Number.isFinite(value) && value > 0 ? quotientOf(logarithmFixed(value), LN2) : Math.log2(value)
}

export function logarithm10Of(value: number): number {
  return Number.isFinite(value) && value > 0 ? quotientOf(logarithmFixed(value), LN10) : Math.log10(value)
}

function quotientOf(numerator: bigint, denominator: bigint): number {
  const scaled = (numerator << BITS) / denominator
  const nearest = (scaled + (ONE >> 1n)) >> BITS
  const isWhole = scaled - (nearest << BITS) < ROUNDING && scaled - (nearest << BITS) > -ROUNDING
  return isWhole ? Number(nearest) : roundedFixed(scaled, -200)
}

/** A float is `mantissa × 2^power`, exactly. */
function decompose(value: number): readonly [mantissa: bigint, power: number] {
  const bits = new DataView(new ArrayBuffer(8))
  bits.setFloat64(0, value)
  const raw = bits.getBigUint64(0)
  const fraction = raw & 0xfffffffffffffn
  const exponent = Number((raw >> 52n) & 0x7ffn)
  const magnitude = exponent === 0 ? fraction : fraction | 0x10000000000000n
  return [value < 0 ? -magnitude : magnitude, exponent === 0 ? -1074 : exponent - 1075]
}

function shift(value: bigint, power: number): bigint {
  return power >= 0 ? value << BigInt(power) : value >> BigInt(-power)
}

function fixed(value: number): bigint {
  const [mantissa, power] = decompose(value)
  return shift(mantissa << BITS, power)
}

/** ln of a positive float: `k ln 2 + 2 artanh((m − 1) / (m + 1))` with m near 1. */
function logarithmFixed(value: number): bigint {
  const [mantissa, power] = decompose(value)
  const length = mantissa.toString(2).length
  let exponent = power + length
  let scaled = shift(mantissa, 200 - length)
  if (scaled < (ONE * 181n) >> 8n) {
    scaled <<= 1n
    exponent--
  }
  const z = ((scaled - ONE) << BITS) / (scaled + ONE)
  const square = (z * z) >> BITS
  let term = z
  let sum = 0n
  for (let divisor = 1n; term !== 0n && term !== -1n; divisor += 2n) {
    sum += term / divisor
    term = (term * square) >> BITS
  }
  return BigInt(exponent) * LN2 + 2n * sum
}

/** e to a fixed-point number, as the nearest float. */
function exponentialRounded(value: bigint): number {
  const shifted = value + (LN2 >> 1n)
  const exponent = shifted / LN2 - (shifted < 0n && shifted % LN2 !== 0n ? 1n : 0n)
  const rest = value - exponent * LN2
  let term = ONE
  let sum = ONE
  for (let divisor = 1n; term !== 0n && term !== -1n; divisor++) {
    term = ((term * rest) >> BITS) / divisor
    sum += term
  }
  return roundedFixed(sum, Number(exponent) - 200)
}

/** `value × 2^power` as the nearest float, subnormals included. */
function roundedFixed(value: bigint, power: number): number {
  const negative = value < 0n
  const magnitude = negative ? -value : value
  const top = magnitude.toString(2).length + power
  if (top > 1024) return negative ? -Infinity : Infinity
  const drop = Math.max(magnitude.toString(2).length - 53, -1074 - power)
  const rounded = drop <= 0 ? magnitude : roundHalfEven(magnitude, BigInt(drop))
  const scale = drop <= 0 ? power : power + drop
  const result = scale < -1022 ? Number(rounded) * 2 ** -1022 * 2 ** (scale + 1022) : Number(rounded) * 2 ** scale
  return negative ? -result : result
}

function roundHalfEven(value: bigint, drop: bigint): bigint {
  const quotient = value >> drop
  const rest = value - (quotient << drop)
  const half = 1n << (drop - 1n)
  return rest > half || (rest === half && quotient % 2n === 1n) ? quotient + 1n : quotient
}
