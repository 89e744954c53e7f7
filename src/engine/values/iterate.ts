/** What a loop sees of a value: characters, items or keys (`spec/kcl-runtime.md` B8). */
import { EvaluationFault } from '../faults/evaluation.ts'
import { Dict, isList, SchemaInstance, type Value } from '../model/value.ts'
import { characters } from '../text/characters.ts'
import { typeName } from './type-name.ts'

/** The items of a str, list, dict or schema instance; undefined for every other kind. */
export function itemsOf(value: Value): readonly Value[] | undefined {
  if (isList(value)) return value
  if (value instanceof Dict) return [...value.entries.keys()]
  if (typeof value === 'string') return characters(value)
  return value instanceof SchemaInstance ? [...value.fields.entries.keys()] : undefined
}

/** As `itemsOf`; throws `'T' object is not iterable`. */
export function iterate(value: Value): readonly Value[] {
  const items = itemsOf(value)
  if (items === undefined) throw new EvaluationFault(`'${typeName(value)}' object is not iterable`)
  return items
}

/** The entries of a dict or schema instance; undefined for every other kind. */
export function entriesOf(value: Value): ReadonlyMap<string, Value> | undefined {
  if (value instanceof Dict) return value.entries
  return value instanceof SchemaInstance ? value.fields.entries : undefined
}
