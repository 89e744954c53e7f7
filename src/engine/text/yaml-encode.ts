/** Values as YAML in block style, byte for byte as the real engine writes it (`spec/kcl-runtime.md` D8). The walk keeps its own stack, so depth is
 *  bounded by memory alone. */
import { isList, type Value } from '../model/value.ts'
import { byteLength } from './characters.ts'
import { addChunk, CHUNK_LENGTH } from './flatten.ts'
import { rereadFloat } from './json-float.ts'
import { formatYamlFloat } from './number-format.ts'
import { plainScalarText } from './plain-scalar.ts'
import { visibleEntries, visibleItems, type EncodeOptions } from './visible.ts'
import { literalBlock, quoteScalar, scalarStyle } from './yaml-scalar.ts'

/** A collection being written. `keys` is absent for lists. */
interface Frame {
  readonly keys: readonly string[] | undefined
  readonly values: readonly Value[]
  /** Column of the keys or dashes. */
  readonly indent: number
  next: number
}

/** One document without the line end after its last line. */
export function encodeYaml(value: Value, options: EncodeOptions): string {
  const root = frameOf(value, 0, options)
  if (root === undefined) return scalarText(value, 2)
  if (root.values.length === 0) return root.keys === undefined ? '[]' : '{}'
  const stack: Frame[] = [root]
  const chunks: string[] = []
  let text = ''
  /** The first entry of a collection may stand on the line that opened it. */
  let onLine = true
  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    if (text.length > CHUNK_LENGTH) {
      addChunk(chunks, text)
      text = ''
    }
    const index = frame.next++
    if (index === frame.values.length) {
      stack.pop()
      continue
    }
    if (!onLine) text += lineStart(frame.indent)
    const value = frame.values[index]
    const key = frame.keys?.[index]
    const isEntry = key !== undefined
    const isExplicit = isEntry && isLongKey(key)
    if (isExplicit) text += `? ${scalarText(key, frame.indent + 2)}${lineStart(frame.indent)}:`
    else text += isEntry ? `${keyText(key)}:` : '-'
    const isInline = isExplicit || !isEntry
    const inner = frameOf(value, frame.indent + 2, options)
    if (inner === undefined) {
      text += ` ${scalarText(value, frame.indent + 2)}`
      onLine = false
    } else if (inner.values.length === 0) {
      text += inner.keys === undefined ? ' []' : ' {}'
      onLine = false
    } else {
      onLine = isInline
      if (isInline) text += ' '
      stack.push(inner.keys === undefined && !isInline ? { ...inner, indent: frame.indent } : inner)
    }
  }
  return chunks.length === 0 ? text : chunks.join('') + text
}

/** True when the document seems to end in a literal block, for which the real engine's output keeps one more line end. It looks at the text: the
 *  nearest line above the last that is indented less must read `key: |`. */
export function endsInBlock(document: string): boolean {
  let indent = -1
  let end = document.length
  while (end > 0) {
    const start = document.lastIndexOf('\n', end - 1) + 1
    const line = document.slice(start, end)
    end = start - 1
    const content = line.trimStart()
    if (content === '') continue
    const column = line.length - content.length
    if (indent < 0) indent = column
    else if (column < indent) return /^[^:]*:\s*\|[-+]?\s*$/.test(content)
    if (indent === 0) return false
  }
  return false
}

const LINE_STARTS: readonly string[] = Array.from({ length: 32 }, (_, indent) => `\n${' '.repeat(indent)}`)

function lineStart(indent: number): string {
  return LINE_STARTS[indent] ?? `\n${' '.repeat(indent)}`
}

function frameOf(value: Value, indent: number, options: EncodeOptions): Frame | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  if (isList(value)) return { keys: undefined, values: visibleItems(value, options), indent, next: 0 }
  if (value.kind !== 'dict' && value.kind !== 'schema') return undefined
  const { keys, values } = visibleEntries(value, options)
  return { keys, values, indent, next: 0 }
}

const LONGEST_SIMPLE_KEY = 128
const LINE_BREAK = /[\n\r\u0085\u2028\u2029]/

/** Keys of several lines or more than 128 bytes need the form `? key`. */
function isLongKey(key: string): boolean {
  return (key.length * 3 > LONGEST_SIMPLE_KEY && byteLength(key) > LONGEST_SIMPLE_KEY) || LINE_BREAK.test(key)
}

function keyText(key: string): string {
  const style = scalarStyle(key)
  return style === 'plain' ? key : quoteScalar(key, style === 'literal' ? 'double' : style, 0)
}

/** `indent`: column of the lines of a literal block. */
function scalarText(value: Value, indent: number): string {
  if (typeof value !== 'string') return plainScalarText(value, floatText)
  const style = scalarStyle(value)
  return style === 'literal' ? literalBlock(value, indent) : quoteScalar(value, style, indent)
}

function floatText(value: number): string {
  return Number.isFinite(value) ? formatYamlFloat(rereadFloat(value)) : 'null'
}
