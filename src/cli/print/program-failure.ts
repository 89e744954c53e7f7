/** A wrong program: what it printed before it stopped, then its diagnostics in the wanted form. */
import { assertNever } from '../../base/assert-never.ts'
import type { Terminal } from '../../host/terminal.ts'
import type { ProgramError } from '../../operations/errors.ts'
import { recordDiagnostics } from './diagnostic-record.ts'
import { formatArcanist } from './diagnostics-arcanist.ts'
import { describeDiagnostics } from './diagnostics-json.ts'
import { formatSarif } from './diagnostics-sarif.ts'
import { formatShort } from './diagnostics-short.ts'
import { formatDiagnostics } from './diagnostics.ts'
import type { ErrorFormat } from './error-format.ts'
import { describeFailure } from './failure.ts'
import { showControls } from './visible-controls.ts'

export function printProgramFailure(terminal: Terminal, failure: ProgramError, format: ErrorFormat | 'json'): void {
  if (failure.log !== '') terminal.writeOutput(failure.log)
  terminal.writeError(formatProgramFailure(terminal, failure, format))
}

function formatProgramFailure(terminal: Terminal, failure: ProgramError, format: ErrorFormat | 'json'): string {
  // Warnings are no reason for a failure; the real engine does not mention them.
  const diagnostics = failure.diagnostics.filter(({ severity }) => severity !== 'warning')
  const sources = (path: string): string | undefined => failure.sources.get(path)
  const { errorHasColors: color, errorIsTerminal: safe } = terminal
  if (format === 'pretty') return formatDiagnostics(diagnostics, { sources, color, safe })
  const records = recordDiagnostics(diagnostics, sources)
  const show = safe ? showControls : (text: string): string => text
  switch (format) {
    case 'short':
      return show(formatShort(records))
    case 'arcanist':
      return show(formatArcanist(records))
    case 'sarif':
      return show(formatSarif(records))
    case 'json':
      return show(`${JSON.stringify({ error: { ...describeFailure(failure), ...describeDiagnostics(records) } })}\n`)
    default:
      return assertNever(format)
  }
}
