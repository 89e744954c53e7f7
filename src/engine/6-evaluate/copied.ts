/** Expressions whose value the real engine copies. Whether it does shows only where parts of values are changed that several names share: in schemas, and
 *  in literals with a key that comes again. */
import { deepCopy } from '../values/deep-copy.ts'
import type { FunctionScope, Run } from './scope.ts'

export function copied(run: Run, scope: FunctionScope): Run {
  if (scope.changing > 0) return (frame) => deepCopy(run(frame))
  if (!scope.inSchema) return run
  const { context } = scope.module
  return (frame) => {
    const value = run(frame)
    return context.self?.seesChanges === true ? deepCopy(value) : value
  }
}
