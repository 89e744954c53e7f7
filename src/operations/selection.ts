/** What a run or a check is about, found the same way by both: the package, its settings, the folders of its dependencies and the files to evaluate. */
import { joinPath } from '../base/path.ts'
import type { Files } from '../host/files.ts'
import type { Host } from '../host/host.ts'
import type { Dependency } from '../package/dependency.ts'
import type { Manifest } from '../package/manifest/manifest.ts'
import { importNameOf } from '../package/name.ts'
import { defaultEntry, expandEntry, expandPattern, expandSources } from './entries.ts'
import { invalidExternalPackage } from './errors.ts'
import { withNetworkOptions } from './network.ts'
import type { NetworkOptions } from './network.ts'
import { splitPair } from './pair.ts'
import { findProject } from './project.ts'
import type { Project } from './project.ts'
import { DEFAULT_SETTINGS_FILE, mergeSettings, NO_SETTINGS, readRunSettings } from './settings-file.ts'
import type { RunSettings } from './settings-file.ts'

export interface SelectionInput {
  /** Absolute: where relative paths start, and what is meant when nothing is named. */
  readonly workFolder: string
  /** As written: files, folders, archives, references. */
  readonly sources?: readonly string[]
  /** Programs that lie in no file; `path` is what messages call them. They come before the files. */
  readonly texts?: readonly { readonly path: string; readonly text: string }[]
  /** The version of a reference among the sources. */
  readonly tag?: string
  /** `-Y`; without one, the `kcl.yaml` of the folder. */
  readonly settingsFiles?: readonly string[]
  /** `name=folder`, before the dependencies of kcl.mod. */
  readonly externalPackages?: readonly string[]
  readonly network?: NetworkOptions
}

export interface Selection {
  readonly project: Project
  readonly settings: RunSettings
  /** Import name → folder. */
  readonly packages: ReadonlyMap<string, string>
  readonly entries: readonly Entry[]
}

type Entry = string | { readonly path: string; readonly text: string }

/** Throws what finding and fetching packages throws. */
export async function selectProgram(host: Host, input: SelectionInput): Promise<Selection> {
  const reachable = withNetworkOptions(host, input.network)
  const sources = expandSources(host, input.sources ?? [], input.workFolder)
  const project = await findProject(reachable, { workFolder: input.workFolder, sources, tag: input.tag })
  const profile = await readProfileEntries(host.files, project)
  const settings = mergeSettings({ ...profile, entries: [] }, await readSettings(host, project, input))
  const packages = await gatherPackages(reachable, project, settings, input)
  const files = settings.entries.length > 0 ? settings.entries : profile.entries
  const entries = await selectEntries(host, project, { files, packages }, input)
  return { project, settings, packages, entries }
}

/** The entries of `[profile]`. One that is a settings file stands for what that says, its entries included (specification of kpm, §2.1). */
async function readProfileEntries(files: Files, { root, manifest }: Project): Promise<RunSettings> {
  const entries = manifest?.profile.entries ?? []
  const settings = entries.map(async (path): Promise<RunSettings> => {
    return /\.ya?ml$/.test(path) ? await readRunSettings(files, [path], root) : { ...NO_SETTINGS, entries: [{ path, folder: root }] }
  })
  const read = await Promise.all(settings)
  return { ...read.reduce(mergeSettings, NO_SETTINGS), entries: read.flatMap((each) => each.entries) }
}

async function readSettings(host: Host, project: Project, input: SelectionInput): Promise<RunSettings> {
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
  input: SelectionInput,
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
  const { roots } = await resolveDependencies(host, root, await withPlaces(host.files, manifest, given))
  return new Map([...roots, ...given])
}

/** What is known to lie somewhere is not fetched, whoever asks for it. A folder that is absent is for the engine to complain about. */
async function withPlaces(files: Files, manifest: Manifest, places: ReadonlyMap<string, string>): Promise<Manifest> {
  const given = new Map<string, Dependency>()
  for (const [name, path] of places) {
    if ((await files.realPath(path)) !== undefined) given.set(name, { kind: 'path', name, path })
  }
  const others = manifest.dependencies.filter((dependency) => !given.has(importNameOf(dependency.name)))
  return { ...manifest, dependencies: [...given.values(), ...others] }
}

async function selectEntries(
  host: Host,
  project: Project,
  { files, packages }: { readonly files: RunSettings['entries']; readonly packages: ReadonlyMap<string, string> },
  input: SelectionInput,
): Promise<readonly Entry[]> {
  const { root } = project
  const expand = (entry: string, folder: string) => expandPattern(host, expandEntry(entry, folder, { root, packages }))
  const named = [...(input.texts ?? []), ...project.entries.flatMap((entry) => expand(entry, input.workFolder))]
  if (named.length > 0) return named
  if (files.length > 0) return files.flatMap((entry) => expand(entry.path, entry.folder))
  return [await defaultEntry(host.files, project, input.workFolder)]
}
