/** Floats as the real engine reads them from JSON, which is not always the nearest one: the digits that fit 64 bits, times or over a power of ten.
 *  What it writes as YAML has been JSON before, so the last digit of a number can change on the way. */

const LARGEST_SIGNIFICAND = 2n ** 64n - 1n

/** `text` is a JSON number. Infinity when it is out of range. */
export function parseJsonFloat(text: string): number {
  const [, sign = '', whole = '', fraction = '', exponentText = '0'] =
    /^(-?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([-+]?[0-9]+))?$/.exec(text) ?? []
  const digits = whole + fraction
  let exponent = Number(exponentText) - fraction.length
  let significand: number
  if (digits.length < 16) {
    significand = Number(digits)
  } else {
    let exact = 0n
    let taken = 0
    while (taken < digits.length) {
      const next = exact * 10n + BigInt(digits.charCodeAt(taken) - 48)
      if (next > LARGEST_SIGNIFICAND) break
      exact = next
      taken++
    }
    exponent += digits.length - taken
    significand = Number(exact)
  }
  const result = scaled(significand, exponent)
  return sign === '-' ? -result : result
}

function scaled(significand: number, exponent: number): number {
  let result = significand
  let rest = exponent
  while (rest < -308 && result !== 0) {
    result /= 1e308
    rest += 308
  }
  if (result === 0) return 0
  if (rest > 308) return Infinity
  return rest < 0 ? result / Number(`1e${-rest}`) : result * Number(`1e${rest}`)
}

/** The float that is left of `value` after writing it as JSON and reading it again. */
export function rereadFloat(value: number): number {
  if (!Number.isFinite(value)) return value
  const text = String(value)
  return text.length < 16 && !text.includes('e') ? value : parseJsonFloat(jsonFloat(value, text))
}

/** Whole numbers below 1e16 are written with `.0`, larger ones with an exponent. */
function jsonFloat(value: number, text: string): string {
  if (!Number.isInteger(value) || text.includes('e')) return text
  return Math.abs(value) < 1e16 ? `${text}.0` : value.toExponential()
}
