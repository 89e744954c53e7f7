/** A list that is not a stream of documents: only the configs directly in it are filtered, deeper ones keep their hidden keys and None
 *  (`spec/kcl-runtime.md` D2). */
import { EvaluationFault } from '../faults/evaluation.ts'
import { Dict, isList, SchemaInstance, type ListValue, type Value } from '../model/value.ts'
import { visibleEntries, visibleItems, type EncodeOptions } from '../text/visible.ts'

export function filterListItems(list: ListValue, options: EncodeOptions): ListValue {
  return list.map((item) => (isConfig(item) ? filterValue(item, options, 0) : item))
}

const MAX_DEPTH = 2000

/** The value without its hidden parts. */
function filterValue(value: Value, options: EncodeOptions, depth: number): Value {
  if (depth > MAX_DEPTH) throw new EvaluationFault('the value is nested too deeply to be put out')
  if (isList(value)) return visibleItems(value, options).map((item) => filterValue(item, options, depth + 1))
  if (!isConfig(value)) return value
  const { keys, values } = visibleEntries(value, options)
  return new Dict(new Map(keys.map((key, index) => [key, filterValue(values[index], options, depth + 1)])))
}

function isConfig(value: Value): value is Dict | SchemaInstance {
  return value instanceof Dict || value instanceof SchemaInstance
}
