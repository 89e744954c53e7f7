/** Lists, list comprehensions and conditional items (frontend B.5). */
import * as Kind from '../1-lex/token-kind.ts'
import type { Expression, ListExpression, ListIfItem } from '../model/ast.ts'
import { parseClauses } from './comprehension.ts'
import type { Cursor } from './cursor.ts'

/** `[1, *xs, if c: 2]`, `[x for x in xs]`. Line breaks are free between items; commas may be missing. */
export function parseList(cursor: Cursor): Expression {
  const { start } = cursor
  cursor.want(Kind.OPEN_BRACKET, '[')
  if (cursor.kind === Kind.NEWLINE) cursor.skipLayout()
  const firstStart = cursor.start
  const firstEnd = cursor.end
  const items = parseItems(cursor)
  const clauses = cursor.kind === Kind.FOR ? parseClauses(cursor) : undefined
  cursor.skipLayout()
  cursor.want(Kind.CLOSE_BRACKET, ']')
  const end = cursor.previousEnd
  if (clauses === undefined) return { kind: 'list', start, end, items }
  if (items.length > 1) cursor.reportAt(`multiple list comp clause expression found: expected 1, got ${items.length}`, firstStart, firstEnd)
  const [element] = items
  if (element !== undefined) return { kind: 'listComprehension', start, end, element, clauses }
  cursor.reportAt('missing list comp clause expression', firstStart, firstEnd)
  return { kind: 'list', start, end, items }
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
    cursor.skipLayout()
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
    const value = cursor.grammar.expression(cursor)
    return { kind: 'starred', start, end: cursor.previousEnd, value }
  }
  if (cursor.kind !== Kind.IF) return cursor.grammar.expression(cursor)
  const { start, end } = cursor
  const item: Expression = cursor.enter() ? parseIfItem(cursor) : { kind: 'missing', start, end }
  cursor.leave()
  return item
}

interface Branch {
  readonly start: number
  readonly end: number
  readonly condition: Expression
  readonly items: readonly Expression[]
  readonly isBlock: boolean
}

/** `if c: a elif d: b else: e` inside a list. Once a branch is a block, those after it must be blocks. */
function parseIfItem(cursor: Cursor): ListIfItem {
  const first = parseBranch(cursor, { isBlock: false })
  cursor.skipNewlines()
  let { isBlock } = first
  const rest: Branch[] = []
  while (cursor.kind === Kind.ELIF) {
    const branch = parseBranch(cursor, { isBlock })
    isBlock = branch.isBlock
    rest.push(branch)
  }
  cursor.skipNewlines()
  let orElse: ListExpression | ListIfItem | undefined
  if (cursor.kind === Kind.ELSE) {
    const { start } = cursor
    cursor.advance()
    cursor.expect(Kind.COLON, ':')
    const items = isBlock || cursor.kind === Kind.NEWLINE ? parseItemBlock(cursor) : [parseItem(cursor)]
    orElse = { kind: 'list', start, end: cursor.previousEnd, items }
  }
  for (const branch of rest.toReversed()) orElse = toNode(branch, orElse)
  return toNode(first, orElse)
}

function toNode(branch: Branch, orElse: ListExpression | ListIfItem | undefined): ListIfItem {
  const { start, end, condition, items } = branch
  return { kind: 'listIf', start, end, condition, items, orElse }
}

function parseBranch(cursor: Cursor, options: { readonly isBlock: boolean }): Branch {
  const { start } = cursor
  cursor.advance()
  const condition = cursor.grammar.expression(cursor)
  cursor.expect(Kind.COLON, ':')
  const isBlock = options.isBlock || cursor.kind === Kind.NEWLINE
  const items = isBlock ? parseItemBlock(cursor) : [parseItem(cursor)]
  return { start, end: cursor.previousEnd, condition, items, isBlock }
}

function parseItemBlock(cursor: Cursor): Expression[] {
  const items: Expression[] = []
  cursor.skipNewlines()
  cursor.expect(Kind.INDENT, 'indent')
  while (cursor.kind !== Kind.DEDENT && cursor.kind !== Kind.EOF) {
    const mark = cursor.index
    cursor.checkDedent()
    items.push(parseItem(cursor))
    if (cursor.kind === Kind.COMMA) cursor.advance()
    cursor.skipNewlines()
    cursor.ensureProgress(mark)
  }
  if (cursor.kind === Kind.DEDENT) cursor.advance()
  return items
}
