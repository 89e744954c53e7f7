/** Path selection, `-S app.spec.0.name` (`spec/kcl-runtime.md` D5). */
import { EvaluationFault } from '../faults/evaluation.ts'
import { Dict, isList, SchemaInstance, type Value } from '../model/value.ts'

/** One path gives its value, several give a list. Throws EvaluationFault for a path that leads nowhere. */
export function selectValue(value: Value, paths: readonly string[]): Value {
  if (paths.length === 0) return value
  const selected = paths.map((path) => follow(value, path))
  return selected.length === 1 ? selected[0] : selected
}

function follow(root: Value, path: string): Value {
  let value = root
  for (const part of path.split('.')) {
    const next = member(value, part)
    if (next === undefined) throw new EvaluationFault(`invalid path select operand ${path}, value not found`)
    value = next
  }
  return value
}

function member(value: Value, part: string): Value {
  if (value instanceof Dict) return value.entries.get(part)
  if (value instanceof SchemaInstance) return value.fields.entries.get(part)
  if (isList(value) && /^[0-9]+$/.test(part)) return value[Number(part)]
  return undefined
}
