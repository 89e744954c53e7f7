/** kpm as a library on Node. Binds the operations to this machine: results are plain data, progress goes to `onProgress`, and failures are KpmError, of
 *  which ProgramError carries the diagnostics of a wrong program. */
import type { Module } from './engine/model/ast.ts'
import type { Diagnostic, Outcome } from './engine/model/diagnostic.ts'
import { parseModule } from './engine/2-parse/parse.ts'
import type { OutputFormat } from './engine/7-emit/emit.ts'
import type { ProgressEvent } from './host/events.ts'
import type { Host } from './host/host.ts'
import { slashes } from './node/directories.ts'
import { createNodeHost } from './node/host.ts'
import { evaluate as evaluateTexts } from './operations/evaluate.ts'
import { login as loginOn } from './operations/login.ts'
import type { LoginInput, LoginResult } from './operations/login.ts'
import { logout as logoutOn } from './operations/logout.ts'
import type { LogoutResult } from './operations/logout.ts'
import { plainValueOf } from './operations/plain-value.ts'
import type { PlainValue } from './operations/plain-value.ts'
import { pull as pullOn } from './operations/pull.ts'
import type { PullInput, PullResult } from './operations/pull.ts'
import { push as pushOn } from './operations/push.ts'
import type { PushInput, PushResult } from './operations/push.ts'
import { run as runOn } from './operations/run.ts'
import type { RunInput } from './operations/run.ts'

export { KpmError } from './base/error.ts'
export type { Blame } from './base/error.ts'
export { ProgramError } from './operations/errors.ts'
export { serveMemoryRegistry } from './node/memory-registry.ts'
export type { MemoryRegistryOptions } from './node/memory-registry.ts'
export type { RunningServer } from './node/server.ts'
export { version } from './node/version.ts'
export type { Module } from './engine/model/ast.ts'
export type { Diagnostic, Message, Outcome, Place, Severity } from './engine/model/diagnostic.ts'
export type { ProgressEvent } from './host/events.ts'
export type { LoginInput, LoginResult, LogoutResult, OutputFormat, PlainValue, PullResult, PushResult }

/** What every call may be given beside its own input. */
export interface CallOptions {
  /** Where settings are looked up: default the process's environment. */
  readonly environment?: Readonly<Record<string, string | undefined>>
  readonly onProgress?: (event: ProgressEvent) => void
  /** Ends network work that is under way. */
  readonly signal?: AbortSignal
}

export interface RunOptions extends CallOptions, Partial<Omit<RunInput, 'sources' | 'arguments'>> {
  /** Values of `option()`: anything JSON can say. */
  readonly arguments?: Readonly<Record<string, unknown>>
}

export interface RunResult {
  /** In the wanted format, YAML by default. */
  readonly text: string
  readonly value: PlainValue
  /** What `print` wrote. */
  readonly log: string
  readonly warnings: readonly Diagnostic[]
}

/** Evaluates files, a folder, an archive or a published package. `sources` are what follows `kpm run`; none is the package in `workFolder`, by default
 *  the working directory. Throws ProgramError for a wrong program. */
export async function run(sources: string | readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const { workFolder = here(), arguments: values = {}, ...rest } = options
  const result = await runOn(hostOf(options), {
    ...rest,
    workFolder,
    sources: typeof sources === 'string' ? [sources] : sources,
    arguments: formatArguments(values).map(({ key, text }) => `${key}=${text}`),
  })
  return { text: result.text, value: plainValueOf(result.value) ?? null, log: result.log, warnings: result.diagnostics }
}

export interface EvaluateOptions {
  readonly arguments?: Readonly<Record<string, unknown>>
  readonly selectors?: readonly string[]
  readonly overrides?: readonly string[]
  readonly disableNone?: boolean
  readonly sortKeys?: boolean
  readonly showHidden?: boolean
  readonly format?: OutputFormat
  /** What messages call the text; default `main.k`. */
  readonly path?: string
}

/** Evaluates a text: no files, no packages, no network. It waits only for libraries of the system modules it imports. Throws ProgramError. */
export async function evaluate(text: string, options: EvaluateOptions = {}): Promise<RunResult> {
  const { path = 'main.k', arguments: values = {}, ...rest } = options
  const result = await evaluateTexts({ ...rest, texts: [{ path, text }], arguments: formatArguments(values) })
  return { text: result.text, value: plainValueOf(result.value) ?? null, log: result.log, warnings: result.diagnostics }
}

/** The syntax tree of a text. There always is one; what is wrong with the text are its diagnostics. */
export function parse(text: string, options: { readonly path?: string } = {}): Outcome<Module> {
  return parseModule(options.path ?? 'main.k', text)
}

/** Verifies credentials with a registry, then stores them. */
export async function login(input: LoginInput, options: CallOptions = {}): Promise<LoginResult> {
  return await loginOn(hostOf(options), input)
}

export async function logout(registry: string, options: CallOptions = {}): Promise<LogoutResult> {
  return await logoutOn(hostOf(options), { registry })
}

/** Packs the package in `folder`, by default the working directory, and publishes it. */
export async function push(input: Partial<PushInput> = {}, options: CallOptions = {}): Promise<PushResult> {
  return await pushOn(hostOf(options), { folder: here(), ...input })
}

/** Fetches a published package into a folder below `folder`, by default the working directory. */
export async function pull(source: string, input: Partial<Omit<PullInput, 'source'>> = {}, options: CallOptions = {}): Promise<PullResult> {
  return await pullOn(hostOf(options), { workFolder: here(), ...input, source })
}

function hostOf(options: CallOptions): Host {
  const { environment, onProgress, signal } = options
  return createNodeHost({
    ...(environment === undefined ? {} : { environment }),
    ...(onProgress === undefined ? {} : { report: onProgress }),
    ...(signal === undefined ? {} : { signal }),
  })
}

function here(): string {
  return slashes(process.cwd())
}

/** undefined values are options that are not given. */
function formatArguments(values: Readonly<Record<string, unknown>>): readonly { readonly key: string; readonly text: string }[] {
  return Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [{ key, text: JSON.stringify(value) }]))
}
