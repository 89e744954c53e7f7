/** What went wrong, on standard error: for people a line and a hint, for programs (`--json`) one object. */
import type { KpmError } from '../../base/error.ts'
import type { Terminal } from '../../host/terminal.ts'
import { ProgramError } from '../../operations/errors.ts'
import { EXIT_CODES } from '../kit/exit-code.ts'
import type { ErrorFormat } from './error-format.ts'

export interface FailureOptions {
  readonly json: boolean
  /** Of a wrong program. */
  readonly errorFormat: ErrorFormat
}

export async function printFailure(terminal: Terminal, failure: KpmError, { json, errorFormat }: FailureOptions): Promise<void> {
  if (failure instanceof ProgramError) {
    const { printProgramFailure } = await import('./program-failure.ts')
    printProgramFailure(terminal, failure, json ? 'json' : errorFormat)
    return
  }
  const text = json ? JSON.stringify({ error: describeFailure(failure) }) : formatFailure(failure, terminal.errorHasColors)
  terminal.writeError(`${text}\n`)
}

function formatFailure(failure: KpmError, colors: boolean): string {
  const paint = (code: number, text: string): string => (colors ? `\u001b[${code}m${text}\u001b[0m` : text)
  const lines = [`${paint(31, 'error')}: ${failure.message}`]
  if (failure.hint !== undefined) lines.push(`${paint(36, 'hint')}: ${failure.hint}`)
  return lines.join('\n')
}

export function describeFailure(failure: KpmError): Readonly<Record<string, unknown>> {
  return {
    code: failure.code,
    blame: failure.blame,
    exit: EXIT_CODES[failure.blame],
    message: failure.message,
    ...(failure.hint === undefined ? {} : { hint: failure.hint }),
  }
}

/** A bug: everything its finder needs to report it. */
export function printBug(terminal: Terminal, trouble: unknown, version: string): void {
  const account = trouble instanceof Error ? (trouble.stack ?? String(trouble)) : String(trouble)
  terminal.writeError(
    `kpm ${version} has met a bug; your input is not to blame\n\n${account}\n\nPlease report it with the text above and the command you ran.\n`,
  )
}
