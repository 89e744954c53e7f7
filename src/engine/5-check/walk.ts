/** How the parts of this folder call each other: expressions and statements contain one another, so their walks are handed in by `check.ts`. */
import type { Expression, Statement } from '../model/ast.ts'
import { ANY, STR } from '../types/type.ts'
import type { Type } from '../types/type.ts'
import { requireType } from './assignable.ts'
import { placeOf, withExpectation } from './checker.ts'
import type { Checker, Expectation } from './checker.ts'
import { loadNames } from './names.ts'

/** The type of an expression; faults in it are reported. */
export function expressionType(checker: Checker, expression: Expression): Type {
  return checker.walkers.expression(checker, expression)
}

/** Like `expressionType`, but an undefined bare name is reported where the real engine does: at what was visited before it (E.11). */
export function bareNameType(checker: Checker, expression: Expression): Type {
  return expression.kind === 'identifier' ? loadNames(checker, expression.names, checker.visited) : expressionType(checker, expression)
}

/** The type of a value; without an expectation of its own the outer one stays in force. */
export function valueType(checker: Checker, value: Expression, expectation: Expectation | undefined): Type {
  if (!expectation) return expressionType(checker, value)
  return withExpectation(checker, expectation, () => expressionType(checker, value))
}

/** The type a lambda returns that ends with the statement. */
export function walkStatement(checker: Checker, statement: Statement): Type {
  return checker.walkers.statement(checker, statement)
}

export function walkStatements(checker: Checker, statements: readonly Statement[]): Type {
  let type: Type = ANY
  for (const statement of statements) type = walkStatement(checker, statement)
  return type
}

/** The message of an assert or check must be a string. */
export function requireMessage(checker: Checker, message: Expression | undefined): void {
  if (message) requireType(checker, expressionType(checker, message), STR, placeOf(checker, message), undefined)
}
