/** Quantifiers (frontend B.6). */
import * as Kind from '../1-lex/token-kind.ts'
import type { Expression, Identifier, QuantifierExpression } from '../model/ast.ts'
import { parseConfig } from './config.ts'
import type { Cursor } from './cursor.ts'
import { parseString } from './interpolation.ts'
import { parseList } from './list.ts'
import { parseDotted } from './name.ts'
import { parseSelector, parseSubscript } from './postfix.ts'

/** `all x in xs { x > 1 if x }`; the cursor is at the keyword. */
export function parseQuantifier(cursor: Cursor, operation: QuantifierExpression['operation']): QuantifierExpression {
  const { start } = cursor
  cursor.advance()
  const variables: Identifier[] = [parseDotted(cursor)]
  if (cursor.kind === Kind.COMMA) {
    cursor.advance()
    variables.push(parseDotted(cursor))
  }
  cursor.want(Kind.IN, 'in')
  const target = parseTarget(cursor)
  cursor.want(Kind.OPEN_BRACE, '{')
  const isMultiline = cursor.kind === Kind.NEWLINE
  if (isMultiline) {
    cursor.skipNewlines()
    cursor.want(Kind.INDENT, 'indent')
  }
  const test: Expression = cursor.enter() ? cursor.grammar.simple(cursor) : { kind: 'missing', start, end: start }
  cursor.leave()
  let condition: Expression | undefined
  if (cursor.kind === Kind.IF) {
    cursor.advance()
    condition = cursor.grammar.expression(cursor)
  }
  if (isMultiline) {
    cursor.want(Kind.NEWLINE, 'newline')
    cursor.skipNewlines()
    cursor.checkDedent()
    cursor.want(Kind.DEDENT, 'dedent')
  }
  cursor.want(Kind.CLOSE_BRACE, '}')
  return { kind: 'quantifier', start, end: cursor.previousEnd, operation, variables, target, test, condition }
}

/** What a quantifier runs over: a name with selectors and subscripts, a string, a list or a config. No call, and no schema expression: the
 *  brace opens the body. */
function parseTarget(cursor: Cursor): Expression {
  const { start, kind } = cursor
  if (kind >= Kind.NAME && !isOperandKeyword(kind)) {
    let target: Expression = parseDotted(cursor)
    for (;;) {
      const next = cursor.kind === Kind.QUESTION ? cursor.peek(1) : cursor.kind
      if (next === Kind.DOT) target = parseSelector(cursor, target, start)
      else if (next === Kind.OPEN_BRACKET) target = parseSubscript(cursor, target, start)
      else return target
    }
  }
  if (kind === Kind.STRING) return parseString(cursor)
  if (kind === Kind.OPEN_BRACKET) return parseList(cursor)
  if (kind === Kind.OPEN_BRACE) return parseConfig(cursor)
  if (kind === Kind.INTEGER || kind === Kind.FLOAT) cursor.reportExpected('str')
  else if (kind === Kind.OPEN_PAREN) cursor.reportExpected('[', '{')
  else if (kind >= Kind.NAME) cursor.reportExpected('None', 'Undefined', 'lambda', 'any', 'all', 'map', 'filter')
  else cursor.reportExpected('identifier', 'literal')
  return { kind: 'missing', start, end: cursor.end }
}

function isOperandKeyword(kind: number): boolean {
  return (kind >= Kind.LAMBDA && kind <= Kind.MAP) || kind === Kind.NONE || kind === Kind.UNDEFINED
}
