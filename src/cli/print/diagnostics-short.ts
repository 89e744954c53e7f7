/** One line for each diagnostic, for editors and `grep`: `FILE:LINE:COLUMN - CODE: NAME - TEXT`. */
import { columnOf, type DiagnosticRecord } from './diagnostic-record.ts'

export function formatShort(records: readonly DiagnosticRecord[]): string {
  return records.map((record) => `${formatRecord(record)}\n`).join('')
}

function formatRecord({ location, label, name, text, note, replacements, related }: DiagnosticRecord): string {
  const where = location === undefined ? '' : `${location.path}:${location.line ?? 1}:${columnOf(location)} - `
  const parts = [`${where}${label}: ${name} - ${text}`]
  if (note !== undefined) parts.push(`note: ${note}`)
  if (replacements.length > 0) parts.push(`replacement: ${replacements.join(' | ')}`)
  for (const other of related) parts.push(`related: ${other.text}`)
  return parts.join('; ')
}
