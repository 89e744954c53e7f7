/** Dotted config keys and the defaults of literal types (frontend D.3.3, D.3.4). */
import type { ConfigEntry, ConfigExpression, ConfigIfEntry, Expression, Module, SchemaAttribute } from '../model/ast.ts'
import type { LiteralTypeNode } from '../model/type-node.ts'
import { mapChildren } from './rewrite.ts'

/** `a.b: 1` → `a: {b: 1}`; `kind: "Pod"` in a schema → `kind: "Pod" = "Pod"`. */
export function rewriteSugar(module: Module): Module {
  return mapChildren(module, rewrite)
}

/** The same for an expression that stands in no module. */
export function rewriteSugarIn(expression: Expression): Expression {
  return mapChildren({ expression }, rewrite).expression
}

function rewrite(node: object): object {
  if (!hasEntries(node)) {
    const rewritten = mapChildren(node, rewrite)
    return isAttribute(rewritten) ? withDefault(rewritten) : rewritten
  }
  const rewritten = mapChildren(node, (child) =>
    isCondition(node, child) ? rewriteInKey(child) : isEntry(child) ? rewriteEntry(child) : rewrite(child),
  )
  return rewritten.entries.some(isDotted) ? { ...rewritten, entries: rewritten.entries.map(nestKey) } : rewritten
}

function rewriteEntry(entry: ConfigEntry): object {
  return mapChildren(entry, (child) => (child === entry.key ? rewriteInKey(child) : rewrite(child)))
}

/** In keys and conditions of entries the real engine leaves `a.b: 1` as it is, which it then evaluates as `a: 1`. */
function rewriteInKey(node: object): object {
  const rewritten = mapChildren(node, rewriteInKey)
  if (!hasEntries(rewritten) || !rewritten.entries.some(isDotted)) return rewritten
  return { ...rewritten, entries: rewritten.entries.map((entry) => (isDotted(entry) ? { ...entry, run: dropNames(entry) } : entry)) }
}

function dropNames(entry: ConfigEntry): ConfigEntry {
  const { key } = entry
  return key?.kind === 'identifier' ? { ...entry, key: { ...key, names: key.names.slice(0, 1) } } : entry
}

function isCondition(node: ConfigExpression | ConfigIfEntry, child: object): boolean {
  return node.kind === 'configIf' && child === node.condition
}

function isEntry(node: object): node is ConfigEntry {
  return 'shorthand' in node
}

function isAttribute(node: object): node is SchemaAttribute {
  return 'kind' in node && node.kind === 'attribute'
}

function hasEntries(node: object): node is ConfigExpression | ConfigIfEntry {
  return 'kind' in node && (node.kind === 'config' || node.kind === 'configIf')
}

function isDotted({ key }: ConfigEntry): boolean {
  return key?.kind === 'identifier' && key.names.length > 1
}

/** The operator goes with the last name; the names before it merge. */
function nestKey(entry: ConfigEntry): ConfigEntry {
  const { key, end, operator } = entry
  if (key?.kind !== 'identifier' || key.names.length < 2) return entry
  let { value } = entry
  for (const [index, name] of [...key.names.entries()].toReversed()) {
    const isLast = index === key.names.length - 1
    const inner: ConfigEntry = {
      start: name.start,
      end,
      key: { kind: 'identifier', start: name.start, end: name.end, names: [name] },
      operator: isLast ? operator : ':',
      value,
      shorthand: false,
    }
    if (index === 0) return inner
    value = { kind: 'config', start: name.start, end, entries: [inner] }
  }
  return entry
}

function withDefault(attribute: SchemaAttribute): SchemaAttribute {
  const { type, value, optional } = attribute
  if (type.kind !== 'literalType' || value !== undefined || optional) return attribute
  return { ...attribute, operator: '=', value: literalValue(type) }
}

function literalValue({ literal, start, end }: LiteralTypeNode): Expression {
  switch (literal.kind) {
    case 'bool':
      return { kind: 'constant', start, end, value: literal.value ? 'True' : 'False' }
    case 'int':
      return { kind: 'number', start, end, value: literal.value, isFloat: false, suffix: literal.suffix }
    case 'float':
      return { kind: 'number', start, end, value: literal.value, isFloat: true, suffix: undefined }
    case 'str':
      return { kind: 'string', start, end, value: literal.value, isLong: false, isRaw: false }
  }
}
