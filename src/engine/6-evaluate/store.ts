/** Where the value of a statement goes: a global, a local or an attribute. */
import type { Value } from '../model/value.ts'
import type { Frame, Run } from './scope.ts'

/** How a statement stores under a name, and what is there before. */
export interface Store {
  readonly load: Run
  readonly store: (frame: Frame, value: Value) => void
  /** The protocol of lazy names around the evaluation of the value. */
  readonly around: (evaluate: Run) => Run
}
