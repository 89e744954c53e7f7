/** Equality (`spec/kcl-runtime.md` A5): `==`, `!=`, `in` a list, `isunique`. Never an error; values of different kinds are unequal, except int and float. */
import { isList, Dict, FloatValue, SchemaInstance, type Value } from '../model/value.ts'
import { PairWalk } from './pair-walk.ts'

/** Deep equality; a value that holds a NaN or a unit does not equal itself. The walk keeps its own stack below `MAX_RECURSION`, so deep data does not exhaust the host's. */
export function equals(a: Value, b: Value): boolean {
  if (a === b && typeof a !== 'object') return true
  if (typeof a === 'string' || typeof b === 'string') return false
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return equalsScalar(a, b)
  return equalsNested(a, b, new PairWalk(), 0)
}

const MAX_RECURSION = 500

function equalsNested(a: Value, b: Value, walk: PairWalk, depth: number): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return equalsScalar(a, b)
  if (depth > MAX_RECURSION) return equalsDeep(a, b, walk)
  if (isList(a)) {
    if (!isList(b) || a.length !== b.length) return false
    if (walk.isRepeated(a, b)) return true
    for (let index = 0; index < a.length; index++) if (!equalsNested(a[index], b[index], walk, depth + 1)) return false
    return true
  }
  if (isList(b)) return false
  const entries = sameKindEntries(a, b)
  if (entries === undefined) return equalsScalar(a, b)
  const [left, right] = entries
  if (left.size !== right.size) return false
  if (walk.isRepeated(a, b)) return true
  for (const [key, value] of left) {
    const other = right.get(key)
    if (other === undefined && !right.has(key)) return false
    if (!equalsNested(value, other, walk, depth + 1)) return false
  }
  return true
}

/** The same comparison over a list of pairs still to be compared. */
function equalsDeep(first: Value, second: Value, walk: PairWalk): boolean {
  const pending: (readonly [Value, Value])[] = [[first, second]]
  for (let pair = pending.pop(); pair !== undefined; pair = pending.pop()) {
    const [a, b] = pair
    if (isList(a)) {
      if (!isList(b) || a.length !== b.length) return false
      if (walk.isRepeated(a, b)) continue
      for (let index = 0; index < a.length; index++) pending.push([a[index], b[index]])
      continue
    }
    const entries = isList(b) ? undefined : sameKindEntries(a, b)
    if (entries === undefined) {
      if (!equalsScalar(a, b)) return false
      continue
    }
    const [left, right] = entries
    if (left.size !== right.size) return false
    if (walk.isRepeated(a, b)) continue
    for (const [key, value] of left) {
      if (!right.has(key)) return false
      pending.push([value, right.get(key)])
    }
  }
  return true
}

function sameKindEntries(a: Value, b: Value): readonly [Map<string, Value>, Map<string, Value>] | undefined {
  if (a instanceof Dict && b instanceof Dict) return [a.entries, b.entries]
  if (a instanceof SchemaInstance && b instanceof SchemaInstance) return [a.fields.entries, b.fields.entries]
  return undefined
}

/** Everything but collections. Units equal nothing, functions are compared by identity, all schema types and lambdas are equal. */
function equalsScalar(a: Value, b: Value): boolean {
  if (a instanceof FloatValue) return b instanceof FloatValue ? a.value === b.value : isInteger(b) && Number(b) === a.value
  if (b instanceof FloatValue) return isInteger(a) && Number(a) === b.value
  if (isUnit(a) || isUnit(b)) return false
  const left = functionIdentity(a)
  if (left !== undefined) return left === functionIdentity(b)
  return a === b
}

function isInteger(value: Value): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint'
}

function isUnit(value: Value): boolean {
  return typeof value === 'object' && value !== null && !isList(value) && value.kind === 'unit'
}

function functionIdentity(value: Value): number | string | undefined {
  if (typeof value !== 'object' || value === null || isList(value)) return undefined
  if (value.kind === 'type') return 0
  return value.kind === 'function' ? value.identity : undefined
}
