/** Runs one text as a program in a world without files; options as on the command line. */
import type { EngineHost } from '../../../src/engine/host.ts'
import { type PrepareInput, type RunInput, runProgram } from '../../../src/engine/pipeline.ts'

export interface Ran {
  /** What `print` wrote and the output, as the command prints them. */
  readonly out: string
  /** The first line of the first message; empty for a program without errors. */
  readonly fault: string
}

/** `options`: `-n -k -H -r -d`, `-S path…`, `-D key=value…`, `-f format`. */
export async function runText(text: string, options: readonly string[] = []): Promise<Ran> {
  let printed = ''
  const input = { entries: [{ path: '/main.k', text }], ...readOptions(options) }
  const outcome = await runProgram(
    quietHost((line) => (printed += line)),
    input,
  )
  const fault = outcome.diagnostics.find((diagnostic) => diagnostic.severity === 'error')
  if (fault !== undefined) return { out: printed, fault: fault.messages[0]?.text.split('\n')[0] ?? '' }
  return { out: printed + (outcome.text === '' ? '' : `${outcome.text}\n`), fault: '' }
}

function readOptions(words: readonly string[]): RunInput & Omit<PrepareInput, 'entries'> {
  const after = (flag: string) => {
    const found: string[] = []
    let taking = false
    for (const word of words) {
      if (word.startsWith('-') && word.length === 2) taking = word === flag
      else if (taking) found.push(word)
    }
    return found
  }
  return {
    selectors: after('-S'),
    arguments: after('-D').map((word) => ({ key: word.slice(0, word.indexOf('=')), text: word.slice(word.indexOf('=') + 1) })),
    format: after('-f')[0] === 'json' ? 'json' : 'yaml',
    disableNone: words.includes('-n'),
    sortKeys: words.includes('-k'),
    showHidden: words.includes('-H'),
    strictRange: words.includes('-r'),
    debug: words.includes('-d'),
  }
}

export function quietHost(print: (text: string) => void): EngineHost {
  return {
    workDirectory: '/',
    readFile: () => undefined,
    listFolder: () => undefined,
    stat: () => undefined,
    writer: undefined,
    packages: new Map(),
    now: () => new Date(0),
    timeZoneOffset: () => 0,
    randomBytes: (count) => new Uint8Array(count),
    environmentVariable: () => undefined,
    print,
  }
}
