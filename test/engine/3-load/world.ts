/** A host whose files are written in one text: `-- path --` begins a file. Paths are below `/w` unless absolute. */
import type { EngineHost, FileStatus, FolderEntry } from '../../../src/engine/host.ts'

export function worldOf(text: string, packages: Readonly<Record<string, string>> = {}): EngineHost {
  const files = new Map<string, Uint8Array>()
  for (const [, path = '', content = ''] of text.matchAll(/^-- (\S+) --\n((?:(?!-- ).*\n?)*)/gm)) {
    files.set(path.startsWith('/') ? path : `/w/${path}`, new TextEncoder().encode(content))
  }
  const folders = new Set<string>()
  for (const path of files.keys()) for (let at = parent(path); at !== ''; at = parent(at)) folders.add(at)
  return {
    workDirectory: '/w',
    readFile: (path) => files.get(path),
    stat: (path): FileStatus | undefined => {
      const content = files.get(path)
      if (content !== undefined) return { kind: 'file', size: content.length }
      return folders.has(path) ? { kind: 'folder', size: 0 } : undefined
    },
    listFolder: (folder): FolderEntry[] | undefined => {
      if (!folders.has(folder)) return undefined
      const names = (paths: Iterable<string>): string[] =>
        [...paths].filter((path) => parent(path) === folder).map((path) => path.slice(folder.length + 1))
      return [
        ...names(files.keys()).map((name) => ({ name, kind: 'file' as const })),
        ...names(folders).map((name) => ({ name, kind: 'folder' as const })),
      ].toReversed()
    },
    writer: undefined,
    packages: new Map(Object.entries(packages)),
    now: () => new Date(0),
    timeZoneOffset: () => 0,
    randomBytes: (count) => new Uint8Array(count),
    environmentVariable: () => undefined,
    print: () => {},
  }
}

function parent(path: string): string {
  return path.slice(0, path.lastIndexOf('/'))
}
