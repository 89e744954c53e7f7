/** Runs the command over files in memory, and reads the texts of `cases/`. A text holds many programs:
 *
 *      === title
 *      the program, main.k
 *      -- lib/a.k                  a further file
 *      $ main.k -D env=prod        the words after `run`; `main.k` when there is no such line
 *      | a: 1                      a line of standard output
 *      ! error[E3M38]: …           a line of standard error; the exit code is 1 then, else 0
 *      ~ reason                    the real engine does something else, on purpose
 *
 *  Absolute paths in messages are written below `${ROOT}`. */
import { runCommandLine } from '../../src/cli/cli.ts'
import { createMemoryHost } from '../../src/host/memory.ts'
import type { Terminal } from '../../src/host/terminal.ts'

export interface Case {
  readonly title: string
  /** Path below the root → text. */
  readonly files: Readonly<Record<string, string>>
  readonly words: readonly string[]
  readonly expected: Outcome
  /** Why the real engine does something else. */
  readonly difference: string | undefined
}

export interface Outcome {
  readonly code: number
  readonly out: string
  readonly err: string
}

const HEADER = /^=== /m
const OUTCOME_LINE = /^[|!~]( |$)/

export function parseCases(text: string): Case[] {
  return text.split(HEADER).slice(1).map(parseCase)
}

function parseCase(text: string): Case {
  const [title = '', ...lines] = text.replace(/\n+$/, '').split('\n')
  let end = lines.length
  while (end > 0 && OUTCOME_LINE.test(lines[end - 1] ?? '')) end -= 1
  const outcome = lines.slice(end)
  const marked = (mark: string) => outcome.filter((line) => line.startsWith(mark)).map((line) => line.slice(2))
  const command = lines[end - 1]?.startsWith('$ ') === true ? lines[end - 1] : undefined
  const err = marked('!')
  return {
    title,
    files: parseFiles(lines.slice(0, command === undefined ? end : end - 1)),
    words: command === undefined ? ['main.k'] : splitWords(command.slice(2)),
    expected: { code: err.length > 0 ? 1 : 0, out: joinLines(marked('|')), err: joinLines(err) },
    difference: marked('~')[0],
  }
}

function parseFiles(lines: readonly string[]): Readonly<Record<string, string>> {
  const files: Record<string, string> = {}
  let name = 'main.k'
  for (const line of lines) {
    const next = /^-- (\S+)$/.exec(line)?.[1]
    if (next !== undefined) {
      name = next
      files[name] = ''
    } else files[name] = `${files[name] ?? ''}${line}\n`
  }
  return files
}

/** At blanks outside quotes; quotes are removed. */
function splitWords(line: string): string[] {
  return (line.match(/(?:'[^']*'|[^\s'])+/g) ?? []).map((word) => word.replaceAll("'", ''))
}

function joinLines(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('')
}

/** The lines that stand for an outcome; a final line end that is missing is not told from one that is there. */
export function formatOutcome({ code, out, err }: Outcome, root: string): string {
  const mark = (sign: string, text: string) => {
    const lines = text.replace(/\n$/, '').split('\n')
    return text === '' ? [] : lines.map((line) => (line === '' ? sign : `${sign} ${line}`))
  }
  const status = code === (err === '' ? 0 : 1) ? [] : [`exit code ${code}`]
  return [...status, ...mark('|', out), ...mark('!', err)].join('\n').replaceAll(root, '${ROOT}')
}

/** `root` is an absolute folder; nothing of it need exist. */
export async function runInMemory(files: Readonly<Record<string, string>>, words: readonly string[], root: string): Promise<Outcome> {
  const host = createMemoryHost({ files: Object.fromEntries(Object.entries(files).map(([path, text]) => [`${root}/${path}`, text])) })
  let out = ''
  let err = ''
  const terminal: Terminal = {
    writeOutput: (text) => {
      out += text
    },
    writeError: (text) => {
      err += text
    },
    isInteractive: false,
    errorIsTerminal: false,
    errorHasColors: false,
    columns: 80,
    readInput: async () => new Uint8Array(),
    readStream: async () => undefined,
    ask: async () => '',
    askSecret: async () => '',
  }
  const code = await runCommandLine(['run', ...words], {
    terminal,
    workFolder: root,
    version: '0.0.0',
    createHost: (report) => ({ ...host, report }),
  })
  return { code, out, err }
}
