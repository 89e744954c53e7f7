/** The operating system's words for what stands in the way of a file operation, as Rust prints them. They are found by looking, so that every host
 *  gives the same; only what looking does not show is taken from the error the host threw. */
import type { EngineHost } from '../../../host.ts'

export const NOT_FOUND = 'No such file or directory (os error 2)'
export const FILE_EXISTS = 'File exists (os error 17)'
export const NOT_A_FOLDER = 'Not a directory (os error 20)'
export const IS_A_FOLDER = 'Is a directory (os error 21)'
export const INVALID_ARGUMENT = 'Invalid argument (os error 22)'
export const FOLDER_NOT_EMPTY = 'Directory not empty (os error 39)'
const PERMISSION_DENIED = 'Permission denied (os error 13)'
const READ_ONLY = 'Read-only file system (os error 30)'

/** Why `path` cannot be opened, though it should: it is absent, or a part before the last is a file. */
export function absence(host: EngineHost, path: string): string {
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
    const status = host.stat(path.slice(0, end))
    if (status !== undefined) return status.kind === 'folder' ? NOT_FOUND : NOT_A_FOLDER
  }
  return NOT_FOUND
}

/** Why nothing can be created at `path`; undefined when its folder is there. */
export function parentProblem(host: EngineHost, path: string): string | undefined {
  const parent = path.slice(0, Math.max(path.lastIndexOf('/'), 1))
  const kind = host.stat(parent)?.kind
  if (kind === 'folder') return undefined
  return kind === undefined ? absence(host, parent) : NOT_A_FOLDER
}

const CODES: ReadonlyMap<unknown, string> = new Map([
  ['EACCES', PERMISSION_DENIED],
  ['EPERM', 'Operation not permitted (os error 1)'],
  ['ENOENT', NOT_FOUND],
  ['EEXIST', FILE_EXISTS],
  ['ENOTDIR', NOT_A_FOLDER],
  ['EISDIR', IS_A_FOLDER],
  ['EINVAL', INVALID_ARGUMENT],
  ['ERR_FS_CP_EINVAL', INVALID_ARGUMENT],
  ['ENOTEMPTY', FOLDER_NOT_EMPTY],
  ['EROFS', READ_ONLY],
  ['ENOSPC', 'No space left on device (os error 28)'],
])

/** The words for an error a host threw, by its POSIX code if it has one. */
export function describeHostError(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error && CODES.has(error.code)) return CODES.get(error.code) ?? ''
  return error instanceof Error ? error.message : String(error)
}

/** What cannot be read although it is there. */
export const UNREADABLE = PERMISSION_DENIED

/** A host without a writer. */
export const UNWRITABLE = READ_ONLY
