/** `if` statements and `assert`, which occur in modules and in bodies alike (frontend B.1). */
import * as Kind from '../1-lex/token-kind.ts'
import { ELSE_IF } from '../faults/syntax.ts'
import type { AssertStatement, Expression, IfStatement, Statement } from '../model/ast.ts'
import { parseAssignment } from './assignment.ts'
import type { Cursor } from './cursor.ts'

/** `assert t if c, "m"` */
export function parseAssert(cursor: Cursor): AssertStatement {
  const { start } = cursor
  cursor.advance()
  const test = cursor.grammar.simple(cursor)
  let condition: Expression | undefined
  if (cursor.kind === Kind.IF) {
    cursor.advance()
    condition = cursor.grammar.simple(cursor)
  }
  let message: Expression | undefined
  if (cursor.kind === Kind.COMMA) {
    cursor.advance()
    message = cursor.grammar.expression(cursor)
  }
  return { kind: 'assert', start, end: cursor.previousEnd, test, condition, message }
}

interface Branch {
  readonly start: number
  readonly end: number
  readonly condition: Expression
  readonly body: readonly Statement[]
}

/** `if c: … elif d: … else: …` */
export function parseIf(cursor: Cursor): IfStatement {
  const first = parseBranch(cursor)
  cursor.skipNewlines()
  const rest: Branch[] = []
  while (cursor.kind === Kind.ELIF) {
    rest.push(parseBranch(cursor))
    cursor.skipNewlines()
  }
  let orElse: readonly Statement[] = []
  if (cursor.kind === Kind.ELSE) {
    const { start } = cursor
    cursor.advance()
    if (cursor.kind === Kind.IF) {
      cursor.reportAt(ELSE_IF, start, cursor.end)
      cursor.advance()
    }
    cursor.expect(Kind.COLON, ':')
    orElse = parseSuite(cursor)
  }
  const end = cursor.previousEnd
  for (const branch of rest.toReversed())
    orElse = [{ kind: 'if', start: branch.start, end, condition: branch.condition, body: branch.body, orElse }]
  return { kind: 'if', start: first.start, end, condition: first.condition, body: first.body, orElse }
}

function parseBranch(cursor: Cursor): Branch {
  const { start } = cursor
  cursor.advance()
  const condition = cursor.grammar.expression(cursor)
  cursor.expect(Kind.COLON, ':')
  const body = parseSuite(cursor)
  return { start, end: cursor.previousEnd, condition, body }
}

/** One statement on the same line, or a block. */
function parseSuite(cursor: Cursor): readonly Statement[] {
  if (cursor.kind !== Kind.NEWLINE) {
    const statement = parseAssignment(cursor, { isInSchema: false })
    if (statement !== undefined) return [statement]
    cursor.advance()
    return []
  }
  cursor.skipNewlines()
  const body = cursor.enter() ? parseBlock(cursor) : []
  cursor.leave()
  return body
}

function parseBlock(cursor: Cursor): readonly Statement[] {
  const body: Statement[] = []
  cursor.checkDedent()
  cursor.expect(Kind.INDENT, 'indent')
  for (;;) {
    cursor.checkDedent()
    if (cursor.kind === Kind.EOF) break
    if (cursor.kind === Kind.DEDENT) {
      cursor.advance()
      break
    }
    const statement = cursor.grammar.statement(cursor)
    if (statement !== undefined) {
      body.push(statement)
      continue
    }
    if (cursor.kind === Kind.EOF) break
    cursor.reportUnexpected()
    cursor.advance()
  }
  cursor.skipNewlines()
  return body
}
