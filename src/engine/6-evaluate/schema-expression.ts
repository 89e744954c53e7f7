/** `S {…}`, `S(args) {…}`, and `value {…}` (`spec/kcl-runtime.md` B9.1): config, name, arguments, in this order. */
import type { ConfigEntry, SchemaExpression } from '../model/ast.ts'
import { Dict, isList, type InstanceOrigin, type Keywords, type Value } from '../model/value.ts'
import { uniteOperands } from '../values/union.ts'
import { compileKeywords } from './call.ts'
import { plainKey } from './config-key.ts'
import { configuredSchema } from './configured-name.ts'
import { compileIdentifier } from './name.ts'
import { instantiateRule } from './rule.ts'
import type { SchemaDefinition } from './schema.ts'
import { instantiateSchema } from './schema-instance.ts'
import { placeOf, type FunctionScope, type Run } from './scope.ts'
import { findSchema } from './type.ts'

export function compileSchemaExpression(node: SchemaExpression, scope: FunctionScope): Run {
  const { context } = scope.module
  scope.instanceConfig = node.config
  const config = scope.expression(node.config)
  // What the name most probably refers to: a variable, or a local of other code that hides the schema, is found at run time.
  const definition = configuredSchema(node.name, scope) ?? findSchema(node.name, scope.module)
  const named = compileIdentifier(node.name, scope)
  // The alias of another package is no value, but a schema here.
  const behindAlias = node.name.names.length === 2 ? definition : undefined
  const args = node.args.map((argument) => scope.expression(argument))
  const keywords = compileKeywords(node.keywords, scope)
  const origin = originOf(node, scope)
  scope.forgetLocals()
  scope.moved()
  const make = (base: Value, entries: Value, values: readonly Value[], given: Keywords | undefined): Value => {
    if (definition !== undefined && base === definition.type) return instantiate(definition, entries, values, given, origin)
    if (isType(base)) return base.instantiate(asConfig(entries), values, given)
    return isLambda(base) ? undefined : uniteOperands(base, entries)
  }
  return (frame) => {
    context.schemaExpressions++
    const entries = config(frame)
    const base = named(frame) ?? behindAlias?.type
    const values = args.length === 0 ? NO_ARGUMENTS : args.map((run) => run(frame))
    const given = keywords?.(frame)
    const result = make(base, entries, values, given)
    context.schemaExpressions--
    return result
  }
}

const NO_ARGUMENTS: readonly Value[] = []

function instantiate(
  definition: SchemaDefinition,
  config: Value,
  args: readonly Value[],
  keywords: Keywords | undefined,
  origin: InstanceOrigin,
): Value {
  if (definition.statement.kind === 'rule') return instantiateRule(definition, asConfig(config), args, keywords, origin)
  return instantiateSchema(definition, asConfig(config), args, keywords, origin)
}

function asConfig(value: Value): Dict {
  return value instanceof Dict ? value : new Dict()
}

/** A lambda with a config is Undefined. */
function isLambda(value: Value): boolean {
  return typeof value === 'object' && value !== null && !isList(value) && value.kind === 'function' && value.identity === 0
}

function isType(value: Value): value is Extract<Value, { kind: 'type' }> {
  return typeof value === 'object' && value !== null && !isList(value) && value.kind === 'type'
}

/** An instance stands at the name of its schema (in `x: S {…}` the node begins before it); missing attributes are reported at the first key, where
 *  that is given last: unless that is nowhere, because an override has added it. */
function originOf(node: SchemaExpression, scope: FunctionScope): InstanceOrigin {
  const header = placeOf(scope.module, node.name)
  const entries = node.config.kind === 'config' ? node.config.entries : []
  const entry = firstPlaced(entries, scope)
  return {
    instance: { path: header.path, start: header.start, end: header.end },
    isWritten: true,
    required: entry === undefined ? header : scope.inFile(entry.movedFrom, () => placeOf(scope.module, entry)),
  }
}

function firstPlaced(entries: readonly ConfigEntry[], scope: FunctionScope): ConfigEntry | undefined {
  for (const entry of entries) {
    if (entry.key === undefined) continue
    const name = plainKey(entry.key, scope)?.name
    const last = name === undefined ? entry : entries.findLast(({ key }) => plainKey(key, scope)?.name === name)
    if (last !== undefined && last.start >= 0) return last
  }
  return undefined
}
