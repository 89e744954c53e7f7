/** Lists, list comprehensions and conditional items (frontend B.5). */
import * as Kind from '../1-lex/token-kind.ts'
import type { Expression, ListExpression, ListIfItem } from '../model/ast.ts'
import { parseClauses } from './comprehension.ts'
import type { Cursor } from './cursor.ts'
import { parseExpression } from './expression.ts'

/** `[1, *xs, if c: 2]`, `[x for x in xs]`. Line breaks are free between items; commas may be missing. */
export function parseList(cursor: Cursor): Expression {
  const { start } = cursor
  cursor.want(Kind.OPEN_BRACKET, '[')
  if (cursor.kind === Kind.NEWLINE) {
    cursor.skipNewlines()
    cursor.skipIndentation()
  }
  const firstStart = cursor.start
  const firstEnd = cursor.end
  const items = parseItems(cursor)
  const clauses = cursor.kind === Kind.FOR ? parseClauses(cursor) : undefined
  cursor.skipNewlines()
  cursor.skipIndentation()
  cursor.want(Kind.CLOSE_BRACKET, ']')
  const end = cursor.previousEnd
  if (clauses === undefined) return { kind: 'list', start, end, items }
  if (items.length > 1) cursor.reportAt(`multiple list comp clause expression found: expected 1, got ${items.length}`, firstStart, firstEnd)
  const [element] = items
  if (element === undefined) cursor.reportAt('missing list comp clause expression', firstStart, firstEnd)
  return {
    kind: 'listComprehension',
    start,
    end,
    element: element ?? { kind: 'missing', start: firstStart, end: firstEnd },
    clauses,
  }
}

function parseItems(cursor: Cursor): Expression[] {
  const items: Expression[] = []
  while (!isListEnd(cursor.kind)) {
    const item = parseItem(cursor)
    if (item.kind === 'missing' && items.length > 0) {
      cursor.reportExpected(',')
      cursor.advance()
    } else items.push(item)
    if (cursor.kind === Kind.COMMA) cursor.advance()
    cursor.skipNewlines()
    cursor.skipIndentation()
  }
  return items
}

function isListEnd(kind: number): boolean {
  return kind === Kind.CLOSE_BRACKET || kind === Kind.EOF || kind === Kind.FOR
}

function parseItem(cursor: Cursor): Expression {
  if (cursor.kind === Kind.STAR) {
    const { start } = cursor
    cursor.advance()
    const value = parseExpression(cursor)
    return { kind: 'starred', start, end: cursor.previousEnd, value }
  }
  return cursor.kind === Kind.IF ? parseIfItem(cursor) : parseExpression(cursor)
}

interface Branch {
  readonly start: number
  readonly end: number
  readonly condition: Expression
  readonly items: readonly Expression[]
}

/** `if c: a elif d: b else: e` inside a list */
function parseIfItem(cursor: Cursor): ListIfItem {
  const first = parseBranch(cursor)
  cursor.skipNewlines()
  const rest: Branch[] = []
  while (cursor.kind === Kind.ELIF) rest.push(parseBranch(cursor))
  cursor.skipNewlines()
  let orElse: ListExpression | ListIfItem | undefined
  if (cursor.kind === Kind.ELSE) {
    const { start } = cursor
    cursor.advance()
    cursor.expect(Kind.COLON, ':')
    const items = parseBranchItems(cursor)
    orElse = { kind: 'list', start, end: cursor.previousEnd, items }
  }
  for (const branch of rest.reverse()) orElse = { kind: 'listIf', ...branch, orElse }
  return { kind: 'listIf', ...first, orElse }
}

function parseBranch(cursor: Cursor): Branch {
  const { start } = cursor
  cursor.advance()
  const condition = parseExpression(cursor)
  cursor.expect(Kind.COLON, ':')
  const items = parseBranchItems(cursor)
  return { start, end: cursor.previousEnd, condition, items }
}

function parseBranchItems(cursor: Cursor): Expression[] {
  if (cursor.kind !== Kind.NEWLINE) return [parseItem(cursor)]
  const items: Expression[] = []
  cursor.skipNewlines()
  cursor.expect(Kind.INDENT, 'indent')
  while (cursor.kind !== Kind.DEDENT && cursor.kind !== Kind.EOF && cursor.kind !== Kind.CLOSE_BRACKET) {
    cursor.checkDedent()
    items.push(parseItem(cursor))
    if (cursor.kind === Kind.COMMA) cursor.advance()
    cursor.skipNewlines()
  }
  if (cursor.kind === Kind.DEDENT) cursor.advance()
  return items
}
