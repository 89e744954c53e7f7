/** What evaluations on demand have found out about the attributes of an instance. */
import type { Value } from '../model/value.ts'

/** What was found out in the turn of a body. */
export interface Findings {
  readonly attributes: Map<string, Finding>
}

export interface Finding {
  /** Evaluations on demand that are under way. */
  level: number
  /** How often it was set, where the step does not tell. */
  count: number
  isFinal: boolean
  /** No value that was not final went into it. */
  isExact: boolean
  value: Value
}
