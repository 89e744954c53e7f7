/** Files without waiting, as the engine needs them while it evaluates; the shape is the one `engine/host.ts` asks for. Relative paths are relative to
 *  the folder the view was made for. What is absent or unreadable is `undefined`; a writer that fails throws an Error with a readable message. */

export interface EngineFiles {
  readonly readFile: (path: string) => Uint8Array | undefined
  /** Names in a folder, unsorted; undefined when it is not a folder. Symbolic links are followed. */
  readonly listFolder: (path: string) => readonly { readonly name: string; readonly kind: 'file' | 'folder' | 'other' }[] | undefined
  readonly stat: (path: string) => { readonly kind: 'file' | 'folder' | 'other'; readonly size: number } | undefined
  readonly writer: EngineFileWriter
}

export interface EngineFileWriter {
  readonly writeFile: (path: string, content: Uint8Array) => void
  readonly appendFile: (path: string, content: Uint8Array) => void
  readonly makeFolder: (path: string, options: { readonly parents: boolean }) => void
  readonly remove: (path: string) => void
  readonly copy: (from: string, to: string) => void
  readonly move: (from: string, to: string) => void
}
