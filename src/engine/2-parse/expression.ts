/** Expressions: operators by precedence, postfix forms, literals (frontend B.4). Unary operators bind tighter than everything. */
import * as Kind from '../1-lex/token-kind.ts'
import type { BinaryOperator, CompareOperator, Expression, MissingExpression, NameConstant } from '../model/ast.ts'
import { parseCall, parseSchemaExpression } from './call.ts'
import { parseConfig } from './config.ts'
import type { Cursor } from './cursor.ts'
import { parseString } from './interpolation.ts'
import { parseLambda } from './lambda.ts'
import { parseList } from './list.ts'
import { parseDotted } from './name.ts'
import { parseNumber } from './number.ts'
import { parseSelector, parseSubscript } from './postfix.ts'
import { parseQuantifier } from './quantifier.ts'

/** `a if c else b`, or what stands before the `if` */
export function parseExpression(cursor: Cursor): Expression {
  if (cursor.kind === Kind.INDENT) {
    cursor.reportUnexpected()
    cursor.advance()
  }
  if (!cursor.enter()) {
    cursor.leave()
    return missing(cursor)
  }
  const { start } = cursor
  const body = parseSimple(cursor)
  const expression = cursor.kind === Kind.IF ? parseConditional(cursor, body, start) : body
  cursor.leave()
  return expression
}

/** An expression that is not a conditional: `if` after it belongs to something else. */
export function parseSimple(cursor: Cursor): Expression {
  return climb(cursor, 0)
}

function parseConditional(cursor: Cursor, body: Expression, start: number): Expression {
  cursor.advance()
  const condition = parseSimple(cursor)
  let orElse: Expression
  if (cursor.kind === Kind.ELSE) {
    cursor.advance()
    orElse = parseExpression(cursor)
  } else {
    cursor.reportExpected('else')
    orElse = missing(cursor)
  }
  return { kind: 'conditional', start, end: cursor.previousEnd, body, condition, orElse }
}

/* ── operators ──────────────────────────────────────────────────────────── */

interface Operator {
  readonly precedence: number
  readonly binary: BinaryOperator | undefined
  readonly compare: CompareOperator | undefined
}

const NO_OPERATOR: Operator = { precedence: 0, binary: undefined, compare: undefined }
const NOT_IN: Operator = { precedence: 5, binary: undefined, compare: 'not in' }
const IS_NOT: Operator = { precedence: 6, binary: undefined, compare: 'is not' }

const OPERATORS: readonly Operator[] = makeOperators()

const EXPECTED_OPERATOR = '+ - * / % ** // << >> ^ & | and or as == != < <= > >= is in'.split(' ').concat('not in', 'not', 'is not')

/** Precedence climbing. Comparisons that follow each other above `minimum` make one chain; a binary operator after a chain takes all of it. */
function climb(cursor: Cursor, minimum: number): Expression {
  const { start } = cursor
  let left = parseUnary(cursor)
  let operators: CompareOperator[] | undefined
  let comparators: Expression[] = []
  for (;;) {
    const operator = operatorAt(cursor)
    if (operator.precedence <= minimum) {
      if (cursor.kind === Kind.TILDE || cursor.kind === Kind.BANG) {
        cursor.reportExpected(...EXPECTED_OPERATOR)
        return left
      }
      break
    }
    cursor.advance()
    if (operator === NOT_IN || operator === IS_NOT) cursor.advance()
    const right = cursor.enter() ? climb(cursor, operator.precedence) : missing(cursor)
    cursor.leave()
    if (operator.compare !== undefined) {
      operators ??= []
      operators.push(operator.compare)
      comparators.push(right)
      continue
    }
    if (operators !== undefined) {
      left = { kind: 'compare', start, end: right.start, left, operators, comparators }
      operators = undefined
      comparators = []
    }
    if (operator.binary !== undefined) left = { kind: 'binary', start, end: cursor.previousEnd, left, operator: operator.binary, right }
  }
  if (operators === undefined) return left
  return { kind: 'compare', start, end: cursor.previousEnd, left, operators, comparators }
}

function operatorAt(cursor: Cursor): Operator {
  if (cursor.kind === Kind.NOT) return cursor.peek(1) === Kind.IN ? NOT_IN : NO_OPERATOR
  if (cursor.kind === Kind.IS && cursor.peek(1) === Kind.NOT) return IS_NOT
  return OPERATORS[cursor.kind] ?? NO_OPERATOR
}

