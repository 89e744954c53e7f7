/** One run of the engine, as an operation's result: what it printed, what it warned of, and the failure when the program is wrong. */
import { hasErrors, preloadLibraries, prepare, runPrepared } from '../engine/pipeline.ts'
import type { PrepareInput, RunInput } from '../engine/pipeline.ts'
import type { EngineHost } from '../engine/host.ts'
import { sourcesOf } from './diagnostic-sources.ts'
import { ProgramError } from './errors.ts'
import type { Evaluation } from './outcome.ts'

/** Throws ProgramError. */
export async function evaluateProgram(host: Omit<EngineHost, 'print'>, input: PrepareInput & RunInput): Promise<Evaluation> {
  const printed: string[] = []
  const engineHost = { ...host, print: (text: string) => void printed.push(text) }
  const prepared = prepare(engineHost, input)
  await preloadLibraries(prepared)
  const { text, value, diagnostics } = runPrepared(prepared, input)
  const sources = sourcesOf(engineHost, prepared.program, diagnostics)
  const log = printed.join('')
  if (hasErrors(diagnostics)) throw new ProgramError({ diagnostics, sources, log })
  return { text, value, log, diagnostics, sources }
}
