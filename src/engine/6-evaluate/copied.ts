/** Expressions whose value the real engine copies. Whether it does shows only in schemas, where parts of values are changed that several names share. */
import { deepCopy } from '../values/deep-copy.ts'
import type { FunctionScope, Run } from './scope.ts'

export function copied(run: Run, scope: FunctionScope): Run {
  if (!scope.inSchema) return run
  const { context } = scope.module
  return (frame) => {
    const value = run(frame)
    return context.self?.seesChanges === true ? deepCopy(value) : value
  }
}
