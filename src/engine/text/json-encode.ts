/** Values as JSON (`spec/kcl-runtime.md` D9): one line with `, ` and `: `, or indented. The walk keeps its own stack, so depth is bounded by memory
 *  alone. */
import { isList, type Dict, type SchemaInstance, type Value } from '../model/value.ts'
import { addChunk, CHUNK_LENGTH } from './flatten.ts'
import { formatJsonFloat } from './number-format.ts'
import { plainScalarText } from './plain-scalar.ts'
import { visibleEntries, visibleItems, type EncodeOptions } from './visible.ts'

export interface JsonEncodeOptions extends EncodeOptions {
  /** Blanks per level; 0 or absent: one line. */
  readonly indent?: number
}

/** A collection being written. `keys` is absent for lists. */
interface Frame {
  readonly keys: readonly string[] | undefined
  readonly values: readonly Value[]
  next: number
}

/** At the top Undefined is `null` and a function, as in the real engine, `0`. */
export function encodeJson(value: Value, options: JsonEncodeOptions): string {
  const open = frameOf(value, options)
  if (open === undefined) return scalarText(value)
  const step = ' '.repeat(options.indent ?? 0)
  const lineStart = (depth: number) => (step === '' ? '' : `\n${step.repeat(depth)}`)
  const stack: Frame[] = [open]
  const chunks: string[] = []
  let text = open.keys === undefined ? '[' : '{'
  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    if (text.length > CHUNK_LENGTH) {
      addChunk(chunks, text)
      text = ''
    }
    if (frame.next === frame.values.length) {
      stack.pop()
      if (frame.values.length > 0) text += lineStart(stack.length)
      text += frame.keys === undefined ? ']' : '}'
      continue
    }
    const index = frame.next++
    if (index > 0) text += step === '' ? ', ' : ','
    text += lineStart(stack.length)
    if (frame.keys !== undefined) text += `${JSON.stringify(frame.keys[index])}: `
    const item = frame.values[index]
    const inner = frameOf(item, options)
    if (inner === undefined) {
      text += scalarText(item)
      continue
    }
    text += inner.keys === undefined ? '[' : '{'
    stack.push(inner)
  }
  return chunks.length === 0 ? text : chunks.join('') + text
}

function frameOf(value: Value, options: JsonEncodeOptions): Frame | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  if (isList(value)) return { keys: undefined, values: visibleItems(value, options), next: 0 }
  return value.kind === 'dict' || value.kind === 'schema' ? dictFrame(value, options) : undefined
}

function dictFrame(value: Dict | SchemaInstance, options: JsonEncodeOptions): Frame {
  const { keys, values } = visibleEntries(value, options)
  return { keys, values, next: 0 }
}

function scalarText(value: Value): string {
  return typeof value === 'string' ? JSON.stringify(value) : plainScalarText(value, floatText)
}

function floatText(value: number): string {
  return Number.isFinite(value) ? formatJsonFloat(value) : 'null'
}
