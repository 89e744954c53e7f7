/** `S {…}`: instances of schemas and modifications of values (`spec/kcl-frontend.md` E.9, `spec/kcl-0.13-changes.md` B.8). */
import { compileError } from '../faults/names.ts'
import { requiredAttribute } from '../faults/typing.ts'
import type { ConfigEntry, Expression, SchemaExpression } from '../model/ast.ts'
import { printType } from '../types/print.ts'
import { ANY, schemaInstance } from '../types/type.ts'
import type { SchemaRecord, Type } from '../types/type.ts'
import { calleeName, checkArguments } from './call.ts'
import { placeOf, report, withExpectation } from './checker.ts'
import type { Checker } from './checker.ts'
import type { Scope } from './scope.ts'
import { configType, keyName, walkConfig } from './config.ts'
import { loadNames } from './names.ts'
import { binaryType } from './operators.ts'
import { expressionType } from './walk.ts'

export function schemaExpressionType(checker: Checker, expression: SchemaExpression): Type {
  const type = schemaConfigType(checker, expression)
  if (type.kind !== 'schema') return type
  const place = placeOf(checker, expression.name)
  if (!type.isInstance) {
    const called = { parameters: type.schema.parameters, isVariadic: false }
    checkArguments(checker, called, expression, calleeName(expression.name), place)
  } else if (expression.args.length > 0 || expression.keywords.length > 0) {
    report(checker, compileError('Arguments cannot be used in the schema modification expression', place))
  }
  return schemaInstance(type.schema)
}

/** The expression without its arguments. Gives the type of the name if that is a schema, else the type of the whole. */
export function schemaConfigType(checker: Checker, expression: SchemaExpression): Type {
  const type = loadNames(checker, expression.name.names, expression.name)
  const place = placeOf(checker, expression.name)
  requireEntries(checker, expression.config)
  switch (type.kind) {
    case 'any':
      return ANY
    case 'dict':
      return binaryType(checker, type, expectedConfigType(checker, type, expression.config), '|', place)
    case 'schema':
      if (!type.isInstance) noteAlias(checker, expression, type)
      if (!type.isInstance && !checker.schema) checkRequired(checker, type.schema, expression.config)
      walkInstanceConfig(checker, type.schema, expression.config)
      return type
    default:
      report(checker, compileError(`Invalid schema type '${printType(type)}'`, place))
      return ANY
  }
}

/** What is annotated with a schema and configured like one stands for that schema from here on, in all of the package, as in the real engine; and so
 *  does the import of another file, unless it is called like its package. */
function noteAlias(checker: Checker, { name }: SchemaExpression, type: Type): void {
  const [first] = name.names
  if (first === undefined || isLoopVariable(checker, first.text)) return
  const found = checker.package.scope.names.get(first.text)
  const isOwnAlias = found?.kind === 'typeAlias' && type.kind === 'schema' && type.schema.head.packagePath === checker.package.packagePath
  const isSchema = name.names.length === 1 && found !== undefined && found.kind !== 'variable' && !isOwnAlias
  if (!isSchema && !checker.package.imports.get(checker.module)?.has(first.text)) {
    const text = name.names.map((each) => each.text).join('.')
    if (text !== qualifiedName(type)) checker.package.variableTypes.set(text, type)
  }
}

function isLoopVariable({ scope }: Checker, name: string): boolean {
  for (let each: Scope | undefined = scope; each; each = each.parent) if (each.names.has(name)) return each.kind === 'loop'
  return false
}

function qualifiedName(type: Type): string | undefined {
  return type.kind === 'schema' ? `${type.schema.head.packagePath}.${type.schema.head.name}` : undefined
}

function expectedConfigType(checker: Checker, type: Type, config: Expression): Type {
  return withExpectation(checker, { type, place: undefined }, () =>
    config.kind === 'config' ? configType(checker, config.entries, 'instance') : expressionType(checker, config),
  )
}

function walkInstanceConfig(checker: Checker, schema: SchemaRecord, config: Expression): void {
  if (config.kind === 'config') {
    withExpectation(checker, { type: schemaInstance(schema), place: undefined }, () => walkConfig(checker, config.entries, 'instance'))
  } else withExpectation(checker, undefined, () => expressionType(checker, config))
}

function requireEntries(checker: Checker, config: Expression): void {
  if (config.kind !== 'config') report(checker, compileError(NO_ENTRIES, placeOf(checker, config)))
}

const NO_ENTRIES = 'Invalid schema config expr, expect config entries, e.g., {k1 = v1, k2 = v2}'

/** Missing attributes are only seen where nothing else could provide them: no base, mixin or index signature, a body that only declares, and all
 *  keys spelled out. */
function checkRequired(checker: Checker, schema: SchemaRecord, config: Expression): void {
  if (config.kind !== 'config' || !schema.isDeclarative || schema.head.isMixin || schema.base || schema.mixins.length > 0) return
  if (schema.indexSignature || isIndexedMember(checker)) return
  const own = config.entries.map(givenKey)
  if (own.includes(undefined)) return
  const given = new Set([...own, ...(checker.mergedEntries.get(config) ?? []).map(givenKey)])
  for (const [name, attribute] of schema.attributes) {
    if (attribute.isOptional || attribute.hasDefault || given.has(name)) continue
    report(checker, requiredAttribute(name, schema.head.name, placeOf(checker, config)))
  }
}

/** Does the expression stand for a member of a schema with an index signature? Its default may provide the rest. */
function isIndexedMember(checker: Checker): boolean {
  const owner = checker.expectations.at(-2)?.type
  return owner?.kind === 'schema' && owner.schema.indexSignature !== undefined
}

function givenKey({ key }: ConfigEntry): string | undefined {
  return key && key.kind !== 'subscript' ? keyName(key) : undefined
}
