/** Copies that share nothing with their original. Values do not change; but what the real engine changes in place is, here, replaced wherever it is held
 *  (`6-evaluate/shared-value.ts`), and what it has copied before is another value. */
import { Dict, isList, SchemaInstance, type ListValue, type Value } from '../model/value.ts'

/** Parts that a value holds several times are several copies, unless there are very many. */
export function deepCopy(value: Value, copies: Copies = { count: 0, made: new Map() }): Value {
  if (!(isList(value) || value instanceof Dict || value instanceof SchemaInstance)) return value
  const present = ++copies.count > MANY ? copies.made.get(value) : undefined
  if (present !== undefined) return present
  const copy = copyOf(value, copies)
  copies.made.set(value, copy)
  return copy
}

interface Copies {
  count: number
  readonly made: Map<Value, Value>
}

const MANY = 10_000

function copyOf(value: ListValue | Dict | SchemaInstance, copies: Copies): Value {
  if (isList(value)) return value.map((item) => deepCopy(item, copies))
  if (value instanceof Dict) return copyOfDict(value, copies)
  return value.with(copyOfDict(value.fields, copies))
}

function copyOfDict({ entries, meta }: Dict, copies: Copies): Dict {
  const copy = new Map<string, Value>()
  for (const [key, item] of entries) copy.set(key, deepCopy(item, copies))
  return new Dict(copy, meta)
}
