/** What went wrong, on standard error: for people a line and a hint, for programs (`--json`) one object. */
import type { KpmError } from '../../base/error.ts'
import type { Terminal } from '../../host/terminal.ts'
import { ProgramError } from '../../operations/errors.ts'
import { EXIT_CODES } from '../kit/exit-code.ts'

export async function printFailure(terminal: Terminal, failure: KpmError, options: { readonly json: boolean }): Promise<void> {
  if (failure instanceof ProgramError) {
    if (failure.log !== '') terminal.writeOutput(failure.log)
    if (!options.json) {
      const { printDiagnostics } = await import('./diagnostics.ts')
      printDiagnostics(terminal, failure.diagnostics, (path) => failure.sources.get(path))
      return
    }
  }
  terminal.writeError(
    `${options.json ? JSON.stringify({ error: describeFailure(failure) }) : formatFailure(failure, terminal.errorHasColors)}\n`,
  )
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
    ...(failure instanceof ProgramError ? { diagnostics: failure.diagnostics } : {}),
  }
}

/** A bug: everything its finder needs to report it. */
export function printBug(terminal: Terminal, trouble: unknown, version: string): void {
  const account = trouble instanceof Error ? (trouble.stack ?? String(trouble)) : String(trouble)
  terminal.writeError(
    `kpm ${version} has met a bug; your input is not to blame\n\n${account}\n\nPlease report it with the text above and the command you ran.\n`,
  )
}
