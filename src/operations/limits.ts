/** What whoever embeds the engine may bound. Apart from the engine's own declaration, so that the types of the library reach no further than this. */
export interface EvaluationLimits {
  /** Nested calls, instances and evaluations on demand; the stack of the host may end sooner. Default 100,000. */
  readonly depth?: number
  /** Calls, instances and turns of loops in a run. */
  readonly steps?: number
  /** Duration of a run; looked at every few hundred steps. */
  readonly milliseconds?: number
  /** Bytes of the host's memory in use, looked at like the clock; a run ends before all memory is used in any case. Node knows them, browsers do not. */
  readonly memory?: number
  /** Looked at with the first step and then every few hundred. Evaluation does not wait, so an AbortController of the same thread
   *  can only end a run at its first step; a getter that looks at shared memory lets another thread end one that is under way. */
  readonly signal?: AbortLike
}

/** An AbortSignal is one. */
export interface AbortLike {
  readonly aborted: boolean
}
