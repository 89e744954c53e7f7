/** `str(x)`, `print`, `${x}`: values as people read them (`spec/kcl-runtime.md` A7). Texts are bare at the top and in lists, quoted in dicts. */
import { EvaluationFault, textTooLong } from '../faults/evaluation.ts'
import { isList, type Dict, type Value } from '../model/value.ts'
import { formatDisplayFloat } from '../text/number-format.ts'

export function displayValue(value: Value): string {
  switch (typeof value) {
    case 'string':
      return value
    case 'number':
    case 'bigint':
      return String(value)
    case 'boolean':
      return value ? 'True' : 'False'
    case 'undefined':
      return 'Undefined'
    default:
      break
  }
  const chunks: string[] = []
  write(value, chunks, 0)
  return chunks.join('')
}

/** Levels of nesting that can be shown; the host's stack holds far more than this. */
const MAX_DEPTH = 2500

/** Pieces of text: a value that shares parts may be longer than all memory. */
const MAX_CHUNKS = 30_000_000

function write(value: Value, chunks: string[], depth: number): void {
  if (typeof value !== 'object') {
    chunks.push(displayValue(value))
    return
  }
  if (value === null) {
    chunks.push('None')
    return
  }
  if (chunks.length > MAX_CHUNKS) throw textTooLong()
  if (depth > MAX_DEPTH) throw new EvaluationFault('the value is nested too deeply to be shown')
  if (isList(value)) {
    writeList(value, chunks, depth)
    return
  }
  switch (value.kind) {
    case 'float':
      chunks.push(formatDisplayFloat(value.value))
      return
    case 'unit':
      chunks.push(`${value.raw}${value.suffix}`)
      return
    case 'dict':
      writeDict(value, chunks, depth)
      return
    case 'schema':
      writeDict(value.fields, chunks, depth)
      return
    case 'function':
    case 'type':
      chunks.push('function')
  }
}

function writeList(list: readonly Value[], chunks: string[], depth: number): void {
  let separator = '['
  for (const item of list) {
    chunks.push(separator)
    separator = ', '
    write(item, chunks, depth + 1)
  }
  chunks.push(list.length === 0 ? '[]' : ']')
}

function writeDict(dict: Dict, chunks: string[], depth: number): void {
  let separator = '{'
  for (const [key, value] of dict.entries) {
    chunks.push(separator, quoteText(key), ': ')
    separator = ', '
    if (typeof value === 'string') chunks.push(quoteText(value))
    else write(value, chunks, depth + 1)
  }
  chunks.push(dict.entries.size === 0 ? '{}' : '}')
}

/** Single quotes unless the text has double ones; only a text with both kinds is escaped, and only its double quotes are. */
function quoteText(text: string): string {
  if (!text.includes('"')) return `'${text}'`
  if (!text.includes("'")) return `"${text}"`
  return `"${text.replaceAll('"', '\\"')}"`
}
