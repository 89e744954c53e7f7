/** Elementary functions, to the last digit as the C library behind the real engine computes them (glibc since 2.28, on processors with a fused
 *  multiply-add). A configuration prints all digits, and the functions of JavaScript hosts often differ in the last one. Logarithms, `exp` and `power`
 *  follow ARM's optimized routines (MIT, `scripts/licences/arm-optimized-routines.txt`), operation by operation; what those look up in tables of logarithms
 *  and roots is computed instead, see `fixed-point.ts`. */
import { binaryLogarithmOfReciprocal, logarithmOfReciprocal, rootOfTwo } from './fixed-point.ts'
import { fusedMultiplyAdd as fma } from './fused-multiply-add.ts'
import { RECIPROCALS_OF_LOG, RECIPROCALS_OF_LOG2 } from './logarithm-table.ts'

/** ln 2, and what the first leaves. */
const LN2 = 0.6931471805598903
const LN2_REST = 5.497923018708371e-14

export function exp(x: number): number {
  if (Number.isNaN(x) || Math.abs(x) >= 1024) return x < 0 ? 0 : x > 0 ? Infinity : x
  return Math.abs(x) < 2 ** -54 ? 1 : expOfSum(x, 0)
}

export function log(x: number): number {
  if (!isOrdinary(x)) return Math.log(x)
  if (x >= 0xf / 0x10 && x < 0x1109 / 0x1000) return logNearOne(x - 1)
  const { mantissa, exponent, step } = split(x, 0x3fe60000)
  const reciprocal = RECIPROCALS_OF_LOG[step] ?? 1
  const r = fma(mantissa, reciprocal, -1)
  const square = r * r
  const tabled = fma(exponent, LN2, logarithmOfReciprocal(reciprocal).value)
  const high = tabled + r
  const low = fma(square, -0.5000000000000001, fma(exponent, LN2_REST, tabled - high + r))
  const upper = fma(r, -0.16667054827627667, 0.20000304511814496)
  return fma(r * square, fma(upper, square, fma(-0.2499999999622955, r, 0.33333333331825593)), low) + high
}

function logNearOne(r: number): number {
  const square = r * r
  const cube = r * square
  const first = fma(square, 0.19999999999320328, fma(-0.24999999999998432, r, 0.3333333333333352))
  const second = fma(square, -0.12499997863982555, fma(0.14285715076560868, r, -0.16666666669929706))
  const third = fma(cube, -0.08328363062289341, fma(square, 0.09181994006195467, fma(-0.10000486757818193, r, 0.11110712032936046)))
  const series = fma(fma(third, cube, second), cube, first)
  const upperHalf = fma(-r, 2 ** 27, fma(r, 2 ** 27, r))
  const halfSquare = upperHalf * upperHalf
  const high = fma(halfSquare, -0.5, r)
  const low = fma(-0.5 * (r - upperHalf), r + upperHalf, fma(halfSquare, -0.5, r - high))
  return high + fma(series, cube, low)
}

/** 1 / ln 2, and what the first leaves. */
const LOG2_E = 1.4426950407214463
const LOG2_E_REST = 1.6751713164886512e-10

export function log2(x: number): number {
  if (!isOrdinary(x)) return Math.log2(x)
  if (x >= 0x1ea4af / 0x200000 && x < 0x10b559 / 0x100000) return log2NearOne(x - 1)
  const { mantissa, exponent, step } = split(x, 0x3fe60000)
  const reciprocal = RECIPROCALS_OF_LOG2[step >> 1] ?? 1
  const r = fma(mantissa, reciprocal, -1)
  const square = r * r
  const tabled = exponent + binaryLogarithmOfReciprocal(reciprocal)
  const linear = r * LOG2_E
  const high = linear + tabled
  const low = tabled - high + linear + fma(r, LOG2_E_REST, fma(LOG2_E, r, -linear))
  const lower = fma(0.4808983469629985, r, -0.7213475204444882)
  const upper = fma(0.2885390073180969, r, -0.36067375954075914)
  const last = fma(r, 0.2061202382173603, -0.2404693555628422)
  return fma(square, fma(last, square * square, fma(upper, square, lower)), low) + high
}

function log2NearOne(r: number): number {
  const square = r * r
  const fourth = square * square
  const linear = r * LOG2_E
  const linearRest = fma(r, LOG2_E_REST, fma(LOG2_E, r, -linear))
  const first = fma(0.48089834696298744, r, -0.7213475204444817)
  const second = fma(fma(0.2060992861022954, r, -0.24044917405728863), square, fma(0.2885390081805197, r, -0.360673760222145))
  const third = fma(fma(0.13046826811283835, r, -0.14483316576701266), square, fma(0.1603032746063156, r, -0.18033596705327856))
  const high = fma(first, square, linear)
  const low = fma(first, square, linear - high) + linearRest
  return high + fma(fma(third, fourth, second), fourth, low)
}

