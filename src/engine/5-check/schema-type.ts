/** Builds the types of schemas and rules (`spec/kcl-frontend.md` E.7). Each statement is read once in file order; what needs a base or mixin that
 *  comes later waits until all are read, which is when the real engine's later passes find it. */
import { compileError } from '../faults/names.ts'
import {
  BUILTIN_TYPE_NAMES,
  illegalInheritance,
  indexSignatureError,
  invalidMixinName,
  reservedTypeName,
  typeError,
} from '../faults/typing.ts'
import type { Identifier, RuleStatement, SchemaAttribute, SchemaStatement, Statement, UnificationStatement } from '../model/ast.ts'
import type { UnionTypeNode } from '../model/type-node.ts'
import { printType } from '../types/print.ts'
import { isUpperBound, sup } from '../types/relation.ts'
import { findAttribute, SchemaRecord } from '../types/type.ts'
import type { Attribute, IndexSignatureType, Type } from '../types/type.ts'
import { resolveAnnotation } from './annotation.ts'
import { placeOf, report } from './checker.ts'
import type { Checker } from './checker.ts'
import { walkDecorators } from './decorator.ts'
import { parameterTypes } from './lambda.ts'
import { loadNames } from './names.ts'
import type { InheritsRequired } from './scan-passes.ts'
import { isKey } from './operators.ts'

/** What is left to do for a schema once all schemas of its package are read. */
export type Unfinished = (inheritsRequired: InheritsRequired) => void

export interface Scan {
  readonly isFinished: (record: SchemaRecord) => boolean
  /** Of several definitions of a name a base or mixin is the one before it, else the last. */
  readonly inherited: (record: SchemaRecord) => SchemaRecord
}

/** Fills the record of a schema. Gives the rest when its base or a mixin is not finished yet. */
export function buildSchema(
  checker: Checker,
  statement: SchemaStatement,
  record: SchemaRecord,
  { isFinished, inherited }: Scan,
): Unfinished | undefined {
  const base = findBase(checker, statement)
  record.base = base && (unreadBehindAlias(checker, statement.base, base) ?? inherited(base))
  record.protocol = findProtocol(checker, statement)
  checkSchemaHead(checker, statement)
  record.indexSignature = indexSignatureType(checker, statement)
  record.isDeclarative = statement.body.every(
    (each) => each.kind === 'attribute' || each.kind === 'unification' || each.kind === 'indexSignature',
  )
  const isBaseFinished = !record.base || isFinished(record.base)
  buildAttributes(checker, statement, record, isBaseFinished ? record.base : undefined, undefined)
  record.mixins = findMixins(checker, statement, inherited)
  buildParameters(checker, statement, record)
  walkDecorators(checker, statement.decorators)
  if (isBaseFinished && record.mixins.every(isFinished)) {
    addMixedIn(record)
    return undefined
  }
  return (inheritsRequired) => {
    if (!isBaseFinished) buildAttributes(checker, statement, record, record.base, inheritsRequired)
    addMixedIn(record)
  }
}

/** Gives the rule's parents. */
export function buildRule(checker: Checker, statement: RuleStatement, record: SchemaRecord): readonly SchemaRecord[] {
  const parents: SchemaRecord[] = []
  const name = statement.name.text
  if (BUILTIN_TYPE_NAMES.includes(name)) report(checker, reservedTypeName('rule name', name, placeOf(checker, statement.name)))
  const protocol = statement.host && protocolOf(checker, statement.host)
  for (const parent of statement.parents) {
    if (parent.kind !== 'identifier') continue
    const type = loadNames(checker, parent.names, placeOf(checker, parent))
    if (type.kind === 'schema' && type.schema.head.isRule && !type.isInstance) parents.push(type.schema)
    else report(checker, illegalInheritance(`illegal rule type '${printType(type)}'`, placeOf(checker, parent)))
  }
  record.protocol = protocol && (unreadBehindAlias(checker, statement.host, protocol) ?? protocol)
  record.indexSignature = record.protocol?.indexSignature
  // Nobody misses an argument of a rule.
  record.parameters = parameterTypes(checker, statement.parameters, { reportAtName: true }).map((each) => ({ ...each, hasDefault: true }))
  walkDecorators(checker, statement.decorators)
  return parents
}

function findBase(checker: Checker, statement: SchemaStatement): SchemaRecord | undefined {
  if (!statement.base) return undefined
  const place = placeOf(checker, statement.base)
  const type = loadNames(checker, statement.base.names, place)
  if (type.kind === 'schema' && !type.isInstance && !type.schema.head.isMixin && !type.schema.head.isProtocol) return type.schema
  report(checker, illegalInheritance(`invalid schema inherit object type, expect schema, got '${printType(type)}'`, place))
  return undefined
}

