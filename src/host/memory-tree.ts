/** A file system as a value: absolute clean paths → nodes. Folders are nodes of their own, so an empty one exists; symbolic links are followed like a real
 *  file system follows them, the last part of a path only where asked. */
import { joinPath, parentOf } from '../base/path.ts'
import { fileFailure } from './errors.ts'

export type MemoryNode =
  | { readonly kind: 'file'; readonly content: Uint8Array; readonly mode: number }
  | { readonly kind: 'folder' }
  | { readonly kind: 'link'; readonly target: string }

export type MemoryTree = Map<string, MemoryNode>

/** What a test or an embedder writes: text, bytes, or a symbolic link. Folders come with their files. */
export type MemoryContent = string | Uint8Array | { readonly link: string }

export function createTree(contents: Readonly<Record<string, MemoryContent>>): MemoryTree {
  const tree: MemoryTree = new Map([['/', { kind: 'folder' }]])
  for (const [path, content] of Object.entries(contents)) {
    makeFolders(tree, parentOf(path))
    tree.set(joinPath(path), nodeOf(content))
  }
  return tree
}

/** The node a path leads to, links followed. */
export function nodeAt(tree: MemoryTree, path: string): MemoryNode | undefined {
  const real = realPathOf(tree, path)
  return real === undefined ? undefined : tree.get(real)
}

/** Does not follow a link at the end of the path. */
export function linkNodeAt(tree: MemoryTree, path: string): MemoryNode | undefined {
  return tree.get(placeOf(tree, path))
}

/** Where a name is, or would be made: links in its folder followed, the name itself not. */
export function placeOf(tree: MemoryTree, path: string): string {
  const clean = joinPath(path)
  if (clean === '/') return clean
  const parent = realPathOf(tree, parentOf(clean)) ?? parentOf(clean)
  return joinPath(parent, clean.slice(clean.lastIndexOf('/') + 1))
}

/** undefined when the path leads nowhere, or in a circle. */
export function realPathOf(tree: MemoryTree, path: string): string | undefined {
  let links = 0
  let real = '/'
  const rest = joinPath(path).split('/').toReversed()
  for (let name = rest.pop(); name !== undefined; name = rest.pop()) {
    if (name === '') continue
    const next = joinPath(real, name)
    const node = tree.get(next)
    if (node === undefined) return undefined
    if (node.kind !== 'link') {
      real = next
      continue
    }
    links += 1
    if (links > MOST_LINKS) return undefined
    rest.push(...joinPath(real, node.target).split('/').toReversed())
    real = '/'
  }
  return real
}

/** Names in a folder, unsorted; undefined when it is not a folder. */
export function namesIn(tree: MemoryTree, path: string): string[] | undefined {
  const real = realPathOf(tree, path)
  if (real === undefined || tree.get(real)?.kind !== 'folder') return undefined
  const prefix = prefixOf(real)
  const names: string[] = []
  for (const key of tree.keys()) {
    if (key.startsWith(prefix) && key !== '/' && !key.includes('/', prefix.length)) names.push(key.slice(prefix.length))
  }
  return names
}

export function makeFolders(tree: MemoryTree, path: string): void {
  const node = nodeAt(tree, path)
  if (node?.kind === 'folder') return
  if (node !== undefined) throw fileFailure('create', path, 'not a directory')
  makeFolders(tree, parentOf(path))
  tree.set(placeOf(tree, path), { kind: 'folder' })
}

export function removeAt(tree: MemoryTree, path: string): void {
  const place = placeOf(tree, path)
  const prefix = prefixOf(place)
  for (const key of tree.keys()) {
    if (key === place || key.startsWith(prefix)) tree.delete(key)
  }
  tree.set('/', { kind: 'folder' })
}

/** The node and everything below it, under another name. */
export function copyTo(tree: MemoryTree, from: string, to: string): void {
  const source = placeOf(tree, from)
  const target = placeOf(tree, to)
  const prefix = prefixOf(source)
  const nodes = [...tree]
  for (const [key, node] of nodes) {
    if (key === source || key.startsWith(prefix)) tree.set(target + key.slice(source.length), node)
  }
}

const MOST_LINKS = 40

function nodeOf(content: MemoryContent): MemoryNode {
  if (typeof content === 'string') return { kind: 'file', content: new TextEncoder().encode(content), mode: 0o644 }
  if (content instanceof Uint8Array) return { kind: 'file', content, mode: 0o644 }
  return { kind: 'link', target: content.link }
}

function prefixOf(folder: string): string {
  return folder === '/' ? '/' : `${folder}/`
}
