/** One program of the engine as operations see it: prepared once, run as often as wanted. A run gives what it printed and what it warned of, or fails with
 *  the diagnostics of a wrong program. */
import { hasErrors, preloadLibraries, prepare, runPrepared } from '../engine/pipeline.ts'
import type { PreparedProgram, PrepareInput, RunInput } from '../engine/pipeline.ts'
import type { EngineHost } from '../engine/host.ts'
import type { Diagnostic } from '../engine/model/diagnostic.ts'
import { sourcesOf } from './diagnostic-sources.ts'
import { ProgramError } from './errors.ts'
import type { Evaluation } from './outcome.ts'

export interface PreparedEvaluation {
  readonly host: EngineHost
  readonly program: PreparedProgram
  /** What the last run printed. */
  readonly printed: string[]
}

/** Throws ProgramError when the program cannot run. */
export async function prepareEvaluation(host: Omit<EngineHost, 'print'>, input: PrepareInput): Promise<PreparedEvaluation> {
  const printed: string[] = []
  const engineHost = { ...host, print: (text: string) => void printed.push(text) }
  const program = prepare(engineHost, input)
  const prepared = { host: engineHost, program, printed }
  if (hasErrors(program.diagnostics)) throw programError(prepared, program.diagnostics)
  await preloadLibraries(program)
  return prepared
}

/** Throws ProgramError. */
export function runEvaluation(prepared: PreparedEvaluation, input: RunInput): Evaluation {
  const { host, program, printed } = prepared
  printed.length = 0
  const { text, value, diagnostics } = runPrepared(program, input)
  if (hasErrors(diagnostics)) throw programError(prepared, diagnostics)
  return { text, value, log: printed.join(''), diagnostics, sources: sourcesOf(host, program.program, diagnostics) }
}

/** Throws ProgramError. */
export async function evaluateProgram(host: Omit<EngineHost, 'print'>, input: PrepareInput & RunInput): Promise<Evaluation> {
  return runEvaluation(await prepareEvaluation(host, input), input)
}

function programError({ host, program, printed }: PreparedEvaluation, diagnostics: readonly Diagnostic[]): ProgramError {
  return new ProgramError({ diagnostics, sources: sourcesOf(host, program.program, diagnostics), log: printed.join('') })
}
