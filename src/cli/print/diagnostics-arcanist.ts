/** What Arcanist reads from linters: a list of objects, keys in the order of their names. */
import { columnOf, type DiagnosticRecord } from './diagnostic-record.ts'

export function formatArcanist(records: readonly DiagnosticRecord[]): string {
  return `${JSON.stringify(records.map(describeRecord), undefined, 2)}\n`
}

function describeRecord({ location, label, name, text, note, related }: DiagnosticRecord): Readonly<Record<string, unknown>> {
  const description = [text, ...(note === undefined ? [] : [`note: ${note}`]), ...related.map((other) => `related: ${other.text}`)]
  return {
    Char: columnOf(location),
    Code: label,
    Description: description.join(' | '),
    Line: location?.line ?? 1,
    Name: name,
    OriginalText: location?.source ?? '',
    Path: location?.path ?? '',
  }
}
