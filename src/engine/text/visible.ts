/** Which parts of a value reach a text format: Undefined and functions never do, private keys and None on request (`spec/kcl-runtime.md` D2, E3). */
import { Dict, isList, qualifiedName, SchemaInstance, type ListValue, type Value } from '../model/value.ts'
import { compareBytewise } from '../../base/order.ts'

export interface EncodeOptions {
  /** Keys in the order of their bytes, at every level. */
  readonly sortKeys?: boolean
  /** Leaves out keys that start with `_`, at every level. */
  readonly ignorePrivate?: boolean
  readonly ignoreNone?: boolean
  /** Gives schema instances a last key `_type` with the qualified name. */
  readonly typePaths?: boolean
}

/** The visible entries of a dict or schema instance, as two lists of the same length. */
export interface VisibleEntries {
  readonly keys: readonly string[]
  readonly values: readonly Value[]
}

export function visibleEntries(config: Dict | SchemaInstance, options: EncodeOptions): VisibleEntries {
  const entries = config instanceof Dict ? config.entries : config.fields.entries
  const keys: string[] = []
  const values: Value[] = []
  for (const [key, value] of entries) {
    if (isHidden(value, options) || (options.ignorePrivate === true && key.startsWith('_'))) continue
    keys.push(key)
    values.push(value)
  }
  if (options.typePaths === true && config instanceof SchemaInstance) {
    keys.push('_type')
    values.push(qualifiedName(config.type))
  }
  return options.sortKeys === true ? sortEntries(keys, values) : { keys, values }
}

function sortEntries(keys: readonly string[], values: readonly Value[]): VisibleEntries {
  const order = keys.map((_, index) => index).toSorted((a, b) => compareBytewise(keys[a] ?? '', keys[b] ?? ''))
  return { keys: order.map((index) => keys[index] ?? ''), values: order.map((index) => values[index]) }
}

/** The visible items; the list itself when all are. */
export function visibleItems(list: ListValue, options: EncodeOptions): ListValue {
  for (const item of list) if (isHidden(item, options)) return list.filter((other) => !isHidden(other, options))
  return list
}

function isHidden(value: Value, options: EncodeOptions): boolean {
  if (value === undefined) return true
  if (value === null) return options.ignoreNone === true
  return isFunction(value)
}

/** Lambdas, built-ins, methods and schema types: nothing a text format can hold. */
export function isFunction(value: Value): boolean {
  return typeof value === 'object' && value !== null && !isList(value) && (value.kind === 'function' || value.kind === 'type')
}
