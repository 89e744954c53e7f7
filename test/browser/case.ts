/** Programs with their own files and options as data, and what the library makes of them: the same function runs on Node and inside the page. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { encode } from '../../src/engine/library/modules/crypto/algorithms.ts'
import { parseCases } from '../programs/run-case.ts'
import { sharedFolder } from '../support/shared.ts'

export interface BrowserCase {
  readonly id: string
  /** Base64 by path below the working folder: not all of them are UTF-8. */
  readonly files: Readonly<Record<string, string>>
  readonly sources: readonly string[]
  readonly options: Readonly<Record<string, unknown>>
  /** The program is wrong. */
  readonly fails: boolean
}

/** The programs of `test/programs`. */
export function readPrograms(): BrowserCase[] {
  const folder = fileURLToPath(new URL('../programs/cases/', import.meta.url))
  return readdirSync(folder).flatMap((name) =>
    parseCases(readFileSync(folder + name, 'utf8')).flatMap(({ title, files, words, expected }) => {
      const encoded = Object.entries(files).map(([path, text]) => [path, Buffer.from(text).toString('base64')] as const)
      return caseOf(`${name}: ${title}`, Object.fromEntries(encoded), words, expected.code !== 0)
    }),
  )
}

/** The conformance suite, without the programs that read a folder beside their own. */
export function readSuite(): BrowserCase[] {
  const suite = `${sharedFolder}/conformance`
  const cases: { id: string; judge: string; args: string[]; outside_files: unknown[] }[] = JSON.parse(
    readFileSync(`${suite}/cases.json`, 'utf8'),
  )
  return cases.flatMap(({ id, judge, args, outside_files: outside }) => {
    if (outside.length > 0) return []
    const folder = join(suite, 'grammar', id)
    const paths = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    const files = paths.map((entry) => {
      const path = join(entry.parentPath, entry.name)
      return [path.slice(folder.length + 1), readFileSync(path).toString('base64')] as const
    })
    return caseOf(id, Object.fromEntries(files), ['main.k', ...args], judge === 'stderr')
  })
}

/** For each character set with tables: the digest of all characters of the basic plane that it has, and of those beyond that Big5 has. */
export function readCharacterSets(): BrowserCase[] {
  return ['gbk', 'gb18030', 'big5', 'euc-jp', 'iso-2022-jp', 'shift_jis', 'euc-kr', 'windows-1252', 'koi8-r'].map((encoding) => {
    const codes = Array.from({ length: 0x30000 }, (_, code) => code).filter((code) => (code < 0xd800 || code > 0xdfff) && code > 0)
    const known = codes.map((code) => String.fromCodePoint(code)).filter((character) => encode(character, encoding) instanceof Uint8Array)
    const program = `import crypto\n_text = option("text")\nlength = len(_text)\ndigest = crypto.sha256(_text, "${encoding}")\n`
    return {
      id: `all of ${encoding}`,
      files: { 'main.k': Buffer.from(program).toString('base64') },
      sources: ['main.k'],
      options: { arguments: { text: known.join('') } },
      fails: false,
    }
  })
}

/** Nothing for a command line that no caller of the library can write. */
function caseOf(id: string, files: BrowserCase['files'], words: readonly string[], fails: boolean): BrowserCase[] {
  const sources: string[] = []
  const lists: Record<string, string[]> = {}
  const options: Record<string, unknown> = {}
  let list = sources
  for (const word of words) {
    const [flag = '', value] = word.startsWith('--') ? word.split('=', 2) : [word]
    const name = LISTS[flag]
    const single = SWITCHES[flag]
    if (name !== undefined) list = lists[name] ??= []
    else if (single !== undefined) options[single] = value === undefined || value === 'true'
    else if (word.startsWith('-')) return []
    else list.push(word)
    if (name !== undefined && value !== undefined) list.push(value)
    // Only these take several words.
    if (name === undefined && list !== lists['settingsFiles']) list = sources
  }
  const { arguments: pairs = [], ...others } = lists
  const values = pairs.map((pair) => /^([^=]+)=(.+)$/s.exec(pair))
  if (values.includes(null)) return []
  const entries = values.map((found) => [found?.[1] ?? '', interpret(found?.[2] ?? '')] as const)
  return [{ id, files, sources, options: { ...options, ...others, arguments: Object.fromEntries(entries) }, fails }]
}

const LISTS: Readonly<Record<string, string>> = {
  '-D': 'arguments',
  '-Y': 'settingsFiles',
  '-S': 'selectors',
  '-O': 'overrides',
}

const SWITCHES: Readonly<Record<string, string>> = {
  '-n': 'disableNone',
  '-k': 'sortKeys',
  '--sort_keys': 'sortKeys',
  '--show_hidden': 'showHidden',
  '-H': 'showHidden',
  '-r': 'strictRangeCheck',
  '-d': 'debug',
}

/** What the text of an argument means, as a value: JSON, a constant of KCL, else the text; a number with an exponent stays text. */
function interpret(text: string): unknown {
  const constant = { True: true, False: false, None: null }[text]
  if (constant !== undefined) return constant
  if (/^-?[\d.]+[eE]/.test(text)) return text
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** The part of the library that both doors have. */
export interface Kpm {
  readonly run: (sources: readonly string[], options: object) => Promise<unknown>
  readonly formatDiagnostics: (failure: never) => string
}

/** What a run gives or fails with, as one text of JSON. The page gets this function as text, so it names nothing outside itself. */
export async function outcomeOf(kpm: Kpm, sources: readonly string[], options: object): Promise<string> {
  const show = (_: string, value: unknown): unknown => {
    if (typeof value === 'bigint') return `integer ${value}`
    if (typeof value === 'number' && !Number.isFinite(value)) return `number ${value}`
    return value instanceof Map ? [...value] : value
  }
  try {
    return JSON.stringify({ result: await kpm.run(sources, options) }, show)
  } catch (error) {
    const failure = error as { code?: string; message: string; diagnostics?: unknown; sources?: unknown; log?: string }
    if (failure.code === undefined) throw error
    const { code, message, diagnostics, sources: texts, log } = failure
    const text = diagnostics === undefined ? undefined : kpm.formatDiagnostics(failure as never)
    return JSON.stringify({ code, message, diagnostics, texts, log, text }, show)
  }
}
