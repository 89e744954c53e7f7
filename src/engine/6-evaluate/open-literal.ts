/** Literals that hold a value which is changed in place while their other parts are evaluated: in the real engine they hold what became of it. */
import type { Expression } from '../model/ast.ts'
import type { Value } from '../model/value.ts'
import type { Context } from './context.ts'
import type { FunctionScope, Run } from './scope.ts'
import { sharingOf, withChanges } from './shared-value.ts'

/** For literals whose parts do not depend on each other. */
export function followingChanges(run: Run, node: Expression, scope: FunctionScope): Run {
  if (sharingOf(node) === 'none') return run
  const { context } = scope.module
  return (frame) => {
    const mark = context.changeLog.length
    const value = run(frame)
    return context.changeLog.length > mark ? withChangesSince(context, mark, value) : value
  }
}

/** Tells the instances under construction and the literals that are open of a change. */
export function noteChanged(context: Context, changes: Map<Value, Value>): void {
  if (context.self === undefined) logChange(context, changes)
  else context.self.change(changes)
}

/** Literals follow so many changes in one statement, for each is looked for in all of their parts. */
export function logChange({ changeLog }: Context, changes: Map<Value, Value>): void {
  if (changeLog.length < MOST_CHANGES) changeLog.push(new Map(changes))
}

const MOST_CHANGES = 256

export function withChangesSince({ changeLog }: Context, mark: number, value: Value): Value {
  return changeLog.slice(mark).reduce<Value>((current, changes) => withChanges(current, changes), value)
}
