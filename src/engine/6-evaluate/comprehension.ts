/** List and dict comprehensions (`spec/kcl-runtime.md` B8). Clauses nest left to right; all filters of a clause are evaluated. */
import type { ComprehensionClause, DictComprehension, Identifier, ListComprehension } from '../model/ast.ts'
import { EvaluationFault, listTooLong } from '../faults/evaluation.ts'
import { Dict, isList, SchemaInstance, type Value } from '../model/value.ts'
import { iterate } from '../values/iterate.ts'
import { isTruthy } from '../values/truthy.ts'
import { DictBuilder, entryMeta, LITERAL_UNION } from '../values/union.ts'
import { variableName } from './alias.ts'
import type { Context } from './context.ts'
import { copied } from './copied.ts'
import type { Hideable } from './global.ts'
import { followingChanges } from './open-literal.ts'
import type { Frame, FunctionScope, Run, Stamp } from './scope.ts'

/** V8 ends the process when a list outgrows its longest one. */
const MAX_ITEMS = 60_000_000

export function compileListComprehension(node: ListComprehension, scope: FunctionScope): Run {
  const { context } = scope.module
  const loop = compileClauses(node.clauses, scope, () => scope.nested(() => scope.expression(node.element)))
  const run = (frame: Frame): Value => {
    const list: Value[] = []
    runLoop(context, loop, frame, (element) => {
      if (list.push(element(frame)) > MAX_ITEMS) throw listTooLong()
    })
    return list
  }
  return followingChanges(run, node, scope)
}

export function compileDictComprehension(node: DictComprehension, scope: FunctionScope): Run {
  const { context } = scope.module
  const meta = entryMeta(node.entry.operator, undefined)
  const loop = compileClauses(node.clauses, scope, () => ({
    value: copied(
      scope.nested(() => scope.expression(node.entry.value)),
      scope,
    ),
    key: node.entry.key === undefined ? (): Value => undefined : scope.expression(node.entry.key),
  }))
  return (frame) => {
    const builder = new DictBuilder()
    runLoop(context, loop, frame, ({ value, key }) => {
      const item = value(frame)
      // A list is not added to itself, as in the real engine, which has made a copy here.
      const result = isList(item) && meta !== undefined ? item.slice() : item
      const name = key(frame)
      builder.merge(typeof name === 'string' ? name : '', result, meta, LITERAL_UNION)
    })
    return builder.finish()
  }
}

interface Loop<T> {
  readonly iterable: Run
  readonly slots: LoopSlots
  /** What runs for the first item, and for the others. */
  readonly first: Item<T>
  readonly later: Item<T>
}

interface Item<T> {
  readonly conditions: readonly Run[]
  readonly inner: { readonly loop: Loop<T> } | { readonly loop: undefined; readonly body: T }
}

function compileClauses<T>(nodes: readonly ComprehensionClause[], scope: FunctionScope, compileBody: () => T): Loop<T> {
  const mark = scope.mark()
  const loop = compileLoop(nodes, scope, compileBody)
  scope.forget(mark)
  scope.moved()
  return loop
}

function compileLoop<T>([node, ...others]: readonly ComprehensionClause[], scope: FunctionScope, compileBody: () => T): Loop<T> {
  if (node === undefined) throw new Error('a comprehension without clauses')
  const iterable = scope.nested(() => scope.expression(node.iterable))
  const slots = declareLoop(node.targets, scope)
  const { first, later } = compileItems(node.targets, scope, (): Item<T> => {
    // The body runs many times: at its start the position may be anywhere.
    scope.moved()
    const conditions = scope.nested(() => node.conditions.map((condition) => scope.expression(condition)))
    if (others.length === 0) return { conditions, inner: { loop: undefined, body: compileBody() } }
    return { conditions, inner: { loop: compileClauses(others, scope, compileBody) } }
  })
  for (const target of node.targets) scope.forgetLocal(variableName(target, scope))
  return { iterable, slots, first, later }
}

/** Schema expressions and quantifiers make locals stand behind attributes of their name, and stand for themselves as keys no more: where that concerns locals from outside of a loop, what
 *  runs for the first item sees them otherwise than what runs for the others. The variables of the loop stand in front again for each item. */
