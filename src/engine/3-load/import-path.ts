/** From an import statement to the package it means (frontend D.2). */
import type { EngineHost } from '../host.ts'
import type { ImportTarget } from '../model/program.ts'
import { kclFilesOf } from './entry.ts'
import { joinPath, parentPath, partsBelow } from './path.ts'

export const SYSTEM_MODULES: ReadonlySet<string> = new Set(
  'base32 base64 collection crypto datetime duration file json manifests math net regex runtime template units yaml'.split(' '),
)

/** Where a file belongs: its package's root folder, and the name of the external package (`''` for the program itself). */
export interface Home {
  readonly root: string
  readonly packageName: string
}

/** A package found in files. */
export interface FoundPackage {
  readonly packagePath: string
  /** Its folder, or its only file. */
  readonly location: string
  readonly files: readonly string[]
  readonly home: Home
}

export interface Resolution {
  readonly target: ImportTarget
  readonly found: FoundPackage | undefined
}

/** What `rawPath` in the file `importer` refers to. */
export function resolveImport(host: EngineHost, rawPath: string, importer: string, home: Home): Resolution {
  const path = absoluteImport(rawPath, importer, home)
  if (path.startsWith('kcl_plugin.')) return missing(path)
  if (SYSTEM_MODULES.has(path)) return { target: { kind: 'system', packagePath: path }, found: undefined }
  if (path === '') return missing(path)
  const internal = findInternal(host, path, home)
  const external = findExternal(host, path)
  // A path that is both is refused: which one is meant cannot be told, unless they are the same files.
  if (internal !== undefined && external !== undefined && internal.location !== external.location) return missing(path)
  const found = external ?? internal
  return found === undefined ? missing(path) : { target: { kind: 'package', packagePath: found.packagePath }, found }
}

function missing(packagePath: string): Resolution {
  return { target: { kind: 'missing', packagePath }, found: undefined }
}

/** Leading dots count up from the importer's folder; too many give the empty path. */
function absoluteImport(rawPath: string, importer: string, home: Home): string {
  let dots = 0
  while (rawPath[dots] === '.') dots++
  if (dots === 0) return rawPath
  const folders = partsBelow(home.root, importer).slice(0, -1)
  const up = dots - 1
  if (up > folders.length) return ''
  return [...folders.slice(0, folders.length - up), rawPath.slice(dots)].join('.')
}

/** A path inside the importer's own package. A file that is alone in its folder is the folder's package (0.13 changes 17). */
function findInternal(host: EngineHost, path: string, home: Home): FoundPackage | undefined {
  const found = findBelow(host, home.root, path.split('.'))
  if (found === undefined) return undefined
  const prefix = home.packageName === '' ? '' : `${home.packageName}.`
  const isAlone = found.isFile && path.includes('.') && kclFilesOf(host, parentPath(found.location)).length === 1
  const name = isAlone ? path.slice(0, path.lastIndexOf('.')) : path
  return { packagePath: prefix + name, location: found.location, files: found.files, home }
}

/** A path whose first part is the name of an external package. Such a path is always found; where there is nothing the package is empty. */
function findExternal(host: EngineHost, path: string): FoundPackage | undefined {
  const [packageName = '', ...rest] = path.split('.')
  const root = host.packages.get(packageName)
  if (root === undefined) return undefined
  const { location, files } = findBelow(host, root, rest) ?? { location: joinPath(root, rest.join('/')), files: [] }
  return { packagePath: path, location, files, home: { root, packageName } }
}

interface Location {
  readonly location: string
  readonly files: readonly string[]
  readonly isFile: boolean
}

/** The folder wins over the file of the same name; something else of that name is a package without files. */
function findBelow(host: EngineHost, root: string, parts: readonly string[]): Location | undefined {
  const path = parts.length === 0 ? root : joinPath(root, parts.join('/'))
  const kind = host.stat(path)?.kind
  if (kind === 'folder') {
    const names = kclFilesOf(host, path).filter((name) => !name.startsWith('_'))
    return { location: path, files: names.map((name) => joinPath(path, name)), isFile: false }
  }
  const file = `${path}.k`
  if (host.stat(file)?.kind === 'file') return { location: file, files: [file], isFile: true }
  return kind === undefined ? undefined : { location: path, files: [], isFile: false }
}
