/** `all`, `any`, `map` and `filter` (`spec/kcl-runtime.md` B8). An item left out by the trailing `if` stays in the result of `filter`. */
import { EvaluationFault } from '../faults/evaluation.ts'
import type { QuantifierExpression } from '../model/ast.ts'
import { Dict, isList, SchemaInstance, type Value } from '../model/value.ts'
import { equals } from '../values/equal.ts'
import { isTruthy } from '../values/truthy.ts'
import { compileItems, declareLoop, forEachItem, type LoopSlots } from './comprehension.ts'
import { copied } from './copied.ts'
import { followingChanges } from './open-literal.ts'
import type { Frame, FunctionScope, Run } from './scope.ts'

interface Parts {
  readonly target: Run
  readonly loop: LoopSlots
  /** What runs for the first item, and for the others. */
  readonly first: Item
  readonly later: Item
}

interface Item {
  readonly test: Run
  readonly condition: Run | undefined
}

export function compileQuantifier(node: QuantifierExpression, scope: FunctionScope): Run {
  const { context } = scope.module
  const target = scope.expression(node.target)
  const mark = scope.mark()
  const loop = declareLoop(node.variables, scope)
  const { first, later } = compileItems(node.variables, scope, () => {
    scope.moved()
    const condition = node.condition === undefined ? undefined : scope.expression(node.condition)
    return { condition, test: scope.nested(() => scope.expression(node.test)) }
  })
  scope.forget(mark)
  scope.forgetLocals()
  scope.moved()
  const parts = { target, loop, first, later }
  const step = (): void => context.step()
  switch (node.operation) {
    case 'all':
      return (frame) => !some(parts, frame, step, false)
    case 'any':
      return (frame) => some(parts, frame, step, true)
    case 'map':
      return followingChanges((frame) => map(parts, frame, step), node, scope)
    case 'filter':
      return copied((frame) => filter(parts, frame, step), scope)
  }
}

function forEachTested(
  { loop, first, later }: Parts,
  collection: Value,
  frame: Frame,
  step: () => void,
  visit: (code: Item, key: Value, item: Value) => boolean,
): void {
  let code = first
  forEachItem(collection, loop, frame, (key, item) => {
    const now = code
    code = later
    step()
    return visit(now, key, item)
  })
}

/** Is there an item whose test gives `wanted`? */
function some(parts: Parts, frame: Frame, step: () => void, wanted: boolean): boolean {
  let isFound = false
  forEachTested(parts, parts.target(frame), frame, step, ({ condition, test }) => {
    if (condition !== undefined && !isTruthy(condition(frame))) return true
    isFound = isTruthy(test(frame)) === wanted
    return !isFound
  })
  return isFound
}

function map(parts: Parts, frame: Frame, step: () => void): Value {
  const list: Value[] = []
  forEachTested(parts, parts.target(frame), frame, step, ({ condition, test }) => {
    if (condition === undefined || isTruthy(condition(frame))) list.push(test(frame))
    return true
  })
  return list
}

function filter(parts: Parts, frame: Frame, step: () => void): Value {
  const collection = parts.target(frame)
  const removed: { readonly key: Value; readonly item: Value }[] = []
  forEachTested(parts, collection, frame, step, ({ condition, test }, key, item) => {
    if (condition !== undefined && !isTruthy(condition(frame))) return true
    if (!isTruthy(test(frame))) removed.push({ key, item })
    return true
  })
  if (isList(collection)) return withoutItems(collection, removed)
  if (collection instanceof Dict) return withoutKeys(collection, removed)
  if (collection instanceof SchemaInstance) {
    return collection.with(withoutKeys(collection.fields, removed))
  }
  if (removed.length > 0) throw new EvaluationFault('only list, dict and schema can be removed item')
  return collection
}

/** Each item takes the last one that equals it out of the list. */
function withoutItems(list: readonly Value[], removed: readonly { readonly item: Value }[]): Value {
  if (removed.length === 0) return list
  const kept = list.slice()
  for (const { item } of removed) {
    const at = kept.findLastIndex((candidate) => equals(candidate, item))
    if (at >= 0) kept.splice(at, 1)
  }
  return kept
}

/** The last entry moves into the place of a removed one. */
function withoutKeys(dict: Dict, removed: readonly { readonly key: Value }[]): Dict {
  if (removed.length === 0) return dict
  const entries = [...dict.entries]
  for (const { key } of removed)
    swapRemove(
      entries,
      entries.findIndex(([name]) => name === key),
    )
  return new Dict(new Map(entries), dict.meta)
}

export function swapRemove<T>(list: T[], at: number): void {
  if (at < 0) return
  const last = list.pop()
  if (last !== undefined && at < list.length) list[at] = last
}
