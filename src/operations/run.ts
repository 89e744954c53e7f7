/** Evaluates files, a folder, an archive or a published package. First everything that waits (`prepare.ts`); then the engine, which does not. */
import type { Host } from '../host/host.ts'
import type { Evaluation } from './outcome.ts'
import { prepare, runPrepared } from './prepare.ts'
import type { PrepareInput } from './prepare.ts'

export type RunInput = PrepareInput

export interface RunResult extends Evaluation {
  /** Where a settings file wants the result; as written, relative to the working folder. */
  readonly output: string | undefined
}

/** Throws ProgramError for a wrong program, and what finding and fetching packages throws. */
export async function run(host: Host, input: RunInput): Promise<RunResult> {
  const prepared = await prepare(host, input)
  return { ...runPrepared(prepared), output: prepared.output }
}
