/** Functions over collections (`spec/kcl-runtime.md` E1). */
import { EvaluationFault } from '../../faults/evaluation.ts'
import { Dict, FloatValue, isList, SchemaInstance, type FunctionValue, type Value } from '../../model/value.ts'
import { byteLength, characters } from '../../text/characters.ts'
import { compareForSort } from '../../values/compare.ts'
import { deepCopy } from '../../values/deep-copy.ts'
import { equals } from '../../values/equal.ts'
import { entriesOf, iterate } from '../../values/iterate.ts'
import { isTruthy } from '../../values/truthy.ts'
import { typeName } from '../../values/type-name.ts'
import { declare, type Arguments } from '../declare.ts'

/** Texts count in bytes. */
export const length = declare('len(inval: str|{:}|[]) -> int', (_, args) => {
  const value = onlyArgument('len', args, 'inval')
  if (typeof value === 'string') return byteLength(value)
  if (isList(value)) return value.length
  const entries = entriesOf(value)
  if (entries === undefined) throw new EvaluationFault(`object of type '${typeName(value)}' has no len()`)
  return entries.size
})

/** The one argument; throws `f() takes exactly one argument (0 given)`. */
export function onlyArgument(functionName: string, args: Arguments, name: string): Value {
  if (!args.has(0, name)) throw new EvaluationFault(`${functionName}() takes exactly one argument (0 given)`)
  return args.at(0, name)
}

export const allTrue = declare('all_true(inval: [any]) -> bool', (_, args) => {
  const value = args.at(0, 'inval')
  const values = valuesOf(value)
  // In a schema instance the real engine looks for the contrary.
  return values !== undefined && (value instanceof SchemaInstance ? !values.some(isTruthy) : values.every(isTruthy))
})

export const anyTrue = declare('any_true(inval: [any]) -> bool', (_, args) => {
  const values = valuesOf(args.at(0, 'inval'))
  return values !== undefined && values.some(isTruthy)
})

function valuesOf(value: Value): readonly Value[] | undefined {
  if (isList(value)) return value
  const entries = entriesOf(value)
  return entries === undefined ? undefined : [...entries.values()]
}

/** Texts and ints are told apart by a set; only other kinds are compared pair by pair. */
export const isUnique = declare('isunique(inval: [any]) -> bool', (_, args) => {
  const list = onlyArgument('isunique', args, 'inval')
  if (!isList(list)) return false
  const seen = new Set<Value>()
  const others: Value[] = []
  for (const item of list) {
    const plain = item instanceof FloatValue && Number.isSafeInteger(item.value) ? item.value + 0 : item
    if (typeof plain === 'object' && plain !== null) {
      if (others.some((other) => equals(other, plain))) return false
      others.push(plain)
    } else {
      if (seen.has(plain)) return false
      seen.add(plain)
    }
  }
  return true
})

export const isNullish = declare('isnullish(inval: any) -> bool', (_, args) => {
  const value = args.at(0, 'inval')
  if (!args.has(0, 'inval')) throw new EvaluationFault('is_nullable() takes exactly one argument (0 given)')
  return value === null || value === undefined
})

/** Stable. */
export const sorted = declare('sorted(inval: str|{:}|[], reverse?: bool) -> [any]', (_, args) => {
  const value = onlyArgument('sorted', args, 'inval')
  // Boxed: the host's sort would not compare Undefined.
  const items = sortableItems(deepCopy(value)).map((item) => ({ item }))
  const order = isTruthy(args.at(1, 'reverse')) ? (a: Value, b: Value) => compareForSort(b, a) : compareForSort
  requireOrder(items, order)
  return items.toSorted((a, b) => order(a.item, b.item)).map(({ item }) => item)
})

/** Throws for the first item that cannot be compared, naming the pair the real engine compares first: the item and the last of those before it. */
function requireOrder(items: readonly { readonly item: Value }[], order: (a: Value, b: Value) => number): void {
  let last = items[0]
  for (const next of items.slice(1)) if (last !== undefined && order(next.item, last.item) >= 0) last = next
}

function sortableItems(value: Value): readonly Value[] {
  if (isList(value)) return value
  if (typeof value === 'string') return characters(value)
  if (value instanceof Dict) return [...value.entries.keys()]
  throw new EvaluationFault('sorted only for str|list|dict type')
}

/** Lists of the items at the same position; the shortest argument ends it. */
export const zip = declare('zip(...) -> [any]', (_, args) => {
  const columns = args.positional.map(iterate)
  if (columns.length === 0) return []
  const size = Math.min(...columns.map((column) => column.length))
  return Array.from({ length: size }, (_unused, row) => columns.map((column) => column[row]))
})

export const reduce = declare('reduce(reducer: (any, any) -> any, list: [any], initial?: any) -> any', (context, args) => {
  const reducer = reducerOf(args)
  if (!args.has(1, 'list')) throw new EvaluationFault("reduce() missing required argument: 'list'")
  const items = args.at(1, 'list')
  if (!isList(items)) throw new EvaluationFault('invalid list value')
  const start = args.has(2, 'initial') ? 0 : 1
  let accumulator = args.has(2, 'initial') ? args.at(2, 'initial') : firstOf(items, reducer)
  for (let index = start; index < items.length; index++) accumulator = context.callFunction(reducer, [accumulator, items[index]])
  return accumulator
})

function reducerOf(args: Arguments): FunctionValue {
  if (!args.has(0, 'reducer')) throw new EvaluationFault("reduce() missing required argument: 'reducer'")
  const reducer = args.at(0, 'reducer')
  if (typeof reducer === 'object' && reducer !== null && !isList(reducer) && reducer.kind === 'function') return reducer
  throw new EvaluationFault("reduce() argument 'reducer' must be a function")
}

/** None for an empty list, unless the reducer says that its accumulator cannot be None. */
function firstOf(items: readonly Value[], reducer: FunctionValue): Value {
  if (items.length > 0) return items[0]
  const type = reducer.parameterTypes?.[0]
  if (type !== undefined && type !== 'any' && !type.includes('None')) {
    throw new EvaluationFault(`reduce() empty list with no initial value and non-nullable accumulator type '${type}'`)
  }
  return null
}
