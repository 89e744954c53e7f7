/** How a text stands in a YAML document: plain, quoted or as a literal block (`spec/kcl-runtime.md` D8). The rules are libyaml's with those of the
 *  real engine in front: a text that some reader could take for a number, a boolean or null is quoted. */

export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal'

/** Words other readers may take for null, booleans or not-a-number. */
const RESERVED = new Set(['y', 'yes', 'n', 'no', 'on', 'off', 'true', 'false', 'null', 'nil', '~', 'nan'])
const LONGEST_RESERVED = 5

/** Per ASCII character: may it stand anywhere in a plain text, or must the text be looked at closely? */
const SIMPLE = simpleTable()

function simpleTable(): Uint8Array {
  const table = new Uint8Array(128)
  for (const character of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./-+()=;~^$<\\')
    table[character.charCodeAt(0)] = 1
  return table
}

export function scalarStyle(text: string): ScalarStyle {
  if (text.length === 0) return 'single'
  const first = text.charCodeAt(0)
  if (isNumberStart(first)) return analyse(text, true)
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit >= 128 || SIMPLE[unit] === 0) return analyse(text, isReserved(text))
  }
  return isReserved(text) ? 'single' : 'plain'
}

/** `0`–`9`, `+`, `-`, `.` */
function isNumberStart(unit: number): boolean {
  return (unit >= 48 && unit <= 57) || unit === 43 || unit === 45 || unit === 46
}

function isReserved(text: string): boolean {
  return text.length <= LONGEST_RESERVED && RESERVED.has(text.toLowerCase())
}

const INDICATORS = new Set([...'#,[]{}&*!|>\'"%@`'].map((character) => character.charCodeAt(0)))
const TAB = 9
const LINE_FEED = 10
const SPACE = 32
const HASH = 35
const DASH = 45
const COLON = 58
const QUESTION = 63

/** One pass over the text for what decides its style. */
function analyse(text: string, mustQuote: boolean): ScalarStyle {
  const first = text.charCodeAt(0)
  const last = text.charCodeAt(text.length - 1)
  let plain = !mustQuote && first !== SPACE && last !== SPACE && !INDICATORS.has(first)
  let special = false
  let lineFeed = false
  let otherBreak = false
  let spaceBeforeBreak = false
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit === LINE_FEED) {
      lineFeed = true
      if (index > 0 && text.charCodeAt(index - 1) === SPACE) spaceBeforeBreak = true
    } else if (unit === 0x2028 || unit === 0x2029) {
      otherBreak = true
      if (index > 0 && text.charCodeAt(index - 1) === SPACE) spaceBeforeBreak = true
    } else if (unit < SPACE || unit >= 127) {
      if (isSpecial(unit, text, index)) special = true
    } else if (unit === COLON) {
      if (index + 1 === text.length || isBlank(text.charCodeAt(index + 1))) plain = false
    } else if (unit === HASH) {
      if (index > 0 && isBlank(text.charCodeAt(index - 1))) plain = false
    }
  }
  if ((first === QUESTION || first === DASH) && (text.length === 1 || isBlank(text.charCodeAt(1)))) plain = false
  if (lineFeed) return special || spaceBeforeBreak || last === SPACE ? 'double' : 'literal'
  if (special) return 'double'
  if (otherBreak) return spaceBeforeBreak || SPACE_AFTER_BREAK.test(text) ? 'double' : 'single'
  return plain ? 'plain' : 'single'
}

const SPACE_AFTER_BREAK = /[\u2028\u2029] /

function isBlank(unit: number): boolean {
  return unit === SPACE || unit === TAB || unit === LINE_FEED || unit === 13 || unit === 0x85 || unit === 0x2028 || unit === 0x2029
}

/** Characters that only a double-quoted text can hold: controls, the byte order mark, noncharacters, stray surrogates. */
function isSpecial(unit: number, text: string, index: number): boolean {
  if (unit < SPACE || (unit >= 0x7f && unit <= 0x9f)) return true
  if (unit < 0xd800) return false
  if (unit <= 0xdbff) {
    const next = text.charCodeAt(index + 1)
    return !(next >= 0xdc00 && next <= 0xdfff)
  }
  if (unit <= 0xdfff) {
    const previous = text.charCodeAt(index - 1)
    return !(previous >= 0xd800 && previous <= 0xdbff)
  }
  return unit === 0xfeff || unit >= 0xfffe
}

/** The text in the chosen style; literal blocks are `literalBlock`'s. `indent`: column of further lines. */
export function quoteScalar(text: string, style: 'plain' | 'single' | 'double', indent: number): string {
  switch (style) {
    case 'plain':
      return text
    case 'single':
      return singleQuoted(text, indent)
    case 'double':
      return doubleQuoted(text)
  }
}

function singleQuoted(text: string, indent: number): string {
  const body = text.includes("'") ? text.replaceAll("'", "''") : text
  return `'${body.replace(/[\u2028\u2029]+/g, (breaks) => breaks + ' '.repeat(indent))}'`
}

/** Texts with the separators U+2028 and U+2029 continue on an indented line, which changes them; the real engine does so. */
function indentBreaks(text: string, indent: number): string {
  return text.replace(/[\u2028\u2029]+(?=.)/g, (breaks) => breaks + ' '.repeat(indent))
}

const ESCAPES: ReadonlyMap<number, string> = new Map([
  [0, '\\0'],
  [7, '\\a'],
  [8, '\\b'],
  [9, '\\t'],
  [10, '\\n'],
  [11, '\\v'],
  [12, '\\f'],
  [13, '\\r'],
  [27, '\\e'],
  [34, '\\"'],
  [92, '\\\\'],
  [0x85, '\\N'],
  [0x2028, '\\L'],
  [0x2029, '\\P'],
])

function doubleQuoted(text: string): string {
  let result = '"'
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0
    const escape = ESCAPES.get(point)
    if (escape !== undefined) result += escape
    else if (point < SPACE || (point >= 0x7f && point < 0xa0) || (point >= 0xd800 && isUnprintable(point))) result += numericEscape(point)
    else result += character
  }
  return `${result}"`
}

function isUnprintable(point: number): boolean {
  return point <= 0xdfff || point === 0xfeff || point === 0xfffe || point === 0xffff
}

function numericEscape(point: number): string {
  const digits = point.toString(16).toUpperCase()
  if (point <= 0xff) return `\\x${digits.padStart(2, '0')}`
  return point <= 0xffff ? `\\u${digits.padStart(4, '0')}` : `\\U${digits.padStart(8, '0')}`
}

/** `|`, the indentation hint, the chomping sign and the lines, indented by `indent` blanks; empty lines carry none. The last line has no end. */
export function literalBlock(text: string, indent: number): string {
  const first = text.charCodeAt(0)
  const hint = first === SPACE || isBreak(first) ? '2' : ''
  const body = text.endsWith('\n') ? text.slice(0, -1) : text
  const chomp = body === text ? '-' : body === '' || body.endsWith('\n') ? '+' : ''
  const margin = ' '.repeat(indent)
  let result = `|${hint}${chomp}`
  for (const line of body.split('\n'))
    result += line === '' ? '\n' : `\n${isBreak(line.charCodeAt(0)) ? '' : margin}${indentBreaks(line, indent)}`
  return result
}

function isBreak(unit: number): boolean {
  return unit === LINE_FEED || unit === 0x2028 || unit === 0x2029
}
