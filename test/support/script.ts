/** Runs a text in which a person works with kpm, over a world in memory. The text:
 *
 *      $ kpm push oci://localhost:5000/test/hello      a command; `cd FOLDER` and `rm PATH` are known too
 *      | pushed localhost:5000/test/hello:0.1.0        a line on standard output; `…` stands for anything
 *      ! uploading …                                   a line on standard error
 *      ? 1                                             the exit code, when it is not 0
 *      < secret                                        what is typed, or piped in, before the command
 *      -- hello/kcl.mod --                             a file of the world, up to the next such line
 *
 *  Lines that begin with `#` and empty lines between commands are remarks. */
import { createHash } from 'node:crypto'
import { gunzipSync, gzipSync } from 'node:zlib'
import { runCommandLine } from '../../src/cli/cli.ts'
import type { Context } from '../../src/cli/kit/context.ts'
import type { Host, RegistryOptions } from '../../src/host/host.ts'
import { createMemoryHost } from '../../src/host/memory.ts'
import type { Terminal } from '../../src/host/terminal.ts'
import { createRegistryClient } from '../../src/oci/client/client.ts'
import { basicAccess } from '../../src/oci/handler/access.ts'
import { createRegistryHandler } from '../../src/oci/handler/handler.ts'
import { createMemoryRegistry } from '../../src/oci/memory.ts'
import type { Transport } from '../../src/oci/http/transport.ts'
import { KpmError } from '../../src/base/error.ts'
import { joinPath } from '../../src/base/path.ts'

export interface Step {
  readonly line: number
  readonly command: string
  readonly typed: readonly string[]
  readonly output: readonly string[]
  readonly error: readonly string[]
  readonly exitCode: number
}

export interface Script {
  readonly steps: readonly Step[]
  readonly files: Readonly<Record<string, string>>
}

/** Users of the registry `private.example`. */
export const USERS: Readonly<Record<string, string>> = { alice: 's3cret' }

