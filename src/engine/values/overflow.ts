/** Range checks of numbers (`spec/kcl-runtime.md` A2). Integers are 64-bit; with `-r` results must fit 32 bits, and only debug mode then still asks
 *  for 64. */
import { EvaluationFault } from '../faults/evaluation.ts'
import { integer, MAX_INT, MIN_INT } from '../model/value.ts'
import { formatExponentFloat } from '../text/number-format.ts'

/** The switches of a run that decide which ranges are tested. */
export interface RangeOptions {
  /** `-r` */
  readonly strictRange: boolean
  /** `-d` */
  readonly debug: boolean
}

const MIN_INT_32 = -2147483648
const MAX_INT_32 = 2147483647
const MAX_FLOAT_32 = 3.4028234663852886e38

/** An exact integer result as a value. Throws IntOverflow outside the range asked for; a result outside 64 bits that nothing tests wraps around. */
export function checkedInteger(exact: bigint, options: RangeOptions, wording: '64 bit' | '32 bit' = '64 bit'): number | bigint {
  if (options.strictRange && !fits32(exact)) throw integerOverflow(exact, '32 bit')
  if (fits64(exact)) return integer(exact)
  if (options.debug || !options.strictRange) throw integerOverflow(exact, wording)
  return wrapInteger(exact)
}

export function fits32(value: number | bigint): boolean {
  return value >= MIN_INT_32 && value <= MAX_INT_32
}

export function fits64(value: bigint): boolean {
  return value >= MIN_INT && value <= MAX_INT
}

/** Two's complement in 64 bits. */
export function wrapInteger(value: bigint): number | bigint {
  return integer(BigInt.asIntN(64, value))
}

export function integerOverflow(exact: number | bigint, wording: '64 bit' | '32 bit'): EvaluationFault {
  return new EvaluationFault(`${exact}: A ${wording} integer overflow`, 'IntOverflow')
}

/** Throws FloatOverflow when `value` does not fit a 32-bit float; NaN passes. */
export function checkFloat32(value: number): void {
  if (value > MAX_FLOAT_32 || value < -MAX_FLOAT_32) {
    throw new EvaluationFault(`${formatExponentFloat(value)}: A 32-bit floating point number overflow`, 'FloatOverflow')
  }
}
