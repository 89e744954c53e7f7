/** The format mini-language of `"…".format(…)`: `[[fill]align][sign][#][0][width][,|_][.precision][type]` (`spec/kcl-runtime.md` E2.2), as the real
 *  engine applies it, odd corners included. Errors are EvaluationFaults with its texts. */
import { EvaluationFault } from '../faults/evaluation.ts'
import { characterCount, characters } from './characters.ts'
import { exponentDigits, fixedDigits } from './exact-decimal.ts'
import { formatDisplayFloat, formatExponentFloat } from './number-format.ts'

export interface FormatSpec {
  readonly fill: string | undefined
  readonly align: Align | undefined
  readonly sign: '+' | '-' | ' ' | undefined
  readonly alternate: boolean
  readonly width: number
  readonly separator: ',' | '_' | undefined
  readonly precision: number | undefined
  readonly type: string
}

/** `=` pads between sign and digits. */
type Align = '<' | '>' | '=' | '^'

const TYPES = 'bcdeEfFgGnosxX%'

export function parseFormatSpec(text: string): FormatSpec {
  const units = characters(/^![rs]/.test(text) ? text.slice(2) : text)
  let at = 0
  let fill: string | undefined
  let align: Align | undefined
  if (isAlign(units[1])) {
    fill = units[0]
    align = units[1]
    at = 2
  } else if (isAlign(units[0])) {
    align = units[0]
    at = 1
  }
  const signText = units[at]
  const sign = signText === '+' || signText === '-' || signText === ' ' ? signText : undefined
  if (sign !== undefined) at++
  const alternate = units[at] === '#'
  if (alternate) at++
  if (units[at] === '0') {
    at++
    fill ??= '0'
    align ??= '='
  }
  const width = readNumber(units, at)
  at = width.next
  const separatorText = units[at]
  const separator = separatorText === ',' || separatorText === '_' ? separatorText : undefined
  if (separator !== undefined) at++
  let precision: number | undefined
  if (units[at] === '.') {
    const digits = readNumber(units, at + 1)
    if (digits.value !== undefined) {
      precision = digits.value
      at = digits.next
    }
  }
  const type = units[at] !== undefined && TYPES.includes(units[at] ?? '') ? (units[at] ?? '') : ''
  if (type !== '') at++
  if (at < units.length) throw new EvaluationFault('Invalid format specifier')
  return { fill, align, sign, alternate, width: width.value ?? 0, separator, precision, type }
}

function isAlign(text: string | undefined): text is Align {
  return text === '<' || text === '>' || text === '=' || text === '^'
}

const MAX_NUMBER = 2 ** 28
const MAX_PRECISION = 65535

function readNumber(units: readonly string[], start: number): { readonly value: number | undefined; readonly next: number } {
  let next = start
  let value = 0
  while (next < units.length && /^[0-9]$/.test(units[next] ?? '')) {
    value = value * 10 + Number(units[next])
    if (value > MAX_NUMBER) throw new EvaluationFault('Too many decimal digits in format string')
    next++
  }
  return { value: next === start ? undefined : value, next }
}

export function formatIntegerSpec(value: number | bigint, spec: FormatSpec): string {
  const negative = value < 0
  const magnitude = negative ? -BigInt(value) : BigInt(value)
  const sign = signText(negative, spec)
  switch (spec.type) {
    case 'b':
    case 'o':
    case 'x':
    case 'X': {
      const digits = magnitude.toString(spec.type === 'b' ? 2 : spec.type === 'o' ? 8 : 16)
      const prefix = spec.alternate ? `0${spec.type.toLowerCase()}` : ''
      const grouped = separate(spec.type === 'X' ? digits.toUpperCase() : digits, 4, spec)
      return alignText(prefix + grouped, sign, spec, '>')
    }
    case '':
    case 'd':
    case 'n':
      // The magnitude of the least integer is itself.
      return alignText(separate(BigInt.asIntN(64, BigInt(magnitude)).toString(), 3, spec), sign, spec, '>')
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case '%':
      return alignText(separate(formatFloatSpec(Number(value), spec), 3, spec), sign, spec, '>')
    default:
      throw unknownCode(spec.type, 'int')
  }
}

export function formatFloatSpec(value: number, spec: FormatSpec): string {
  const negative = value < 0 || Object.is(value, -0)
  const sign = signText(negative, spec)
  return alignText(separate(magnitudeText(Math.abs(value), spec), 3, spec), sign, spec, '>')
}

