/** Two pieces of code of which one runs. A schema expression, a quantifier or an assignment in one of them makes the arguments of a lambda stand behind
 *  attributes of their name only if that piece runs, as in the real engine. */
import type { Binding, FunctionScope, Run } from './scope.ts'

/** Elsewhere than in lambdas, and of loop variables, what one branch forgets is forgotten. */
export function compileBranches(scope: FunctionScope, first: () => Run, second: () => Run): readonly [Run, Run] {
  if (scope.kind !== 'lambda') return scope.branch(first, second)
  const locals = scope.localNames()
  let kept = locals
  const [body, orElse] = scope.branch(() => {
    const run = first()
    kept = scope.localNames()
    scope.restoreLocals(locals)
    return run
  }, second)
  const keptInElse = scope.localNames()
  const lostInBody = keptInElse.filter((name) => !kept.includes(name))
  const lostInElse = kept.filter((name) => !keptInElse.includes(name))
  for (const name of lostInBody) if (isLoop(scope.find(name)?.binding)) scope.forgetLocal(name)
  scope.restoreLocals(lostInElse.filter((name) => !isLoop(scope.find(name)?.binding)))
  return [marking(lostInBody, body, scope), marking(lostInElse, orElse, scope)]
}

function isLoop(binding: Binding | undefined): boolean {
  return binding?.kind === 'loop'
}

function marking(names: readonly string[], run: Run, scope: FunctionScope): Run {
  if (names.length === 0) return run
  const slots = names.map((name) => scope.forgottenSlot(name))
  return (frame) => {
    const value = run(frame)
    for (const slot of slots) frame[slot] = true
    return value
  }
}
