/** What a run is about: at most one package (a local folder, an archive, a reference) and the files named beside it
 *  (specification of kpm, §7.1). */
import { joinPath, parentOf } from '../base/path.ts'
import type { FileInfo, Files } from '../host/files.ts'
import type { Host } from '../host/host.ts'
import type { Manifest } from '../package/manifest/manifest.ts'
import { findPackageFolder } from '../package/manifest/find.ts'
import { isArchiveName } from '../package/archive/archive-name.ts'
import type { LocatedPackage } from '../package/source/locate.ts'
import { gitUnsupported } from '../package/errors.ts'
import { readSource } from '../package/source-spec.ts'
import type { GitSource, OciSource } from '../package/source-spec.ts'
import { fileNotFound, severalPackages, tagWithoutPackage } from './errors.ts'

export interface Project {
  /** The folder of the package; without a kcl.mod, the folder of the first file or the one we stand in. */
  readonly root: string
  readonly manifest: Manifest | undefined
  /** The package itself was named (its folder, an archive, a reference), not only files in it. */
  readonly isNamed: boolean
  /** It lies in the store or was unpacked for this run: nothing may be written there. */
  readonly isFetched: boolean
  /** Files and folders named beside the package: absolute, or beginning with `${KCL_MOD}` or `${name:KCL_MOD}`. */
  readonly entries: readonly string[]
}

export interface ProjectInput {
  readonly workFolder: string
  /** As written on the command line. */
  readonly sources: readonly string[]
  readonly tag: string | undefined
}

/** Throws FILE_NOT_FOUND, SEVERAL_PACKAGES, and what fetching throws. */
export async function findProject(host: Host, input: ProjectInput): Promise<Project> {
  const sources = await Promise.all(input.sources.map((text) => classify(host, text, input)))
  const packages = sources.filter((source) => source.kind === 'reference' || source.kind === 'archive')
  const folders = new Set(sources.flatMap((source) => (source.kind === 'local' && source.isPackage ? [source.path] : [])))
  const names = [...packages.map((source) => source.text), ...folders]
  if (names.length > 1) throw severalPackages(names)
  const [fetched] = packages
  if (input.tag !== undefined && fetched?.kind !== 'reference') throw tagWithoutPackage(input.tag)
  const local = sources.flatMap((source) => (source.kind === 'local' ? [source] : []))
  if (fetched !== undefined) {
    const { folder, manifest } = await openPackage(host, fetched)
    return { root: folder, manifest, isNamed: true, isFetched: true, entries: local.map((source) => source.path) }
  }
  const [first] = local
  const start = first === undefined || first.path.startsWith('${') ? input.workFolder : first.path
  const around = await findPackageFolder(host.files, start)
  const root = around ?? (start === input.workFolder || first?.isFolder === true ? start : parentOf(start))
  // A folder that is no package is one entry among others.
  const isNamed = (around !== undefined || local.length === 1) && local.some((source) => source.path === root)
  const entries = local.flatMap((source) => (isNamed && source.path === root ? [] : [source.path]))
  const manifest = around === undefined ? undefined : await readManifestLazily(host.files, around)
  return { root, manifest, isNamed, isFetched: false, entries }
}

type PackageSource =
  | { readonly kind: 'reference'; readonly text: string; readonly source: OciSource | GitSource }
  | { readonly kind: 'archive'; readonly text: string; readonly path: string }

type NamedSource =
  | PackageSource
  | { readonly kind: 'local'; readonly path: string; readonly isFolder: boolean; readonly isPackage: boolean }

/** Archives, registries and manifests are loaded when a run needs them: most files that are run belong to no package. */
async function openPackage(host: Host, named: PackageSource): Promise<LocatedPackage> {
  if (named.kind === 'archive') return await (await import('../package/source/path.ts')).openPathPackage(host, named.path)
  if (named.source.kind === 'git') throw gitUnsupported(named.source.url)
  return await (await import('../package/source/oci.ts')).fetchOciPackage(host, named.source)
}

async function readManifestLazily(files: Files, folder: string): Promise<Manifest | undefined> {
  return await (await import('../package/manifest/read.ts')).readManifest(files, folder)
}

async function classify(host: Host, text: string, input: ProjectInput): Promise<NamedSource> {
  const { workFolder, tag } = input
  if (/^\$\{(?:[^}:]+:)?KCL_MOD\}/.test(text)) return { kind: 'local', path: text, isFolder: false, isPackage: false }
  const source = await readSource(host, text, { folder: workFolder, ...(tag === undefined ? {} : { tag }) })
  if (source.kind !== 'path') return { kind: 'reference', text, source }
  const path = joinPath(workFolder, source.path)
  const info = await inspectTarget(host.files, path)
  if (info === undefined) throw fileNotFound(text)
  if (info.kind === 'folder') {
    const isPackage = (await host.files.inspect(joinPath(path, 'kcl.mod'))) !== undefined
    return { kind: 'local', path, isFolder: true, isPackage }
  }
  if (isArchiveName(path)) return { kind: 'archive', text, path }
  return { kind: 'local', path, isFolder: false, isPackage: false }
}

/** What the path leads to; symbolic links are followed. */
async function inspectTarget(files: Files, path: string): Promise<FileInfo | undefined> {
  const info = await files.inspect(path)
  if (info?.kind !== 'link') return info
  const target = await files.realPath(path)
  return target === undefined ? undefined : await files.inspect(target)
}
