/** Programs with the diagnostics the real engine gives for them. A chunk file holds programs separated by `---`; a program of several files names
 *  each in a line `# file: path`, else it is one `main.k`. Its lines `#> …` are what the real engine 0.13.2 reports while compiling: code and title,
 *  then each message with its place. */
import { loadProgram } from '../../../src/engine/3-load/load.ts'
import { bindProgram } from '../../../src/engine/4-bind/bind.ts'
import { checkProgram, type Checked } from '../../../src/engine/5-check/check.ts'
import type { EngineHost, FolderEntry } from '../../../src/engine/host.ts'
import type { Diagnostic, Place } from '../../../src/engine/model/diagnostic.ts'

export interface Chunk {
  readonly title: string
  readonly files: ReadonlyMap<string, string>
  readonly expected: readonly string[]
}

const ROOT = '/program'

export function readChunks(text: string): readonly Chunk[] {
  return text.split(/^---\n/m).map((chunk, index) => {
    const expected = [...chunk.matchAll(/^#> (.*)$/gm)].map(([, line = '']) => line)
    const program = chunk.replaceAll(/^#> .*\n?/gm, '')
    const title = `${index}: ${program.split('\n').slice(0, 2).join(' ⏎ ')}`
    return { title, files: splitFiles(program), expected }
  })
}

/** The errors of a program's files, or its warnings, one line per diagnostic and message. */
export function checkChunk(files: ReadonlyMap<string, string>, kind: 'errors' | 'warnings' = 'errors'): readonly string[] {
  const { loadFaults, diagnostics: errors, warnings } = checkFiles(files)
  const diagnostics = kind === 'errors' ? [...loadFaults, ...errors] : warnings
  return diagnostics.flatMap((diagnostic) => describe(diagnostic, files))
}

export function checkFiles(files: ReadonlyMap<string, string>): Checked & { readonly loadFaults: readonly Diagnostic[] } {
  const loaded = loadProgram(hostOf(files), ['main.k'])
  return { ...checkProgram(bindProgram(loaded.value), { lint: true }), loadFaults: loaded.diagnostics }
}

function splitFiles(program: string): ReadonlyMap<string, string> {
  const [first = '', ...rest] = program.split(/^# file: (\S+)\n/m)
  const files = new Map<string, string>()
  if (first.trim() !== '' || rest.length === 0) files.set('main.k', first)
  for (let index = 0; index < rest.length; index += 2) files.set(rest[index] ?? '', rest[index + 1] ?? '')
  return files
}

function describe(diagnostic: Diagnostic, files: ReadonlyMap<string, string>): readonly string[] {
  if (diagnostic.severity === 'suggestion') return [`suggestion: ${diagnostic.title}`]
  return [
    `${diagnostic.code} ${diagnostic.title}`,
    ...diagnostic.messages.flatMap(({ text, place, note }) => [
      `  ${place === undefined ? '' : `${lineAndColumn(place, files)} `}${text}`,
      ...(note === undefined ? [] : [`  note: ${note}`]),
    ]),
  ]
}

function lineAndColumn(place: Place, files: ReadonlyMap<string, string>): string {
  const path = place.path.slice(ROOT.length + 1)
  const before = (files.get(path) ?? '').slice(0, place.start)
  return `${path}:${before.split('\n').length}:${place.start - before.lastIndexOf('\n')}`
}

function hostOf(files: ReadonlyMap<string, string>): EngineHost {
  const absolute = (path: string): string => (path.startsWith('/') ? path : `${ROOT}/${path}`)
  const texts = new Map([...files].map(([path, text]) => [absolute(path), text]))
  const isFolder = (path: string): boolean => [...texts.keys()].some((file) => file.startsWith(`${path}/`))
  return {
    workDirectory: ROOT,
    readFile: (path) => {
      const text = texts.get(absolute(path))
      return text === undefined ? undefined : new TextEncoder().encode(text)
    },
    listFolder: (path) => (isFolder(absolute(path)) ? childrenOf(absolute(path), texts) : undefined),
    stat: (path) => {
      const text = texts.get(absolute(path))
      if (text !== undefined) return { kind: 'file', size: text.length }
      return isFolder(absolute(path)) ? { kind: 'folder', size: 0 } : undefined
    },
    writer: undefined,
    packages: new Map(),
    now: () => new Date(0),
    timeZoneOffset: () => 0,
    randomBytes: (count) => new Uint8Array(count),
    print: () => undefined,
  }
}

function childrenOf(folder: string, texts: ReadonlyMap<string, string>): readonly FolderEntry[] {
  const names = new Map<string, FolderEntry>()
  for (const path of texts.keys()) {
    if (!path.startsWith(`${folder}/`)) continue
    const [name = '', ...deeper] = path.slice(folder.length + 1).split('/')
    names.set(name, { name, kind: deeper.length > 0 ? 'folder' : 'file' })
  }
  return [...names.values()]
}
