/** One run of the engine, as an operation's result: what it printed, what it warned of, and the failure when the program is wrong. */
import { hasErrors, preloadLibraries, prepare, runPrepared } from '../engine/pipeline.ts'
import type { PrepareInput, RunInput } from '../engine/pipeline.ts'
import type { EngineHost } from '../engine/host.ts'
import type { Diagnostic } from '../engine/model/diagnostic.ts'
import type { Value } from '../engine/model/value.ts'
import { sourcesOf } from './diagnostic-sources.ts'
import { ProgramError } from './errors.ts'

export interface Evaluation {
  /** In the wanted format, without the last line end. */
  readonly text: string
  readonly value: Value
  /** What `print` wrote. */
  readonly log: string
  /** Warnings. */
  readonly diagnostics: readonly Diagnostic[]
  /** The texts the diagnostics point into, by path. */
  readonly sources: ReadonlyMap<string, string>
}

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
