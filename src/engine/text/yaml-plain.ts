/** What an unquoted YAML text means to the real engine (serde_yaml's reading of the YAML 1.2 core schema): null, boolean, int, float or just text. */
import { FloatValue, integer, MAX_INT, MIN_INT, type Value } from '../model/value.ts'

/** An int that fits no 64-bit number, which the real engine refuses. */
export class WideInteger {
  readonly text: string
  readonly width: 'u128' | 'i128'
  constructor(text: string, width: 'u128' | 'i128') {
    this.text = text
    this.width = width
  }
}

/** The value of a plain scalar. A not-a-number and infinities are None. */
export function resolvePlain(text: string): Value | WideInteger {
  const first = text.charCodeAt(0)
  if ((first >= 48 && first <= 57) || first === 43 || first === 45 || first === 46) return resolveNumber(text)
  switch (text) {
    case '':
    case '~':
    case 'null':
    case 'Null':
    case 'NULL':
      return null
    case 'true':
    case 'True':
    case 'TRUE':
      return true
    case 'false':
    case 'False':
    case 'FALSE':
      return false
    default:
      return text
  }
}

const MAX_UNSIGNED = 2n ** 64n - 1n

function resolveNumber(text: string): Value | WideInteger {
  const integerText = readInteger(text)
  if (integerText !== undefined) return integerText
  const float = readFloat(text)
  return float === undefined ? text : float
}

/** `12`, `-3`, `+0x1f`, `0o17`, `0b1`; decimal digits that start with a needless zero are text. */
export function readInteger(text: string): Value | WideInteger | undefined {
  const match = /^([-+]?)(?:0x([0-9a-fA-F]+)|0o([0-7]+)|0b([01]+)|([0-9]+))$/.exec(text)
  if (match === null) return undefined
  const [, sign = '', hex, octal, binary, decimal] = match
  if (decimal !== undefined) {
    if (decimal.length > 1 && decimal.startsWith('0')) return undefined
    if (decimal.length < 16) return sign === '-' ? 0 - Number(decimal) : Number(decimal)
  }
  const magnitude = BigInt(
    hex !== undefined ? `0x${hex}` : octal !== undefined ? `0o${octal}` : binary !== undefined ? `0b${binary}` : (decimal ?? '0'),
  )
  const exact = sign === '-' ? -magnitude : magnitude
  if (exact >= MIN_INT && exact <= MAX_INT) return integer(exact)
  if (exact > 0 && exact <= MAX_UNSIGNED) return new FloatValue(Number(exact))
  if (exact >= 2n ** 128n) return undefined
  if (exact < -(2n ** 127n)) return undefined
  return new WideInteger(String(exact), exact < 0 ? 'i128' : 'u128')
}

/** `1.5`, `.5`, `5.`, `1e3`; `.inf` and `.nan` are None. */
export function readFloat(text: string): Value | undefined {
  switch (text) {
    case '.inf':
    case '.Inf':
    case '.INF':
    case '+.inf':
    case '+.Inf':
    case '+.INF':
    case '-.inf':
    case '-.Inf':
    case '-.INF':
    case '.nan':
    case '.NaN':
    case '.NAN':
      return null
    default:
      break
  }
  const match = /^[-+]?(?:([0-9]+)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$/.exec(text)
  if (match === null) return undefined
  const whole = match[1] ?? ''
  if (whole.length > 1 && whole.startsWith('0') && /^[-+]?[0-9]+$/.test(text)) return undefined
  const number = Number(text)
  return Number.isFinite(number) ? new FloatValue(number) : undefined
}
