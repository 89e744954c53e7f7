/** Truthiness (`spec/kcl-runtime.md` A4). */
import { isList, type Value } from '../model/value.ts'

/** False for Undefined, None, False, zero, empty text and empty collections; NaN and functions are true. */
export function isTruthy(value: Value): boolean {
  switch (typeof value) {
    case 'boolean':
      return value
    case 'undefined':
      return false
    case 'string':
      return value.length > 0
    case 'number':
      return value !== 0
    case 'bigint':
      return true
    default:
      break
  }
  if (value === null) return false
  if (isList(value)) return value.length > 0
  switch (value.kind) {
    case 'float':
      return value.value !== 0
    case 'unit':
      return value.real !== 0
    case 'dict':
      return value.entries.size > 0
    case 'schema':
      return value.fields.entries.size > 0
    case 'function':
    case 'type':
      return true
  }
}
