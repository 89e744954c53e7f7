/** Where the value of a statement goes: a global, a local or an attribute. */
import type { Statement } from '../model/ast.ts'
import type { Value } from '../model/value.ts'
import type { Frame, Run } from './scope.ts'

/** How a statement stores under a name, and what is there before. */
export interface Store {
  readonly load: Run
  readonly store: (frame: Frame, value: Value) => void
  /** The protocol of lazy names around the evaluation of the value. */
  readonly around: (evaluate: Run) => Run
}

/** Is it a part of a value that a statement sets: `a.b = 1`, `a[0] += 1`? */
export function setsPart(node: Statement): boolean {
  if (node.kind === 'assign') return node.targets.some((target) => target.path.length > 0)
  return node.kind === 'augmentedAssign' && node.target.path.length > 0
}
