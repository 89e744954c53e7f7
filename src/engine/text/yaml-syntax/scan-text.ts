/** Scalars, anchors, tags and directives of a YAML text, as far as their form goes: the cursor is led over them. Every function throws YamlFault. */
import { YamlFault, type Mark, type YamlCursor } from './cursor.ts'

const QUOTED = 'while scanning a quoted scalar'
const PLAIN = 'while scanning a plain scalar'
const BLOCK = 'while scanning a block scalar'

export function skipQuoted(cursor: YamlCursor): void {
  const start = cursor.mark
  const quote = cursor.peek()
  cursor.skip()
  for (;;) {
    if (cursor.isDocumentMark()) throw new YamlFault('found unexpected document indicator', cursor.mark, QUOTED, start)
    if (cursor.isEnd()) throw new YamlFault('found unexpected end of stream', cursor.mark, QUOTED, start)
    while (!cursor.isBlankOrEnd()) {
      if (cursor.peek() === quote) {
        if (quote !== "'" || cursor.peek(1) !== quote) break
        cursor.skip(2)
      } else if (quote === '"' && cursor.peek() === '\\') {
        if (!cursor.isBreak(1)) skipEscape(cursor, start)
        else {
          cursor.skip()
          cursor.skipBreak()
          break
        }
      } else cursor.skip()
    }
    if (cursor.peek() === quote) break
    skipSpace(cursor)
  }
  cursor.skip()
}

function skipSpace(cursor: YamlCursor): void {
  while (cursor.isBlank() || cursor.isBreak()) {
    if (cursor.isBlank()) cursor.skip()
    else cursor.skipBreak()
  }
}

const ESCAPES = '0abt\tnvfre "/\\N_LP'
const HEX_ESCAPES: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 }

function skipEscape(cursor: YamlCursor, start: Mark): void {
  const context = 'while parsing a quoted scalar'
  const width = HEX_ESCAPES[cursor.peek(1)] ?? 0
  if (width === 0 && !cursor.isOneOf(ESCAPES, 1)) throw new YamlFault('found unknown escape character', cursor.mark, context, start)
  cursor.skip(2)
  let digits = ''
  for (let offset = 0; offset < width; offset++) {
    if (!cursor.isHexDigit(offset)) throw new YamlFault('did not find expected hexadecimal number', cursor.mark, context, start)
    digits += cursor.peek(offset)
  }
  const code = Number.parseInt(digits, 16)
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) {
    throw new YamlFault('found invalid Unicode character escape code', cursor.mark, context, start)
  }
  cursor.skip(width)
}

/** Whether it ended behind a line break, where a key may begin. */
export function skipPlain(cursor: YamlCursor, indent: number, isFlow: boolean): boolean {
  const start = cursor.mark
  let isBehindBreak = false
  for (;;) {
    if (cursor.isDocumentMark() || cursor.peek() === '#') break
    while (!cursor.isBlankOrEnd()) {
      if (isFlow && cursor.peek() === ':' && cursor.isOneOf(',?[]{}', 1))
        throw new YamlFault("found unexpected ':'", cursor.mark, PLAIN, start)
      if ((cursor.peek() === ':' && cursor.isBlankOrEnd(1)) || (isFlow && cursor.isOneOf(',[]{}'))) break
      isBehindBreak = false
      cursor.skip()
    }
    if (!cursor.isBlank() && !cursor.isBreak()) break
    while (cursor.isBlank() || cursor.isBreak()) {
      if (isBehindBreak && cursor.column < indent && cursor.peek() === '\t') {
        throw new YamlFault('found a tab character that violates indentation', cursor.mark, PLAIN, start)
      }
      if (cursor.isBlank()) cursor.skip()
      else {
        cursor.skipBreak()
        isBehindBreak = true
      }
    }
    if (!isFlow && cursor.column < indent) break
  }
  return isBehindBreak
}

