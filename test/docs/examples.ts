/** Reads the examples of a page: a faulty program, what is said of it, and a right one. */
import { runCommandLine } from '../../src/cli/cli.ts'
import { createScriptHost, createScriptTerminal } from '../support/script.ts'

export interface Example {
  readonly heading: string
  readonly faulty: string
  readonly message: string
  readonly fixed: string
}

const EXAMPLE =
  /^## (.+)\n(?:(?!^#)[\s\S])*?```kcl\n([\s\S]*?)```\n(?:(?!^#)[\s\S])*?```text\n([\s\S]*?)```\n(?:(?!^#)[\s\S])*?```kcl\n([\s\S]*?)```/gm

export function readExamples(page: string): Example[] {
  return [...page.matchAll(EXAMPLE)].map(([, heading = '', faulty = '', message = '', fixed = '']) => ({ heading, faulty, message, fixed }))
}

/** What lint says of the program, or, when it is silent, a run; the file is called `main.k`. */
export async function saidOf(program: string): Promise<string> {
  return (await errorsOf('lint', program)) || (await errorsOf('run', program))
}

async function errorsOf(command: string, program: string): Promise<string> {
  const terminal = createScriptTerminal([])
  const host = createScriptHost({ '/world/main.k': program })
  await runCommandLine([command, 'main.k'], { terminal, workFolder: '/world', version: '1.2.3', createHost: () => host })
  return terminal.error.join('').replaceAll('/world/', '')
}
