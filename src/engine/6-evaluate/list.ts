/** List literals with their `*x` and `if` items. */
import { notUnpackable } from '../faults/evaluation.ts'
import type { Expression, ListExpression, ListIfItem } from '../model/ast.ts'
import type { Value } from '../model/value.ts'
import { displayValue } from '../values/format-value.ts'
import { itemsOf } from '../values/iterate.ts'
import { followingChanges } from './open-literal.ts'
import { positioned, type Frame, type FunctionScope, type Run } from './scope.ts'
import { compileBranches } from './branch.ts'
import { compileCondition } from './condition.ts'

export function compileList(node: ListExpression, scope: FunctionScope): Run {
  return followingChanges(compileItems(node.items, scope), node, scope)
}

type Item = { readonly run: Run; readonly isSpliced: boolean }

function compileItems(nodes: readonly Expression[], scope: FunctionScope): Run {
  const items = nodes.map((item): Item => ({ run: scope.expression(item), isSpliced: item.kind === 'starred' || item.kind === 'listIf' }))
  if (items.some((item) => item.isSpliced)) return (frame) => splicedList(items, frame)
  const runs = items.map((item) => item.run)
  const [first, second] = runs
  if (first !== undefined && second === undefined) return (frame) => [first(frame)]
  if (first !== undefined && second !== undefined && runs.length === 2) return (frame) => [first(frame), second(frame)]
  return (frame) => {
    const list: Value[] = []
    for (const run of runs) list.push(run(frame))
    return list
  }
}

function splicedList(items: readonly Item[], frame: Frame): Value {
  const list: Value[] = []
  for (const item of items) {
    const value = item.run(frame)
    if (!item.isSpliced) list.push(value)
    else if (value !== undefined && value !== null) splice(list, value)
  }
  return list
}

function splice(list: Value[], value: NonNullable<Value>): void {
  const items = typeof value === 'string' ? undefined : itemsOf(value)
  if (items === undefined) throw notUnpackable(displayValue(value))
  for (const item of items) list.push(item)
}

/** The chosen items as a list. */
export function compileListIf(node: ListIfItem, scope: FunctionScope): Run {
  const condition = compileCondition(node.condition, scope)
  const [body, orElse] = compileBranches(
    scope,
    () => compileItems(node.items, scope),
    () => compileOtherwise(node.orElse, scope),
  )
  return (frame) => (condition(frame) === true ? body(frame) : orElse(frame))
}

function compileOtherwise(node: ListIfItem['orElse'], scope: FunctionScope): Run {
  if (node === undefined) return () => undefined
  const run = node.kind === 'list' ? compileList(node, scope) : compileListIf(node, scope)
  return positioned(scope.module.context, scope.enter(node), run)
}
