/** A diagnostic as the forms for programs tell it: what it is called, its first message with its location, and the others as related ones
 *  (`spec/kcl-frontend.md` F.5). */
import type { Diagnostic, Message, Severity } from '../../engine/model/diagnostic.ts'
import { createLocate, type Locate, type Location, type Sources } from './diagnostic-location.ts'

export interface RecordedMessage {
  readonly text: string
  readonly location: Location | undefined
  readonly note: string | undefined
  readonly replacements: readonly string[]
}

export interface DiagnosticRecord extends RecordedMessage {
  readonly severity: Severity
  /** `E2G22` */
  readonly code: string
  /** `error[E2G22]` */
  readonly label: string
  /** `TypeError` */
  readonly name: string
  readonly related: readonly RecordedMessage[]
}

/** Load errors are told one by one. */
export function recordDiagnostics(diagnostics: readonly Diagnostic[], sources: Sources): readonly DiagnosticRecord[] {
  const locate = createLocate(sources)
  return diagnostics
    .flatMap(({ causes, ...diagnostic }) => causes ?? [diagnostic])
    .map((diagnostic) => recordDiagnostic(diagnostic, locate))
}

function recordDiagnostic(diagnostic: Diagnostic, locate: Locate): DiagnosticRecord {
  const { severity, title, messages } = diagnostic
  const [first, ...related] = messages.map((message) => recordMessage(diagnostic, message, locate))
  if (severity === 'suggestion') {
    return { severity, code: 'Suggestions', label: 'suggestions[Suggestions]', name: 'Suggestion', ...textOnly(title), related: [] }
  }
  const { code } = diagnostic
  const label = `${severity}[${code}]`
  // Failures before there is a program have a title only.
  if (first === undefined) return { severity, code, label, name: 'EvaluationError', ...textOnly(title), related: [] }
  return { severity, code, label, name: title, ...first, related }
}

function recordMessage(diagnostic: Diagnostic, message: Message, locate: Locate): RecordedMessage {
  const { text, place, note, suggestions } = message
  return { text, location: locate(diagnostic, place), note, replacements: suggestions ?? [] }
}

function textOnly(text: string): RecordedMessage {
  return { text, location: undefined, note: undefined, replacements: [] }
}

/** From 1; 1 when it is not known. */
export function columnOf(location: Location | undefined): number {
  return (location?.column ?? 0) + 1
}
