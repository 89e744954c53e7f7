/** What a command gets from the door it came through. */
import type { ProgressEvent } from '../../host/events.ts'
import type { Host } from '../../host/host.ts'
import type { Terminal } from '../../host/terminal.ts'

export interface Context {
  readonly terminal: Terminal
  /** Absolute, `/`-separated: what relative paths on the command line count from. */
  readonly workFolder: string
  /** Of kpm itself. */
  readonly version: string
  /** `KCL_ERROR_FORMAT`: how diagnostics are written where no flag says it. */
  readonly errorFormat?: string
  /** Runs the same command once more with far more room, for programs that are large or nest deeply. The result is its exit code; undefined when there
   *  is no such room or memory ends too soon. */
  readonly runInLargerThread?: () => Promise<number | undefined>
  /** Reads settings, so it may throw KpmError; commands that need no outside world do not call it. */
  readonly createHost: (report: (event: ProgressEvent) => void) => Host
}
