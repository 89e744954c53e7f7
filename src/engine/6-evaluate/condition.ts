/** Conditions of `if` in statements, configs and lists. */
import type { Expression } from '../model/ast.ts'
import { isTruthy } from '../values/truthy.ts'
import type { FunctionScope, Run } from './scope.ts'

/** A condition as True or False. */
export function compileCondition(node: Expression, scope: FunctionScope): Run {
  const value = scope.expression(node)
  return (frame) => {
    const result = value(frame)
    return typeof result === 'boolean' ? result : isTruthy(result)
  }
}
