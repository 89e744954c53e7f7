/** The diagnostics of a check in the wanted form: texts for people go to standard error, documents for programs to standard output. */
import { assertNever } from '../../base/assert-never.ts'
import type { Diagnostic } from '../../engine/model/diagnostic.ts'
import type { Terminal } from '../../host/terminal.ts'
import { recordDiagnostics } from './diagnostic-record.ts'
import { formatArcanist } from './diagnostics-arcanist.ts'
import { describeDiagnostics } from './diagnostics-json.ts'
import { formatSarif } from './diagnostics-sarif.ts'
import { formatShort } from './diagnostics-short.ts'
import { printDiagnostics } from './diagnostics.ts'
import type { ErrorFormat } from './error-format.ts'
import { showControls } from './visible-controls.ts'

export interface Report {
  readonly diagnostics: readonly Diagnostic[]
  readonly sources: ReadonlyMap<string, string>
}

export function printReport(terminal: Terminal, report: Report, format: ErrorFormat | 'json'): void {
  const sources = (path: string): string | undefined => report.sources.get(path)
  if (format === 'pretty') return printDiagnostics(terminal, report.diagnostics, sources)
  const records = recordDiagnostics(report.diagnostics, sources)
  const count = (wanted: string): number => records.filter(({ severity }) => severity === wanted).length
  switch (format) {
    case 'short':
      return terminal.writeError(terminal.errorIsTerminal ? showControls(formatShort(records)) : formatShort(records))
    case 'arcanist':
      return terminal.writeOutput(formatArcanist(records))
    case 'sarif':
      return terminal.writeOutput(formatSarif(records))
    case 'json':
      return terminal.writeOutput(
        `${JSON.stringify({ ...describeDiagnostics(records), errors: count('error'), warnings: count('warning') })}\n`,
      )
    default:
      return assertNever(format)
  }
}
