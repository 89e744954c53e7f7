/** `/`-separated paths as text; nothing here asks a disk. A drive letter counts as a root, so `C:/x` is absolute too. */

export function isAbsolutePath(path: string): boolean {
  return /^(?:[A-Za-z]:)?\//.test(path)
}

/** Joins and cleans: no `.`, no inner `..`, no doubled or trailing `/`. The last absolute part wins. `''` becomes `.`. */
export function joinPath(...parts: readonly string[]): string {
  let joined = ''
  for (const part of parts) joined = isAbsolutePath(part) || joined === '' ? part : `${joined}/${part}`
  return cleanPath(joined)
}

/** The folder that holds the path; a root is its own parent. */
export function parentOf(path: string): string {
  const { root, rest } = splitRoot(cleanPath(path))
  const slash = rest.lastIndexOf('/')
  return slash < 0 ? root || '.' : root + rest.slice(0, slash)
}

/** True when `path` is `folder` or lies below it; both absolute and clean. */
export function isInside(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`)
}

function cleanPath(path: string): string {
  const { root, rest } = splitRoot(path)
  const names: string[] = []
  for (const name of rest.split('/')) {
    if (name === '' || name === '.') continue
    if (name !== '..') names.push(name)
    else if (names.length > 0 && names.at(-1) !== '..') names.pop()
    else if (root === '') names.push(name)
  }
  return root + names.join('/') || '.'
}

function splitRoot(path: string): { readonly root: string; readonly rest: string } {
  const root = /^(?:[A-Za-z]:)?\//.exec(path)?.[0] ?? ''
  return { root, rest: path.slice(root.length) }
}
