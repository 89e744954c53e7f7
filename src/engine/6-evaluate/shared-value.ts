/** Values that several attributes of an instance share. The real engine unites a configuration with a default in place: an attribute whose default is
 *  another attribute, or holds it, changes that one too. Our values do not change: whoever holds the old one gets the new one. */
import type { Expression, Identifier, Name } from '../model/ast.ts'
import { Dict, isList, SchemaInstance, type Value } from '../model/value.ts'
import type { Global } from './global.ts'

/** May the value of an expression be, or hold, one that somebody else holds? */
export type Sharing = 'none' | 'parts' | 'whole'

export function sharingOf(node: Expression): Sharing {
  switch (node.kind) {
    case 'identifier':
    case 'selector':
      return 'whole'
    case 'subscript':
      return node.slice === undefined ? 'whole' : 'none'
    case 'parenthesized':
      return sharingOf(node.value)
    case 'conditional':
      return either(sharingOf(node.body), sharingOf(node.orElse))
    case 'binary':
      return node.operator === 'or' || node.operator === 'and' ? either(sharingOf(node.left), sharingOf(node.right)) : 'none'
    // Arguments are copied when they are converted.
    case 'call':
      return node.args.length > 0 || node.keywords.length > 0
        ? 'none'
        : node.callee.kind === 'parenthesized' || node.callee.kind === 'identifier'
          ? 'whole'
          : 'none'
    case 'list':
      return node.items.some((item) => sharingOf(item) !== 'none') ? 'parts' : 'none'
    case 'config':
      return node.entries.some((entry) => entry.key !== undefined && sharingOf(entry.value) !== 'none') ? 'parts' : 'none'
    default:
      return 'none'
  }
}

function either(left: Sharing, right: Sharing): Sharing {
  return left === 'whole' || right === 'whole' ? 'whole' : left === 'parts' ? left : right
}

/** The names whose value an expression may give as it is. */
export function sharedNames(node: Expression): readonly Identifier[] {
  switch (node.kind) {
    case 'identifier':
      return [node]
    case 'parenthesized':
      return sharedNames(node.value)
    case 'conditional':
      return [...sharedNames(node.body), ...sharedNames(node.orElse)]
    case 'binary':
      return sharingOf(node) === 'none' ? [] : [...sharedNames(node.left), ...sharedNames(node.right)]
    default:
      return []
  }
}

/** A global that holds, at the end of a chain of members, what was changed, holds the new value from now on. */
export function changeGlobal(global: Global, members: readonly Name[], changes: ReadonlyMap<Value, Value>): void {
  const path = members.map((member) => member.text)
  global.value = changedAlong(global.value, path, changes)
  if (global.isCached) global.cache = changedAlong(global.cache, path, changes)
}

function changedAlong(value: Value, path: readonly string[], changes: ReadonlyMap<Value, Value>): Value {
  const [member, ...rest] = path
  if (member === undefined) return changes.get(value) ?? value
  const fields = fieldsOf(value)
  const before = fields?.entries.get(member)
  const after = changedAlong(before, rest, changes)
  if (fields === undefined || after === before) return value
  const changed = new Dict(new Map(fields.entries).set(member, after), fields.meta)
  return value instanceof SchemaInstance ? withFields(value, changed) : changed
}

/** Each collection in `before` with what a union has made of it in `after`, if that is another one. */
export function changedParts(before: Value, after: Value, changes: Map<Value, Value> = new Map()): Map<Value, Value> {
  if (before === after || typeof before !== 'object' || before === null || changes.has(before)) return changes
  if (isList(before) && isList(after)) {
    changes.set(before, after)
    for (const [index, item] of before.entries()) changedParts(item, after[index], changes)
    return changes
  }
  const fields = fieldsOf(before)
  const changed = fieldsOf(after)
  if (fields === undefined || changed === undefined) return changes
  changes.set(before, after)
  for (const [key, item] of fields.entries) changedParts(item, changed.entries.get(key), changes)
  return changes
}

/** The value with the changes made wherever it holds a collection that has changed. */
export function withChanges(value: Value, changes: ReadonlyMap<Value, Value>): Value {
  if (typeof value !== 'object' || value === null) return value
  const changed = changes.get(value)
  if (changed !== undefined) return changed
  if (isList(value)) {
    const items = value.map((item) => withChanges(item, changes))
    return items.some((item, index) => item !== value[index]) ? items : value
  }
  if (value instanceof Dict) return withChangedEntries(value, changes)
  if (!(value instanceof SchemaInstance)) return value
  const fields = withChangedEntries(value.fields, changes)
  return fields === value.fields ? value : withFields(value, fields)
}

function withChangedEntries(dict: Dict, changes: ReadonlyMap<Value, Value>): Dict {
  let entries: Map<string, Value> | undefined
  for (const [key, item] of dict.entries) {
    const changed = withChanges(item, changes)
    if (changed === item) continue
    entries ??= new Map(dict.entries)
    entries.set(key, changed)
  }
  return entries === undefined ? dict : new Dict(entries, dict.meta)
}

/** An instance that is nobody else's. */
export function ownInstance(value: Value): Value {
  return value instanceof SchemaInstance ? withFields(value, value.fields) : value
}

/** A collection that is nobody else's, though its parts may be. */
export function ownCollection(value: Value): Value {
  if (isList(value)) return value.slice()
  return value instanceof Dict ? new Dict(new Map(value.entries), value.meta) : ownInstance(value)
}

function withFields(instance: SchemaInstance, fields: Dict): SchemaInstance {
  return instance.with(fields)
}

function fieldsOf(value: Value): Dict | undefined {
  if (value instanceof Dict) return value
  return value instanceof SchemaInstance ? value.fields : undefined
}
