/** What a command found, for people or for programs. */
import type { Terminal } from '../../host/terminal.ts'
import type { OutputFlags } from '../kit/flags.ts'

export interface Result {
  /** Without the line end. */
  readonly text: string
  readonly json: Readonly<Record<string, unknown>>
}

export function printResult(terminal: Terminal, flags: OutputFlags, result: Result): void {
  terminal.writeOutput(`${flags.json === true ? JSON.stringify(result.json) : result.text}\n`)
}
