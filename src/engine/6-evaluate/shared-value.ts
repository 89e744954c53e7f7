/** Values that several attributes of an instance share. The real engine unites a configuration with a default in place: an attribute whose default is
 *  another attribute, or holds it, changes that one too. Our values do not change: whoever holds the old one gets the new one. */
import type { BinaryExpression, Expression } from '../model/ast.ts'
import { Dict, isList, SchemaInstance, type ListValue, type Value } from '../model/value.ts'

/** May the value of an expression be, or hold, one that somebody else holds? */
export type Sharing = 'none' | 'parts' | 'whole'

export function sharingOf(node: Expression): Sharing {
  switch (node.kind) {
    case 'identifier':
    case 'selector':
    case 'call':
      return 'whole'
    case 'subscript':
      return node.slice === undefined ? 'whole' : 'parts'
    case 'parenthesized':
      return sharingOf(node.value)
    case 'conditional':
      return either(sharingOf(node.body), sharingOf(node.orElse))
    case 'binary':
      return sharingOfBinary(node)
    case 'list':
      return partsOf(node.items)
    case 'starred':
      return partsOf([node.value])
    case 'listIf':
      return either(partsOf(node.items), node.orElse === undefined ? 'none' : sharingOf(node.orElse))
    case 'listComprehension':
      return partsOf([node.element])
    case 'quantifier':
      return node.operation === 'map' ? partsOf([node.test]) : 'none'
    case 'config':
      // What is unpacked is copied.
      return node.entries.some(({ key, value }) => key !== undefined && sharingOf(value) !== 'none') ? 'parts' : 'none'
    case 'schemaExpression':
      return either(partsOf([node.config, ...node.args]), partsOf(node.keywords.map((keyword) => keyword.value)))
    default:
      return 'none'
  }
}

/** The left operand of a union is copied, and so are the items of a list that is repeated. */
function sharingOfBinary({ operator, left, right }: BinaryExpression): Sharing {
  switch (operator) {
    case 'or':
    case 'and':
      return either(sharingOf(left), sharingOf(right))
    case '+':
      return partsOf([left, right])
    case '|':
      return partsOf([right])
    default:
      return 'none'
  }
}

function partsOf(nodes: readonly Expression[]): Sharing {
  return nodes.some((node) => sharingOf(node) !== 'none') ? 'parts' : 'none'
}

function either(left: Sharing, right: Sharing): Sharing {
  return left === 'whole' || right === 'whole' ? 'whole' : left === 'parts' ? left : right
}

/** What is noted of a copy holds for what it is a copy of. */
export function noteForOriginal(original: Value, copy: Value, changes: Map<Value, Value>): void {
  if (original === copy || typeof original !== 'object' || original === null || changes.has(original)) return
  const changed = changes.get(copy)
  if (changed !== undefined) changes.set(original, changed)
  if (isList(original) && isList(copy)) {
    for (const [index, item] of original.entries()) noteForOriginal(item, copy[index], changes)
    return
  }
  const copied = fieldsOf(copy)?.entries
  for (const [key, item] of fieldsOf(original)?.entries ?? []) noteForOriginal(item, copied?.get(key), changes)
}

/** What has become of a value may hold others that have changed. Inner ones were noted first. If it holds what it was, that is a copy: in the real engine
 *  nothing that runs to the end holds itself. */
export function completeChanges(changes: Map<Value, Value>): void {
  const noted = [...changes.keys()]
  for (const before of noted) {
    const after = changes.get(before)
    changes.delete(before)
    const complete = withChanges(after, changes)
    changes.set(before, complete)
    if (complete !== after) changes.set(after, complete)
  }
}

/** The value with the changes made wherever it holds a collection that has changed. What was found is noted among them: a part that is held many times
 *  is looked at once, and stays one. */
export function withChanges(value: Value, changes: Map<Value, Value>): Value {
  if (!(isList(value) || value instanceof Dict || value instanceof SchemaInstance)) return value
  const known = changes.get(value)
  if (known !== undefined) return known
  const changed = withChangedParts(value, changes)
  changes.set(value, changed)
  return changed
}

function withChangedParts(value: ListValue | Dict | SchemaInstance, changes: Map<Value, Value>): Value {
  if (isList(value)) {
    const items = value.map((item) => withChanges(item, changes))
    return items.some((item, index) => item !== value[index]) ? items : value
  }
  if (value instanceof Dict) return withChangedEntries(value, changes)
  const fields = withChangedEntries(value.fields, changes)
  return fields === value.fields ? value : value.with(fields)
}

function withChangedEntries(dict: Dict, changes: Map<Value, Value>): Dict {
  let entries: Map<string, Value> | undefined
  for (const [key, item] of dict.entries) {
    const changed = withChanges(item, changes)
    if (changed === item) continue
    entries ??= new Map(dict.entries)
    entries.set(key, changed)
  }
  return entries === undefined ? dict : new Dict(entries, dict.meta)
}

/** A value and all collections in it. */
export function collectParts(value: Value, parts: Set<Value> = new Set()): ReadonlySet<Value> {
  if (!(isList(value) || value instanceof Dict || value instanceof SchemaInstance) || parts.has(value)) return parts
  parts.add(value)
  for (const part of isList(value) ? value : (fieldsOf(value)?.entries.values() ?? [])) collectParts(part, parts)
  return parts
}

/** An instance that is nobody else's. */
export function ownInstance(value: Value): Value {
  return value instanceof SchemaInstance ? value.with(value.fields) : value
}

export function fieldsOf(value: Value): Dict | undefined {
  if (value instanceof Dict) return value
  return value instanceof SchemaInstance ? value.fields : undefined
}
