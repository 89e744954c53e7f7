/** What a run is started with → the files of the entry package and the root of the program (frontend D.1, corrections 20). */
import { loadFailure, missingFile, NO_FILES, NO_INPUTS } from '../faults/load.ts'
import type { EngineHost } from '../host.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { joinPath, parentPath, resolvePath } from './path.ts'

/** A text that lies in no file, or takes the place of one. */
export interface SourceText {
  readonly path: string
  readonly text: string
}

export type Entry = string | SourceText

export interface EntryFile {
  readonly path: string
  /** Read from the host when absent. */
  readonly text: string | undefined
}

export interface Entries {
  readonly root: string
  readonly files: readonly EntryFile[]
  readonly failure: Diagnostic | undefined
}

/** Folders stand for their files, but count only when no file is given; what does not exist is skipped unless nothing is left. */
export function findEntries(host: EngineHost, entries: readonly Entry[]): Entries {
  const files: EntryFile[] = []
  const folders: string[] = []
  let missing: string | undefined
  for (const entry of entries) {
    const path = resolvePath(host.workDirectory, expandRoot(host, typeof entry === 'string' ? entry : entry.path))
    if (typeof entry !== 'string') {
      files.push({ path, text: entry.text })
      continue
    }
    const kind = host.stat(path)?.kind
    if (kind === 'file') files.push({ path, text: undefined })
    else if (kind === 'folder') folders.push(path)
    else missing ??= entry
  }
  if (files.length === 0) {
    for (const folder of folders) files.push(...entryFilesOf(host, folder).map((path) => ({ path, text: undefined })))
  }
  const root = rootOf(host, files, folders)
  return { root, files: withoutRepetitions(files), failure: files.length > 0 ? undefined : failure(entries, missing) }
}

function failure(entries: readonly Entry[], missing: string | undefined): Diagnostic {
  if (entries.length === 0) return loadFailure(NO_INPUTS)
  return loadFailure(missing === undefined ? NO_FILES : missingFile(missing))
}

/** `${KCL_MOD}/x` → x in the root of the module around the work directory. */
function expandRoot(host: EngineHost, path: string): string {
  const mark = '${KCL_MOD}'
  if (!path.startsWith(mark)) return path
  return (moduleRoot(host, host.workDirectory) ?? host.workDirectory) + path.slice(mark.length)
}

function rootOf(host: EngineHost, files: readonly EntryFile[], folders: readonly string[]): string {
  const roots = new Set<string>()
  for (const { path } of files) roots.add(moduleRoot(host, parentPath(path)) ?? parentPath(path))
  if (files.length === 0) for (const folder of folders) roots.add(moduleRoot(host, folder) ?? folder)
  const [root] = roots
  if (root !== undefined && roots.size === 1) return root
  return moduleRoot(host, host.workDirectory) ?? host.workDirectory
}

/** The nearest folder with a `kcl.mod`, from `folder` upwards. */
function moduleRoot(host: EngineHost, folder: string): string | undefined {
  for (let at = folder; ; at = parentPath(at)) {
    if (host.stat(joinPath(at, 'kcl.mod'))?.kind === 'file') return at
    if (parentPath(at) === at) return undefined
  }
}

function entryFilesOf(host: EngineHost, folder: string): readonly string[] {
  return kclFilesOf(host, folder).map((name) => joinPath(folder, name))
}

/** Names of the `.k` files in a folder that are not tests, sorted. */
export function kclFilesOf(host: EngineHost, folder: string): readonly string[] {
  const names: string[] = []
  for (const { name, kind } of host.listFolder(folder) ?? []) {
    if (kind !== 'folder' && name.endsWith('.k') && !name.endsWith('_test.k')) names.push(name)
  }
  return names.toSorted(byCodePoint)
}

function byCodePoint(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}

function withoutRepetitions(files: readonly EntryFile[]): readonly EntryFile[] {
  const byPath = new Map<string, EntryFile>()
  for (const file of files) if (!byPath.has(file.path)) byPath.set(file.path, file)
  return [...byPath.values()]
}
