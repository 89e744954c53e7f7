/** Floats as text. The digits are JavaScript's shortest round-trip digits, which agree with the real engine's in YAML and JSON; where it displays a value
 *  (`str(x)`), it rounds up what lies halfway between two shortest texts. The layout differs by place (`spec/kcl-runtime.md` A7, D10). */

/** YAML: `1.0`, `0.00001`, `1e16`, `1.5e-7`. NaN and infinities are the caller's. */
export function formatYamlFloat(value: number): string {
  const magnitude = Math.abs(value)
  if (magnitude >= 1e-5 && magnitude < 1e16) return plainFloat(value)
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0'
  return value.toExponential().replace('+', '')
}

/** JSON: as YAML, but a positive exponent shows its sign: `1e+16`. */
export function formatJsonFloat(value: number): string {
  const magnitude = Math.abs(value)
  if (magnitude >= 1e-5 && magnitude < 1e16) return plainFloat(value)
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0'
  return value.toExponential()
}

/** Between 1e-7 and 1e21 JavaScript writes no exponent. */
function plainFloat(value: number): string {
  return Number.isInteger(value) ? `${value}.0` : String(value)
}

/** `str(x)`: never an exponent, always a point; `inf.0`, `-inf.0`, `NaN.0`. */
export function formatDisplayFloat(value: number): string {
  const text = formatRustFloat(value)
  return text.includes('.') ? text : `${text}.0`
}

/** Rust's display of a float: never an exponent, a point only for a fraction; `inf`, `-inf`, `NaN`. */
export function formatRustFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (value === Infinity) return 'inf'
  if (value === -Infinity) return '-inf'
  if (Object.is(value, -0)) return '-0'
  const text = String(value)
  if (text.length <= SHORTEST_TIE) return text.includes('e') ? expandExponent(text) : text
  const rounded = tieRoundedUp(value, value.toExponential())
  return rounded === undefined && !text.includes('e') ? text : expandExponent(rounded ?? text)
}

/** Half a step of the last digit has to be less than half the distance to the next float: that takes 15 digits and more. */
const SHORTEST_TIE = 14

/** `8.5 ** 9` is 231616946.283203125, which JavaScript writes with an even last digit, …0312, and Rust as …0313. */
function tieRoundedUp(value: number, text: string): string | undefined {
  const [digits = '', exponent = ''] = text.split('e')
  const last = Number(digits.at(-1))
  if (last % 2 === 1) return undefined
  const exact = value.toExponential(MOST_DIGITS)
  if (!exact.startsWith(digits) || !/^50*e/.test(exact.slice(digits.length))) return undefined
  return `${digits.slice(0, -1)}${last + 1}e${exponent}`
}

/** JavaScript writes at most this many digits after the point. */
const MOST_DIGITS = 100

/** The form of overflow messages: `1e+39`, `1.5e+300`. */
export function formatExponentFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  const text = value.toExponential()
  return (text.length > SHORTEST_TIE ? tieRoundedUp(value, text) : undefined) ?? text
}

/** `1.25e-7` → `0.000000125`, `1e21` → `1000000000000000000000`. */
function expandExponent(text: string): string {
  const [mantissa = '', exponentText = '0'] = text.split('e')
  const sign = mantissa.startsWith('-') ? '-' : ''
  const [whole = '', fraction = ''] = mantissa.slice(sign.length).split('.')
  const exponent = Number(exponentText)
  const digits = whole + fraction
  const point = whole.length + exponent
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`
  if (point >= digits.length) return sign + digits + '0'.repeat(point - digits.length)
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`
}
