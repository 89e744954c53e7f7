/** The failure of an operation, thrown once and caught at the edge (CLI or embedder). Faults in KCL text are diagnostics and bugs are plain
 *  exceptions; neither is a KpmError. Messages start small, have no full stop and name the thing; the hint says what to do. */

/** Who can mend it: the request (1), the command line (2), the world outside (3). */
export type Blame = 'input' | 'usage' | 'environment'

export class KpmError extends Error {
  /** `SCREAMING_SNAKE`, never reused; registry codes are the distribution specification's own. */
  readonly code: string
  readonly blame: Blame
  readonly hint: string | undefined
  constructor(details: { code: string; blame: Blame; message: string; hint?: string; cause?: unknown }) {
    super(details.message, details.cause === undefined ? undefined : { cause: details.cause })
    this.name = 'KpmError'
    this.code = details.code
    this.blame = details.blame
    this.hint = details.hint
  }
}
