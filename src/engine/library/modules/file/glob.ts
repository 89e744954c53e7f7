/** Glob patterns in the dialect of the Rust crate glob: `*`, `?`, `[a-z]`, `[!a]` and `**` as a whole component; dot files match like others. */
import type { EngineHost } from '../../../host.ts'

interface Component {
  readonly text: string
  readonly kind: 'literal' | 'pattern' | 'recursive'
  readonly matches: (name: string) => boolean
}

export type Folders = Pick<EngineHost, 'stat' | 'listFolder'>

/** Paths below `root` in the order of the crate: depth first, names sorted. A pattern that cannot be read throws its fault's text as GlobFault. */
export function findMatches(host: Folders, root: string, pattern: string): readonly string[] {
  const components = parsePattern(pattern, [...root].length + 1)
  const found: string[] = []
  const wantsFolder = pattern.endsWith('/')
  if (components.length === 0) return [root]
  descend(host, root, components, 0, (path) => {
    if (!wantsFolder || isFolder(host, path)) found.push(path)
  })
  return found
}

export class GlobFault extends Error {}

/** Everything in `folder` that matches from component `index` on. */
function descend(host: Folders, folder: string, components: readonly Component[], index: number, report: (path: string) => void): void {
  const component = components[index]
  if (component === undefined) return
  if (component.kind === 'literal') {
    const path = `${folder}/${component.text}`
    if (host.stat(path) !== undefined) advance(host, path, components, index, report)
    return
  }
  for (const name of namesIn(host, folder, component)) visit(host, folder, name, components, index, report)
}

/** Behind a matched component: the next one, or a result. */
function advance(host: Folders, path: string, components: readonly Component[], index: number, report: (path: string) => void): void {
  if (index === components.length - 1) report(path)
  else descend(host, path, components, index + 1, report)
}

function visit(
  host: Folders,
  folder: string,
  name: string,
  components: readonly Component[],
  index: number,
  report: (path: string) => void,
): void {
  const path = `${folder}/${name}`
  if (components[index]?.kind !== 'recursive') {
    if (components[index]?.matches(name) === true) advance(host, path, components, index, report)
    return
  }
  let next = index
  while (components[next + 1]?.kind === 'recursive') next++
  const inFolder = isFolder(host, path)
  if (next === components.length - 1) {
    if (inFolder) report(path)
  } else if (components[next + 1]?.matches(name) === true) advance(host, path, components, next + 1, report)
  if (inFolder) descend(host, path, components, next, report)
}

/** `.` and `..` are among them only for a pattern that begins with a dot. */
function namesIn(host: Folders, folder: string, component: Component): readonly string[] {
  const names = (host.listFolder(folder) ?? []).map((entry) => entry.name).toSorted()
  if (!component.text.startsWith('.')) return names
  return ['..', '.'].filter((name) => component.matches(name)).concat(names)
}

function isFolder(host: Folders, path: string): boolean {
  return host.stat(path)?.kind === 'folder'
}

/** `offset` is the character position at which the pattern stands in the one the real engine reads. */
function parsePattern(pattern: string, offset: number): readonly Component[] {
  const characters = [...pattern]
  const components: Component[] = []
  let start = 0
  for (let at = 0; at <= characters.length; ) {
    if (at < characters.length && characters[at] !== '/') {
      at = skipToken(characters, at, offset)
      continue
    }
    if (at > start) components.push(parseComponent(characters.slice(start, at)))
    start = ++at
  }
  return components
}

/** The position behind the token at `at`; throws for one that is malformed. */
function skipToken(characters: readonly string[], at: number, offset: number): number {
  const fault = (position: number, text: string) => new GlobFault(`Pattern syntax error near position ${position + offset}: ${text}`)
  if (characters[at] === '[') {
    const end = bracketEnd(characters, at)
    if (end === undefined) throw fault(at, 'invalid range pattern')
    return end + 1
  }
  if (characters[at] !== '*') return at + 1
  let end = at
  while (characters[end] === '*') end++
  if (end - at > 2) throw fault(at + 2, 'wildcards are either regular `*` or recursive `**`')
  if (end - at < 2) return end
  const whole = 'recursive wildcards must form a single path component'
  if (at > 0 && characters[at - 1] !== '/') throw fault(at - 1, whole)
  if (end < characters.length && characters[end] !== '/') throw fault(end, whole)
  return end
}

/** Position of the `]` that ends the class; one right at the beginning does not. */
function bracketEnd(characters: readonly string[], open: number): number | undefined {
  const end = characters.indexOf(']', open + (characters[open + 1] === '!' ? 3 : 2))
  return end < 0 ? undefined : end
}

function parseComponent(characters: readonly string[]): Component {
  const text = characters.join('')
  if (text === '**') return { text, kind: 'recursive', matches: () => true }
  if (!/[*?[]/.test(text)) return { text, kind: 'literal', matches: (name) => name === text }
  const expression = new RegExp(`^${translate(characters)}$`, 'su')
  return { text, kind: 'pattern', matches: (name) => expression.test(name) }
}

function translate(characters: readonly string[]): string {
  let source = ''
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] ?? ''
    if (character === '*') source += '.*'
    else if (character === '?') source += '.'
    else if (character !== '[') source += escaped(character)
    else {
      const end = bracketEnd(characters, at) ?? at
      const negated = characters[at + 1] === '!'
      source += `[${negated ? '^' : ''}${translateClass(characters.slice(at + (negated ? 2 : 1), end))}]`
      at = end
    }
  }
  return source
}

/** A range with its ends the wrong way round matches nothing. */
function translateClass(characters: readonly string[]): string {
  let source = ''
  for (let at = 0; at < characters.length; at++) {
    const low = characters[at] ?? ''
    const high = characters[at + 2]
    if (characters[at + 1] !== '-' || high === undefined) source += escaped(low)
    else {
      if ((low.codePointAt(0) ?? 0) <= (high.codePointAt(0) ?? 0)) source += `${escaped(low)}-${escaped(high)}`
      at += 2
    }
  }
  return source
}

function escaped(character: string): string {
  return /^[\w\s]$/.test(character) || (character.codePointAt(0) ?? 0) > 127
    ? character
    : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`
}