function magnitudeText(value: number, spec: FormatSpec): string {
  const precision = spec.precision ?? 6
  if (precision > MAX_PRECISION) throw new EvaluationFault('Formatting argument out of range')
  switch (spec.type) {
    case '':
      return Number.isFinite(value) ? shortest(value) : notFinite(value)
    case 'f':
      return Number.isFinite(value) ? fixedDigits(value, precision) : notFinite(value)
    case 'F':
      return Number.isFinite(value) ? fixedDigits(value, precision) : notFinite(value).toUpperCase()
    case 'e':
    case 'E': {
      const text = Number.isFinite(value) ? scientific(value, precision) : notFinite(value)
      return spec.type === 'E' ? text.toUpperCase() : text
    }
    case 'g':
    case 'G': {
      const text = Number.isFinite(value) ? general(value, precision === 0 ? 1 : precision) : notFinite(value)
      return spec.type === 'G' ? text.toUpperCase() : text
    }
    case '%':
      return `${Number.isFinite(value) ? fixedDigits(value * 100, precision) : notFinite(value)}%`
    case 'n':
      throw new EvaluationFault("Format code 'n' for object of type 'float' not implemented yet")
    default:
      throw unknownCode(spec.type, 'float')
  }
}

function notFinite(value: number): string {
  return Number.isNaN(value) ? 'nan' : 'inf'
}

/** Shortest digits; an exponent of at least two digits from 1e16 and below 1e-4. */
function shortest(value: number): string {
  const [digits = '', exponentText = '0'] = formatExponentFloat(value).split('e')
  const exponent = Number(exponentText)
  return exponent >= 16 || exponent <= -5 ? digits + exponentSuffix(exponent) : formatDisplayFloat(value)
}

function scientific(value: number, precision: number): string {
  const { digits, exponent } = exponentDigits(value, precision)
  return digits + exponentSuffix(exponent)
}

function general(value: number, precision: number): string {
  const { digits, exponent } = exponentDigits(value, precision - 1)
  if (exponent < -4 || exponent >= precision) return trimZeros(digits) + exponentSuffix(exponent)
  return trimZeros(fixedDigits(value, precision - 1 - exponent))
}

function trimZeros(digits: string): string {
  return digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits
}

function exponentSuffix(exponent: number): string {
  return `e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`
}

/** Text: width, fill, `< > ^` and a precision that cuts (`spec/kcl-0.13-changes.md` A.6). */
export function formatTextSpec(text: string, spec: FormatSpec): string {
  if (spec.type !== '' && spec.type !== 's') throw new EvaluationFault("Unknown format code for object of type 'str'")
  if (spec.sign !== undefined) throw new EvaluationFault('Sign not allowed in string format specifier')
  if (spec.alternate) throw new EvaluationFault('Alternate form (#) not allowed in string format specifier')
  if (spec.align === '=') throw new EvaluationFault("'=' alignment not allowed in string format specifier")
  const cut = spec.precision === undefined ? text : characters(text).slice(0, spec.precision).join('')
  return alignText(cut, '', spec, '<')
}

function unknownCode(type: string, kind: string): EvaluationFault {
  return new EvaluationFault(`Unknown format code '${type}' for object of type '${kind}'`)
}

function signText(negative: boolean, spec: FormatSpec): string {
  if (negative) return '-'
  return spec.sign === '+' ? '+' : spec.sign === ' ' ? ' ' : ''
}

/** Pads to the width. */
function alignText(body: string, sign: string, spec: FormatSpec, usual: Align): string {
  const missing = Math.max(spec.width - characterCount(body) - sign.length, 0)
  const fill = spec.fill ?? ' '
  switch (spec.align ?? usual) {
    case '<':
      return sign + body + fill.repeat(missing)
    case '>':
      return fill.repeat(missing) + sign + body
    case '=':
      return sign + fill.repeat(missing) + body
    case '^': {
      const left = Math.floor(missing / 2)
      return fill.repeat(left) + sign + body + fill.repeat(missing - left)
    }
  }
}

const UNGROUPED = 'eEgG%'

/** Groups what stands before the point; zeros that fill are not grouped. */
function separate(digits: string, interval: number, spec: FormatSpec): string {
  if (spec.separator === undefined) return digits
  if (UNGROUPED.includes(spec.type) && spec.type !== '') throw new EvaluationFault('Separators only valid for numbers!')
  const point = digits.indexOf('.')
  const whole = point < 0 ? digits : digits.slice(0, point)
  const groups: string[] = []
  for (let end = whole.length; end > 0; end -= interval) groups.unshift(whole.slice(Math.max(end - interval, 0), end))
  return groups.join(spec.separator) + digits.slice(whole.length)
}
