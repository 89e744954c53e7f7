/** What is wrong with KCL text, as data. The shape is the real engine's: one diagnostic carries one or more messages, each with its own place
 *  (`spec/kcl-frontend.md` F.1). Phases collect diagnostics and never throw for bad input. */

/** A suggestion is a line of advice after the error it belongs to; its title is its text. */
export type Severity = 'error' | 'warning' | 'suggestion'

/** A place in a file: two UTF-16 offsets, turned into line and column only when a person looks. */
export interface Place {
  readonly path: string
  readonly start: number
  readonly end: number
  /** Only the line is known, as for most faults of a running program: printed with column 1 and without a caret. */
  readonly lineOnly?: boolean
}

export interface Message {
  readonly text: string
  /** Absent for messages without a position (cyclic imports, load errors). */
  readonly place: Place | undefined
  readonly note: string | undefined
  /** Candidates of a "did you mean". */
  readonly suggestions: readonly string[] | undefined
}

export interface Diagnostic {
  readonly severity: Severity
  /** `E1001`, `E2G22`, …, as the real engine prints it. */
  readonly code: string
  /** The word or sentence after the code: `InvalidSyntax`, `TypeError`, `CompileError`, `EvaluationError` … */
  readonly title: string
  readonly messages: readonly Message[]
  /** Set on a load error: the diagnostics whose text stands in place of the title (frontend F.4). */
  readonly causes?: readonly Diagnostic[]
}

export interface Outcome<T> {
  readonly value: T
  readonly diagnostics: readonly Diagnostic[]
}
