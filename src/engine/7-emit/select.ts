/** Path selection, `-S app.spec.0.name` (`spec/kcl-runtime.md` D5). */
import { EvaluationFault } from '../faults/evaluation.ts'
import { isList, type Value } from '../model/value.ts'
import { entriesOf } from '../values/iterate.ts'

/** One path gives its value, several give a list; what is no config is not looked into. Throws EvaluationFault for a path that leads nowhere. */
export function selectValue(value: Value, paths: readonly string[]): Value {
  if (paths.length === 0 || entriesOf(value) === undefined) return value
  const selected = paths.map((path) => follow(value, path))
  return selected.length === 1 ? selected[0] : selected
}

function follow(root: Value, path: string): Value {
  let value = root
  for (const part of path.split('.')) {
    const entries = entriesOf(value)
    if (entries?.has(part) === true) {
      value = entries.get(part)
    } else if (isList(value) && /^[0-9]+$/.test(part) && Number(part) < value.length) {
      value = value[Number(part)]
    } else {
      throw new EvaluationFault(`invalid path select operand ${path}, value not found`)
    }
  }
  return value
}
