/** The diagnostics inside the `--json` form of a failure. `version` changes when a reader would have to. */
import type { Location } from './diagnostic-location.ts'
import type { DiagnosticRecord, RecordedMessage } from './diagnostic-record.ts'

type Json = Readonly<Record<string, unknown>>

export const DIAGNOSTICS_VERSION = 1

/** Lines from 1, columns from 1 in characters, offsets from 0 in UTF-16 units, the end exclusive. What is not known is left out. */
export function describeDiagnostics(records: readonly DiagnosticRecord[]): Json {
  return {
    version: DIAGNOSTICS_VERSION,
    diagnostics: records.map((record) => ({
      code: record.code,
      severity: record.severity,
      title: record.name,
      messages: [record, ...record.related].map(describeMessage),
    })),
  }
}

function describeMessage({ text, location, note, replacements }: RecordedMessage): Json {
  return {
    text,
    ...(location === undefined ? {} : { file: location.path, ...describeRange(location) }),
    ...(note === undefined ? {} : { note }),
    ...(replacements.length === 0 ? {} : { hints: replacements }),
  }
}

function describeRange({ line, column, offset, end }: Location): Json {
  if (line === undefined) return {}
  const start = column === undefined ? { line } : { line, column: column + 1, offset }
  return end === undefined ? { start } : { start, end: { line: end.line, column: end.column + 1, offset: end.offset } }
}
