/** The person's side: two streams out, one in, and questions. stdout carries results only, everything else goes to stderr. */

export interface Terminal {
  /** Results. */
  readonly writeOutput: (text: string) => void
  /** Progress, notices, errors. */
  readonly writeError: (text: string) => void
  /** A person can answer: standard input and standard error are terminals. */
  readonly isInteractive: boolean
  /** Standard error is a terminal: a live line may be drawn. */
  readonly errorIsTerminal: boolean
  /** Colours are welcome on standard error (a terminal, and neither `NO_COLOR` nor `TERM=dumb`). */
  readonly errorHasColors: boolean
  /** Columns of standard error. */
  readonly columns: number
  /** All of standard input; the same whenever it is asked for. */
  readonly readInput: () => Promise<Uint8Array>
  /** All that a pipe or device gives (a process substitution, `/dev/stdin`), the same whenever it is asked for; undefined for what is none. `path` is
   *  absolute. */
  readonly readStream: (path: string) => Promise<Uint8Array | undefined>
  /** One line from the person; the question goes to standard error. Throws KpmError INTERRUPTED on Ctrl-C or end of input. */
  readonly ask: (question: string) => Promise<string>
  /** The same without an echo. */
  readonly askSecret: (question: string) => Promise<string>
}
