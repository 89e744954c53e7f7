/** String literals and `"${x}"` (frontend A.8). The source and the evaluated text are walked in parallel: pieces of text come from the latter,
 *  expressions from the former, so that their positions are those of the file. */
import { lex } from '../1-lex/lex.ts'
import { dedent } from '../1-lex/string.ts'
import * as Kind from '../1-lex/token-kind.ts'
import { type CookedString, stringOf } from '../1-lex/tokens.ts'
import { FORMAT_WITHOUT_HASH, INVALID_JOINED_STRING } from '../faults/syntax.ts'
import type { FormattedValue, JoinedString, StringLiteral } from '../model/ast.ts'
import { Cursor } from './cursor.ts'

/** The string at the cursor. */
export function parseString(cursor: Cursor): StringLiteral | JoinedString {
  const { start } = cursor
  const string = stringOf(cursor.tokens, cursor.index)
  cursor.advance()
  const { isLong, isRaw } = string
  const value = isLong ? dedent(string.value) : string.value
  const end = cursor.previousEnd
  if (isRaw || !value.includes('${')) return { kind: 'string', start, end, value, isLong, isRaw }
  return { kind: 'joinedString', start, end, parts: parseParts(cursor, string, value), isLong }
}

function parseParts(cursor: Cursor, string: CookedString, value: string): (StringLiteral | FormattedValue)[] {
  const parts: (StringLiteral | FormattedValue)[] = []
  const { text } = cursor
  const { contentStart, contentEnd } = string
  // Where the next piece begins, in the source and in the value.
  let at = contentStart
  let valueAt = 0
  while (valueAt < value.length) {
    const open = indexOf(text, '${', at, contentEnd)
    const valueOpen = value.indexOf('${', valueAt)
    const close = open < 0 ? -1 : indexOf(text, '}', open, contentEnd)
    const valueClose = valueOpen < 0 ? -1 : value.indexOf('}', valueOpen)
    if (open < 0 || valueOpen < 0 || close < 0 || valueClose < 0) {
      if (open >= 0 && valueOpen >= 0) cursor.report(INVALID_JOINED_STRING)
      if (at < contentEnd) parts.push(piece(value.slice(valueAt), at, contentEnd))
      break
    }
    if (open > at && text[open - 1] === '\\') {
      parts.push(piece(value.slice(valueAt, valueClose + 1).replaceAll('\\$', '$'), at, close + 1))
    } else {
      if (valueOpen > valueAt) parts.push(piece(value.slice(valueAt, valueOpen), at, open))
      parts.push(parseFormatted(cursor, open + 2, close))
    }
    at = close + 1
    valueAt = valueClose + 1
  }
  return parts
}

function indexOf(text: string, word: string, start: number, end: number): number {
  const found = text.indexOf(word, start)
  return found + word.length <= end ? found : -1
}

function piece(value: string, start: number, end: number): StringLiteral {
  return { kind: 'string', start, end, value, isLong: false, isRaw: false }
}

/** `x: #yaml` between `${` and `}`. */
function parseFormatted(cursor: Cursor, start: number, end: number): FormattedValue {
  const source = cursor.text.slice(start, end)
  if (source === '') cursor.reportAt("invalid string interpolation expression: ''", start - 2, end + 1)
  const { path, diagnostics } = cursor
  const inner = new Cursor(cursor.grammar, path, lex(cursor.text, diagnostics, { path, start, end, keepComments: true }), diagnostics)
  inner.depth = cursor.depth
  const value = inner.grammar.expression(inner)
  if (inner.hasSugar) cursor.hasSugar = true
  let format: string | undefined
  if (inner.kind === Kind.COLON) {
    inner.advance()
    if (inner.kind === Kind.COMMENT) format = cursor.text.slice(inner.start + 1, inner.end)
    else inner.report(FORMAT_WITHOUT_HASH)
    inner.advance()
  }
  inner.skipNewlines()
  if (inner.kind !== Kind.EOF) cursor.reportAt(`invalid string interpolation expression: '${source}'`, start, end)
  return { kind: 'formattedValue', start, end, value, format }
}