export function parseScript(text: string): Script {
  const steps: { line: number; command: string; typed: string[]; output: string[]; error: string[]; exitCode: number }[] = []
  const files: Record<string, string> = {}
  let typed: string[] = []
  let file: string | undefined
  for (const [index, line] of text.replace(/\n$/, '').split('\n').entries()) {
    const header = /^-- (.+) --$/.exec(line)?.[1]
    if (header !== undefined) {
      file = `/world/${header}`
      files[file] = ''
    } else if (file !== undefined) files[file] += `${line}\n`
    else if (line.startsWith('$ ')) {
      steps.push({ line: index + 1, command: line.slice(2).replace(/\s+#.*$/, ''), typed, output: [], error: [], exitCode: 0 })
      typed = []
    } else if (line.startsWith('< ')) typed.push(line.slice(2))
    else if (/^[|!?]( |$)/.test(line)) {
      const step = steps.at(-1)
      if (step === undefined) throw new Error(`line ${index + 1}: no command yet`)
      if (line.startsWith('|')) step.output.push(line.slice(2))
      else if (line.startsWith('!')) step.error.push(line.slice(2))
      else step.exitCode = Number(line.slice(2))
    } else if (line !== '' && !line.startsWith('#')) throw new Error(`line ${index + 1} is none of a script: ${line}`)
  }
  return { steps, files }
}

/** What really happened, in the form of the script, for comparison. */
export interface Played {
  readonly expected: string
  readonly actual: string
}

export async function playScript(script: Script): Promise<readonly Played[]> {
  const host = createScriptHost(script.files)
  const played: Played[] = []
  let folder = '/world'
  for (const step of script.steps) {
    const [program = '', ...words] = splitWords(step.command)
    const terminal = createScriptTerminal(step.typed)
    let exitCode = 0
    if (program === 'cd') folder = joinPath(folder, words[0] ?? '.')
    else if (program === 'rm') await host.files.remove(joinPath(folder, words[0] ?? ''))
    else if (program === 'cat') terminal.output.push(new TextDecoder().decode(await host.files.read(joinPath(folder, words[0] ?? ''))))
    else if (program === 'kpm') exitCode = await runCommandLine(words, contextOf(host, terminal, folder))
    else throw new Error(`line ${step.line}: ${program} is not known here`)
    const expected = format(step.command, step.output, step.error, step.exitCode)
    const actual = format(step.command, linesOf(terminal.output.join('')), linesOf(terminal.error.join('')), exitCode)
    played.push({ expected, actual: withWildcards(expected, actual) })
  }
  return played
}

function contextOf(host: Host, terminal: Terminal, workFolder: string): Context {
  return { terminal, workFolder, version: '1.2.3', createHost: (report) => ({ ...host, report }) }
}

export interface ScriptTerminal extends Terminal {
  readonly output: string[]
  readonly error: string[]
}

/** Interactive when something is typed. */
export function createScriptTerminal(typed: readonly string[]): ScriptTerminal {
  const answers = [...typed]
  const output: string[] = []
  const error: string[] = []
  const answer = async (question: string): Promise<string> => {
    error.push(`${question}\n`)
    const next = answers.shift()
    if (next === undefined) throw new KpmError({ code: 'INTERRUPTED', blame: 'input', message: 'interrupted' })
    return next
  }
  return {
    output,
    error,
    writeOutput: (text) => void output.push(text),
    writeError: (text) => void error.push(text),
    isInteractive: typed.length > 0,
    errorIsTerminal: false,
    errorHasColors: false,
    columns: 80,
    readInput: async () => new TextEncoder().encode(answers.map((line) => `${line}\n`).join('')),
    readStream: async () => undefined,
    ask: answer,
    askSecret: answer,
  }
}

/** A world in memory whose registries speak HTTP to their clients; `private.example` asks for a user. */
export function createScriptHost(files: Readonly<Record<string, string>>, onRequest: (request: string) => void = () => undefined): Host {
  const sha256: Host['sha256'] = () => {
    const hash = createHash('sha256')
    return { update: (chunk) => void hash.update(chunk), hex: () => hash.digest('hex') }
  }
  const handlers = new Map<string, Transport>()
  const handlerOf = (name: string): Transport => {
    const known = handlers.get(name)
    if (known !== undefined) return known
    const check = basicAccess({ realm: 'lab', isUser: (username, password) => USERS[username] === password })
    const handler = createRegistryHandler(createMemoryRegistry({ sha256, host: name }), name === 'private.example' ? { check } : {})
    handlers.set(name, handler)
    return handler
  }
  const host = createMemoryHost({
    files,
    sha256,
    gzip: (content) => gzipSync(content),
    gunzip: (content) => gunzipSync(content),
    clock: () => new Date('2026-01-02T03:04:05Z'),
    registry: (name, options: RegistryOptions = {}) =>
      createRegistryClient({
        transport: async (request) => {
          onRequest(`${request.method} ${new URL(request.url).pathname}`)
          return await handlerOf(name)(request)
        },
        host: name,
        plainHttp: options.plainHttp ?? false,
        sha256,
        credentials: async (registry) => options.credential ?? (await host.credentials.get(registry)),
      }),
  })
  return host
}

function splitWords(command: string): readonly string[] {
  return [...command.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? match[2] ?? match[3] ?? '')
}

function linesOf(text: string): readonly string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n')
}

function format(command: string, output: readonly string[], error: readonly string[], exitCode: number): string {
  const exit = exitCode === 0 ? [] : [`? ${exitCode}`]
  return [`$ ${command}`, ...output.map((line) => `| ${line}`.trimEnd()), ...error.map((line) => `! ${line}`.trimEnd()), ...exit].join('\n')
}

/** Puts the expected line in place of an actual one that it matches. */
function withWildcards(expected: string, actual: string): string {
  const wanted = expected.split('\n')
  return actual
    .split('\n')
    .map((line, index) => {
      const pattern = wanted[index] ?? ''
      if (!pattern.includes('…')) return line
      const matcher = pattern.split('…').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      return new RegExp(`^${matcher.join('.*')}$`).test(line) ? pattern : line
    })
    .join('\n')
}
