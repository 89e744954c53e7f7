/** Names and dotted names. A leading `$`, which makes a name of a keyword, is dropped here. */
import * as Kind from '../1-lex/token-kind.ts'
import type { Identifier, Name } from '../model/ast.ts'
import type { Cursor } from './cursor.ts'

export function isName(kind: number): boolean {
  return kind >= Kind.NAME
}

/** The name at the cursor; a zero-width one, after a report, when there is none. */
export function parseName(cursor: Cursor): Name {
  const { start } = cursor
  if (cursor.kind < Kind.NAME) {
    cursor.reportExpected('identifier')
    return { start, end: start, text: '' }
  }
  const { end } = cursor
  const first = cursor.text.charCodeAt(start) === 36 ? start + 1 : start
  const name: Name = { start, end, text: cursor.text.slice(first, end) }
  cursor.advance()
  return name
}

/** `a.b.c`, all that follows with dots. */
export function parseDotted(cursor: Cursor): Identifier {
  const first = parseName(cursor)
  if (cursor.kind !== Kind.DOT || first.text === '') return { kind: 'identifier', start: first.start, end: first.end, names: [first] }
  const names = [first]
  while (cursor.kind === Kind.DOT) {
    cursor.advance()
    names.push(parseName(cursor))
  }
  return { kind: 'identifier', start: first.start, end: cursor.previousEnd, names }
}

/** `a.b` as one name with its dots, for places that keep the text only. */
export function joinNames(identifier: Identifier): Name {
  const { start, end, names } = identifier
  const [first] = names
  if (first !== undefined && names.length === 1) return first
  return { start, end, text: names.map((name) => name.text).join('.') }
}
