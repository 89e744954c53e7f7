/** Files as the operations need them. Paths are absolute and `/`-separated. What a reader finds absent is `undefined`; every other trouble throws
 *  KpmError (blame `environment`) that names the path. */

export interface FileInfo {
  readonly kind: 'file' | 'folder' | 'link' | 'other'
  readonly size: number
  /** Permission bits. */
  readonly mode: number
}

export interface Files {
  readonly read: (path: string) => Promise<Uint8Array | undefined>
  /** Written under a temporary name in the same folder, flushed, then renamed; missing folders are made. `mode` defaults to 0o644. `draft`: straight to
   *  its name and not flushed, for files in a temporary folder that is renamed into place as a whole; throws `EXISTS` where something is already. */
  readonly write: (
    path: string,
    content: Uint8Array | AsyncIterable<Uint8Array>,
    options?: { readonly mode?: number; readonly draft?: boolean },
  ) => Promise<void>
  /** Does not follow a symbolic link at the end of the path. */
  readonly inspect: (path: string) => Promise<FileInfo | undefined>
  /** Names, sorted by code unit; undefined when it is not a folder. */
  readonly list: (path: string) => Promise<readonly string[] | undefined>
  readonly makeFolder: (path: string) => Promise<void>
  /** A file or a whole folder; nothing when it is absent. */
  readonly remove: (path: string) => Promise<void>
  /** Atomic within a file system. Onto an existing folder: throws with code `EXISTS`. */
  readonly rename: (from: string, to: string) => Promise<void>
  /** A new, empty, private folder inside `parent`, for work that is renamed into place at the end. */
  readonly makeTemporaryFolder: (parent: string) => Promise<string>
  /** The path with symbolic links resolved. */
  readonly realPath: (path: string) => Promise<string | undefined>
  /** Runs `work` while no other process holds the lock of that path. */
  readonly withLock: <T>(path: string, work: () => Promise<T>) => Promise<T>
}