/** `indent` is that of the collection around. */
export function skipBlock(cursor: YamlCursor, indent: number): void {
  const start = cursor.mark
  cursor.skip()
  const increment = skipBlockHeader(cursor, start, indent)
  cursor.skipBlanks()
  cursor.skipComment()
  if (!cursor.isBreakOrEnd()) throw new YamlFault('did not find expected comment or line break', cursor.mark, BLOCK, start)
  cursor.skipBreak()
  let own = increment === 0 ? 0 : Math.max(indent, 0) + increment
  own = skipBlockBreaks(cursor, own, indent, start)
  while (cursor.column === own && !cursor.isEnd()) {
    while (!cursor.isBreakOrEnd()) cursor.skip()
    cursor.skipBreak()
    own = skipBlockBreaks(cursor, own, indent, start)
  }
}

/** `2-`, `+3`: gives the digit, or 0. For a text that is a whole document js-yaml counts from one column further to the left. */
function skipBlockHeader(cursor: YamlCursor, start: Mark, indent: number): number {
  let increment = 0
  for (let round = 0; round < 2; round++) {
    if (cursor.isOneOf('0123456789') && increment === 0) {
      increment = Number(cursor.peek())
      if (increment === 0) throw new YamlFault('found an indentation indicator equal to 0', cursor.mark, BLOCK, start)
      if (indent < 0 && increment < 9) cursor.respell(cursor.index, String(increment + 1))
      cursor.skip()
      if (round === 0 && !cursor.isOneOf('+-')) break
    } else if (cursor.isOneOf('+-') && (round === 0 || increment > 0)) cursor.skip()
    else break
  }
  return increment
}

/** Empty lines; gives the indentation of the scalar, which its first line that is not empty tells. */
function skipBlockBreaks(cursor: YamlCursor, known: number, indent: number, start: Mark): number {
  const isBefore = () => known === 0 || cursor.column < known
  let most = 0
  for (;;) {
    while (isBefore() && cursor.peek() === ' ') cursor.skip()
    most = Math.max(most, cursor.column)
    if (isBefore() && cursor.peek() === '\t') {
      throw new YamlFault('found a tab character where an indentation space is expected', cursor.mark, BLOCK, start)
    }
    if (!cursor.isBreak()) break
    cursor.skipBreak()
  }
  return known === 0 ? Math.max(most, indent + 1, 1) : known
}

/** `&name` or `*name`; gives the name. For js-yaml a colon would belong to it. */
export function skipAnchor(cursor: YamlCursor): string {
  const start = cursor.mark
  const context = cursor.peek() === '&' ? 'while scanning an anchor' : 'while scanning an alias'
  cursor.skip()
  let name = ''
  for (; cursor.isWord(); cursor.skip()) name += cursor.peek()
  if (name === '' || !(cursor.isBlankOrEnd() || cursor.isOneOf('?:,]}%@`'))) {
    throw new YamlFault('did not find expected alphabetic or numeric character', cursor.mark, context, start)
  }
  if (cursor.peek() === ':') cursor.respell(cursor.index, ' :')
  return name
}

/** `!a`, `!!a`, `!h!a`, `!<a>`; gives the handle. */
export function skipTag(cursor: YamlCursor, isFlow: boolean): string {
  const start = cursor.mark
  const context = 'while scanning a tag'
  let handle = ''
  if (cursor.peek(1) === '<') {
    cursor.skip(2)
    skipUri(cursor, start, { context: 'while parsing a tag', more: ',[]', given: 0 })
    if (cursor.peek() !== '>') throw new YamlFault("did not find the expected '>'", cursor.mark, context, start)
    cursor.skip()
  } else {
    handle = skipHandle(cursor)
    const isNamed = handle.length > 1 && handle.endsWith('!')
    skipUri(cursor, start, { context: 'while parsing a tag', more: '', given: isNamed ? 0 : handle.length })
    if (!isNamed) handle = '!'
  }
  if (!cursor.isBlankOrEnd() && !(isFlow && cursor.peek() === ',')) {
    throw new YamlFault('did not find expected whitespace or line break', cursor.mark, context, start)
  }
  return handle
}

