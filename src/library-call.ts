/** From what callers of the library write to what operations take, and back. Apart from `library.ts`, so that published types do not reach in here. */
import type { Arguments, Limits, PreparedProgram, ProgramOptions, RunResult, SourceOptions } from './library.ts'
import { readStream } from './engine/7-emit/emit.ts'
import type { AbortLike, EvaluationLimits } from './operations/limits.ts'
import type { Evaluation } from './operations/outcome.ts'
import { plainValueOf } from './operations/plain-value.ts'
import { runPrepared } from './operations/prepare.ts'
import type { PreparedRun, PrepareInput } from './operations/prepare.ts'

/** `workFolder` when the options name none. */
export function prepareInput(
  sources: string | readonly string[],
  options: ProgramOptions & SourceOptions,
  workFolder: string,
): PrepareInput {
  const { arguments: values = {}, ...rest } = options
  return { workFolder, ...rest, sources: listOf(sources), arguments: argumentPairs(values) }
}

export function listOf(sources: string | readonly string[]): readonly string[] {
  return typeof sources === 'string' ? [sources] : sources
}

export function preparedProgram(prepared: PreparedRun): PreparedProgram {
  return {
    run: ({ arguments: values = {}, limits, signal, ...rest } = {}) =>
      libraryResult(runPrepared(prepared, { ...rest, arguments: argumentPairs(values), limits: withSignal(limits, signal) })),
  }
}

export function libraryResult({ text, value, isStream, log, diagnostics, sources }: Evaluation): RunResult {
  return { text, value: plainValueOf(isStream ? readStream(text) : value) ?? null, log, warnings: diagnostics, sources }
}

/** undefined values are options that are not given. */
export function argumentTexts(values: Arguments): readonly { readonly key: string; readonly text: string }[] {
  return Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [{ key, text: JSON.stringify(value) }]))
}

/** `key=value`, as on a command line. */
function argumentPairs(values: Arguments): readonly string[] {
  return argumentTexts(values).map(({ key, text }) => `${key}=${text}`)
}

export function withSignal(limits: Limits | undefined, signal: AbortLike | undefined): EvaluationLimits {
  return signal === undefined ? { ...limits } : { ...limits, signal }
}
