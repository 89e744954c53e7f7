/** A list that is not a stream of documents: only the configs directly in it are filtered, deeper ones keep their hidden keys and None
 *  (`spec/kcl-runtime.md` D2). */
import { EvaluationFault } from '../faults/evaluation.ts'
import { Dict, isList, SchemaInstance, type ListValue, type Value } from '../model/value.ts'
import { visibleEntries, visibleItems, type EncodeOptions } from '../text/visible.ts'

export function filterListItems(list: ListValue, options: EncodeOptions): ListValue {
  const filtered = new Map<Value, Value>()
  return list.map((item) => (isConfig(item) ? filterValue(item, { options, filtered }, 0) : item))
}

const MAX_DEPTH = 2000

interface Filter {
  readonly options: EncodeOptions
  /** What was filtered already: a value may hold another many times. */
  readonly filtered: Map<Value, Value>
}

/** The value without its hidden parts. */
function filterValue(value: Value, filter: Filter, depth: number): Value {
  if (depth > MAX_DEPTH) throw new EvaluationFault('the value is nested too deeply to be put out')
  if (!isList(value) && !isConfig(value)) return value
  const known = filter.filtered.get(value)
  if (known !== undefined) return known
  const result = filterCollection(value, filter, depth)
  filter.filtered.set(value, result)
  return result
}

function filterCollection(value: ListValue | Dict | SchemaInstance, filter: Filter, depth: number): Value {
  if (isList(value)) return visibleItems(value, filter.options).map((item) => filterValue(item, filter, depth + 1))
  const { keys, values } = visibleEntries(value, filter.options)
  return new Dict(new Map(keys.map((key, index) => [key, filterValue(values[index], filter, depth + 1)])))
}

function isConfig(value: Value): value is Dict | SchemaInstance {
  return value instanceof Dict || value instanceof SchemaInstance
}
