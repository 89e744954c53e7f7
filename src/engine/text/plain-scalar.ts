/** Scalars that JSON and YAML write alike, all but texts and the digits of floats. What has no text of its own is null; a function that stands where a
 *  value must be is 0, as in the real engine. */
import { isList, type Value } from '../model/value.ts'
import { isFunction } from './visible.ts'

export function plainScalarText(value: Exclude<Value, string>, floatText: (value: number) => string): string {
  switch (typeof value) {
    case 'number':
    case 'bigint':
      return String(value)
    case 'boolean':
      return value ? 'true' : 'false'
    case 'undefined':
      return 'null'
    default:
      break
  }
  if (value === null || isList(value)) return 'null'
  if (isFunction(value)) return '0'
  if (value.kind === 'float') return floatText(value.value)
  return value.kind === 'unit' ? floatText(value.real) : 'null'
}
