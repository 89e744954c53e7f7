/** kpm as a library on Node. Binds the operations to this machine: results are plain data, progress goes to `onProgress`, and failures are KpmError, of
 *  which ProgramError carries the diagnostics of a wrong program. */
import type { OutputFormat } from './engine/7-emit/emit.ts'
import type { ProgressEvent } from './host/events.ts'
import type { Host } from './host/host.ts'
import { libraryResult, listOf, preparedProgram, prepareInput } from './library-call.ts'
import type { CheckResult, PreparedProgram, ProgramOptions, RunResult, SourceOptions } from './library.ts'
import { slashes } from './node/directories.ts'
import { createNodeHost } from './node/host.ts'
import { check as checkOn } from './operations/check.ts'
import { login as loginOn } from './operations/login.ts'
import type { LoginInput, LoginResult } from './operations/login.ts'
import { logout as logoutOn } from './operations/logout.ts'
import type { LogoutResult } from './operations/logout.ts'
import type { PlainValue } from './operations/plain-value.ts'
import { prepare as prepareOn } from './operations/prepare.ts'
import type { NetworkOptions } from './operations/network.ts'
import { pull as pullOn } from './operations/pull.ts'
import type { PullInput, PullResult } from './operations/pull.ts'
import { push as pushOn } from './operations/push.ts'
import type { PushInput, PushResult } from './operations/push.ts'
import { run as runOn } from './operations/run.ts'

export { KpmError } from './base/error.ts'
export type { Blame } from './base/error.ts'
export { ProgramError } from './operations/errors.ts'
export { serveMemoryRegistry } from './node/memory-registry.ts'
export type { MemoryRegistryOptions } from './node/memory-registry.ts'
export type { RunningServer } from './node/server.ts'
export { version } from './base/version.ts'
export { evaluate, formatDiagnostics, loadCharacterNames, parse } from './library.ts'
export type {
  Arguments,
  CheckResult,
  EvaluateOptions,
  Limits,
  PreparedProgram,
  PreparedRunOptions,
  ProgramOptions,
  RunResult,
  SourceOptions,
} from './library.ts'
export type { Module } from './engine/model/ast.ts'
export type { Diagnostic, Message, Outcome, Place, Severity } from './engine/model/diagnostic.ts'
export type { AbortLike } from './operations/limits.ts'
export type { ProgressEvent } from './host/events.ts'
export type { LoginInput, LoginResult, LogoutResult, OutputFormat, PlainValue, PullResult, PushResult }

/** What every call may be given beside its own input. */
export interface CallOptions {
  /** Where settings are looked up: default the process's environment. */
  readonly environment?: Readonly<Record<string, string | undefined>>
  readonly onProgress?: (event: ProgressEvent) => void
  /** Ends network work that is under way, and keeps a program from running; see `AbortLike`. */
  readonly signal?: AbortSignal
}

export interface CheckOptions extends CallOptions, SourceOptions {
  /** The version of a reference among the sources. */
  readonly tag?: string
  /** `name=folder`: where a package lies, so that it is not fetched. */
  readonly externalPackages?: readonly string[]
  readonly network?: NetworkOptions
  /** Warnings about imports, too. */
  readonly lint?: boolean
}

export interface RunOptions extends Omit<CheckOptions, 'lint'>, ProgramOptions {}

/** Evaluates files, a folder, an archive or a published package. `sources` are what follows `kpm run`; none is the package in `workFolder`, by default
 *  the working directory. Throws ProgramError for a wrong program. */
export async function run(sources: string | readonly string[], options: RunOptions = {}): Promise<RunResult> {
  return libraryResult(await runOn(hostOf(options), prepareInput(sources, options, here())))
}

/** Does everything of `run` but evaluating, which `program.run` does as often as one likes. */
export async function prepare(sources: string | readonly string[], options: RunOptions = {}): Promise<PreparedProgram> {
  return preparedProgram(await prepareOn(hostOf(options), prepareInput(sources, options, here())))
}

/** Finds what is wrong without running anything. Files named together are one program, each folder, archive or reference is one of its own. A wrong
 *  program is a result here, not a failure. */
export async function check(sources: string | readonly string[], options: CheckOptions = {}): Promise<CheckResult> {
  const { diagnostics, sources: texts } = await checkOn(hostOf(options), { workFolder: here(), ...options, sources: listOf(sources) })
  return { diagnostics, sources: texts }
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
