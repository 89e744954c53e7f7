/** Values out of JSON and YAML texts. A null in a dict overrides what it is put on, as in the real engine, where None in a program gives way. */
import { Dict, isList, type EntryMeta, type Value } from '../../model/value.ts'
import { OVERRIDE } from '../../values/union.ts'

/** Marks the nulls in a value that nobody else holds yet; `seen` is for one that may be a graph. */
export function withOverridingNulls(value: Value, seen?: Set<Value>): Value {
  if (typeof value !== 'object' || value === null || seen?.has(value) === true) return value
  seen?.add(value)
  if (isList(value)) {
    for (const item of value) if (typeof item === 'object' && item !== null) withOverridingNulls(item, seen)
    return value
  }
  if (!(value instanceof Dict)) return value
  let meta: Map<string, EntryMeta> | undefined
  // Without the pairs that `for … of` makes: the values may be many.
  value.entries.forEach((item, key) => {
    if (item === null) (meta ??= new Map(value.meta)).set(key, OVERRIDE)
    else if (typeof item === 'object') withOverridingNulls(item, seen)
  })
  if (meta !== undefined) value.meta = meta
  return value
}