function makeOperators(): Operator[] {
  const table: Operator[] = Array.from({ length: Kind.UNDEFINED + 1 }, () => NO_OPERATOR)
  const binary: readonly (readonly [number, number, BinaryOperator])[] = [
    [Kind.AS, 1, 'as'],
    [Kind.OR, 2, 'or'],
    [Kind.AND, 3, 'and'],
    [Kind.BAR, 8, '|'],
    [Kind.CARET, 9, '^'],
    [Kind.AMPERSAND, 10, '&'],
    [Kind.SHIFT_LEFT, 11, '<<'],
    [Kind.SHIFT_RIGHT, 11, '>>'],
    [Kind.PLUS, 12, '+'],
    [Kind.MINUS, 12, '-'],
    [Kind.STAR, 13, '*'],
    [Kind.SLASH, 13, '/'],
    [Kind.PERCENT, 13, '%'],
    [Kind.SLASH_SLASH, 13, '//'],
    [Kind.STAR_STAR, 14, '**'],
  ]
  const compare: readonly (readonly [number, number, CompareOperator])[] = [
    [Kind.EQUAL_EQUAL, 4, '=='],
    [Kind.NOT_EQUAL, 4, '!='],
    [Kind.IN, 5, 'in'],
    [Kind.IS, 6, 'is'],
    [Kind.LESS, 7, '<'],
    [Kind.LESS_EQUAL, 7, '<='],
    [Kind.GREATER, 7, '>'],
    [Kind.GREATER_EQUAL, 7, '>='],
  ]
  for (const [kind, precedence, operator] of binary) table[kind] = { precedence, binary: operator, compare: undefined }
  for (const [kind, precedence, operator] of compare) table[kind] = { precedence, binary: undefined, compare: operator }
  return table
}

function parseUnary(cursor: Cursor): Expression {
  const operator = unaryOperator(cursor.kind)
  if (operator === undefined) return parsePrimary(cursor)
  const { start } = cursor
  cursor.advance()
  const operand = parsePrimary(cursor)
  return { kind: 'unary', start, end: cursor.previousEnd, operator, operand }
}

function unaryOperator(kind: number): '+' | '-' | '~' | 'not' | undefined {
  switch (kind) {
    case Kind.PLUS:
      return '+'
    case Kind.MINUS:
      return '-'
    case Kind.TILDE:
      return '~'
    case Kind.NOT:
    case Kind.BANG:
      return 'not'
  }
  return undefined
}

/* ── postfix forms ──────────────────────────────────────────────────────── */

/** An operand with all `.x`, `?.x`, `[i]`, `?[i]` and `(…)` behind it. */
export function parsePrimary(cursor: Cursor): Expression {
  const { start } = cursor
  let operand = parseOperand(cursor)
  for (;;) {
    switch (cursor.kind) {
      case Kind.DOT:
        operand = parseSelector(cursor, operand, start)
        continue
      case Kind.OPEN_BRACKET:
        operand = parseSubscript(cursor, operand, start)
        continue
      case Kind.OPEN_PAREN:
        operand = parseCall(cursor, operand, start)
        continue
      case Kind.QUESTION: {
        const next = cursor.peek(1)
        if (next === Kind.DOT) operand = parseSelector(cursor, operand, start)
        else if (next === Kind.OPEN_BRACKET) operand = parseSubscript(cursor, operand, start)
        else return operand
        continue
      }
    }
    return operand
  }
}

/* ── operands ───────────────────────────────────────────────────────────── */

function parseOperand(cursor: Cursor): Expression {
  const { kind } = cursor
  if (kind === Kind.NAME) return parseNameOperand(cursor)
  switch (kind) {
    case Kind.STRING:
      return parseString(cursor)
    case Kind.INTEGER:
    case Kind.FLOAT:
      return parseNumber(cursor)
    case Kind.TRUE:
      return parseConstant(cursor, 'True')
    case Kind.FALSE:
      return parseConstant(cursor, 'False')
    case Kind.NONE:
      return parseConstant(cursor, 'None')
    case Kind.UNDEFINED:
      return parseConstant(cursor, 'Undefined')
    case Kind.LAMBDA:
      return parseLambda(cursor)
    case Kind.ALL:
      return parseQuantifier(cursor, 'all')
    case Kind.ANY:
      return parseQuantifier(cursor, 'any')
    case Kind.MAP:
      return parseQuantifier(cursor, 'map')
    case Kind.FILTER:
      return parseQuantifier(cursor, 'filter')
    case Kind.OPEN_BRACE:
      return parseConfig(cursor)
    case Kind.OPEN_BRACKET:
      return parseList(cursor)
    case Kind.OPEN_PAREN:
      return parseParenthesized(cursor)
  }
  if (kind > Kind.NAME) return parseNameOperand(cursor)
  cursor.reportExpected('identifier', 'literal', '(', '[', '{')
  return missing(cursor)
}

function missing(cursor: Cursor): MissingExpression {
  return { kind: 'missing', start: cursor.start, end: cursor.end }
}

function parseConstant(cursor: Cursor, value: NameConstant['value']): NameConstant {
  const { start } = cursor
  cursor.advance()
  return { kind: 'constant', start, end: cursor.previousEnd, value }
}

/** `a.b`, `a.b {…}`, `a.b(…)`, `a.b(…) {…}` */
function parseNameOperand(cursor: Cursor): Expression {
  const name = parseDotted(cursor)
  if (cursor.kind === Kind.OPEN_BRACE) return parseSchemaExpression(cursor, name, undefined, name.start)
  if (cursor.kind !== Kind.OPEN_PAREN) return name
  const call = parseCall(cursor, name, name.start)
  return cursor.kind === Kind.OPEN_BRACE ? parseSchemaExpression(cursor, name, call, name.start) : call
}

function parseParenthesized(cursor: Cursor): Expression {
  const { start } = cursor
  cursor.advance()
  const value = parseExpression(cursor)
  cursor.want(Kind.CLOSE_PAREN, ')')
  return { kind: 'parenthesized', start, end: cursor.previousEnd, value }
}
