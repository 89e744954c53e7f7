/** Everything of a run up to evaluation: what waits (`selection.ts`), then loading and checking. What comes of it runs at once and as often as one likes
 *  (`runPrepared`), each time with other arguments. */
import type { RunInput as EngineRunInput } from '../engine/pipeline.ts'
import type { OutputFormat } from '../engine/7-emit/emit.ts'
import type { Host } from '../host/host.ts'
import { createEngineHost } from './engine-host.ts'
import { invalidArgument } from './errors.ts'
import { prepareEvaluation, runEvaluation } from './evaluation.ts'
import type { PreparedEvaluation } from './evaluation.ts'
import type { EvaluationLimits } from './limits.ts'
import type { Evaluation } from './outcome.ts'
import { splitPair } from './pair.ts'
import { selectProgram } from './selection.ts'
import type { SelectionInput } from './selection.ts'

export interface PrepareInput extends SelectionInput {
  /** `key=value` */
  readonly arguments?: readonly string[]
  readonly overrides?: readonly string[]
  readonly selectors?: readonly string[]
  readonly disableNone?: boolean
  readonly sortKeys?: boolean
  readonly showHidden?: boolean
  readonly strictRangeCheck?: boolean
  readonly debug?: boolean
  readonly includeSchemaTypePath?: boolean
  readonly format?: OutputFormat
  readonly limits?: EvaluationLimits
}

/** What each run may ask for anew. */
export interface PreparedInput {
  /** `key=value`; they go before those the program was prepared with. */
  readonly arguments?: readonly string[]
  /** Beside those the program was prepared with. */
  readonly selectors?: readonly string[]
  readonly sortKeys?: boolean
  readonly showHidden?: boolean
  readonly includeSchemaTypePath?: boolean
  readonly format?: OutputFormat
  readonly limits?: EvaluationLimits
}

export interface PreparedRun {
  readonly evaluation: PreparedEvaluation
  /** What kcl.mod, settings files and the input of `prepare` say about each run. */
  readonly defaults: Required<Omit<EngineRunInput, 'limits'>> & { readonly limits: EvaluationLimits }
  /** Where a settings file wants the result; as written, relative to the working folder. */
  readonly output: string | undefined
}

/** Throws ProgramError for a program that cannot run, and what finding and fetching packages throws. */
export async function prepare(host: Host, input: PrepareInput): Promise<PreparedRun> {
  const { workFolder } = input
  const { project, settings, packages, entries } = await selectProgram(host, input)
  const profile = project.manifest?.profile
  const { switches } = settings
  const disableNone = input.disableNone === true || switches.disable_none || profile?.disableNone === true
  const defaults = {
    arguments: [...parseArguments(profile?.arguments ?? []), ...settings.arguments, ...parseArguments(input.arguments ?? [])],
    selectors: [...(profile?.selectors ?? []), ...settings.selectors, ...(input.selectors ?? [])],
    disableNone,
    sortKeys: input.sortKeys === true || switches.sort_keys || profile?.sortKeys === true,
    showHidden: input.showHidden === true || switches.show_hidden,
    includeSchemaTypePath: input.includeSchemaTypePath === true || switches.include_schema_type_path,
    format: input.format ?? 'yaml',
    limits: { ...(host.signal === undefined ? {} : { signal: host.signal }), ...input.limits },
  }
  const evaluation = await prepareEvaluation(createEngineHost(host, { workFolder, packages }), {
    entries,
    overrides: [...(profile?.overrides ?? []), ...settings.overrides, ...(input.overrides ?? [])],
    strictRange: input.strictRangeCheck === true || switches.strict_range_check,
    debug: input.debug === true || switches.debug,
    disableNone,
  })
  return { evaluation, defaults, output: settings.output }
}

/** At once, without waiting. Throws ProgramError. */
export function runPrepared({ evaluation, defaults }: PreparedRun, input: PreparedInput = {}): Evaluation {
  const { arguments: pairs = [], selectors = [], limits, ...rest } = input
  return runEvaluation(evaluation, {
    ...defaults,
    ...rest,
    arguments: [...defaults.arguments, ...parseArguments(pairs)],
    selectors: [...defaults.selectors, ...selectors],
    limits: { ...defaults.limits, ...limits },
  })
}

function parseArguments(texts: readonly string[]): readonly { readonly key: string; readonly text: string }[] {
  return texts.map((argument) => {
    const [key, text] = splitPair(argument) ?? []
    if (key === undefined || text === undefined) throw invalidArgument(argument)
    return { key, text }
  })
}
