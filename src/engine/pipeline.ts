/** The road from text to output, in order: load (lex and parse what is reached), bind, check, evaluate, plan and emit. Read this first.
 *  Faults of a program come back as diagnostics; nothing here throws for bad KCL. */
import { type LoadOutcome, loadProgramWithNames } from './3-load/load.ts'
import { bindProgram } from './4-bind/bind.ts'
import { checkProgram } from './5-check/check.ts'
import { evaluateProgram, prepareProgram, type Prepared } from './6-evaluate/evaluate.ts'
import { type Limits, NO_LIMITS } from './6-evaluate/context.ts'
import { emitOutput, type OutputFormat } from './7-emit/emit.ts'
import { isStackOverflow, nestedTooDeeply } from './faults/stack.ts'
import type { EngineHost } from './host.ts'
import { preloadModules } from './library/modules/preload.ts'
import type { Diagnostic, Outcome } from './model/diagnostic.ts'
import type { Program } from './model/program.ts'
import type { Value } from './model/value.ts'
import { type Argument, parseArguments } from './tools/argument.ts'
import { applyOverrides } from './tools/override.ts'

export type { OutputFormat } from './7-emit/emit.ts'

export interface SourceText {
  /** What messages call it. */
  readonly path: string
  readonly text: string
}

export interface PrepareInput {
  /** Files and folders (absolute), and texts that lie in no file. */
  readonly entries: readonly (string | SourceText)[]
  /** `-O` */
  readonly overrides?: readonly string[]
  readonly strictRange?: boolean
  readonly debug?: boolean
  readonly disableNone?: boolean
}

export interface RunInput {
  /** `-D` and settings options: JSON, a KCL constant or plain text. Later ones win. */
  readonly arguments?: readonly Argument[]
  /** `-S` */
  readonly selectors?: readonly string[]
  readonly disableNone?: boolean
  readonly sortKeys?: boolean
  readonly showHidden?: boolean
  readonly includeSchemaTypePath?: boolean
  readonly format?: OutputFormat
  readonly limits?: Partial<Limits>
}

export interface RunOutcome {
  /** In the wanted format; empty when there are errors. */
  readonly text: string
  /** What was emitted, before it became text. */
  readonly value: Value
  /** The text is a YAML stream the program put together itself; `value` is Undefined, `readStream` gives it. */
  readonly isStream: boolean
  readonly diagnostics: readonly Diagnostic[]
  /** The host's stack or memory was too small: with more of it the program may come to an end. */
  readonly isHostTooSmall: boolean
}

/** A program that is loaded, checked and ready to run many times. `prepared` is absent when it has errors. */
export interface PreparedProgram {
  readonly program: Program
  readonly prepared: Prepared | undefined
  readonly diagnostics: readonly Diagnostic[]
  /** The same as of a run. */
  readonly isHostTooSmall: boolean
}

/** The one part of the engine that waits: for the libraries and tables that only some programs need (`library/modules/preload.ts`). */
export async function prepare(host: EngineHost, input: PrepareInput): Promise<PreparedProgram> {
  const loaded = await loadProgramWithNames(host, input.entries)
  await preloadModules(systemModulesOf(loaded.value))
  try {
    return prepareLoaded(host, loaded, await applyOverrides(loaded.value, input.overrides ?? []), input)
  } catch (error) {
    if (!isStackOverflow(error)) throw error
    const program = loaded.value
    return { program, prepared: undefined, diagnostics: [...loaded.diagnostics, nestedTooDeeply(program)], isHostTooSmall: true }
  }
}

function prepareLoaded(host: EngineHost, loaded: LoadOutcome, overridden: Outcome<Program>, input: PrepareInput): PreparedProgram {
  const { isHostTooSmall } = loaded
  // A wrong override is all that the real engine tells of, whatever else is wrong.
  if (overridden.diagnostics.length > 0)
    return { program: overridden.value, prepared: undefined, diagnostics: overridden.diagnostics, isHostTooSmall }
  const program = bindProgram(overridden.value)
  const checked = checkProgram(program)
  const found = [...loaded.diagnostics, ...checked.diagnostics]
  const diagnostics = hasErrors(found) ? found : [...found, ...loaded.loadErrors]
  if (hasErrors(diagnostics)) return { program, prepared: undefined, diagnostics, isHostTooSmall }
  const prepared = prepareProgram(
    program,
    host,
    {
      strictRange: input.strictRange === true,
      debug: input.debug === true,
      disableNone: input.disableNone === true,
      limits: NO_LIMITS,
    },
    checked,
  )
  return { program, prepared, diagnostics, isHostTooSmall }
}

function systemModulesOf({ imports }: Program): readonly string[] {
  return [...imports.values()].filter((target) => target.kind === 'system').map((target) => target.packagePath)
}

/** Runs what `prepare` made, again and again with other arguments. */
export function runPrepared({ prepared, diagnostics, isHostTooSmall }: PreparedProgram, input: RunInput): RunOutcome {
  if (prepared === undefined) return { text: '', value: undefined, isStream: false, diagnostics, isHostTooSmall }
  const evaluation = evaluateProgram(prepared, {
    arguments: parseArguments(input.arguments ?? []),
    limits: { ...NO_LIMITS, ...input.limits },
  })
  if (evaluation.diagnostics.length > 0) {
    const found = [...diagnostics, ...evaluation.diagnostics]
    return { text: '', value: undefined, isStream: false, diagnostics: found, isHostTooSmall: evaluation.isHostTooSmall }
  }
  const output = emitOutput(evaluation, {
    format: input.format ?? 'yaml',
    selectors: input.selectors ?? [],
    disableNone: input.disableNone === true,
    sortKeys: input.sortKeys === true,
    showHidden: input.showHidden === true,
    includeSchemaTypePath: input.includeSchemaTypePath === true,
  })
  return { ...output, diagnostics: [...diagnostics, ...output.diagnostics] }
}

export async function runProgram(host: EngineHost, input: PrepareInput & RunInput): Promise<RunOutcome> {
  return runPrepared(await prepare(host, input), input)
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === 'error')
}
