/** List and dict comprehensions (`spec/kcl-runtime.md` B8). Clauses nest left to right; all filters of a clause are evaluated. */
import type { ComprehensionClause, DictComprehension, Identifier, ListComprehension } from '../model/ast.ts'
import { EvaluationFault, listTooLong } from '../faults/evaluation.ts'
import { Dict, isList, SchemaInstance, type Value } from '../model/value.ts'
import { iterate } from '../values/iterate.ts'
import { isTruthy } from '../values/truthy.ts'
import { DictBuilder, entryMeta, LITERAL_UNION } from '../values/union.ts'
import type { Context } from './context.ts'
import { copied } from './copied.ts'
import type { Hideable } from './global.ts'
import type { Frame, FunctionScope, Run } from './scope.ts'

/** V8 ends the process when a list outgrows its longest one. */
const MAX_ITEMS = 60_000_000

export function compileListComprehension(node: ListComprehension, scope: FunctionScope): Run {
  const mark = scope.mark()
  const clauses = compileClauses(node.clauses, scope)
  const element = scope.nested(() => scope.expression(node.element))
  scope.forget(mark)
  scope.moved()
  return (frame) => {
    const list: Value[] = []
    runClauses(scope.module.context, clauses, 0, frame, () => {
      if (list.push(element(frame)) > MAX_ITEMS) throw listTooLong()
    })
    return list
  }
}

export function compileDictComprehension(node: DictComprehension, scope: FunctionScope): Run {
  const mark = scope.mark()
  const clauses = compileClauses(node.clauses, scope)
  const value = copied(
    scope.nested(() => scope.expression(node.entry.value)),
    scope,
  )
  const key = node.entry.key === undefined ? (): Value => undefined : scope.expression(node.entry.key)
  const meta = entryMeta(node.entry.operator, undefined)
  scope.forget(mark)
  scope.moved()
  return (frame) => {
    const builder = new DictBuilder()
    runClauses(scope.module.context, clauses, 0, frame, () => {
      const item = value(frame)
      // A list is not added to itself, as in the real engine, which has made a copy here.
      const result = isList(item) && meta !== undefined ? item.slice() : item
      const name = key(frame)
      builder.merge(typeof name === 'string' ? name : '', result, meta, LITERAL_UNION)
    })
    return builder.finish()
  }
}

interface Clause {
  readonly iterable: Run
  readonly loop: LoopSlots
  readonly conditions: readonly Run[]
}

function compileClauses(nodes: readonly ComprehensionClause[], scope: FunctionScope): readonly Clause[] {
  return nodes.map((node) => {
    const iterable = scope.expression(node.iterable)
    const loop = declareLoop(node.targets, scope)
    // The body runs many times: at its start the position may be anywhere.
    scope.moved()
    return { iterable, loop, conditions: scope.nested(() => node.conditions.map((condition) => scope.expression(condition))) }
  })
}

function runClauses(context: Context, clauses: readonly Clause[], at: number, frame: Frame, body: () => void): void {
  const clause = clauses[at]
  if (clause === undefined) return
  const { conditions } = clause
  const isLast = at === clauses.length - 1
  const filter = conditions.length === 1 ? conditions[0] : undefined
  forEachItem(clause.iterable(frame), clause.loop, frame, () => {
    context.step()
    if (filter !== undefined) {
      if (!isTruthy(filter(frame))) return true
    } else if (conditions.length > 0 && !allHold(conditions, frame)) return true
    if (isLast) body()
    else runClauses(context, clauses, at + 1, frame, body)
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
}

interface LoopShadowing {
  readonly context: Context
  readonly first: Hideable | undefined
  readonly second: Hideable | undefined
}

export function declareLoop(targets: readonly Identifier[], scope: FunctionScope): LoopSlots {
  const [first, second] = targets.map((target) => scope.declare(target.names[0]?.text ?? '', 'loop', { isSet: true }))
  const { context } = scope.module
  const isShadowing = first?.shadows !== undefined || second?.shadows !== undefined
  return {
    first: first?.slot ?? scope.newSlot(),
    second: second?.slot,
    count: targets.length,
    shadowing: isShadowing ? { context, first: first?.shadows, second: second?.shadows } : undefined,
  }
}

/** Runs `visit` with the loop variables set, until it answers False. */
export function forEachItem(value: Value, loop: LoopSlots, frame: Frame, visit: Visit): void {
  const { shadowing } = loop
  if (shadowing === undefined) {
    visitItems(value, loop, frame, visit)
    return
  }
  const { context } = shadowing
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
