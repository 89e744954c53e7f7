/** Runs the built command on a real pseudo-terminal (python's `pty`), as a person would: an answer is typed when a question stands on the screen. */
import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { commandEnvironment, type CommandPlace } from './command.ts'

const MAIN = fileURLToPath(new URL('../../build/main.js', import.meta.url))

/** Arguments: the answers, each typed when the screen ends with ": "; then the command. Prints what was on the screen, ends with the command's code. */
const PROGRAM = `
import json, os, pty, select, sys
answers, command = json.loads(sys.argv[1]), sys.argv[2:]
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(command[0], command)
screen = b''
while select.select([terminal], [], [], 20)[0]:
    try:
        piece = os.read(terminal, 4096)
    except OSError:
        break
    if not piece:
        break
    screen += piece
    if answers and screen.endswith(b': '):
        os.write(terminal, answers.pop(0).encode())
else:
    os.kill(pid, 9)
sys.stdout.buffer.write(screen)
sys.stdout.flush()
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) & 255)
`

export interface TerminalResult {
  readonly code: number | null
  /** Everything that appeared, control sequences included. */
  readonly screen: string
}

export function runOnTerminal(argv: readonly string[], place: CommandPlace, answers: readonly string[]): Promise<TerminalResult> {
  mkdirSync(place.home, { recursive: true })
  return new Promise((resolve, reject) => {
    const words = ['-c', PROGRAM, JSON.stringify(answers), process.execPath, MAIN, ...argv]
    const child = spawn('/usr/bin/python3', words, { cwd: place.cwd, env: commandEnvironment(place) })
    let screen = ''
    let trouble = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (screen += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (trouble += text))
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, screen: screen + trouble }))
  })
}
