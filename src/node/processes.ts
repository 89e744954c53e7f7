/** Other programs: started without a shell, found on the PATH, ended when they take too long. */
import { systemCode } from './errors.ts'
import type { Environment } from './directories.ts'

export interface ProcessOutcome {
  /** 124 when it was ended for taking too long, as `timeout` has it. */
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

export interface ProcessOptions {
  /** Written to its stdin, which is then closed. Never logged: it may be a secret. */
  readonly input: string
  readonly environment: Environment
  /** Milliseconds. */
  readonly timeout: number
}

const LARGEST_OUTPUT = 1024 * 1024

/** undefined when there is no such program. */
export function runProcess(program: string, parameters: readonly string[], options: ProcessOptions): Promise<ProcessOutcome | undefined> {
  const { spawn } = process.getBuiltinModule('node:child_process')
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...parameters], { env: { ...options.environment }, stdio: ['pipe', 'pipe', 'pipe'], windowsHide: true })
    const stdout = collect(child.stdout)
    const stderr = collect(child.stderr)
    let isLate = false
    const timer = setTimeout(() => {
      isLate = true
      child.kill('SIGKILL')
      // A grandchild may hold the pipes open after its parent is gone.
      child.stdout.destroy()
      child.stderr.destroy()
    }, options.timeout)
    child.once('error', (cause) => {
      clearTimeout(timer)
      if (systemCode(cause) === 'ENOENT') resolve(undefined)
      else reject(cause)
    })
    child.once('close', (code) => {
      clearTimeout(timer)
      resolve({
        exitCode: isLate ? 124 : (code ?? 1),
        stdout: stdout(),
        stderr: isLate ? `no answer within ${options.timeout / 1000} s` : stderr(),
      })
    })
    // A program that does not read its input is no failure of ours.
    child.stdin.on('error', () => undefined)
    child.stdin.end(options.input)
  })
}

function collect(stream: NodeJS.ReadableStream): () => string {
  const chunks: Buffer[] = []
  let size = 0
  stream.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size <= LARGEST_OUTPUT) chunks.push(chunk)
  })
  return () => Buffer.concat(chunks).toString('utf8')
}
