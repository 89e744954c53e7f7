/** Literals that need no evaluation: one value, built once. Lists and dicts get a copy for every further evaluation, for whoever configures one of
 *  them changes it for all who hold it (`shared-value.ts`). */
import type { ConfigExpression, Expression, NumberLiteral, Span } from '../model/ast.ts'
import { Dict, FloatValue, isList, UnitValue, type EntryMeta, type Value } from '../model/value.ts'
import { entryMeta } from '../values/union.ts'
import { plainKey } from './config-key.ts'
import type { FunctionScope } from './scope.ts'

interface Constant {
  readonly value: Value
}

/** The value of a literal made of literals; undefined for every other expression. */
export function constantOf(node: Expression, scope: FunctionScope): Constant | undefined {
  switch (node.kind) {
    case 'number':
      return { value: numberValue(node) }
    case 'string':
      return { value: node.value }
    case 'constant':
      return { value: node.value === 'True' ? true : node.value === 'False' ? false : node.value === 'None' ? null : undefined }
    case 'missing':
      return { value: undefined }
    case 'parenthesized':
      return constantOf(node.value, scope)
    case 'list':
      return constantList(node.items, scope)
    case 'config':
      return constantConfig(node, scope)
    default:
      return undefined
  }
}

function constantList(items: readonly Expression[], scope: FunctionScope): Constant | undefined {
  const values: Value[] = []
  for (const item of items) {
    const constant = constantOf(item, scope)
    if (constant === undefined) return undefined
    values.push(constant.value)
  }
  return { value: values }
}

function constantConfig(node: ConfigExpression, scope: FunctionScope): Constant | undefined {
  const entries = new Map<string, Value>()
  let meta: Map<string, EntryMeta> | undefined
  for (const checked of node.entries) {
    const entry = checked.run ?? checked
    const key = plainKey(entry.key, scope)
    if (key === undefined || key.index !== undefined || entries.has(key.name) || entry.movedFrom !== undefined) return undefined
    const constant = constantOf(entry.value, scope)
    if (constant === undefined) return undefined
    entries.set(key.name, constant.value)
    const written = entryMeta(entry.operator, undefined)
    if (written !== undefined) (meta ??= new Map<string, EntryMeta>()).set(key.name, written)
  }
  return { value: new Dict(entries, meta) }
}

/** Gives the value itself once, then copies. */
export function dispenseLiteral({ value }: Constant): () => Value {
  if (!isList(value) && !(value instanceof Dict)) return () => value
  let isTaken = false
  return () => {
    if (isTaken) return copyLiteral(value)
    isTaken = true
    return value
  }
}

function copyLiteral(value: Value): Value {
  if (isList(value)) return value.map(copyLiteral)
  if (!(value instanceof Dict)) return value
  const entries = new Map<string, Value>()
  for (const [key, item] of value.entries) entries.set(key, copyLiteral(item))
  return new Dict(entries, value.meta)
}

/** Where the position stands after a literal: at the last expression entered. */
export function lastLeaf(node: Expression): Span {
  if (node.kind === 'parenthesized') return lastLeaf(node.value)
  const last = node.kind === 'list' ? node.items.at(-1) : node.kind === 'config' ? node.entries.at(-1)?.value : undefined
  return last === undefined ? node : lastLeaf(last)
}

const POWERS: Readonly<Record<string, number>> = { n: -3, u: -2, m: -1, k: 1, K: 1, M: 2, G: 3, T: 4, P: 5 }

/** A fraction is a product, not a quotient: `9m` is 0.009000000000000001. */
export function numberValue(node: NumberLiteral): Value {
  if (node.isFloat) return new FloatValue(Number(node.value))
  if (node.suffix === undefined) return node.value
  const base = node.suffix.endsWith('i') ? 1024 : 1000
  const power = POWERS[node.suffix.charAt(0)] ?? 0
  return new UnitValue(Number(node.value) * base ** power, node.value, node.suffix)
}
