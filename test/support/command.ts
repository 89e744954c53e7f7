/** The built command as a process of its own, with a private home: what a person has after `npm ci`. */
import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../../build/main.js', import.meta.url))

export interface CommandResult {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface CommandPlace {
  readonly cwd: string
  /** Home, store and credentials live here. */
  readonly home: string
  readonly env?: Readonly<Record<string, string>>
  readonly input?: string
}

/** Environment of the command: nothing of the caller's but PATH. */
export function commandEnvironment(place: Pick<CommandPlace, 'home' | 'env'>): Record<string, string> {
  return { PATH: process.env['PATH'] ?? '', HOME: place.home, KCL_PKG_PATH: `${place.home}/.kcl/kpm`, ...place.env }
}

export function runCommand(argv: readonly string[], place: CommandPlace): Promise<CommandResult> {
  mkdirSync(place.home, { recursive: true })
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [MAIN, ...argv], { cwd: place.cwd, env: commandEnvironment(place) })
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, stdout, stderr }))
    child.stdin.end(place.input ?? '')
  })
}
