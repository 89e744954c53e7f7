/** Blame → number; the only place where exit codes exist. Today's `kpm` says 1 for every failed operation, wherever the fault lies, and scripts rely on
 *  that; who is to blame stands in the `--json` form of the failure. */
import type { Blame } from '../../base/error.ts'

export const EXIT_DONE = 0
/** A bug: neither the input nor the world is at fault. */
export const EXIT_BUG = 70
/** Ctrl-C: 128 + SIGINT. */
export const EXIT_INTERRUPTED = 130

export const EXIT_CODES: Readonly<Record<Blame, number>> = {
  input: 1,
  usage: 2,
  environment: 1,
}
