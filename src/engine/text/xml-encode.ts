/** Values as XML, for reading by machines that want it: a key is an element, a list repeats its element, None is an empty element. A document with one
 *  key has it as root, every other one is wrapped in `<doc>`. */
import { EvaluationFault } from '../faults/evaluation.ts'
import { isList, type Value } from '../model/value.ts'
import { formatJsonFloat } from './number-format.ts'
import { isFunction, visibleEntries, visibleItems, type EncodeOptions } from './visible.ts'

const MAX_DEPTH = 1000

export function encodeXml(value: Value, options: EncodeOptions): string {
  const lines: string[] = []
  if (isConfig(value)) {
    const { keys, values } = visibleEntries(value, options)
    const [only] = values
    if (keys.length === 1 && !isList(only)) {
      writeElement(keys[0] ?? '', only, '', lines, options)
      return lines.join('\n')
    }
  }
  writeElement('doc', value, '', lines, options)
  return lines.join('\n')
}

type Config = Extract<Value, { readonly kind: 'dict' | 'schema' }>

function isConfig(value: Value): value is Config {
  return typeof value === 'object' && value !== null && !isList(value) && (value.kind === 'dict' || value.kind === 'schema')
}

function writeElement(name: string, value: Value, margin: string, lines: string[], options: EncodeOptions): void {
  if (margin.length > MAX_DEPTH * 2) throw new EvaluationFault('the value is nested too deeply for XML')
  const tag = elementName(name)
  if (isList(value)) {
    const items = visibleItems(value, options)
    for (const item of items) {
      if (isList(item)) writeWrapped(tag, item, margin, lines, options)
      else writeElement(name, item, margin, lines, options)
    }
    return
  }
  if (!isConfig(value)) {
    const text = scalarText(value)
    lines.push(text === '' ? `${margin}<${tag}/>` : `${margin}<${tag}>${text}</${tag}>`)
    return
  }
  const { keys, values } = visibleEntries(value, options)
  if (keys.length === 0) {
    lines.push(`${margin}<${tag}/>`)
    return
  }
  lines.push(`${margin}<${tag}>`)
  for (const [index, key] of keys.entries()) writeElement(key, values[index], `${margin}  `, lines, options)
  lines.push(`${margin}</${tag}>`)
}

/** A list in a list: one element that holds its items. */
function writeWrapped(tag: string, list: readonly Value[], margin: string, lines: string[], options: EncodeOptions): void {
  lines.push(`${margin}<${tag}>`)
  writeElement('item', list, `${margin}  `, lines, options)
  lines.push(`${margin}</${tag}>`)
}

/** Characters that no element name may hold become `_`. */
function elementName(key: string): string {
  const name = key.replace(/[^\p{L}\p{N}_.-]/gu, '_')
  return /^[\p{L}_]/u.test(name) ? name : `_${name}`
}

function scalarText(value: Value): string {
  switch (typeof value) {
    case 'string':
      return escapeText(value)
    case 'number':
    case 'bigint':
    case 'boolean':
      return String(value)
    default:
      break
  }
  if (value === undefined || value === null || isFunction(value) || isList(value)) return ''
  if (value.kind === 'float') return floatText(value.value)
  return value.kind === 'unit' ? floatText(value.real) : ''
}

function floatText(value: number): string {
  return Number.isFinite(value) ? formatJsonFloat(value) : ''
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&apos;'],
])

function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES.get(character) ?? character)
}
