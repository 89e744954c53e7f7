/** Evaluates files, a folder, an archive or a published package. First everything that waits: finding the package, its settings and its dependencies;
 *  then the engine, which does not. */
import { joinPath } from '../base/path.ts'
import type { OutputFormat } from '../engine/7-emit/emit.ts'
import type { Host } from '../host/host.ts'
import { createEngineHost } from './engine-host.ts'
import { defaultEntry, expandEntry } from './entries.ts'
import { invalidArgument, invalidExternalPackage } from './errors.ts'
import { evaluateProgram } from './evaluation.ts'
import type { Evaluation } from './outcome.ts'
import { withNetworkOptions } from './network.ts'
import type { NetworkOptions } from './network.ts'
import { findProject } from './project.ts'
import type { Project } from './project.ts'
import { DEFAULT_SETTINGS_FILE, readRunSettings } from './settings-file.ts'
import type { RunSettings } from './settings-file.ts'

export interface RunInput {
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
}

export interface RunResult extends Evaluation {
  /** Where a settings file wants the result; as written, relative to the working folder. */
  readonly output: string | undefined
}

/** Throws ProgramError for a wrong program, and what finding and fetching packages throws. */
export async function run(host: Host, input: RunInput): Promise<RunResult> {
  const { workFolder } = input
  const reachable = withNetworkOptions(host, input.network)
  const project = await findProject(reachable, { workFolder, sources: input.sources ?? [], tag: input.tag })
  const settings = await readSettings(host, project, input)
  const packages = await gatherPackages(reachable, project, settings, input)
  const entries = await selectEntries(host, project, settings, packages, input)
  const profile = project.manifest?.profile
  const { switches } = settings
  const evaluation = await evaluateProgram(createEngineHost(host, { workFolder, packages }), {
    entries,
    arguments: [...parseArguments(profile?.arguments ?? []), ...settings.arguments, ...parseArguments(input.arguments ?? [])],
    overrides: [...(profile?.overrides ?? []), ...settings.overrides, ...(input.overrides ?? [])],
    selectors: [...(profile?.selectors ?? []), ...settings.selectors, ...(input.selectors ?? [])],
    disableNone: input.disableNone === true || switches.disable_none || profile?.disableNone === true,
    sortKeys: input.sortKeys === true || switches.sort_keys || profile?.sortKeys === true,
    showHidden: input.showHidden === true || switches.show_hidden,
    strictRange: input.strictRangeCheck === true || switches.strict_range_check,
    debug: input.debug === true || switches.debug,
    includeSchemaTypePath: input.includeSchemaTypePath === true || switches.include_schema_type_path,
    format: input.format ?? 'yaml',
  })
  return { ...evaluation, output: settings.output }
}

async function readSettings(host: Host, project: Project, input: RunInput): Promise<RunSettings> {
  const { workFolder, settingsFiles = [] } = input
  if (settingsFiles.length > 0) return await readRunSettings(host.files, settingsFiles, workFolder)
  const standard = joinPath(project.isNamed ? project.root : workFolder, DEFAULT_SETTINGS_FILE)
  const exists = (await host.files.inspect(standard)) !== undefined
  return await readRunSettings(host.files, exists ? [standard] : [], workFolder)
}

/** Import name → folder. What the command line says goes before settings files, and those before kcl.mod. */
async function gatherPackages(host: Host, project: Project, settings: RunSettings, input: RunInput): Promise<ReadonlyMap<string, string>> {
  const packages = new Map<string, string>()
  const { manifest, root } = project
  if (manifest !== undefined && manifest.dependencies.length > 0) {
    const { resolveDependencies } = await import('../package/resolve/resolve.ts')
    for (const [name, folder] of (await resolveDependencies(host, root, manifest)).roots) packages.set(name, folder)
  }
  for (const [name, folder] of settings.packages) packages.set(name, joinPath(input.workFolder, folder))
  for (const text of input.externalPackages ?? []) {
    const [name, folder] = splitPair(text) ?? []
    if (name === undefined || folder === undefined) throw invalidExternalPackage(text)
    packages.set(name, joinPath(input.workFolder, folder))
  }
  return packages
}

type Entry = string | { readonly path: string; readonly text: string }

async function selectEntries(
  host: Host,
  project: Project,
  settings: RunSettings,
  packages: ReadonlyMap<string, string>,
  input: RunInput,
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
