/** What the two doors of the library, `index.ts` and `browser.ts`, share: calls that need no world, and the shapes of what comes back. */
import type { Module } from './engine/model/ast.ts'
import type { Diagnostic, Outcome } from './engine/model/diagnostic.ts'
import { preloadCharacterNames } from './engine/1-lex/unicode-name.ts'
import { parseModule } from './engine/2-parse/parse.ts'
import type { OutputFormat } from './engine/7-emit/emit.ts'
import { formatDiagnostics as formatForPeople } from './cli/print/diagnostics.ts'
import { evaluate as evaluateTexts } from './operations/evaluate.ts'
import { argumentTexts, libraryResult, withSignal } from './library-call.ts'
import type { AbortLike, EvaluationLimits } from './operations/limits.ts'
import type { PlainValue } from './operations/plain-value.ts'

/** Values of `option()`: anything JSON can say. */
export type Arguments = Readonly<Record<string, unknown>>

/** What bounds a run; none by default. */
export type Limits = Omit<EvaluationLimits, 'signal'>

export interface RunResult {
  /** In the wanted format, YAML by default. */
  readonly text: string
  readonly value: PlainValue
  /** What `print` wrote. */
  readonly log: string
  readonly warnings: readonly Diagnostic[]
  /** The texts the warnings point into, by path. */
  readonly sources: ReadonlyMap<string, string>
}

/** What is wrong with a program. */
export interface CheckResult {
  /** Errors, and warnings where they were asked for. */
  readonly diagnostics: readonly Diagnostic[]
  /** The texts they point into, by path. */
  readonly sources: ReadonlyMap<string, string>
}

/** What a run of a prepared program may ask for anew. */
export interface PreparedRunOptions {
  /** They go before those the program was prepared with. */
  readonly arguments?: Arguments
  /** Beside those the program was prepared with. */
  readonly selectors?: readonly string[]
  readonly sortKeys?: boolean
  readonly showHidden?: boolean
  readonly includeSchemaTypePath?: boolean
  readonly format?: OutputFormat
  readonly limits?: Limits
  /** Looked at with the first step of a run and then every few hundred. */
  readonly signal?: AbortLike
}

/** A program that is found, loaded and checked. Its runs know nothing of each other. */
export interface PreparedProgram {
  /** At once, without waiting. Throws ProgramError. */
  readonly run: (options?: PreparedRunOptions) => RunResult
}

/** How a program is evaluated, whatever it is: the flags of `kpm run`. */
export interface ProgramOptions extends Omit<PreparedRunOptions, 'signal'> {
  /** `path=value` */
  readonly overrides?: readonly string[]
  readonly disableNone?: boolean
  readonly strictRangeCheck?: boolean
  readonly debug?: boolean
}

/** Where a program is found. */
export interface SourceOptions {
  /** Absolute: where relative paths start, and what is run when nothing is named. */
  readonly workFolder?: string
  /** Programs that lie in no file; `path` is what messages call them. They come before the files. */
  readonly texts?: readonly { readonly path: string; readonly text: string }[]
  /** Without one, the `kcl.yaml` of the folder. */
  readonly settingsFiles?: readonly string[]
}

export interface EvaluateOptions extends ProgramOptions {
  readonly signal?: AbortLike
  /** What messages call the text; default `main.k`. */
  readonly path?: string
}

/** Evaluates a text: no files, no packages, no network. It waits only for libraries of the system modules it imports and for the
 *  names of characters. Throws ProgramError. */
export async function evaluate(text: string, options: EvaluateOptions = {}): Promise<RunResult> {
  const { path = 'main.k', arguments: values = {}, limits, signal, strictRangeCheck: strictRange = false, ...rest } = options
  const input = { texts: [{ path, text }], arguments: argumentTexts(values), strictRange, limits: withSignal(limits, signal) }
  return libraryResult(await evaluateTexts({ ...rest, ...input }))
}

/** The syntax tree of a text. There always is one; what is wrong with the text are its diagnostics. It does not wait, so the
 *  names of characters in strings (`\N{BULLET}`) are unknown to it, but for ideographs, until `loadCharacterNames` was awaited once. */
export function parse(text: string, options: { readonly path?: string } = {}): Outcome<Module> {
  return parseModule(options.path ?? 'main.k', text)
}

/** For `parse`; everything else loads the names by itself when a program has some. */
export async function loadCharacterNames(): Promise<void> {
  await preloadCharacterNames()
}

/** Diagnostics as `kpm run` shows them, with the lines they point to: those of a ProgramError, of `check`, or any others with the
 *  texts they belong to. */
export function formatDiagnostics(
  failure: { readonly diagnostics: readonly Diagnostic[]; readonly sources: ReadonlyMap<string, string> },
  options: { readonly color?: boolean } = {},
): string {
  return formatForPeople(failure.diagnostics, { sources: (path) => failure.sources.get(path), color: options.color === true })
}
