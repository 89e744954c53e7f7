/** Runs a program from memory through load, bind, evaluate and emit (not the type checker) and shows what came of it: what it printed, its YAML, or
 *  its fault as `line[:column] text` (the file's name before the line when it is not main.k). */
import { prepareProgram, evaluateProgram, type Prepared } from '../../../src/engine/6-evaluate/evaluate.ts'
import { NO_LIMITS, type Limits } from '../../../src/engine/6-evaluate/context.ts'
import { bindProgram } from '../../../src/engine/4-bind/bind.ts'
import { loadProgram } from '../../../src/engine/3-load/load.ts'
import { emitOutput } from '../../../src/engine/7-emit/emit.ts'
import type { EngineHost } from '../../../src/engine/host.ts'
import type { Diagnostic, Place } from '../../../src/engine/model/diagnostic.ts'
import type { Value } from '../../../src/engine/model/value.ts'

export interface Chunk {
  readonly title: string
  readonly flags: string
  /** Path below the root → text; the program is `main.k`. */
  readonly files: ReadonlyMap<string, string>
  readonly expected: string
}

const ROOT = '/root'

/** `=== title [flags]`, the program, further files after `-- path`, `---`, what comes of it. */
export function parseChunks(text: string): Chunk[] {
  return text
    .split(/^=== /m)
    .slice(1)
    .map((part) => {
      const [, head = '', body = '', expected = ''] = /^(.*)\n([\s\S]*?)^---\n([\s\S]*)$/m.exec(part) ?? []
      const [, title = '', flags = ''] = /^(.*?)(?: \[(.*)\])?$/.exec(head) ?? []
      const [main = '', ...others] = body.split(/^-- /m)
      const files = new Map([['main.k', main]])
      for (const other of others) {
        const lineEnd = other.indexOf('\n')
        files.set(other.slice(0, lineEnd), other.slice(lineEnd + 1))
      }
      return { title, flags, files, expected: expected.trim() }
    })
}

export interface Run {
  readonly prepared: Prepared
  readonly printed: () => string
}

export function prepareFiles(files: ReadonlyMap<string, string>, options: { readonly flags?: string; readonly limits?: Limits } = {}): Run {
  const flags = options.flags ?? ''
  let printed = ''
  const host = memoryHost(files, (text) => {
    printed += text
  })
  const loaded = loadProgram(host, ['main.k'])
  if (loaded.diagnostics.length > 0) throw new Error(`the program does not load: ${JSON.stringify(loaded.diagnostics[0])}`)
  const prepared = prepareProgram(bindProgram(loaded.value), host, {
    strictRange: flags.includes('-r'),
    debug: flags.includes('-d'),
    disableNone: false,
    limits: options.limits ?? NO_LIMITS,
  })
  return { prepared, printed: () => printed }
}

export function runFiles(files: ReadonlyMap<string, string>, flags = ''): string {
  const { prepared, printed } = prepareFiles(files, { flags })
  const result = showRun(prepared, new Map())
  return `${printed()}${result}`.trim()
}

export function showRun(prepared: Prepared, values: ReadonlyMap<string, Value>): string {
  const evaluation = evaluateProgram(prepared, { arguments: values })
  const output =
    evaluation.diagnostics.length > 0
      ? { text: '', diagnostics: evaluation.diagnostics }
      : emitOutput(evaluation, {
          format: 'yaml',
          selectors: [],
          disableNone: false,
          sortKeys: false,
          showHidden: false,
          includeSchemaTypePath: false,
        })
  return output.diagnostics.length === 0 ? output.text : output.diagnostics.map((each) => showDiagnostic(prepared, each)).join('\n')
}

function showDiagnostic(prepared: Prepared, diagnostic: Diagnostic): string {
  return diagnostic.messages
    .map(
      ({ text, place, note }) => `${place === undefined ? '' : showPlace(prepared, place)} ${text}${note === undefined ? '' : `\n${note}`}`,
    )
    .join('\n')
    .replaceAll(`${ROOT}/`, '')
}

function showPlace(prepared: Prepared, place: Place): string {
  const modules = [...prepared.program.packages.values()].flatMap((unit) => unit.modules)
  const before = (modules.find((module) => module.path === place.path)?.text ?? '').slice(0, place.start).split('\n')
  const file = place.path === `${ROOT}/main.k` ? '' : `${place.path}:`
  const column = place.lineOnly === true ? '' : `:${(before.at(-1)?.length ?? 0) + 1}`
  return `${file}${before.length}${column}`
}

function memoryHost(files: ReadonlyMap<string, string>, print: (text: string) => void): EngineHost {
  const absolute = (path: string) => (path.startsWith('/') ? path : `${ROOT}/${path}`)
  const texts = new Map([...files].map(([path, text]) => [absolute(path), text]))
  const isFolder = (path: string) => [...texts.keys()].some((each) => each.startsWith(`${path}/`))
  return {
    workDirectory: ROOT,
    packages: new Map(),
    now: () => new Date(0),
    timeZoneOffset: () => 0,
    randomBytes: (count) => new Uint8Array(count),
    print,
    writer: undefined,
    readFile: (path) => {
      const text = texts.get(absolute(path))
      return text === undefined ? undefined : new TextEncoder().encode(text)
    },
    listFolder: (path) => {
      const prefix = `${absolute(path)}/`
      if (!isFolder(absolute(path))) return undefined
      const names = new Set(
        [...texts.keys()].filter((each) => each.startsWith(prefix)).map((each) => each.slice(prefix.length).split('/')[0] ?? ''),
      )
      return [...names].map((name) => ({ name, kind: texts.has(prefix + name) ? 'file' : 'folder' }))
    },
    stat: (path) => {
      const text = texts.get(absolute(path))
      if (text !== undefined) return { kind: 'file', size: text.length }
      return isFolder(absolute(path)) ? { kind: 'folder', size: 0 } : undefined
    },
  }
}
