/** What a run of the engine gives. Apart from what makes it, so that the types of the library reach no further than this. */
import type { Diagnostic } from '../engine/model/diagnostic.ts'
import type { Value } from '../engine/model/value.ts'

export interface Evaluation {
  /** In the wanted format, without the last line end. */
  readonly text: string
  readonly value: Value
  /** The text is a YAML stream the program put together itself; `value` is Undefined, the engine's `readStream` gives it. */
  readonly isStream: boolean
  /** What `print` wrote. */
  readonly log: string
  /** Warnings. */
  readonly diagnostics: readonly Diagnostic[]
  /** The texts the diagnostics point into, by path. */
  readonly sources: ReadonlyMap<string, string>
}
