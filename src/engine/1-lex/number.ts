/** Numbers (frontend A.6). The lexer finds where a number ends and which faults it has; its value is computed in `2-parse/number.ts`. */
import { BAD_INTEGER_SUFFIX, EMPTY_EXPONENT, NO_DIGITS } from '../faults/syntax.ts'
import { isDigit, isNameStart, skipName } from './character.ts'

export interface NumberScan {
  readonly end: number
  readonly isFloat: boolean
  /** What stands for the number when its text is wrong or not all of it counts: `0`, or the digits without a bad suffix. */
  readonly replacement: string | undefined
  readonly fault: string | undefined
  readonly faultStart: number
}

/** Scans the number at `start`; `sourceOffset` is the number of bytes of all files before this one, which one message mentions. */
export function scanNumber(text: string, start: number, sourceOffset: number): NumberScan {
  const base = baseAt(text, start)
  let end = start
  if (base !== 10) {
    const digits = skipDigits(text, start + (isDigit(text.charCodeAt(start + 1)) ? 2 : 2), base === 16)
    if (!hasDigit(text, start + 2, digits)) return scanSuffix(text, start, digits, { isFloat: false, fault: NO_DIGITS, faultStart: start })
    end = digits
  } else {
    end = skipDigits(text, start, false)
  }
  const exponent = scanFraction(text, end)
  if (exponent !== undefined) {
    const fault = base === 10 ? (exponent.isEmpty ? EMPTY_EXPONENT : undefined) : `${BASE_NAMES[base]} float literal is not supported`
    return scanSuffix(text, start, exponent.end, { isFloat: true, fault, faultStart: start })
  }
  const bad = base === 10 ? -1 : findBadDigit(text, start + 2, end, base)
  if (bad < 0) return scanSuffix(text, start, end, { isFloat: false, fault: undefined, faultStart: start })
  const offset = sourceOffset + utf8Length(text, bad)
  const fault = `invalid digit for a base ${base} literal, start: ${offset}, stop: ${offset + 1}`
  return scanSuffix(text, start, end, { isFloat: false, fault, faultStart: bad })
}

export const UNIT_SUFFIXES: ReadonlySet<string> = new Set(['n', 'u', 'm', 'k', 'K', 'M', 'G', 'T', 'P', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'i'])

const BASE_NAMES: Readonly<Record<number, string>> = { 2: 'binary', 8: 'octal', 16: 'hexadecimal' }

interface Body {
  readonly isFloat: boolean
  readonly fault: string | undefined
  readonly faultStart: number
}

function scanSuffix(text: string, start: number, end: number, body: Body): NumberScan {
  const suffixEnd = isNameStart(text, end) ? skipName(text, end) : end
  const { isFloat, fault, faultStart } = body
  if (fault !== undefined) return { end: suffixEnd, isFloat, replacement: '0', fault, faultStart }
  if (suffixEnd === end) return { end, isFloat, replacement: undefined, fault: undefined, faultStart: start }
  if (isFloat) return { end: suffixEnd, isFloat, replacement: text.slice(start, end), fault: undefined, faultStart: start }
  if (UNIT_SUFFIXES.has(text.slice(end, suffixEnd)))
    return { end: suffixEnd, isFloat, replacement: undefined, fault: undefined, faultStart: start }
  return { end: suffixEnd, isFloat, replacement: text.slice(start, end), fault: BAD_INTEGER_SUFFIX, faultStart: start }
}

/** `0b`, `0o`, `0x`; a zero before another digit is octal. */
function baseAt(text: string, start: number): 2 | 8 | 10 | 16 {
  if (text.charCodeAt(start) !== 48) return 10
  const next = text.charCodeAt(start + 1)
  if (next === 0x62) return 2
  if (next === 0x6f) return 8
  if (next === 0x78) return 16
  return isDigit(next) ? 8 : 10
}

function skipDigits(text: string, start: number, isHexadecimal: boolean): number {
  let end = start
  for (;;) {
    const unit = text.charCodeAt(end)
    if (!isDigit(unit) && unit !== 95 && !(isHexadecimal && isHexadecimalLetter(unit))) return end
    end++
  }
}

function isHexadecimalLetter(unit: number): boolean {
  return (unit >= 65 && unit <= 70) || (unit >= 97 && unit <= 102)
}

function hasDigit(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (text.charCodeAt(at) !== 95) return true
  return false
}

/** `.5e3`, `.`, `e3` at `position`; undefined when the number ends there. The dot of `1.foo` and `1..2` is not part of it. */
function scanFraction(text: string, position: number): { readonly end: number; readonly isEmpty: boolean } | undefined {
  const unit = text.charCodeAt(position)
  if (unit === 0x65 || unit === 0x45) return scanExponent(text, position + 1)
  if (unit !== 46 || text.charCodeAt(position + 1) === 46 || isNameStart(text, position + 1)) return undefined
  if (!isDigit(text.charCodeAt(position + 1))) return { end: position + 1, isEmpty: false }
  const end = skipDigits(text, position + 1, false)
  const mark = text.charCodeAt(end)
  return mark === 0x65 || mark === 0x45 ? scanExponent(text, end + 1) : { end, isEmpty: false }
}

function scanExponent(text: string, position: number): { readonly end: number; readonly isEmpty: boolean } {
  const sign = text.charCodeAt(position)
  const start = sign === 43 || sign === 45 ? position + 1 : position
  const end = skipDigits(text, start, false)
  return { end, isEmpty: !hasDigit(text, start, end) }
}

function findBadDigit(text: string, start: number, end: number, base: 2 | 8 | 16): number {
  if (base === 16) return -1
  for (let at = start; at < end; at++) {
    const unit = text.charCodeAt(at)
    if (unit !== 95 && unit - 48 >= base) return at
  }
  return -1
}

function utf8Length(text: string, end: number): number {
  let length = 0
  for (let at = 0; at < end; at++) {
    const unit = text.charCodeAt(at)
    if (unit < 0x80) length += 1
    else if (unit < 0x800 || (unit >= 0xd800 && unit < 0xe000)) length += 2
    else length += 3
  }
  return length
}
