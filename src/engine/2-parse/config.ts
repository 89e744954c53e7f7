/** Config literals with their operators, conditional entries and unpacking; dict comprehensions (frontend B.5). */
import * as Kind from '../1-lex/token-kind.ts'
import type { ConfigEntry, ConfigExpression, ConfigIfEntry, ConfigOperator, Expression } from '../model/ast.ts'
import { parseClauses } from './comprehension.ts'
import type { Cursor } from './cursor.ts'

/** `{a = 1, **b}`, `{k: v for k, v in d}`; the cursor is at the brace, or at what stands in its place. Line breaks are allowed only when one follows the opener; commas may be missing. */
export function parseConfig(cursor: Cursor): Expression {
  const { start } = cursor
  cursor.advance()
  if (cursor.kind === Kind.CLOSE_BRACE) {
    cursor.advance()
    return { kind: 'config', start, end: cursor.previousEnd, entries: [] }
  }
  const isMultiline = cursor.kind === Kind.NEWLINE
  if (isMultiline) cursor.skipLayout()
  const firstStart = cursor.start
  const firstEnd = cursor.end
  const entries = parseEntries(cursor, isMultiline)
  const clauses = cursor.kind === Kind.FOR ? parseClauses(cursor) : undefined
  cursor.skipLayout()
  cursor.want(Kind.CLOSE_BRACE, '}')
  const end = cursor.previousEnd
  if (clauses === undefined) return { kind: 'config', start, end, entries }
  if (entries.length > 1)
    cursor.reportAt(`multiple config comp clause expression found: expected 1, got ${entries.length}`, firstStart, firstEnd)
  const [entry] = entries
  if (entry !== undefined) return { kind: 'dictComprehension', start, end, entry, clauses }
  cursor.reportAt('missing config comp clause expression', firstStart, firstEnd)
  return { kind: 'config', start, end, entries }
}

function parseEntries(cursor: Cursor, isMultiline: boolean): ConfigEntry[] {
  const entries: ConfigEntry[] = []
  while (!isConfigEnd(cursor.kind, isMultiline)) {
    const mark = cursor.index
    entries.push(parseEntry(cursor))
    cursor.ensureProgress(mark)
    // Behind conditions it is the second comma: they take one themselves.
    if (cursor.kind === Kind.COMMA) cursor.advance()
    if (isMultiline) cursor.skipNewlines()
    cursor.skipIndentation()
  }
  return entries
}

function isConfigEnd(kind: number, isMultiline: boolean): boolean {
  return kind === Kind.CLOSE_BRACE || kind === Kind.EOF || kind === Kind.FOR || (kind === Kind.NEWLINE && !isMultiline)
}

function parseEntry(cursor: Cursor): ConfigEntry {
  if (cursor.kind === Kind.STAR_STAR) {
    const { start } = cursor
    cursor.advance()
    const value = cursor.grammar.expression(cursor)
    return keyless(value, start, ':', cursor)
  }
  if (cursor.kind === Kind.IF) {
    const { start } = cursor
    return keyless(parseConditional(cursor), start, ':', cursor)
  }
  return parseKeyed(cursor, { isInBranch: false })
}

function keyless(value: Expression, start: number, operator: ConfigOperator, cursor: Cursor): ConfigEntry {
  return { start, end: cursor.previousEnd, key: undefined, operator, value, shorthand: false }
}

function parseKeyed(cursor: Cursor, options: { readonly isInBranch: boolean }): ConfigEntry {
  const { start } = cursor
  const key = cursor.grammar.expression(cursor)
  const operator = operatorOf(cursor.kind)
  if (key.kind === 'identifier' && key.names.length > 1) cursor.hasSugar = true
  if (operator === undefined && options.isInBranch) cursor.reportExpected(':', '=', '+=')
  else if (operator === undefined) {
    if (key.kind === 'identifier' && key.names.length === 1)
      return { start, end: cursor.previousEnd, key, operator: '=', value: key, shorthand: true }
    cursor.reportExpected(':', '=', '+=')
    cursor.advance()
  } else cursor.advance()
  const value = cursor.grammar.expression(cursor)
  return { start, end: cursor.previousEnd, key, operator: operator ?? '=', value, shorthand: false }
}

function operatorOf(kind: number): ConfigOperator | undefined {
  switch (kind) {
    case Kind.COLON:
      return ':'
    case Kind.EQUAL:
      return '='
    case Kind.PLUS_EQUAL:
      return '+='
  }
  return undefined
}

