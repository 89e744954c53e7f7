/** Names whose value a union changes in place, in the real engine: what has a name of its own holds the new value from then on. */
import type { ConfigEntry, Expression, Identifier, Name } from '../model/ast.ts'
import { Dict, SchemaInstance, type Value } from '../model/value.ts'
import type { Global } from './global.ts'
import { importTarget } from './name.ts'
import type { Frame, FunctionScope } from './scope.ts'
import { fieldsOf, sharingOf, withChanges } from './shared-value.ts'

/** Gives what was changed to whoever holds it under a name. */
export type Change = (changes: Map<Value, Value>, frame: Frame) => void

/** For the names whose value an expression may give, or hold, as it is. What has come by a call or under a name inside of a function may be the value
 *  of any global. */
export function compileChange(node: Expression, scope: FunctionScope): Change {
  const { globals } = scope.module.package
  const names = sharedNames(node)
  const named = names.map((name) => changeOf(name, scope))
  return (changes, frame) => {
    let isFound = names.length > 0
    for (const change of named) isFound = change(changes, frame) && isFound
    if (isFound) return
    changeAllGlobals(globals.values(), changes)
  }
}

export function changeAllGlobals(globals: Iterable<Global>, changes: Map<Value, Value>): void {
  const changed = [...changes.keys()]
  for (const global of globals) {
    if (global.sharing === 'whole') continue
    if (global.sharing === 'parts' || changed.some((value) => global.holds(value))) changeGlobal(global, [], changes)
  }
}

/** May an entry meet an earlier one of its key that has a value somebody else holds? */
export function mayChange(nodes: readonly ConfigEntry[]): boolean {
  const byKey = new Map<string, Expression[]>()
  let isShared = false
  for (const { key, value } of nodes) {
    const name = key?.kind === 'identifier' ? key.names[0]?.text : key?.kind === 'string' ? key.value : undefined
    if (name === undefined) {
      // Any key.
      if (isShared) return true
      continue
    }
    isShared ||= sharingOf(value) === 'whole'
    const values = byKey.get(name)
    if (values === undefined) byKey.set(name, [value])
    else values.push(value)
  }
  for (const values of byKey.values()) {
    if (values.length === 1) continue
    if (values.slice(0, -1).some((value) => sharingOf(value) === 'whole') || mayChange(values.flatMap(entriesIn))) return true
  }
  return false
}

function entriesIn(node: Expression): readonly ConfigEntry[] {
  if (node.kind === 'schemaExpression') return entriesIn(node.config)
  return node.kind === 'config' ? node.entries : []
}

function sharedNames(node: Expression): readonly Identifier[] {
  switch (node.kind) {
    case 'identifier':
      return [node]
    case 'parenthesized':
      return sharedNames(node.value)
    case 'conditional':
      return [...sharedNames(node.body), ...sharedNames(node.orElse)]
    case 'binary':
      return node.operator === 'or' || node.operator === 'and' ? [...sharedNames(node.left), ...sharedNames(node.right)] : []
    case 'list':
      return node.items.flatMap(sharedNames)
    case 'config':
      return node.entries.flatMap(({ key, value }) => (key === undefined ? [] : sharedNames(value)))
    case 'schemaExpression':
      return sharedNames(node.config)
    default:
      return []
  }
}

/** A local of this frame, or a global of this package or of another, that holds what was changed at the end of a chain of members. Was it a global? */
function changeOf({ names }: Identifier, scope: FunctionScope): (...args: Parameters<Change>) => boolean {
  const [first, second] = names
  if (first === undefined) return () => false
  const local = scope.find(first.text)?.binding
  if (local !== undefined) {
    const members = names.slice(1)
    return (changes, frame) => {
      frame[local.slot] = changedAlong(frame[local.slot], members, changes, 'top')
      return false
    }
  }
  const { context, package: owner } = scope.module
  const target = importTarget(first.text, scope)
  const members = names.slice(target === undefined ? 1 : 2)
  return (changes) => {
    if (context.self?.plan.attributes.has(first.text) === true) return false
    const global = target === undefined ? owner.globals.get(first.text) : owner.packageOf(target)?.globals.get(second?.text ?? '')
    if (global !== undefined) changeGlobal(global, members, changes)
    return global !== undefined
  }
}

/** Its own is what it holds at any depth, unless that was found under other names: of that the real engine has made a copy. */
function changeGlobal(global: Global, members: readonly Name[], changes: Map<Value, Value>): void {
  const depth = global.sharing === 'none' ? 'all' : 'top'
  global.value = changedAlong(global.value, members, changes, depth)
  if (global.isCached) global.cache = changedAlong(global.cache, members, changes, depth)
}

function changedAlong(value: Value, members: readonly Name[], changes: Map<Value, Value>, depth: 'all' | 'top'): Value {
  const [member, ...rest] = members
  if (member === undefined)
    return depth === 'all' && !(value instanceof SchemaInstance) ? withChanges(value, changes) : (changes.get(value) ?? value)
  const fields = fieldsOf(value)
  const before = fields?.entries.get(member.text)
  const after = changedAlong(before, rest, changes, depth)
  if (fields === undefined || after === before) return value
  const changed = new Dict(new Map(fields.entries).set(member.text, after), fields.meta)
  return value instanceof SchemaInstance ? value.with(changed) : changed
}
