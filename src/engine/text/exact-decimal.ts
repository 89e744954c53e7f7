/** Floats rounded to a number of digits from their exact binary value, halves to even: what `{:.2f}` and `{:.3e}` print. JavaScript's `toFixed` and
 *  `toExponential` round halves up and stop at 100 digits. The value is finite and not negative. */

/** `precision` digits after the point. */
export function fixedDigits(value: number, precision: number): string {
  const digits = scaledRound(value, precision)
    .toString()
    .padStart(precision + 1, '0')
  if (precision === 0) return digits
  return `${digits.slice(0, -precision)}.${digits.slice(-precision)}`
}

/** One digit, `precision` more after the point, and the power of ten. */
export function exponentDigits(value: number, precision: number): { readonly digits: string; readonly exponent: number } {
  const exponent = value === 0 ? 0 : Number(value.toExponential().split('e')[1])
  const digits = scaledRound(value, precision - exponent).toString()
  const carried = digits.length > precision + 1
  const text = carried ? digits.slice(0, -1) : digits.padEnd(precision + 1, '0')
  const mantissa = precision === 0 ? text : `${text.slice(0, 1)}.${text.slice(1)}`
  return { digits: mantissa, exponent: carried ? exponent + 1 : exponent }
}

/** `value × 10^scale` as an integer, halves to even. */
function scaledRound(value: number, scale: number): bigint {
  const [mantissa, power] = decompose(value)
  let numerator = mantissa
  let denominator = 1n
  if (power >= 0) numerator <<= BigInt(power)
  else denominator <<= BigInt(-power)
  if (scale >= 0) numerator *= 10n ** BigInt(scale)
  else denominator *= 10n ** BigInt(-scale)
  const quotient = numerator / denominator
  const twice = (numerator % denominator) * 2n
  const up = twice > denominator || (twice === denominator && quotient % 2n === 1n)
  return up ? quotient + 1n : quotient
}

/** The value is `mantissa × 2^power`, exactly. */
function decompose(value: number): readonly [mantissa: bigint, power: number] {
  const bits = new DataView(new ArrayBuffer(8))
  bits.setFloat64(0, value)
  const raw = bits.getBigUint64(0)
  const fraction = raw & 0xfffffffffffffn
  const exponent = Number((raw >> 52n) & 0x7ffn)
  return exponent === 0 ? [fraction, -1074] : [fraction | 0x10000000000000n, exponent - 1075]
}