function findProtocol(checker: Checker, statement: SchemaStatement): SchemaRecord | undefined {
  if (!statement.host) return undefined
  if (statement.isMixin) return protocolOf(checker, statement.host)
  report(checker, illegalInheritance('only schema mixin can inherit from protocol', placeOf(checker, statement.host)))
  return undefined
}

function protocolOf(checker: Checker, host: Identifier): SchemaRecord | undefined {
  const place = placeOf(checker, host)
  const type = loadNames(checker, host.names, place)
  if (type.kind === 'schema' && !type.isInstance && type.schema.head.isProtocol) return type.schema
  report(checker, illegalInheritance(`invalid schema inherit object type, expect protocol, got '${printType(type)}'`, place))
  return undefined
}

function checkSchemaHead(checker: Checker, statement: SchemaStatement): void {
  const name = statement.name.text
  const place = placeOf(checker, statement.name)
  if (BUILTIN_TYPE_NAMES.includes(name)) report(checker, reservedTypeName('schema name', name, place))
  if (!statement.isProtocol) return
  if (!name.endsWith('Protocol')) {
    report(checker, compileError("schema protocol name must end with 'Protocol'", { ...place, start: place.end }))
  }
  const hasOnlyAttributes =
    !statement.parameters &&
    statement.mixins.length === 0 &&
    statement.checks.length === 0 &&
    statement.body.every((each) => each.kind === 'attribute' || each.kind === 'unification' || each.kind === 'indexSignature')
  if (!hasOnlyAttributes) report(checker, compileError('a protocol is only allowed to define attributes in it', place))
}

function indexSignatureType(checker: Checker, statement: SchemaStatement): IndexSignatureType | undefined {
  const signature = statement.indexSignature
  if (!signature) return undefined
  const keyName = signature.keyName?.text
  if (keyName !== undefined && statement.body.some((each) => attributeName(each) === keyName)) {
    const text = `index signature attribute name '${keyName}' cannot have the same name as schema attributes`
    report(checker, indexSignatureError(text, placeOf(checker, signature)))
  }
  const written = resolveAnnotation(checker, signature.keyType)
  // Unlike other annotations, a union that is written out here loses the members that others cover.
  const key =
    signature.keyType.kind === 'unionType' && written.kind === 'union' && namesNoType(signature.keyType) ? sup(written.members) : written
  const value = resolveAnnotation(checker, signature.valueType)
  if (!isKey(key))
    report(checker, indexSignatureError(`invalid index signature key type: '${printType(key)}'`, placeOf(checker, statement.name)))
  return { keyName, key, value, anyOther: signature.anyOther }
}

function namesNoType({ members }: UnionTypeNode): boolean {
  return members.every((member) => member.kind !== 'namedType')
}

/** Reads the declarations; a later one of a name must fit the first one and what the base declares. */
function buildAttributes(
  checker: Checker,
  statement: SchemaStatement,
  record: SchemaRecord,
  base: SchemaRecord | undefined,
  inheritsRequired: InheritsRequired | undefined,
): void {
  for (const each of statement.body) {
    if (each.kind !== 'attribute' && each.kind !== 'unification') continue
    const name = attributeName(each) ?? ''
    const type = declaredType(checker, each)
    if (each.kind === 'attribute') walkDecorators(checker, each.decorators)
    const inherited = base && findAttribute(base, name)
    const first = record.attributes.get(name)
    const attribute = first && !inherited ? first : attributeOf(checker, each, type, first, inherited)
    if (attribute !== first) record.attributes.set(name, attribute)
    if ((attribute.type !== type && !isUpperBound(attribute.type, type)) || (inherited && !isUpperBound(inherited.type, type))) {
      report(checker, fieldTypeChanged(checker, each, name, attribute.type, type))
    }
    if (each.kind === 'attribute' && each.optional) {
      const isRequired = inherited && inheritsRequired ? inheritsRequired(record, name) : !attribute.isOptional
      if (isRequired) report(checker, madeOptional(checker, each, name))
    }
    checkIndexSignature(checker, each, name, type, record.indexSignature)
  }
}

/** The first declaration gives type, default and place; whether it may be left out is up to the base. */
function attributeOf(
  checker: Checker,
  statement: SchemaAttribute | UnificationStatement,
  type: Type,
  first: Attribute | undefined,
  inherited: Attribute | undefined,
): Attribute {
  const isAttribute = statement.kind === 'attribute'
  return {
    type: first?.type ?? type,
    isOptional: inherited?.isOptional ?? first?.isOptional ?? (!isAttribute || statement.optional),
    hasDefault: first?.hasDefault ?? (isAttribute && statement.value !== undefined),
    path: first?.path ?? checker.module.path,
    start: first?.start ?? statement.start,
    end: first?.end ?? statement.end,
  }
}

