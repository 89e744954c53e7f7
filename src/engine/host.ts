/** All that the engine may ask of the outside world; every call is synchronous. A sandbox is a smaller object, not a flag.
 *  Paths are `/`-separated; relative ones are relative to `workDirectory`. */

export interface EngineHost {
  readonly workDirectory: string
  /** `undefined` when there is no such file. */
  readonly readFile: (path: string) => Uint8Array | undefined
  /** Names in a folder, unsorted; `undefined` when it is not a folder. */
  readonly listFolder: (path: string) => readonly FolderEntry[] | undefined
  readonly stat: (path: string) => FileStatus | undefined
  /** What the `file` module may change; absent where nothing may be written. */
  readonly writer: FileWriter | undefined
  /** Package name → folder: the only thing the engine learns about package management. */
  readonly packages: ReadonlyMap<string, string>
  readonly now: () => Date
  /** Minutes east of UTC at a moment, for local times. */
  readonly timeZoneOffset: (at: Date) => number
  readonly randomBytes: (count: number) => Uint8Array
  /** A variable of the environment, for `file.read_env`; absent in a sandbox, where no variable is set. */
  readonly environmentVariable?: (name: string) => string | undefined
  /** Memory in use and the most there is, in bytes; absent where a host does not tell. */
  readonly memory?: () => MemoryStatus
  /** Is a program of so many characters more than this host can work on? It is refused then. */
  readonly isTooLarge?: (characters: number) => boolean
  /** Receives what `print` writes, line ends included. */
  readonly print: (text: string) => void
}

export interface MemoryStatus {
  readonly used: number
  readonly most: number
}

export interface FolderEntry {
  readonly name: string
  readonly kind: 'file' | 'folder' | 'other'
}

export interface FileStatus {
  readonly kind: 'file' | 'folder' | 'other'
  readonly size: number
}

export interface FileWriter {
  readonly writeFile: (path: string, content: Uint8Array) => void
  readonly appendFile: (path: string, content: Uint8Array) => void
  readonly makeFolder: (path: string, options: { readonly parents: boolean }) => void
  readonly remove: (path: string) => void
  readonly copy: (from: string, to: string) => void
  readonly move: (from: string, to: string) => void
}