export function compileItems<T>(
  variables: readonly Identifier[],
  scope: FunctionScope,
  compile: () => T,
): { readonly first: T; readonly later: T } {
  const own = variables.map((variable) => variableName(variable, scope))
  const before = scope.localNames()
  const first = compile()
  const isSame = before.every((name) => own.includes(name) || scope.hasLocal(name))
  if (isSame) return { first, later: first }
  scope.restoreLocals(own)
  return { first, later: compile() }
}

function runLoop<T>(context: Context, { iterable, slots, first, later }: Loop<T>, frame: Frame, visit: (body: T) => void): void {
  let item = first
  forEachItem(iterable(frame), slots, frame, () => {
    const { conditions, inner } = item
    item = later
    context.step()
    if (conditions.length > 0 && !allHold(conditions, frame)) return true
    if (inner.loop === undefined) visit(inner.body)
    else runLoop(context, inner.loop, frame, visit)
    return true
  })
}

function allHold(conditions: readonly Run[], frame: Frame): boolean {
  let holds = true
  for (const condition of conditions) if (!isTruthy(condition(frame))) holds = false
  return holds
}

/** One variable: item, key or character. Two: position or key, and item, value or character. */
export interface LoopSlots {
  readonly first: number
  readonly second: number | undefined
  readonly count: number
  /** Set when a variable is called like a global. */
  readonly shadowing: LoopShadowing | undefined
  readonly stamp: Stamp | undefined
  readonly context: Context
}

interface LoopShadowing {
  readonly first: Hideable | undefined
  readonly second: Hideable | undefined
}

export function declareLoop(targets: readonly Identifier[], scope: FunctionScope): LoopSlots {
  const [first, second] = targets.map((target) => scope.declare(variableName(target, scope), 'loop', { isSet: true }))
  const { context } = scope.module
  const stamp = scope.newStamp()
  scope.restoreLocals(
    targets.map((target) => variableName(target, scope)),
    stamp,
  )
  const isShadowing = first?.shadows !== undefined || second?.shadows !== undefined
  return {
    first: first?.slot ?? scope.newSlot(),
    second: second?.slot,
    count: targets.length,
    shadowing: isShadowing ? { first: first?.shadows, second: second?.shadows } : undefined,
    stamp,
    context,
  }
}

/** Runs `visit` with the loop variables set, until it answers False. */
export function forEachItem(value: Value, loop: LoopSlots, frame: Frame, visit: Visit): void {
  const { shadowing, stamp, context } = loop
  if (stamp?.isUsed === true) {
    const { slot } = stamp
    forEachItem(value, { ...loop, stamp: undefined }, frame, (key, item) => {
      frame[slot] = context.clearings
      return visit(key, item)
    })
    return
  }
  if (shadowing === undefined) {
    visitItems(value, loop, frame, visit)
    return
  }
  const mark = context.shadows.length
  visitItems(value, loop, frame, (key, item) => {
    context.unshadow(mark)
    if (shadowing.first !== undefined) context.shadow(shadowing.first, frame[loop.first])
    if (shadowing.second !== undefined && loop.second !== undefined) context.shadow(shadowing.second, frame[loop.second])
    return visit(key, item)
  })
  context.unshadow(mark)
}

type Visit = (key: Value, item: Value) => boolean

function visitItems(value: Value, loop: LoopSlots, frame: Frame, visit: Visit): void {
  const { first, second } = loop
  if (loop.count > 2) throw new EvaluationFault(`the number of loop variables is ${loop.count}, which can only be 1 or 2`)
  if (value instanceof Dict || value instanceof SchemaInstance) {
    const entries = value instanceof Dict ? value.entries : value.fields.entries
    for (const [key, item] of entries) {
      frame[first] = key
      if (second !== undefined) frame[second] = item
      if (!visit(key, item)) return
    }
    return
  }
  const items = isList(value) ? value : iterate(value)
  for (let index = 0; index < items.length; index++) {
    const item = items[index]
    if (second === undefined) frame[first] = item
    else {
      frame[first] = index
      frame[second] = item
    }
    if (!visit(index, item)) return
  }
}