interface Branch {
  readonly start: number
  readonly end: number
  readonly condition: Expression
  readonly entries: readonly ConfigEntry[]
}

function parseConditional(cursor: Cursor): Expression {
  const { start, end } = cursor
  const entry: Expression = cursor.enter() ? parseIfEntry(cursor) : { kind: 'missing', start, end }
  cursor.leave()
  return entry
}

/** `if c: a = 1 elif d: b = 2 else: e = 3` inside a config */
function parseIfEntry(cursor: Cursor): ConfigIfEntry {
  const first = parseBranch(cursor)
  cursor.skipNewlines()
  const rest: Branch[] = []
  while (cursor.kind === Kind.ELIF) rest.push(parseBranch(cursor))
  cursor.skipNewlines()
  let orElse: ConfigExpression | ConfigIfEntry | undefined
  if (cursor.kind === Kind.ELSE) {
    const { start } = cursor
    cursor.advance()
    cursor.expect(Kind.COLON, ':')
    const entries = parseBranchEntries(cursor)
    orElse = { kind: 'config', start, end: cursor.previousEnd, entries }
  }
  if (cursor.kind === Kind.COMMA) cursor.advance()
  cursor.skipNewlines()
  for (const branch of rest.toReversed()) orElse = toNode(branch, orElse)
  return toNode(first, orElse)
}

function toNode(branch: Branch, orElse: ConfigExpression | ConfigIfEntry | undefined): ConfigIfEntry {
  const { start, end, condition, entries } = branch
  return { kind: 'configIf', start, end, condition, entries, orElse }
}

function parseBranch(cursor: Cursor): Branch {
  const { start } = cursor
  cursor.advance()
  const condition = cursor.grammar.expression(cursor)
  cursor.expect(Kind.COLON, ':')
  const entries = parseBranchEntries(cursor)
  return { start, end: cursor.previousEnd, condition, entries }
}

function parseBranchEntries(cursor: Cursor): ConfigEntry[] {
  if (cursor.kind !== Kind.NEWLINE) {
    cursor.checkDedent()
    // Nothing before the next branch; or no colon, so that the line end is gone and the block around this one ends.
    if (cursor.kind === Kind.ELIF || cursor.kind === Kind.ELSE || cursor.kind === Kind.DEDENT) return []
    const mark = cursor.index
    const entry = parseBranchEntry(cursor)
    if (cursor.kind === Kind.EOF && cursor.index === mark) cursor.report(`expected expression, got ${cursor.tokenText()}`)
    cursor.ensureProgress(mark)
    return [entry]
  }
  const entries: ConfigEntry[] = []
  cursor.skipNewlines()
  cursor.expect(Kind.INDENT, 'indent')
  let isBehindLine = true
  while (!isBranchEnd(cursor.kind)) {
    const mark = cursor.index
    entries.push(parseBranchEntry(cursor))
    cursor.ensureProgress(mark)
    if (cursor.kind === Kind.COMMA) cursor.advance()
    isBehindLine = cursor.kind === Kind.NEWLINE
    cursor.skipNewlines()
  }
  if (cursor.kind === Kind.EOF && isBehindLine) {
    // The real engine looks for one more entry.
    entries.push(parseBranchEntry(cursor))
    cursor.report(`expected expression, got ${cursor.tokenText()}`)
  }
  if (cursor.kind === Kind.DEDENT) cursor.advance()
  return entries
}

/** The next branch may begin before the block ends. A line end stands here only where the indentation was missing. */
function isBranchEnd(kind: number): boolean {
  return kind === Kind.DEDENT || kind === Kind.NEWLINE || kind === Kind.EOF || kind === Kind.ELIF || kind === Kind.ELSE
}

/** In a branch an unpacked value is a primary, keyless entries override, and there is no shorthand. */
function parseBranchEntry(cursor: Cursor): ConfigEntry {
  const { start } = cursor
  if (cursor.kind === Kind.IF) return keyless(parseConditional(cursor), start, '=', cursor)
  // Behind a line between two levels of indentation `if` is a key.
  cursor.checkDedent()
  if (cursor.kind === Kind.STAR_STAR) {
    cursor.advance()
    const value = cursor.grammar.primary(cursor)
    return keyless(value, value.start, '=', cursor)
  }
  return parseKeyed(cursor, { isInBranch: true })
}
