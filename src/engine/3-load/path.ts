/** Paths as text, `/`-separated. */

/** `path` from `base` unless it is absolute; `.` and `..` are resolved. */
export function resolvePath(base: string, path: string): string {
  const whole = isAbsolute(path) ? path : `${base}/${path}`
  const parts: string[] = []
  for (const part of whole.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  const drive = /^[A-Za-z]:$/.test(parts[0] ?? '')
  return drive ? parts.join('/') : `/${parts.join('/')}`
}

export function parentPath(path: string): string {
  const slash = path.lastIndexOf('/')
  return slash <= 0 ? '/' : path.slice(0, slash)
}

export function joinPath(folder: string, name: string): string {
  return folder.endsWith('/') ? folder + name : `${folder}/${name}`
}

/** The parts of `path` below `folder`; none when it is not below. */
export function partsBelow(folder: string, path: string): readonly string[] {
  const prefix = folder.endsWith('/') ? folder : `${folder}/`
  return path.startsWith(prefix) ? path.slice(prefix.length).split('/') : []
}

function isAbsolute(path: string): boolean {
  return path.startsWith('/') || /^[A-Za-z]:\//.test(path)
}
