/** The terminal of this process. Questions go to standard error; for a secret the terminal's echo is off until the answer is complete, and restored
 *  on Ctrl-C. Output that nobody reads any more (a closed pipe) is dropped, and so is what standard error does not take: there is nowhere left to say it. */
import type { Terminal } from '../host/terminal.ts'
import { fs } from './builtin.ts'
import type { Environment } from './directories.ts'
import { fileFailure, interrupted, systemCode } from './errors.ts'
import type { Inputs } from './inputs.ts'

/** The streams of the process are looked at when somebody asks, because making them costs more than running a small program. */
export function createNodeTerminal(environment: Environment, inputs: Inputs): Terminal {
  const typedAhead: TypedAhead = { text: '' }
  return {
    writeOutput: (text) => writeFully(1, text),
    writeError: (text) => writeFully(2, text),
    get isInteractive() {
      return process.stdin.isTTY === true && process.stderr.isTTY === true
    },
    get errorIsTerminal() {
      return process.stderr.isTTY === true
    },
    get errorHasColors() {
      return process.stderr.isTTY === true && !environment['NO_COLOR'] && environment['TERM'] !== 'dumb'
    },
    get columns() {
      return process.stderr.columns || 80
    },
    readInput: inputs.standard,
    readStream: inputs.stream,
    ask: (question) => askLine(question, typedAhead, { echo: true }),
    askSecret: (question) => askLine(question, typedAhead, { echo: false }),
  }
}

/** What came after the end of a line, for the next question. */
interface TypedAhead {
  text: string
}

/** What arrow keys and the like send. */
// oxlint-disable-next-line no-control-regex -- the escape character is the point
const ESCAPE_SEQUENCES = /\u001b(?:\[[0-9;]*[A-Za-z~]|O[A-Z])?/g

/** Written at once: the exit that may follow cannot cut it. A pipe that is full says EAGAIN, a reader that left EPIPE, a full disk ENOSPC. */
function writeFully(descriptor: 1 | 2, text: string): void {
  let rest: Uint8Array = Buffer.from(text)
  while (rest.length > 0) {
    try {
      rest = rest.subarray(fs.writeSync(descriptor, rest))
    } catch (cause) {
      const code = systemCode(cause)
      if (code === 'EPIPE' || (code !== 'EAGAIN' && descriptor === 2)) return
      if (code !== 'EAGAIN') throw fileFailure('write', 'standard output', cause)
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
    }
  }
}

/** Reads one line in raw mode, so that nothing shows but what we write: the line itself, or nothing for a secret. */
async function askLine(question: string, typedAhead: TypedAhead, options: { readonly echo: boolean }): Promise<string> {
  const { stdin } = process
  stdin.setRawMode(true)
  stdin.setEncoding('utf8')
  writeFully(2, question)
  try {
    return await readTypedLine(stdin, typedAhead, options)
  } finally {
    stdin.setRawMode(false)
    stdin.pause()
    writeFully(2, '\n')
  }
}

function readTypedLine(stdin: NodeJS.ReadStream, typedAhead: TypedAhead, { echo }: { readonly echo: boolean }): Promise<string> {
  return new Promise((resolve, reject) => {
    const line: string[] = []
    const end = (outcome: () => void): void => {
      stdin.off('data', onData)
      stdin.off('end', onEnd)
      outcome()
    }
    const onEnd = (): void => end(() => reject(interrupted()))
    const onData = (chunk: string): void => {
      const edit = editLine(line, chunk, (text) => {
        if (echo) writeFully(2, text)
      })
      if (edit.state === 'typing') return
      typedAhead.text = edit.rest
      end(() => (edit.state === 'complete' ? resolve(line.join('')) : reject(interrupted())))
    }
    const ahead = typedAhead.text
    typedAhead.text = ''
    stdin.on('data', onData)
    stdin.on('end', onEnd)
    onData(ahead)
    stdin.resume()
  })
}

type Edit = { readonly state: 'typing' } | { readonly state: 'complete' | 'interrupted'; readonly rest: string }

/** Enter ends the line, Backspace takes a character back, Ctrl-U all of them; Ctrl-C, and Ctrl-D on an empty line, interrupt. */
function editLine(line: string[], chunk: string, show: (text: string) => void): Edit {
  const characters = [...chunk.replace(ESCAPE_SEQUENCES, '')]
  for (const [index, character] of characters.entries()) {
    const rest = (): string => characters.slice(index + 1).join('')
    if (character === '\r' || character === '\n') return { state: 'complete', rest: rest() }
    if (character === '\u0003' || (character === '\u0004' && line.length === 0)) return { state: 'interrupted', rest: rest() }
    if (character === '\u007f' || character === '\b') {
      if (line.pop() !== undefined) show('\b \b')
    } else if (character === '\u0015') {
      show('\b \b'.repeat(line.length))
      line.length = 0
    } else if (character >= ' ') {
      line.push(character)
      show(character)
    }
  }
  return { state: 'typing' }
}
