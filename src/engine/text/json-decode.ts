/** JSON as values, with the messages of the real engine's reader (serde_json): `… at line 1 column 9`. Ints outside 64 bits become floats; a key that
 *  comes twice keeps its first place and its last value. Collections nest 127 deep at most, as there. */
import { Dict, FloatValue, integer, MAX_INT, MIN_INT, type Value } from '../model/value.ts'
import { byteLength } from './characters.ts'
import { parseJsonFloat } from './json-float.ts'

/** What is wrong with a text: lines count from 1, columns in bytes from 1 (0 for an empty text). */
export class JsonSyntaxError extends Error {
  constructor(reason: string, line: number, column: number) {
    super(`${reason} at line ${line} column ${column}`)
    this.name = 'JsonSyntaxError'
  }
}

/** Throws JsonSyntaxError. */
export function decodeJson(text: string): Value {
  const reader = new JsonReader(text)
  const value = reader.readValue(0)
  reader.expectEnd()
  return value
}

const MAX_DEPTH = 128

const QUOTE = 34
const COMMA = 44
const MINUS = 45
const POINT = 46
const ZERO = 48
const NINE = 57
const COLON = 58
const OPEN_LIST = 91
const BACKSLASH = 92
const CLOSE_LIST = 93
const OPEN_DICT = 123
const CLOSE_DICT = 125

class JsonReader {
  readonly #text: string
  #at = 0
  constructor(text: string) {
    this.#text = text
  }

