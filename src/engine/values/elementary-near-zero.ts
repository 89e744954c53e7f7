/** `expm1` and `log1p`, to the last digit as the C library behind the real engine computes them: fdlibm's methods, with the series summed in another order
 *  and with fused multiply-adds. fdlibm is Copyright (C) 1993 by Sun Microsystems, Inc.; permission to use, copy, modify, and distribute it is freely
 *  granted, provided that this notice is preserved. */
import { fusedMultiplyAdd as fma } from './fused-multiply-add.ts'

/** ln 2, and what the first leaves. */
const LN2 = 0.6931471803691238
const LN2_REST = 1.9082149292705877e-10

/** exp(x) - 1 */
export function expm1(x: number): number {
  if (Number.isNaN(x) || x > 709.782712893384) return x + Infinity
  if (x <= -0x13687a / 0x8000) return -1
  if (Math.abs(x) < 2 ** -54) return x
  const { rest, error, count } = reduce(x)
  const half = rest * 0.5
  const scaled = rest * half
  const square = scaled * scaled
  const lower = fma(square, fma(-7.93650757867487942473e-5, scaled, 1.58730158725481460165e-3), fma(scaled, -3.33333333333331316428e-2, 1))
  const series = fma(square * square, fma(-2.01099218183624371326e-7, scaled, 4.00821782732936239552e-6), lower)
  const factor = fma(-series, half, 3)
  const quotient = ((series - factor) / fma(-factor, rest, 6)) * scaled
  if (count === 0) return rest - fma(quotient, rest, -scaled)
  const tail = fma(quotient - error, rest, -error) - scaled
  if (count === -1) return 0.5 * (rest - tail) - 0.5
  if (count === 1) return rest < -0.25 ? -2 * (tail - (rest + 0.5)) : 1 + 2 * (rest - tail)
  if (count <= -2 || count > 56) return (1 - (tail - rest)) * 2 ** (count - 1) * 2 - 1
  if (count < 20) return (1 - 2 ** -count - (tail - rest)) * 2 ** count
  return (rest - (tail + 2 ** -count) + 1) * 2 ** count
}

/** x = count · ln 2 + rest - error */
function reduce(x: number): { readonly rest: number; readonly error: number; readonly count: number } {
  if (Math.abs(x) < 0x162e43 / 0x400000) return { rest: x, error: 0, count: 0 }
  const count = Math.abs(x) < 0x10a2b2 / 0x100000 ? Math.sign(x) : Math.trunc(Math.LOG2E * x + (x < 0 ? -0.5 : 0.5))
  const high = fma(-count, LN2, x)
  const low = count * LN2_REST
  const rest = high - low
  return { rest, error: high - rest - low, count }
}

/** log(1 + x) */
export function log1p(x: number): number {
  if (!(x > -1 && x < Infinity)) return Math.log1p(x)
  if (Math.abs(x) < 2 ** -54) return x
  if (Math.abs(x) < 2 ** -29) return fma(-0.5, x * x, x)
  if (x > -0x12bec4 / 0x400000 && x < 0x1a827a / 0x400000) return logOfFraction(x, 0, 0)
  const sum = x < 2 ** 53 ? 1 + x : x
  const bits = new DataView(new ArrayBuffer(8))
  bits.setFloat64(0, sum)
  const high = bits.getInt32(0)
  const exponent = (high >> 20) - 1023
  const error = x < 2 ** 53 ? (exponent > 0 ? 1 - (sum - x) : x - (sum - 1)) / sum : 0
  const halve = (high & 0xfffff) < 0x6a09e ? 0 : 1
  bits.setInt32(0, (high & 0xfffff) | (halve === 1 ? 0x3fe00000 : 0x3ff00000))
  return logOfFraction(bits.getFloat64(0) - 1, exponent + halve, error)
}

/** count · ln 2 + log(1 + fraction) + error, for fractions from √½ - 1 to √2 - 1. */
function logOfFraction(fraction: number, count: number, error: number): number {
  const halfSquare = 0.5 * fraction * fraction
  const rest = fma(count, LN2_REST, error)
  if (fraction === 0) return fma(count, LN2, rest)
  if (count !== 0 && fraction >= -3 * 2 ** -21 && fraction < 2 ** -20) {
    return fma(count, LN2, -(halfSquare * fma(-fraction, 2 / 3, 1) - rest - fraction))
  }
  const quotient = fraction / (2 + fraction)
  const square = quotient * quotient
  const fourth = square * square
  const eighth = fourth * fourth
  const lower = fma(square, 6.66666666666673513e-1, fourth * fma(2.857142874366239149e-1, square, 3.999999999940941908e-1))
  const middle = fma(eighth, fma(1.818357216161805012e-1, square, 2.222219843214978396e-1), lower)
  const series = fma(fourth * eighth, fma(1.479819860511658591e-1, square, 1.531383769920937332e-1), middle)
  const product = (series + halfSquare) * quotient
  if (count === 0) return fraction - (halfSquare - product)
  return fma(count, LN2, -(halfSquare - (product + rest) - fraction))
}
