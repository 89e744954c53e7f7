/** Values as TOML, laid out as the Go command line does it (BurntSushi/toml): first the plain keys of a table, then its tables, each level indented by
 *  two blanks. TOML has no null: None is left out. */
import { EvaluationFault } from '../faults/evaluation.ts'
import { isList, type Value } from '../model/value.ts'
import { formatDisplayFloat } from './number-format.ts'
import { isFunction, visibleEntries, visibleItems, type EncodeOptions } from './visible.ts'

const MAX_DEPTH = 1000

/** Throws EvaluationFault when the value is not a table. */
export function encodeToml(value: Value, options: EncodeOptions): string {
  if (!isTable(value)) throw new EvaluationFault('only a config can be written as TOML')
  const lines: string[] = []
  writeTable(value, [], lines, { ...options, ignoreNone: true })
  return lines.join('\n')
}

type Table = Extract<Value, { readonly kind: 'dict' | 'schema' }>

function isTable(value: Value): value is Table {
  return typeof value === 'object' && value !== null && !isList(value) && (value.kind === 'dict' || value.kind === 'schema')
}

function isTableList(value: Value): value is readonly Table[] {
  return isList(value) && value.length > 0 && value.every(isTable)
}

function writeTable(table: Table, path: readonly string[], lines: string[], options: EncodeOptions): void {
  if (path.length > MAX_DEPTH) throw new EvaluationFault('the value is nested too deeply for TOML')
  const { keys, values } = visibleEntries(table, options)
  const margin = '  '.repeat(path.length)
  for (const [index, value] of values.entries()) {
    if (isTable(value) || isTableList(value)) continue
    lines.push(`${margin}${keyText(keys[index] ?? '')} = ${inlineText(value, options, 0)}`)
  }
  for (const [index, value] of values.entries()) {
    const inner = [...path, keyText(keys[index] ?? '')]
    if (isTable(value)) {
      if (path.length === 0 && lines.length > 0) lines.push('')
      lines.push(`${margin}[${inner.join('.')}]`)
      writeTable(value, inner, lines, options)
    } else if (isTableList(value)) {
      for (const item of value) {
        if (lines.length > 0) lines.push('')
        lines.push(`${margin}[[${inner.join('.')}]]`)
        writeTable(item, inner, lines, options)
      }
    }
  }
}

/** Bare where TOML allows it. */
function keyText(key: string): string {
  return /^[A-Za-z0-9_-]+$/.test(key) ? key : quoteText(key)
}

function inlineText(value: Value, options: EncodeOptions, depth: number): string {
  if (depth > MAX_DEPTH) throw new EvaluationFault('the value is nested too deeply for TOML')
  if (isList(value))
    return `[${visibleItems(value, options)
      .map((item) => inlineText(item, options, depth + 1))
      .join(', ')}]`
  if (isTable(value)) {
    const { keys, values } = visibleEntries(value, options)
    return `{${keys.map((key, index) => `${keyText(key)} = ${inlineText(values[index], options, depth + 1)}`).join(', ')}}`
  }
  switch (typeof value) {
    case 'string':
      return quoteText(value)
    case 'number':
    case 'bigint':
    case 'boolean':
      return String(value)
    default:
      break
  }
  if (value === undefined || value === null || isFunction(value)) return '""'
  return value.kind === 'float' ? floatText(value.value) : value.kind === 'unit' ? floatText(value.real) : '""'
}

/** Always a point, never an exponent. */
function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  return formatDisplayFloat(value)
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\b', '\\b'],
  ['\t', '\\t'],
  ['\n', '\\n'],
  ['\f', '\\f'],
  ['\r', '\\r'],
  ['"', '\\"'],
  ['\\', '\\\\'],
])

function quoteText(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return `"${text.replace(/[\u0000-\u001f"\\\u007f]/g, (character) => ESCAPES.get(character) ?? unicodeEscape(character))}"`
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
