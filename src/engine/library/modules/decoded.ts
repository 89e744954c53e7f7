/** Values out of JSON and YAML texts. A null in a dict overrides what it is put on, as in the real engine, where None in a program gives way. */
import { Dict, isList, type EntryMeta, type Value } from '../../model/value.ts'
import { OVERRIDE } from '../../values/union.ts'

/** Marks the nulls in a value that nobody else holds yet. Aliases of YAML make it a graph. */
export function withOverridingNulls(value: Value, seen: Set<Value> = new Set()): Value {
  if (typeof value !== 'object' || value === null || seen.has(value)) return value
  seen.add(value)
  if (isList(value)) for (const item of value) withOverridingNulls(item, seen)
  if (!(value instanceof Dict)) return value
  let meta: Map<string, EntryMeta> | undefined
  for (const [key, item] of value.entries) {
    if (item === null) (meta ??= new Map(value.meta)).set(key, OVERRIDE)
    else withOverridingNulls(item, seen)
  }
  if (meta !== undefined) value.meta = meta
  return value
}
