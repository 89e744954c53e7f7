/** Values as XML, for reading by machines that want it: a key is an element, a list repeats its element, None is an empty element. A document with one
 *  key has it as root, every other one is wrapped in `<doc>`. The text is well-formed whatever the strings hold: a character that XML 1.0 cannot hold
 *  becomes U+FFFD in text (as in Go's encoding/xml) and `_` in a name. */
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
  if (isList(value)) writeWrapped('doc', value, '', lines, options)
  else writeElement('doc', value, '', lines, options)
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

/** A list that no element can be repeated for, such as a list in a list: one element that holds its items. */
function writeWrapped(tag: string, list: readonly Value[], margin: string, lines: string[], options: EncodeOptions): void {
  if (visibleItems(list, options).length === 0) {
    lines.push(`${margin}<${tag}/>`)
    return
  }
  lines.push(`${margin}<${tag}>`)
  writeElement('item', list, `${margin}  `, lines, options)
  lines.push(`${margin}</${tag}>`)
}

// XML 1.0, productions 4 and 4a, without the colon, which separates namespaces.
const NAME_START =
  'A-Z_a-z\\u{C0}-\\u{D6}\\u{D8}-\\u{F6}\\u{F8}-\\u{2FF}\\u{370}-\\u{37D}\\u{37F}-\\u{1FFF}\\u{200C}\\u{200D}\\u{2070}-\\u{218F}' +
  '\\u{2C00}-\\u{2FEF}\\u{3001}-\\u{D7FF}\\u{F900}-\\u{FDCF}\\u{FDF0}-\\u{FFFD}\\u{10000}-\\u{EFFFF}'
const NOT_OF_NAME = new RegExp(`[^${NAME_START}.0-9\\u{B7}\\u{300}-\\u{36F}\\u{203F}-\\u{2040}-]`, 'gu')
const STARTS_NAME = new RegExp(`^[${NAME_START}]`, 'u')

function elementName(key: string): string {
  const name = key.replace(NOT_OF_NAME, '_')
  return STARTS_NAME.test(name) ? name : `_${name}`
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
  ['\r', '&#xD;'],
])

function escapeText(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replace(/[&<>"'\u0000-\u0008\u000b-\u001f\ufffe\uffff]/g, (character) => ENTITIES.get(character) ?? '\ufffd')
}
