/** One program of the engine as operations see it: prepared once, run as often as wanted. A run gives what it printed and what it warned of, or fails with
 *  the diagnostics of a wrong program. */
import { hasErrors, prepare, runPrepared } from '../engine/pipeline.ts'
import type { PreparedProgram, PrepareInput, RunInput } from '../engine/pipeline.ts'
import type { EngineHost } from '../engine/host.ts'
import { sourcesOf } from './diagnostic-sources.ts'
import { ProgramError } from './errors.ts'
import type { Evaluation } from './outcome.ts'

export interface PreparedEvaluation {
  readonly host: EngineHost
  readonly program: PreparedProgram
  /** What the last run printed. */
  readonly printed: string[]
  /** Whether some run asked for leave to change files. */
  readonly hasWritten: () => boolean
}

/** Throws ProgramError when the program cannot run. */
export async function prepareEvaluation(host: Omit<EngineHost, 'print'>, input: PrepareInput): Promise<PreparedEvaluation> {
  const printed: string[] = []
  let hasWritten = false
  const engineHost: EngineHost = {
    ...host,
    print: (text) => void printed.push(text),
    get writer() {
      hasWritten = true
      return host.writer
    },
  }
  const program = await prepare(engineHost, input)
  const prepared = { host: engineHost, program, printed, hasWritten: () => hasWritten }
  if (hasErrors(program.diagnostics)) throw programError(prepared, program)
  return prepared
}

/** Throws ProgramError. */
export function runEvaluation(prepared: PreparedEvaluation, input: RunInput): Evaluation {
  const { host, program, printed } = prepared
  printed.length = 0
  const outcome = runPrepared(program, input)
  const { text, value, isStream, diagnostics } = outcome
  if (hasErrors(diagnostics)) throw programError(prepared, outcome)
  return { text, value, isStream, log: printed.join(''), diagnostics, sources: sourcesOf(host, program.program, diagnostics) }
}

/** Throws ProgramError. */
export async function evaluateProgram(host: Omit<EngineHost, 'print'>, input: PrepareInput & RunInput): Promise<Evaluation> {
  return runEvaluation(await prepareEvaluation(host, input), input)
}

function programError(
  { host, program, printed, hasWritten }: PreparedEvaluation,
  { diagnostics, isHostTooSmall }: Pick<PreparedProgram, 'diagnostics' | 'isHostTooSmall'>,
): ProgramError {
  return new ProgramError({
    diagnostics,
    sources: sourcesOf(host, program.program, diagnostics),
    log: printed.join(''),
    needsMoreRoom: isHostTooSmall && !hasWritten(),
  })
}