function skipHandle(cursor: YamlCursor): string {
  let handle = cursor.peek()
  cursor.skip()
  for (; cursor.isWord(); cursor.skip()) handle += cursor.peek()
  if (cursor.peek() !== '!') return handle
  cursor.skip()
  return `${handle}!`
}

const URI = /^[0-9A-Za-z_;/?:@&=+$.%!~*'()-]$/

function skipUri(
  cursor: YamlCursor,
  start: Mark,
  { context, more, given }: { readonly context: string; readonly more: string; readonly given: number },
): void {
  let length = given
  while (URI.test(cursor.peek()) || cursor.isOneOf(more)) {
    if (cursor.peek() === '%') {
      if (!cursor.isHexDigit(1) || !cursor.isHexDigit(2)) throw new YamlFault('did not find URI escaped octet', cursor.mark, context, start)
      cursor.skip(2)
    }
    cursor.skip()
    length += 1
  }
  if (length === 0) throw new YamlFault('did not find expected tag URI', cursor.mark, context, start)
}

export type Directive = { readonly kind: 'version'; readonly version: string } | { readonly kind: 'tag'; readonly handle: string }

/** `%YAML 1.2`, `%TAG !h! prefix` */
export function skipDirective(cursor: YamlCursor): Directive {
  const start = cursor.mark
  const context = 'while scanning a directive'
  cursor.skip()
  let name = ''
  for (; cursor.isWord(); cursor.skip()) name += cursor.peek()
  if (name === '') throw new YamlFault('could not find expected directive name', cursor.mark, context, start)
  if (!cursor.isBlankOrEnd()) throw new YamlFault('found unexpected non-alphabetical character', cursor.mark, context, start)
  if (name !== 'YAML' && name !== 'TAG') throw new YamlFault('found unknown directive name', cursor.mark, context, start)
  cursor.skipBlanks()
  const directive: Directive =
    name === 'YAML' ? { kind: 'version', version: skipVersion(cursor, start) } : { kind: 'tag', handle: skipTagDirective(cursor, start) }
  cursor.skipBlanks()
  cursor.skipComment()
  if (!cursor.isBreakOrEnd()) throw new YamlFault('did not find expected comment or line break', cursor.mark, context, start)
  cursor.skipBreak()
  return directive
}

function skipVersion(cursor: YamlCursor, start: Mark): string {
  const major = skipVersionNumber(cursor, start)
  if (cursor.peek() !== '.')
    throw new YamlFault("did not find expected digit or '.' character", cursor.mark, 'while scanning a %YAML directive', start)
  cursor.skip()
  return `${major}.${skipVersionNumber(cursor, start)}`
}

function skipVersionNumber(cursor: YamlCursor, start: Mark): string {
  const context = 'while scanning a %YAML directive'
  let digits = ''
  for (; cursor.isOneOf('0123456789'); cursor.skip()) {
    digits += cursor.peek()
    if (digits.length > 9) throw new YamlFault('found extremely long version number', cursor.mark, context, start)
  }
  if (digits === '') throw new YamlFault('did not find expected version number', cursor.mark, context, start)
  return String(Number(digits))
}

function skipTagDirective(cursor: YamlCursor, start: Mark): string {
  const context = 'while scanning a %TAG directive'
  if (cursor.peek() !== '!') throw new YamlFault("did not find expected '!'", cursor.mark, 'while scanning a tag directive', start)
  const handle = skipHandle(cursor)
  if (handle !== '!' && !handle.endsWith('!'))
    throw new YamlFault("did not find expected '!'", cursor.mark, 'while parsing a tag directive', start)
  if (!cursor.isBlank()) throw new YamlFault('did not find expected whitespace', cursor.mark, context, start)
  cursor.skipBlanks()
  skipUri(cursor, start, { context: 'while parsing a %TAG directive', more: ',[]', given: 0 })
  if (!cursor.isBlankOrEnd()) throw new YamlFault('did not find expected whitespace or line break', cursor.mark, context, start)
  return handle
}