  readValue(depth: number): Value {
    this.#skipBlanks()
    const unit = this.#text.charCodeAt(this.#at)
    switch (unit) {
      case QUOTE:
        return this.#readText()
      case OPEN_DICT:
        return this.#readDict(depth)
      case OPEN_LIST:
        return this.#readList(depth)
      case 116:
        return this.#readWord('true', true)
      case 102:
        return this.#readWord('false', false)
      case 110:
        return this.#readWord('null', null)
      default:
        break
    }
    if (unit === MINUS || (unit >= ZERO && unit <= NINE)) return this.#readNumber()
    if (this.#at >= this.#text.length) throw this.#endFault('EOF while parsing a value')
    throw this.#fault('expected value', this.#at + 1)
  }

  expectEnd(): void {
    this.#skipBlanks()
    if (this.#at < this.#text.length) throw this.#fault('trailing characters', this.#at + 1)
  }

  #skipBlanks(): void {
    for (;;) {
      const unit = this.#text.charCodeAt(this.#at)
      if (unit !== 32 && unit !== 10 && unit !== 13 && unit !== 9) return
      this.#at++
    }
  }

  #readWord(word: string, value: Value): Value {
    for (let index = 0; index < word.length; index++) {
      if (this.#at >= this.#text.length) throw this.#endFault('EOF while parsing a value')
      if (this.#text.charCodeAt(this.#at++) !== word.charCodeAt(index)) throw this.#fault('expected ident', this.#at)
    }
    return value
  }

  #readList(depth: number): Value {
    if (depth + 1 >= MAX_DEPTH) throw this.#fault('recursion limit exceeded', this.#at + 1)
    this.#at++
    const items: Value[] = []
    this.#skipBlanks()
    if (this.#text.charCodeAt(this.#at) === CLOSE_LIST) {
      this.#at++
      return items
    }
    for (;;) {
      this.#skipBlanks()
      if (this.#at >= this.#text.length) throw this.#endFault('EOF while parsing a list')
      items.push(this.readValue(depth + 1))
      this.#skipBlanks()
      const unit = this.#text.charCodeAt(this.#at++)
      if (unit === CLOSE_LIST) return items
      if (Number.isNaN(unit)) throw this.#endFault('EOF while parsing a list')
      if (unit !== COMMA) throw this.#fault('expected `,` or `]`', this.#at)
      this.#skipBlanks()
      if (this.#at >= this.#text.length) throw this.#endFault('EOF while parsing a value')
      if (this.#text.charCodeAt(this.#at) === CLOSE_LIST) throw this.#fault('trailing comma', this.#at + 1)
    }
  }

  #readDict(depth: number): Value {
    if (depth + 1 >= MAX_DEPTH) throw this.#fault('recursion limit exceeded', this.#at + 1)
    this.#at++
    const entries = new Map<string, Value>()
    this.#skipBlanks()
    if (this.#text.charCodeAt(this.#at) === CLOSE_DICT) {
      this.#at++
      return new Dict(entries)
    }
    for (;;) {
      this.#skipBlanks()
      if (this.#at >= this.#text.length) throw this.#endFault('EOF while parsing an object')
      if (this.#text.charCodeAt(this.#at) !== QUOTE) throw this.#fault('key must be a string', this.#at + 1)
      const key = this.#readText()
      this.#skipBlanks()
      if (this.#at >= this.#text.length) throw this.#endFault('EOF while parsing an object')
      if (this.#text.charCodeAt(this.#at) !== COLON) throw this.#fault('expected `:`', this.#at + 1)
      this.#at++
      entries.set(key, this.readValue(depth + 1))
      this.#skipBlanks()
      const unit = this.#text.charCodeAt(this.#at++)
      if (unit === CLOSE_DICT) return new Dict(entries)
      if (Number.isNaN(unit)) throw this.#endFault('EOF while parsing an object')
      if (unit !== COMMA) throw this.#fault('expected `,` or `}`', this.#at)
      this.#skipBlanks()
      if (this.#at >= this.#text.length) throw this.#endFault('EOF while parsing a value')
      if (this.#text.charCodeAt(this.#at) === CLOSE_DICT) throw this.#fault('trailing comma', this.#at + 1)
    }
  }

  #readText(): string {
    const start = ++this.#at
    for (;;) {
      const unit = this.#text.charCodeAt(this.#at)
      if (unit === QUOTE) return this.#text.slice(start, this.#at++)
      if (unit === BACKSLASH) return this.#readEscapedText(start)
      if (unit < 32) throw this.#controlCharacter()
      if (Number.isNaN(unit)) throw this.#endFault('EOF while parsing a string')
      this.#at++
    }
  }

  #readEscapedText(start: number): string {
    let result = this.#text.slice(start, this.#at)
    for (;;) {
      const unit = this.#text.charCodeAt(this.#at)
      if (Number.isNaN(unit)) throw this.#endFault('EOF while parsing a string')
      if (unit < 32) throw this.#controlCharacter()
      this.#at++
      if (unit === QUOTE) return result
      if (unit === BACKSLASH) result += this.#readEscape()
      else result += this.#text[this.#at - 1] ?? ''
    }
  }

  #controlCharacter(): JsonSyntaxError {
    return this.#fault('control character (\\u0000-\\u001F) found while parsing a string', this.#at + 1)
  }

  #readEscape(): string {
    const letter = this.#text.charAt(this.#at)
    if (letter === '') throw this.#endFault('EOF while parsing a string')
    this.#at++
    switch (letter) {
      case '"':
      case '\\':
      case '/':
        return letter
      case 'b':
        return '\b'
      case 'f':
        return '\f'
      case 'n':
        return '\n'
      case 'r':
        return '\r'
      case 't':
        return '\t'
      case 'u':
        return this.#readUnicodeEscape()
      default:
        throw this.#fault('invalid escape', this.#at)
    }
  }

  #readUnicodeEscape(): string {
    const unit = this.#readHex()
    if (unit >= 0xdc00 && unit <= 0xdfff) throw this.#fault('lone leading surrogate in hex escape', this.#at)
    if (unit < 0xd800 || unit > 0xdbff) return String.fromCharCode(unit)
    for (const expected of '\\u') {
      const next = this.#text.charAt(this.#at)
      if (next === '') throw this.#endFault('EOF while parsing a string')
      this.#at++
      if (next !== expected) throw this.#fault('unexpected end of hex escape', this.#at)
    }
    const low = this.#readHex()
    if (low < 0xdc00 || low > 0xdfff) throw this.#fault('lone leading surrogate in hex escape', this.#at)
    return String.fromCharCode(unit, low)
  }

  /** The digits are four bytes, whatever they are. */
  #readHex(): number {
    const start = this.#at
    let bytes = 0
    while (bytes < 4) {
      const character = String.fromCodePoint(this.#text.codePointAt(this.#at) ?? 0)
      if (this.#at >= this.#text.length) throw this.#endFault('EOF while parsing a string')
      bytes += byteLength(character)
      this.#at += character.length
    }
    const digits = this.#text.slice(start, this.#at)
    if (/^[0-9a-fA-F]{4}$/.test(digits)) return Number.parseInt(digits, 16)
    const lines = this.#text.slice(0, this.#at).split('\n')
    throw new JsonSyntaxError('invalid escape', lines.length, byteLength(lines.at(-1) ?? '') - (bytes - 4))
  }

  #readNumber(): Value {
    const start = this.#at
    if (this.#text.charCodeAt(this.#at) === MINUS) this.#at++
    const first = this.#text.charCodeAt(this.#at)
    if (first === ZERO) {
      this.#at++
      if (isDigit(this.#text.charCodeAt(this.#at))) throw this.#fault('invalid number', this.#at + 1)
    } else {
      this.#readDigits()
    }
    let isFloat = false
    if (this.#text.charCodeAt(this.#at) === POINT) {
      isFloat = true
      this.#at++
      this.#readDigits()
    }
    const letter = this.#text.charAt(this.#at)
    if (letter === 'e' || letter === 'E') {
      isFloat = true
      this.#at++
      const sign = this.#text.charAt(this.#at)
      if (sign === '+' || sign === '-') this.#at++
      this.#readDigits()
    }
    return this.#numberValue(this.#text.slice(start, this.#at), isFloat)
  }

  #readDigits(): void {
    if (this.#at >= this.#text.length) throw this.#endFault('EOF while parsing a value')
    if (!isDigit(this.#text.charCodeAt(this.#at))) throw this.#fault('invalid number', this.#at + 1)
    while (isDigit(this.#text.charCodeAt(this.#at))) this.#at++
  }

  #numberValue(text: string, isFloat: boolean): Value {
    if (!isFloat) {
      if (text === '-0') return new FloatValue(-0)
      if (text.length < 16) return Number(text)
      const exact = BigInt(text)
      if (exact >= MIN_INT && exact <= MAX_INT) return integer(exact)
    }
    const number = parseJsonFloat(text)
    if (!Number.isFinite(number)) throw this.#fault('number out of range', this.#at)
    return new FloatValue(number)
  }

  /** `end`: how many characters have been read, the last of them being the one in question. */
  #fault(reason: string, end: number): JsonSyntaxError {
    const before = this.#text.slice(0, end - 1)
    const lineStart = before.lastIndexOf('\n') + 1
    if (this.#text.charCodeAt(end - 1) === 10) return new JsonSyntaxError(reason, before.split('\n').length + 1, 0)
    return new JsonSyntaxError(reason, before.split('\n').length, byteLength(before.slice(lineStart)) + 1)
  }

  /** The text ends too early. */
  #endFault(reason: string): JsonSyntaxError {
    const lines = this.#text.split('\n')
    return new JsonSyntaxError(reason, lines.length, byteLength(lines.at(-1) ?? ''))
  }
}

function isDigit(unit: number): boolean {
  return unit >= ZERO && unit <= NINE
}
