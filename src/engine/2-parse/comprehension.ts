/** The `for` clauses of comprehensions (frontend B.5). */
import * as Kind from '../1-lex/token-kind.ts'
import type { ComprehensionClause, Expression } from '../model/ast.ts'
import type { Cursor } from './cursor.ts'
import { parseDotted } from './name.ts'

/** `for k, v in d if k for …`; the cursor is at `for`. */
export function parseClauses(cursor: Cursor): ComprehensionClause[] {
  const clauses: ComprehensionClause[] = []
  while (cursor.kind === Kind.FOR) clauses.push(parseClause(cursor))
  return clauses
}

function parseClause(cursor: Cursor): ComprehensionClause {
  const { start } = cursor
  cursor.advance()
  const targets = [parseDotted(cursor)]
  while (cursor.kind === Kind.COMMA) {
    cursor.advance()
    targets.push(parseDotted(cursor))
  }
  cursor.expect(Kind.IN, 'in')
  const iterable = cursor.grammar.simple(cursor)
  cursor.skipNewlines()
  const conditions: Expression[] = []
  while (cursor.kind === Kind.IF) {
    cursor.advance()
    conditions.push(cursor.grammar.expression(cursor))
  }
  return { start, end: cursor.previousEnd, targets, iterable, conditions }
}