/** As the C library puts it together: not correctly rounded, but in the same way. */
export function log10(x: number): number {
  if (!isOrdinary(x)) return Math.log10(x)
  const { mantissa, exponent } = split(x, 0x3ff00000)
  const shift = exponent < 0 ? 1 : 0
  const low = (exponent + shift) * 3.69423907715893078616e-13 + Math.LOG10E * log(shift === 1 ? mantissa / 2 : mantissa)
  return low + (exponent + shift) * 3.01029995663611771306e-1
}

/** C's `pow`: unlike JavaScript, 1 to any power is 1, and so is -1 to an infinite one. */
export function power(base: number, exponent: number): number {
  if (base === 1 || (base === -1 && (exponent === Infinity || exponent === -Infinity))) return 1
  const rough = base ** exponent
  if (base === 0 || !Number.isFinite(base) || !Number.isFinite(exponent) || Number.isNaN(rough) || exponent === 0) return rough
  if (Math.abs(exponent) < 2 ** -65) return 1
  if (Math.abs(exponent) >= 2 ** 63) return rough
  const { high, low } = logOfPower(Math.abs(base))
  const product = exponent * high
  const magnitude = Math.abs(product) < 2 ** -54 ? 1 : expOfSum(product, fma(exponent, low, fma(exponent, high, -product)))
  return base < 0 && exponent % 2 !== 0 ? -magnitude : magnitude
}

/** The logarithm in two floats, good to 68 bits. */
function logOfPower(x: number): { readonly high: number; readonly low: number } {
  const { mantissa, exponent, step } = split(x, 0x3fe69555)
  const reciprocal = reciprocalOfPower(step)
  const tabled = logarithmOfReciprocal(reciprocal)
  const r = fma(mantissa, reciprocal, -1)
  const first = fma(exponent, LN2, tabled.value)
  const second = first + r
  const halved = -0.5 * r
  const square = r * halved
  const cube = r * square
  const third = second + square
  const upper = fma(fma(r, 1.0000415263675542, -1.142909628459501), square, fma(-0.6666666663487739, r, 0.7999999995323976))
  const series = fma(square, upper, fma(0.5000000000000007, r, -0.6666666666666679))
  const rest = fma(exponent, LN2_REST, tabled.tail) + (first - second + r) + fma(halved, r, -square) + (second - third + square)
  const low = fma(cube, series, rest)
  const high = third + low
  return { high, low: third - high + low }
}

/** 1/c for a point c near the middle of the interval, with 8 bits. The intervals begin at 0.70573 and are twice as long behind 1. */
function reciprocalOfPower(step: number): number {
  const middle = (startOfInterval(step) + startOfInterval(step + 1)) / 2
  return step < 75 ? Math.round(128 / middle) / 128 : Math.round(256 / middle) / 256
}

function startOfInterval(step: number): number {
  const start = 0x169555 / 2 ** 21 + step / 256
  return start < 1 ? start : 2 * start - 1
}

/** exp(x + low), where `low` is small against `x` and 2^-54 ≤ |x|. */
function expOfSum(x: number, low: number): number {
  if (Math.abs(x) >= 1024) return x < 0 ? 0 : Infinity
  const shift = 1.5 * 2 ** 52
  const count = fma(x, 184.6649652337873, shift) - shift
  const r = fma(count, -1.2864023111638346e-14, fma(count, -0.005415212348111709, x)) + low
  const step = ((count % 128) + 128) % 128
  const root = rootOfTwo(step)
  const square = r * r
  const lower = fma(fma(0.16666666666665886, r, 0.49999999999996786), square, r + root.tail)
  const part = fma(square * square, fma(r, 0.008333335853059549, 0.0416666808410674), lower)
  const exponent = (count - step) / 128
  if (x <= -512) return scaleDown(root.value, part, exponent)
  const halfway = Math.min(exponent, 1000)
  return fma(root.value, part, root.value) * 2 ** halfway * 2 ** (exponent - halfway)
}

/** (value + value · part) · 2^exponent, the sum rounded where a result below the normal ones is. */
function scaleDown(value: number, part: number, exponent: number): number {
  const shifted = value * 2 ** (exponent + 1022)
  const product = shifted * part
  const sum = shifted + product
  if (sum >= 1) return sum * 2 ** -1022
  const high = 1 + sum
  const low = 1 - high + sum + (shifted - sum + product)
  return (high + low - 1) * 2 ** -1022
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

/** `x` = mantissa · 2^exponent, where the mantissa begins at the float with the high word `start`; `step` counts 128ths of its range in the bits. */
function split(x: number, start: number): { readonly mantissa: number; readonly exponent: number; readonly step: number } {
  if (x < 2 ** -1022) {
    const normal = split(x * 2 ** 52, start)
    return { ...normal, exponent: normal.exponent - 52 }
  }
  const bits = new DataView(new ArrayBuffer(8))
  bits.setFloat64(0, x)
  const distance = bits.getInt32(0) - start
  bits.setInt32(0, bits.getInt32(0) - (distance & 0xfff00000))
  return { mantissa: bits.getFloat64(0), exponent: distance >> 20, step: (distance >> 13) & 127 }
}
