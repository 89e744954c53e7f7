/** Order: `<`, `<=`, `>`, `>=`, membership, and the order of `sorted` (`spec/kcl-runtime.md` A6, A8). */
import { EvaluationFault } from '../faults/evaluation.ts'
import { isList, Dict, FloatValue, SchemaInstance, type Value } from '../model/value.ts'
import { compareBytewise } from '../../base/order.ts'
import { equals } from './equal.ts'
import { typeName } from './type-name.ts'

export type OrderOperator = '<' | '<=' | '>' | '>='

/** Throws `'<' not supported between instances of 'A' and 'B'` for kinds without order. */
export function compareValues(operator: OrderOperator, a: Value, b: Value): boolean {
  if (typeof a === 'number' && typeof b === 'number') return holds(operator, a, b)
  if (typeof a === 'string' && typeof b === 'string') {
    const order = compareBytewise(a, b)
    return holds(operator, order, 0)
  }
  const left = numeric(a)
  const right = numeric(b)
  if (left !== undefined && right !== undefined) return holds(operator, left, right)
  if (isList(a) && isList(b)) return compareLists(operator, a, b)
  throw new EvaluationFault(`'${operator}' not supported between instances of '${typeName(a)}' and '${typeName(b)}'`)
}

function holds(operator: OrderOperator, a: number | bigint, b: number | bigint): boolean {
  switch (operator) {
    case '<':
      return a < b
    case '<=':
      return a <= b
    case '>':
      return a > b
    case '>=':
      return a >= b
  }
}

/** Ints, floats and bools are one line of numbers. */
function numeric(value: Value): number | bigint | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return value
  if (typeof value === 'boolean') return value ? 1 : 0
  return value instanceof FloatValue ? value.value : undefined
}

/** Lexicographic: the first pair that differs decides, else the length. */
function compareLists(operator: OrderOperator, a: readonly Value[], b: readonly Value[]): boolean {
  const shared = Math.min(a.length, b.length)
  for (let index = 0; index < shared; index++) {
    const left = a[index]
    const right = b[index]
    if (!equals(left, right)) return compareValues(operator, left, right)
  }
  return holds(operator, a.length, b.length)
}

/** `item in container`. Throws for containers that are not str, list, dict or schema instance. */
export function contains(item: Value, container: Value): boolean {
  if (container instanceof Dict) return container.entries.has(typeof item === 'string' ? item : '')
  if (container instanceof SchemaInstance) return container.fields.entries.has(typeof item === 'string' ? item : '')
  if (typeof container === 'string') return typeof item === 'string' && container.includes(item)
  if (isList(container)) return listContains(item, container)
  throw new EvaluationFault(`TypeError: argument of type '${typeName(container)}' is not iterable`)
}

function listContains(item: Value, list: readonly Value[]): boolean {
  if (typeof item === 'string') return list.includes(item)
  for (const candidate of list) if (equals(item, candidate)) return true
  return false
}

/** The order of `sorted`: ints and floats among each other, strings among each other. Throws `cannot compare A and B`, also where one is NaN. */
export function compareForSort(a: Value, b: Value): number {
  if (typeof a === 'string' && typeof b === 'string') return compareBytewise(a, b)
  const left = typeof a === 'boolean' ? undefined : numeric(a)
  const right = typeof b === 'boolean' ? undefined : numeric(b)
  if (left !== undefined && right !== undefined) {
    if (left < right) return -1
    if (left > right) return 1
    if (left == right) return 0 // oxlint-disable-line eqeqeq -- An int and a bigint never are the same, but an int and a float can be.
  }
  throw new EvaluationFault(`cannot compare ${typeName(a)} and ${typeName(b)}`)
}
