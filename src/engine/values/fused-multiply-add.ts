/** a·b + c with one rounding, an instruction of processors that JavaScript does not offer. The exact sum is held in three numbers, and the last two are
 *  added so that the final rounding cannot be misled (Boldo and Melquiond, "Emulation of FMA and correctly rounded sums", 2008). */

/** For operands whose product neither overflows nor loses bits to underflow, and below 2^996. */
export function fusedMultiplyAdd(a: number, b: number, c: number): number {
  const product = a * b
  const productError = errorOfProduct(a, b, product)
  const low = c + productError
  const lowError = errorOfSum(c, productError, low)
  const high = product + low
  const highError = errorOfSum(product, low, high)
  return high + sumToOdd(lowError, highError)
}

/** Veltkamp's splitting and Dekker's product. */
function errorOfProduct(a: number, b: number, product: number): number {
  const highA = upperHalf(a)
  const highB = upperHalf(b)
  const lowA = a - highA
  const lowB = b - highB
  return lowA * lowB - (product - highA * highB - lowA * highB - highA * lowB)
}

function upperHalf(x: number): number {
  const scaled = x * (2 ** 27 + 1)
  return scaled - (scaled - x)
}

/** Knuth's two-sum. */
function errorOfSum(a: number, b: number, sum: number): number {
  const partOfB = sum - a
  return a - (sum - partOfB) + (b - partOfB)
}

/** An inexact sum becomes the neighbour whose last bit is 1. */
function sumToOdd(a: number, b: number): number {
  const sum = a + b
  const error = errorOfSum(a, b, sum)
  if (error === 0) return sum
  const bits = new DataView(new ArrayBuffer(8))
  bits.setFloat64(0, sum)
  const pattern = bits.getBigInt64(0)
  if (pattern % 2n !== 0n) return sum
  bits.setBigInt64(0, error > 0 === sum > 0 ? pattern + 1n : pattern - 1n)
  return bits.getFloat64(0)
}
