/** What may follow an operand: selectors and subscripts (frontend B.4). */
import { CONSECUTIVE_EXPRESSIONS, ONE_EXPRESSION } from '../faults/syntax.ts'
import * as Kind from '../1-lex/token-kind.ts'
import type { Expression, SubscriptExpression } from '../model/ast.ts'
import type { Cursor } from './cursor.ts'
import { parseDotted } from './name.ts'

/** `.a.b`, `?.a.b` */
export function parseSelector(cursor: Cursor, value: Expression, start: number): Expression {
  const optional = cursor.kind === Kind.QUESTION
  if (optional) cursor.advance()
  cursor.advance()
  const attribute = parseDotted(cursor)
  return { kind: 'selector', start, end: cursor.previousEnd, value, attribute, optional }
}

/** `[i]`, `?[i]`, `[a:b:c]` */
export function parseSubscript(cursor: Cursor, value: Expression, start: number): SubscriptExpression {
  const optional = cursor.kind === Kind.QUESTION
  if (optional) cursor.advance()
  cursor.advance()
  const parts: (Expression | undefined)[] = [undefined, undefined, undefined]
  let count = 0
  let colons = 0
  // Expressions since the last colon, as the real engine counts them: a colon takes one away.
  let consecutive = 0
  for (let round = 0; round < MAX_ROUNDS && cursor.kind !== Kind.CLOSE_BRACKET; round++) {
    if (cursor.kind === Kind.COLON) {
      cursor.advance()
      colons++
      consecutive--
      if (colons > 2) cursor.reportExpected('expression', ']')
      continue
    }
    if (colons === 0 && count === 1) cursor.report(ONE_EXPRESSION)
    parts[Math.min(colons, 2)] = cursor.grammar.expression(cursor)
    count++
    consecutive++
    if (consecutive > 1) cursor.report(CONSECUTIVE_EXPRESSIONS)
  }
  cursor.want(Kind.CLOSE_BRACKET, ']')
  const end = cursor.previousEnd
  const [first, second, third] = parts
  if (colons > 0)
    return { kind: 'subscript', start, end, value, optional, index: undefined, slice: { lower: first, upper: second, step: third } }
  if (count === 0) cursor.report(`expected expression got ${cursor.tokenText()}`)
  return { kind: 'subscript', start, end, value, optional, index: first, slice: undefined }
}

/** `a:b:c` has five parts; the real engine looks no further. */
const MAX_ROUNDS = 5
