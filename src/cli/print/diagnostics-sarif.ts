/** SARIF 2.1.0, which code hosts show beside the code. Lines and columns count from 1, columns in characters; a region ends before its end column. */
import type { Severity } from '../../engine/model/diagnostic.ts'
import type { Location } from './diagnostic-location.ts'
import { columnOf, type DiagnosticRecord } from './diagnostic-record.ts'

type Json = Readonly<Record<string, unknown>>

const LEVELS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', suggestion: 'note' }

export function formatSarif(records: readonly DiagnosticRecord[]): string {
  const driver = { name: 'kcl', informationUri: 'https://kcl-lang.io/', rules: describeRules(records) }
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver }, results: records.map(describeResult) }],
  }
  return `${JSON.stringify(log, undefined, 2)}\n`
}

/** One for each code, named after the first diagnostic that has it. */
function describeRules(records: readonly DiagnosticRecord[]): readonly Json[] {
  const rules = new Map<string, Json>()
  for (const { code, name } of records) if (!rules.has(code)) rules.set(code, { id: code, name, shortDescription: { text: name } })
  return [...rules.values()]
}

function describeResult(record: DiagnosticRecord): Json {
  const { code, severity, text, note, related, location } = record
  const parts = [text]
  if (note !== undefined) parts.push(`note: ${note}`)
  for (const other of related) parts.push(`related: ${other.text}`)
  const others = related.flatMap((other) => describeLocations(other.location).map((where) => ({ ...where, message: { text: other.text } })))
  return {
    ruleId: code,
    level: LEVELS[severity],
    message: { text: parts.join('; ') },
    locations: describeLocations(location),
    ...(others.length === 0 ? {} : { relatedLocations: others }),
  }
}

/** None without a place: a SARIF region has a line from 1 (3.30.5). */
function describeLocations(location: Location | undefined): readonly Json[] {
  if (location === undefined) return []
  const { path, line: startLine = 1, end } = location
  const startColumn = columnOf(location)
  const endsLater = end !== undefined && (end.line > startLine || (end.line === startLine && end.column + 1 > startColumn))
  const region = { startLine, startColumn, ...(endsLater ? { endLine: end.line, endColumn: end.column + 1 } : {}) }
  return [{ physicalLocation: { artifactLocation: { uri: formatUri(path) }, region } }]
}

function formatUri(path: string): string {
  return encodeURI(path).replaceAll('?', '%3F').replaceAll('#', '%23')
}
