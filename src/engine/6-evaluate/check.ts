/** Check blocks (`spec/kcl-runtime.md` B9.8). */
import { failedCheck } from '../faults/evaluation.ts'
import type { CheckExpression } from '../model/ast.ts'
import type { Place } from '../model/diagnostic.ts'
import { isTruthy } from '../values/truthy.ts'
import type { Frame, FunctionScope, Run } from './scope.ts'

export interface CheckCode {
  readonly condition: Run | undefined
  readonly test: Run
  readonly message: Run | undefined
}

export function compileChecks(nodes: readonly CheckExpression[], scope: FunctionScope): readonly CheckCode[] {
  return nodes.map((node) => {
    scope.moved()
    return {
      condition: node.condition === undefined ? undefined : scope.expression(node.condition),
      test: scope.expression(node.test),
      message: node.message === undefined ? undefined : scope.expression(node.message),
    }
  })
}

/** Throws at the first check that does not hold; `instance` is where the instance was made. The message is evaluated in any case. */
export function runChecks(checks: readonly CheckCode[], frame: Frame, instance: Place | undefined): void {
  for (const check of checks) {
    if (check.condition !== undefined && !isTruthy(check.condition(frame))) continue
    const holds = isTruthy(check.test(frame))
    const message = check.message?.(frame)
    if (!holds) throw failedCheck(typeof message === 'string' ? message : '', instance)
  }
}
