/** Files in memory, seen through the two interfaces of the host: waiting and at once. Both see the same tree. */
import { joinPath, parentOf } from '../base/path.ts'
import type { EngineFiles } from './engine-files.ts'
import { fileFailure, nameTaken } from './errors.ts'
import type { Files } from './files.ts'
import {
  copyTo,
  createTree,
  linkNodeAt,
  makeFolders,
  type MemoryContent,
  type MemoryTree,
  namesIn,
  nodeAt,
  placeOf,
  realPathOf,
  removeAt,
} from './memory-tree.ts'

export interface MemoryFiles {
  readonly files: Files
  readonly engineFiles: (workFolder: string) => EngineFiles
  /** Every file there is now, by path in order; text where it is UTF-8. */
  readonly snapshot: () => Readonly<Record<string, string | Uint8Array>>
}

export function createMemoryFiles(contents: Readonly<Record<string, MemoryContent>> = {}): MemoryFiles {
  const tree = createTree(contents)
  return {
    files: createFiles(tree),
    engineFiles: (workFolder) => createEngineFiles(tree, workFolder),
    snapshot: () => snapshotOf(tree),
  }
}

function createFiles(tree: MemoryTree): Files {
  const locks = new Map<string, Promise<unknown>>()
  let drafts = 0
  return {
    read: async (path) => {
      const node = nodeAt(tree, path)
      if (node?.kind === 'folder') throw fileFailure('read', path, 'is a directory')
      return node?.kind === 'file' ? node.content : undefined
    },
    write: async (path, content, options) => {
      const bytes = content instanceof Uint8Array ? content.slice() : await collect(content)
      if (options?.draft === true && linkNodeAt(tree, path) !== undefined) throw nameTaken(path)
      writeFile(tree, path, bytes, options?.mode ?? 0o644)
    },
    inspect: async (path) => {
      const node = linkNodeAt(tree, path)
      if (node === undefined) return undefined
      if (node.kind === 'file') return { kind: 'file', size: node.content.length, mode: node.mode }
      return { kind: node.kind, size: 0, mode: node.kind === 'folder' ? 0o755 : 0o777 }
    },
    list: async (path) => namesIn(tree, path)?.toSorted(byCodeUnit),
    makeFolder: async (path) => makeFolders(tree, path),
    remove: async (path) => removeAt(tree, path),
    rename: async (from, to) => rename(tree, from, to),
    makeTemporaryFolder: async (parent) => {
      drafts += 1
      const path = joinPath(parent, `.tmp-${drafts}`)
      makeFolders(tree, path)
      return path
    },
    realPath: async (path) => realPathOf(tree, path),
    withLock: async (path, work) => {
      const before = locks.get(path) ?? Promise.resolve()
      const mine = before.then(work, work)
      locks.set(path, mine)
      return mine
    },
  }
}

function createEngineFiles(tree: MemoryTree, workFolder: string): EngineFiles {
  const at = (path: string): string => joinPath(workFolder, path)
  const kindOf = (path: string): 'file' | 'folder' | 'other' => {
    const node = nodeAt(tree, path)
    return node?.kind === 'file' || node?.kind === 'folder' ? node.kind : 'other'
  }
  return {
    readFile: (path) => {
      const node = nodeAt(tree, at(path))
      return node?.kind === 'file' ? node.content : undefined
    },
    listFolder: (path) => namesIn(tree, at(path))?.map((name) => ({ name, kind: kindOf(joinPath(at(path), name)) })),
    stat: (path) => {
      const node = nodeAt(tree, at(path))
      if (node === undefined) return undefined
      return { kind: kindOf(at(path)), size: node.kind === 'file' ? node.content.length : 0 }
    },
    writer: {
      writeFile: (path, content) => writeFile(tree, at(path), content.slice(), 0o644),
      appendFile: (path, content) => {
        const node = nodeAt(tree, at(path))
        writeFile(tree, at(path), node?.kind === 'file' ? concat([node.content, content]) : content.slice(), 0o644)
      },
      makeFolder: (path, { parents }) => {
        if (!parents && linkNodeAt(tree, at(path)) !== undefined) throw nameTaken(at(path))
        if (!parents) expectFolder(tree, at(path))
        makeFolders(tree, at(path))
      },
      remove: (path) => {
        if (linkNodeAt(tree, at(path)) === undefined) throw fileFailure('remove', at(path), 'no such file or directory')
        removeAt(tree, at(path))
      },
      copy: (from, to) => {
        if (nodeAt(tree, at(from)) === undefined) throw fileFailure('copy', at(from), 'no such file or directory')
        expectFolder(tree, at(to))
        copyTo(tree, at(from), at(to))
      },
      move: (from, to) => rename(tree, at(from), at(to)),
    },
  }
}

function writeFile(tree: MemoryTree, path: string, content: Uint8Array, mode: number): void {
  const target = realPathOf(tree, path) ?? path
  if (tree.get(target)?.kind === 'folder') throw fileFailure('write', path, 'is a directory')
  makeFolders(tree, parentOf(target))
  tree.set(placeOf(tree, target), { kind: 'file', content, mode })
}

function rename(tree: MemoryTree, from: string, to: string): void {
  const source = linkNodeAt(tree, from)
  const target = linkNodeAt(tree, to)
  if (source === undefined) throw fileFailure('rename', from, 'no such file or directory')
  if (target?.kind === 'folder') throw nameTaken(to)
  if (target !== undefined && source.kind === 'folder') throw nameTaken(to)
  expectFolder(tree, to)
  if (target !== undefined) removeAt(tree, to)
  copyTo(tree, from, to)
  removeAt(tree, from)
}

function expectFolder(tree: MemoryTree, path: string): void {
  if (nodeAt(tree, parentOf(path))?.kind !== 'folder') throw fileFailure('create', path, 'no such file or directory')
}

function snapshotOf(tree: MemoryTree): Readonly<Record<string, string | Uint8Array>> {
  const found: [string, string | Uint8Array][] = []
  for (const [path, node] of tree) if (node.kind === 'file') found.push([path, decodeOrBytes(node.content)])
  return Object.fromEntries(found.toSorted(([left], [right]) => byCodeUnit(left, right)))
}

function decodeOrBytes(content: Uint8Array): string | Uint8Array {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content)
  } catch {
    return content
  }
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = []
  for await (const chunk of chunks) all.push(chunk)
  return concat(all)
}

function concat(chunks: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(chunks.reduce((size, chunk) => size + chunk.length, 0))
  let offset = 0
  for (const chunk of chunks) {
    joined.set(chunk, offset)
    offset += chunk.length
  }
  return joined
}

function byCodeUnit(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}
