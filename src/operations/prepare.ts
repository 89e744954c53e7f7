/** Everything of a run up to evaluation: what waits (finding the package, its settings and its dependencies), then loading and checking. What comes of
 *  it runs at once and as often as one likes (`runPrepared`), each time with other arguments. */
import { joinPath } from '../base/path.ts'
import type { RunInput as EngineRunInput } from '../engine/pipeline.ts'
import type { OutputFormat } from '../engine/7-emit/emit.ts'
import type { Host } from '../host/host.ts'
import type { Dependency } from '../package/dependency.ts'
import type { Manifest } from '../package/manifest/manifest.ts'
import { importNameOf } from '../package/name.ts'
import { createEngineHost } from './engine-host.ts'
import { defaultEntry, expandEntry } from './entries.ts'
import { invalidArgument, invalidExternalPackage } from './errors.ts'
import { prepareEvaluation, runEvaluation } from './evaluation.ts'
import type { PreparedEvaluation } from './evaluation.ts'
import type { EvaluationLimits } from './limits.ts'
import { withNetworkOptions } from './network.ts'
import type { NetworkOptions } from './network.ts'
import type { Evaluation } from './outcome.ts'
import { findProject } from './project.ts'
import type { Project } from './project.ts'
import { DEFAULT_SETTINGS_FILE, readRunSettings } from './settings-file.ts'
import type { RunSettings } from './settings-file.ts'

export interface PrepareInput {
  /** Absolute: where relative paths start, and what is run when nothing is named. */
  readonly workFolder: string
  /** As written: files, folders, archives, references. */
  readonly sources?: readonly string[]
  /** Programs that lie in no file; `path` is what messages call them. They come before the files. */
  readonly texts?: readonly { readonly path: string; readonly text: string }[]
  /** The version of a reference among the sources. */
  readonly tag?: string
  /** `-Y`; without one, the `kcl.yaml` of the folder. */
  readonly settingsFiles?: readonly string[]
  /** `key=value` */
  readonly arguments?: readonly string[]
  readonly overrides?: readonly string[]
  readonly selectors?: readonly string[]
  /** `name=folder`, before the dependencies of kcl.mod. */
  readonly externalPackages?: readonly string[]
  readonly disableNone?: boolean
  readonly sortKeys?: boolean
  readonly showHidden?: boolean
  readonly strictRangeCheck?: boolean
  readonly debug?: boolean
  readonly includeSchemaTypePath?: boolean
  readonly format?: OutputFormat
  readonly network?: NetworkOptions
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
  const reachable = withNetworkOptions(host, input.network)
  const project = await findProject(reachable, { workFolder, sources: input.sources ?? [], tag: input.tag })
  const settings = await readSettings(host, project, input)
  const packages = await gatherPackages(reachable, project, settings, input)
  const entries = await selectEntries(host, project, settings, packages, input)
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

async function readSettings(host: Host, project: Project, input: PrepareInput): Promise<RunSettings> {
  const { workFolder, settingsFiles = [] } = input
  if (settingsFiles.length > 0) return await readRunSettings(host.files, settingsFiles, workFolder)
  const standard = joinPath(project.isNamed ? project.root : workFolder, DEFAULT_SETTINGS_FILE)
  const exists = (await host.files.inspect(standard)) !== undefined
  return await readRunSettings(host.files, exists ? [standard] : [], workFolder)
}

/** Import name → folder. What the command line says goes before settings files, and those before kcl.mod. */
async function gatherPackages(
  host: Host,
  project: Project,
  settings: RunSettings,
  input: PrepareInput,
): Promise<ReadonlyMap<string, string>> {
  const given = new Map<string, string>()
  for (const [name, folder] of settings.packages) given.set(name, joinPath(input.workFolder, folder))
  for (const text of input.externalPackages ?? []) {
    const [name, folder] = splitPair(text) ?? []
    if (name === undefined || folder === undefined) throw invalidExternalPackage(text)
    given.set(name, joinPath(input.workFolder, folder))
  }
  const { manifest, root } = project
  if (manifest === undefined || manifest.dependencies.length === 0) return given
  const { resolveDependencies } = await import('../package/resolve/resolve.ts')
  const { roots } = await resolveDependencies(host, root, withPlaces(manifest, given))
  return new Map([...roots, ...given])
}

/** Where a package lies is known, so nobody needs to fetch it. */
function withPlaces(manifest: Manifest, places: ReadonlyMap<string, string>): Manifest {
  const dependencies = manifest.dependencies.map((dependency): Dependency => {
    const path = places.get(importNameOf(dependency.name))
    return path === undefined ? dependency : { kind: 'path', name: dependency.name, path }
  })
  return { ...manifest, dependencies }
}

type Entry = string | { readonly path: string; readonly text: string }

async function selectEntries(
  host: Host,
  project: Project,
  settings: RunSettings,
  packages: ReadonlyMap<string, string>,
  input: PrepareInput,
): Promise<readonly Entry[]> {
  const { root } = project
  const expand = (entry: string, folder: string): string => expandEntry(entry, folder, { root, packages })
  const named = [...(input.texts ?? []), ...project.entries.map((entry) => expand(entry, input.workFolder))]
  if (named.length > 0) return named
  if (settings.entries.length > 0) return settings.entries.map((entry) => expand(entry.path, entry.folder))
  const profiled = project.manifest?.profile.entries ?? []
  if (profiled.length > 0) return profiled.map((entry) => expand(entry, root))
  return [await defaultEntry(host.files, project, input.workFolder)]
}

function parseArguments(texts: readonly string[]): readonly { readonly key: string; readonly text: string }[] {
  return texts.map((argument) => {
    const [key, text] = splitPair(argument) ?? []
    if (key === undefined || text === undefined) throw invalidArgument(argument)
    return { key, text }
  })
}

/** At the one `=`, with something on both sides; undefined otherwise. */
function splitPair(text: string): readonly [string, string] | undefined {
  const equals = text.indexOf('=')
  const left = text.slice(0, Math.max(equals, 0))
  const right = text.slice(equals + 1)
  return equals < 0 || left.trim() === '' || right.trim() === '' ? undefined : [left, right]
}
