/** Floats as text. The digits are JavaScript's shortest round-trip digits, which agree with the real engine's; only their layout differs by place
 *  (`spec/kcl-runtime.md` A7, D10). */

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
  return text.includes('e') ? expandExponent(text) : text
}

/** The form of overflow messages: `1e+39`, `1.5e+300`. */
export function formatExponentFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  return value.toExponential()
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