function addMixedIn(record: SchemaRecord): void {
  for (const mixin of record.mixins) {
    for (const [name, attribute] of mixin.attributes) if (!record.attributes.has(name)) record.attributes.set(name, attribute)
  }
}

function declaredType(checker: Checker, statement: SchemaAttribute | UnificationStatement): Type {
  if (statement.kind === 'attribute') return resolveAnnotation(checker, statement.type)
  return loadNames(checker, statement.value.name.names, statement)
}

function checkIndexSignature(
  checker: Checker,
  statement: SchemaAttribute | UnificationStatement,
  name: string,
  type: Type,
  signature: IndexSignatureType | undefined,
): void {
  if (!signature || signature.anyOther || isUpperBound(signature.value, type)) return
  const text = `the type '${printType(type)}' of schema attribute '${name}' does not meet the index signature definition ${printSignature(signature)}`
  report(checker, indexSignatureError(text, placeOf(checker, statement)))
}

function printSignature(signature: IndexSignatureType): string {
  const key = `${signature.keyName === undefined ? '' : `${signature.keyName}: `}${signature.anyOther ? '...' : ''}${printType(signature.key)}`
  return `[${key}]: ${printType(signature.value)}`
}

/** Behind an alias of its own package the real engine finds a schema as it was before its attributes were read. */
function unreadBehindAlias(checker: Checker, name: Identifier | undefined, { head }: SchemaRecord): SchemaRecord | undefined {
  const isAlias = name?.names.length === 1 && checker.package.scope.names.get(name.names[0]?.text ?? '')?.kind === 'typeAlias'
  return isAlias && head.packagePath === checker.package.packagePath ? new SchemaRecord(head) : undefined
}

function findMixins(
  checker: Checker,
  statement: SchemaStatement,
  inherited: (record: SchemaRecord) => SchemaRecord,
): readonly SchemaRecord[] {
  const found: SchemaRecord[] = []
  for (const mixin of statement.mixins) {
    const place = placeOf(checker, mixin)
    const name = mixin.names.at(-1)?.text ?? ''
    if (!name.endsWith('Mixin')) report(checker, invalidMixinName(name, place))
    const type = loadNames(checker, mixin.names, place)
    if (type.kind === 'schema' && type.schema.head.isMixin && !type.isInstance)
      found.push(unreadBehindAlias(checker, mixin, type.schema) ?? inherited(type.schema))
    else report(checker, illegalInheritance(`illegal schema mixin object type, expected mixin, got '${printType(type)}'`, place))
  }
  return found
}

function buildParameters(checker: Checker, statement: SchemaStatement, record: SchemaRecord): void {
  const items = statement.parameters?.items ?? []
  const assigned = items.length === 0 ? new Set<string>() : assignedNames(statement.body)
  for (const parameter of items) {
    const name = parameter.name.names[0]?.text ?? ''
    if (!record.attributes.has(name) && !assigned.has(name)) continue
    const text = `Unexpected parameter name '${name}' with the same name as the schema attribute`
    report(checker, compileError(text, placeOf(checker, parameter.name)))
  }
  record.parameters = parameterTypes(checker, statement.parameters, { reportAtName: true })
}

function fieldTypeChanged(checker: Checker, statement: Statement, name: string, from: Type, to: Type) {
  return typeError(`can't change schema field type of '${name}' from ${printType(from)} to ${printType(to)}`, placeOf(checker, statement))
}

function madeOptional(checker: Checker, statement: Statement, name: string) {
  return typeError(`can't change the required schema attribute of '${name}' to optional`, placeOf(checker, statement))
}

function attributeName(statement: Statement): string | undefined {
  if (statement.kind === 'attribute') return statement.name.text
  return statement.kind === 'unification' ? statement.target.names.map((name) => name.text).join('.') : undefined
}

/** Names the body assigns, also under `if`. */
export function assignedNames(body: readonly Statement[], names: Set<string> = new Set()): Set<string> {
  for (const statement of body) {
    if (statement.kind === 'assign') for (const target of statement.targets) names.add(target.name.text)
    if (statement.kind === 'augmentedAssign') names.add(statement.target.name.text)
    if (statement.kind === 'unification') names.add(statement.target.names[0]?.text ?? '')
    if (statement.kind === 'if') {
      assignedNames(statement.body, names)
      assignedNames(statement.orElse, names)
    }
  }
  return names
}
