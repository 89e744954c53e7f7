/** Strings: where they end, escapes and the dedent of long strings (frontend A.7). */
import { unicodeByName } from './unicode-name.ts'

export interface StringScan {
  readonly end: number
  readonly isTerminated: boolean
  readonly isLong: boolean
  /** The value is the text between the quotes. */
  readonly isPlain: boolean
}

/** Scans the string whose opening quote is at `quoteStart`. */
export function scanString(text: string, quoteStart: number): StringScan {
  const quote = text.charCodeAt(quoteStart)
  if (text.charCodeAt(quoteStart + 1) === quote && text.charCodeAt(quoteStart + 2) === quote) return scanLong(text, quoteStart + 3, quote)
  let at = quoteStart + 1
  // A line break right behind the opening quote is content: only the character after one is looked at. (It is then a fault of its own.)
  let isPlain = text.charCodeAt(at) !== 10
  while (at < text.length) {
    const unit = text.charCodeAt(at)
    at++
    if (unit === quote) return { end: at, isTerminated: true, isLong: false, isPlain }
    if (unit === 92) {
      isPlain = false
      const next = text.charCodeAt(at)
      if (next === 92 || next === quote) {
        // Behind these two a line break is content, too.
        at++
        continue
      }
    }
    const next = text.charCodeAt(at)
    if (next === 10 || next === 13 || next === 0) break
  }
  return { end: at, isTerminated: false, isLong: false, isPlain: false }
}

function scanLong(text: string, start: number, quote: number): StringScan {
  let at = start
  while (at < text.length) {
    const unit = text.charCodeAt(at)
    if (unit === quote && text.charCodeAt(at + 1) === quote && text.charCodeAt(at + 2) === quote)
      return { end: at + 3, isTerminated: true, isLong: true, isPlain: false }
    at++
    if (unit !== 92) continue
    const next = text.charCodeAt(at)
    if (next === 92 || next === quote) at++
  }
  return { end: text.length, isTerminated: false, isLong: false, isPlain: false }
}

/** A string's content with its escapes evaluated; undefined when one is wrong. */
export function evaluateContent(content: string, options: { readonly isRaw: boolean; readonly isLong: boolean }): string | undefined {
  if (!options.isLong && content.includes('\n')) return undefined
  return options.isRaw || !content.includes('\\') ? content : unescape(content)
}

function unescape(content: string): string | undefined {
  let value = ''
  let copied = 0
  for (let at = content.indexOf('\\'); at >= 0; at = content.indexOf('\\', copied)) {
    value += content.slice(copied, at)
    const escape = readEscape(content, at + 1)
    if (escape === undefined) return undefined
    value += escape.value
    copied = escape.end
  }
  return value + content.slice(copied)
}

interface Escape {
  readonly value: string
  readonly end: number
}

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\',
  "'": "'",
  '"': '"',
  '\n': '',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}

/** The escape whose character after the backslash is at `at`. An unknown one stands for itself, backslash included. */
function readEscape(content: string, at: number): Escape | undefined {
  const mark = content[at]
  if (mark === undefined) return undefined
  const simple = SIMPLE_ESCAPES[mark]
  if (simple !== undefined) return { value: simple, end: at + 1 }
  if (mark >= '0' && mark <= '7') return readOctal(content, at)
  if (mark === 'x') return readHexadecimal(content, at + 1, 2)
  if (mark === 'u') return readHexadecimal(content, at + 1, 4)
  if (mark === 'U') return readHexadecimal(content, at + 1, 8)
  if (mark === 'N') return readName(content, at + 1)
  return { value: `\\${mark}`, end: at + 1 }
}

function readOctal(content: string, start: number): Escape {
  let end = start
  while (end < start + 3 && end < content.length && (content[end] ?? '') >= '0' && (content[end] ?? '') <= '7') end++
  return { value: String.fromCodePoint(Number.parseInt(content.slice(start, end), 8)), end }
}

function readHexadecimal(content: string, start: number, length: number): Escape | undefined {
  const digits = content.slice(start, start + length)
  if (!(digits.length === length && /^[0-9a-fA-F]+$/.test(digits))) return undefined
  const code = Number.parseInt(digits, 16)
  if (code > 0x10ffff) return undefined
  return { value: code >= 0xd800 && code < 0xe000 ? '\ufffd' : String.fromCodePoint(code), end: start + length }
}

function readName(content: string, start: number): Escape | undefined {
  const close = content.indexOf('}', start)
  if (content[start] !== '{' || close < 0) return undefined
  const value = unicodeByName(content.slice(start + 1, close))
  return value === undefined ? undefined : { value, end: close + 1 }
}

/** The value of a long string: without the blanks that all lines with text share, and without an empty first line. */
export function dedent(value: string): string {
  const lines = value.split('\n')
  const startsEmpty = lines[0] === ''
  let margin = Number.POSITIVE_INFINITY
  for (const [index, line] of lines.entries()) {
    const blanks = leadingBlanks(line)
    const counts = blanks < line.length || (index === lines.length - 1 && line.length > 0)
    if (counts && blanks < margin) margin = blanks
  }
  if (margin > 0 && margin < Number.POSITIVE_INFINITY) {
    for (const [index, line] of lines.entries()) lines[index] = line.slice(Math.min(margin, leadingBlanks(line)))
  }
  if (startsEmpty && lines.length > 1) lines.shift()
  return lines.join('\n')
}

function leadingBlanks(line: string): number {
  let count = 0
  while (line[count] === ' ' || line[count] === '\t') count++
  return count
}
