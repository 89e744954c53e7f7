/** kpm as a library in a browser, a worker or any other place without files: the names and results of `index.ts` with the files as data. There is no
 *  registry either: packages come as their files, and `login`, `push` and their like stay on Node. */
import { joinPath } from './base/path.ts'
import { createMemoryHost } from './host/memory.ts'
import type { MemoryHost } from './host/memory.ts'
import { noNetwork } from './host/errors.ts'
import { libraryResult, preparedProgram, prepareInput } from './library-call.ts'
import type { CheckResult, PreparedProgram, ProgramOptions, RunResult, SourceOptions } from './library.ts'
import { check as checkOn } from './operations/check.ts'
import { prepare as prepareOn } from './operations/prepare.ts'
import type { PrepareInput } from './operations/prepare.ts'
import { run as runOn } from './operations/run.ts'

export { KpmError } from './base/error.ts'
export type { Blame } from './base/error.ts'
export { ProgramError } from './operations/errors.ts'
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
export type { OutputFormat } from './engine/7-emit/emit.ts'
export type { AbortLike } from './operations/limits.ts'
export type { PlainValue } from './operations/plain-value.ts'

/** By path, text or bytes; folders come with their files. */
export type FileContents = Readonly<Record<string, string | Uint8Array>>

export interface CheckOptions extends SourceOptions {
  /** All the files there are; relative paths start at `workFolder`, by default `/`. */
  readonly files?: FileContents
  /** By the name the program imports. They also stand for the dependencies of that name in kcl.mod, whatever version those ask for. */
  readonly packages?: Readonly<Record<string, { readonly files: FileContents }>>
  /** Keeps a program from running; see `AbortLike`. */
  readonly signal?: AbortSignal
  /** Warnings about imports, too. */
  readonly lint?: boolean
}

export interface RunOptions extends Omit<CheckOptions, 'lint'>, ProgramOptions {}

/** Evaluates files or folders among `options.files`; no source is the package in `workFolder`. Throws ProgramError for a wrong program, and
 *  HOST_UNKNOWN when it needs a registry. */
export async function run(sources: string | readonly string[], options: RunOptions = {}): Promise<RunResult> {
  return libraryResult(await runOn(hostOf(options), inputOf(sources, options)))
}

/** Does everything of `run` but evaluating, which `program.run` does as often as one likes. */
export async function prepare(sources: string | readonly string[], options: RunOptions = {}): Promise<PreparedProgram> {
  return preparedProgram(await prepareOn(hostOf(options), inputOf(sources, options)))
}

/** Finds what is wrong without running anything. Files named together are one program, each folder is one of its own. A wrong program is a result here,
 *  not a failure. */
export async function check(sources: string | readonly string[], options: CheckOptions = {}): Promise<CheckResult> {
  const { lint = false } = options
  const { diagnostics, sources: texts } = await checkOn(hostOf(options), { ...inputOf(sources, options), lint })
  return { diagnostics, sources: texts }
}

function inputOf(sources: string | readonly string[], options: RunOptions): PrepareInput {
  const externalPackages = Object.keys(options.packages ?? {}).map((name) => `${name}=${packageFolder(name)}`)
  return { ...prepareInput(sources, options, '/'), externalPackages }
}

function hostOf({ files = {}, packages = {}, workFolder = '/', signal }: CheckOptions): MemoryHost {
  const places = [...placeFiles(workFolder, files)]
  for (const [name, { files: contents }] of Object.entries(packages)) places.push(...placeFiles(packageFolder(name), contents))
  return createMemoryHost({
    files: Object.fromEntries(places),
    registry: (registryHost) => {
      throw noNetwork(registryHost)
    },
    ...(signal === undefined ? {} : { signal }),
  })
}

function placeFiles(folder: string, files: FileContents): [string, string | Uint8Array][] {
  return Object.entries(files).map(([path, content]) => [joinPath(folder, path), content])
}

/** Apart from the files of the program, whatever those are called. */
function packageFolder(name: string): string {
  return `/.packages/${name}`
}
