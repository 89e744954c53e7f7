/** The global scan of a package: what its files declare, before any statement is walked (`spec/kcl-frontend.md` D.6). */
import { circularReference, duplicateDefinition, immutableChanged } from '../faults/names.ts'
import { BUILTIN_TYPE_NAMES, reservedAliasName, typeChanged } from '../faults/typing.ts'
import type {
  AssignStatement,
  Module,
  RuleStatement,
  SchemaStatement,
  Statement,
  TypeAliasStatement,
  UnificationStatement,
} from '../model/ast.ts'
import { printType } from '../types/print.ts'
import { isUpperBound } from '../types/relation.ts'
import { ANY, dictOf, fullSchemaName, listOf, SchemaRecord, unionOf } from '../types/type.ts'
import type { SchemaHead, Type } from '../types/type.ts'
import { resolveAnnotation } from './annotation.ts'
import { placeOf, report } from './checker.ts'
import type { Checker } from './checker.ts'
import { connectedComponents } from './component.ts'
import { lambdaSignature } from './lambda.ts'
import { loadNames } from './names.ts'
import { type InheritsRequired, limitBases, requiredInSomePass } from './scan-passes.ts'
import { buildRule, buildSchema } from './schema-type.ts'
import type { Unfinished } from './schema-type.ts'
import { declare } from './scope.ts'

type Definition = SchemaStatement | RuleStatement

export function scanGlobals(checker: Checker, modules: readonly Module[]): void {
  const records = new Map<Definition, SchemaRecord>()
  for (const module of modules) {
    checker.module = module
    for (const statement of module.body) if (isDefinition(statement)) declareDefinition(checker, statement, records)
  }
  for (const module of modules) scanVariables(checker, module, { isUnique: true, unread: new Map() })
  buildDefinitions(checker, modules, records)
  for (const module of modules) scanVariables(checker, module, { isUnique: false, unread: undefined })
  for (const module of modules) recordLambdas(checker, module)
}

/** Each definition of a name has its own record; the name means the last of them. */
function declareDefinition(checker: Checker, statement: Definition, records: Map<Definition, SchemaRecord>): void {
  const name = statement.name.text
  const earlier = checker.scope.names.get(name)
  const record = new SchemaRecord(headOf(checker, statement))
  records.set(statement, record)
  if (earlier) report(checker, duplicateDefinition(name, placeOf(checker, statement), undefined))
  else declare(checker, name, 'definition', record.definition, statement)
  if (earlier?.kind === 'definition') checker.scope.names.set(name, { ...earlier, type: record.definition })
}

function headOf(checker: Checker, statement: Definition): SchemaHead {
  const isSchema = statement.kind === 'schema'
  return {
    name: statement.name.text,
    packagePath: checker.package.packagePath,
    isMixin: isSchema && statement.isMixin,
    isProtocol: isSchema && statement.isProtocol,
    isRule: !isSchema,
    place: placeOf(checker, statement.name),
  }
}

function buildDefinitions(checker: Checker, modules: readonly Module[], records: ReadonlyMap<Definition, SchemaRecord>): void {
  const open = new Set(records.values())
  const isFinished = (record: SchemaRecord): boolean => !open.has(record)
  const unfinished = new Map<SchemaRecord, UnfinishedSchema>()
  const parents = new Map<SchemaRecord, readonly SchemaRecord[]>()
  const preceding = new Map<SchemaRecord, SchemaRecord>()
  const last = new Map([...records.values()].map((record) => [record.head.name, record]))
  const lastOf = (record: SchemaRecord): SchemaRecord =>
    (record.head.packagePath === checker.package.packagePath ? last.get(record.head.name) : undefined) ?? record
  const inherited = (record: SchemaRecord): SchemaRecord => preceding.get(lastOf(record)) ?? record
  for (const module of modules) {
    checker.module = module
    for (const statement of module.body) {
      const record = isDefinition(statement) ? records.get(statement) : undefined
      if (!record || !isDefinition(statement)) continue
      declareRecord(checker, statement, lastOf(record))
      if (statement.kind === 'rule') parents.set(lastOf(record), buildRule(checker, statement, record).map(lastOf))
      const finish = statement.kind === 'schema' ? buildSchema(checker, statement, record, { isFinished, inherited }) : undefined
      preceding.set(lastOf(record), record)
      if (finish) unfinished.set(record, { module, finish })
      else open.delete(record)
    }
  }
  for (const record of records.values()) if (record.base) parents.set(lastOf(record), [lastOf(record.base)])
  const cycles = findCycles(parents, [...new Set(records.values())])
  const ownAttributes = new Map([...records.values()].map((record) => [record, record.attributes.size]))
  finishAll(checker, [...unfinished.values()], requiredInSomePass([...records.values()], ownAttributes))
  limitBases([...records.values()], ownAttributes)
  for (const cycle of cycles) {
    for (const { head } of cycle)
      report(checker, circularReference(head.isRule ? 'rules' : 'schemas', cycle.map(fullSchemaName), head.place))
  }
}

/** A definition hides an import of its name. */
function declareRecord(checker: Checker, statement: Definition, record: SchemaRecord): void {
  const name = statement.name.text
  const { kind } = checker.scope.names.get(name) ?? {}
  if (kind === 'module' || kind === 'definition') declare(checker, name, 'definition', record.definition, statement)
}

interface UnfinishedSchema {
  readonly module: Module
  readonly finish: Unfinished
}

/** Two rounds in the order of the files: after the first each schema knows its own base and mixins, after the second all of theirs. */
function finishAll(checker: Checker, unfinished: readonly UnfinishedSchema[], inheritsRequired: InheritsRequired): void {
  for (const { module, finish } of [...unfinished, ...unfinished]) {
    checker.module = module
    finish(inheritsRequired)
  }
}

/** The groups of two and more definitions that inherit from themselves, in the order in which their last members are written. */
function findCycles(
  parents: ReadonlyMap<SchemaRecord, readonly SchemaRecord[]>,
  written: readonly SchemaRecord[],
): readonly (readonly SchemaRecord[])[] {
  const positions = new Map(written.map((record, index) => [record, index]))
  const lastOf = (cycle: readonly SchemaRecord[]): number => Math.max(...cycle.map((record) => positions.get(record) ?? 0))
  const cycles = connectedComponents(parents).filter((component) => component.length > 1)
  return cycles.toSorted((left, right) => lastOf(left) - lastOf(right))
}

function scanVariables(checker: Checker, module: Module, options: ScanOptions): void {
  checker.module = module
  for (const statement of module.body) if (statement.kind === 'typeAlias') scanTypeAlias(checker, statement, options)
  scanStatements(checker, module.body, options)
}

interface ScanOptions {
  readonly isUnique: boolean
  /** While the schemas of the package are not read, what stands for them. */
  readonly unread: Map<SchemaRecord, SchemaRecord> | undefined
}

function scanStatements(checker: Checker, statements: readonly Statement[], options: ScanOptions): void {
  for (const statement of statements) {
    if (statement.kind === 'assign') scanAssign(checker, statement, options)
    if (statement.kind === 'unification') scanUnification(checker, statement)
    if (statement.kind === 'if') {
      scanStatements(checker, statement.body, options)
      scanStatements(checker, statement.orElse, options)
    }
  }
}

function scanTypeAlias(checker: Checker, statement: TypeAliasStatement, { unread }: ScanOptions): void {
  const name = statement.name.text
  const place = placeOf(checker, statement.name)
  const resolved = resolveAnnotation(checker, statement.type, place)
  // Schemas of the package that name the alias see of its schemas what is read of them by now: nothing.
  const type = unread === undefined ? resolved : unreadParts(checker, resolved, unread, new Map())
  if (BUILTIN_TYPE_NAMES.includes(name)) report(checker, reservedAliasName(name, place))
  declare(checker, name, 'typeAlias', type, place)
}

/** `known` holds what became of the parts so far: an alias may name another many times. */
function unreadParts(checker: Checker, type: Type, unread: Map<SchemaRecord, SchemaRecord>, known: Map<Type, Type>): Type {
  const before = known.get(type)
  if (before !== undefined) return before
  const part = unreadPart(checker, type, unread, (inner) => unreadParts(checker, inner, unread, known))
  known.set(type, part)
  return part
}

function unreadPart(checker: Checker, type: Type, unread: Map<SchemaRecord, SchemaRecord>, inner: (type: Type) => Type): Type {
  switch (type.kind) {
    case 'list':
      return listOf(inner(type.element))
    case 'dict':
      return dictOf(type.key, inner(type.value))
    case 'union':
      return unionOf(type.members.map(inner), type.own.map(inner))
    case 'schema': {
      const { schema, isInstance } = type
      if (schema.head.packagePath !== checker.package.packagePath) return type
      const known = unread.get(schema) ?? new SchemaRecord(schema.head, schema.read)
      unread.set(schema, known)
      return { kind: 'schema', schema: known, isInstance }
    }
    default:
      return type
  }
}

function scanAssign(checker: Checker, statement: AssignStatement, options: ScanOptions): void {
  for (const target of statement.targets) {
    const name = target.name.text
    const place = placeOf(checker, target)
    const earlier = checker.scope.names.get(name)
    if (earlier?.kind === 'module') checker.package.assignedImports.add(name)
    if (options.isUnique && earlier && !name.startsWith('_')) {
      report(checker, immutableChanged(name, place, earlier))
      continue
    }
    const type = statement.type ? resolveAnnotation(checker, statement.type) : (earlier?.type ?? ANY)
    if (statement.type && earlier && !isUpperBound(earlier.type, type)) {
      report(checker, typeChanged(name, printType(earlier.type), place, printType(earlier.type), earlier))
    }
    declare(checker, name, 'variable', type, place)
  }
}

function scanUnification(checker: Checker, statement: UnificationStatement): void {
  const name = statement.target.names[0]?.text ?? ''
  const type = loadNames(checker, statement.value.name.names, placeOf(checker, statement.value.name))
  declare(checker, name, 'variable', type, placeOf(checker, statement.target))
}

/** Signatures of names that are assigned once, a lambda without annotation (`spec/kcl-0.13-changes.md` B.10). */
function recordLambdas(checker: Checker, module: Module): void {
  checker.module = module
  const seen = new Set<string>()
  for (const statement of module.body) {
    if (statement.kind !== 'assign') continue
    for (const target of statement.targets) {
      const name = target.name.text
      if (seen.has(name)) checker.package.lambdas.delete(name)
      else if (statement.value.kind === 'lambda' && !statement.type && target.path.length === 0 && statement.targets.length === 1) {
        checker.package.lambdas.set(name, lambdaSignature(checker, statement.value))
      }
      seen.add(name)
    }
  }
}

function isDefinition(statement: Statement): statement is Definition {
  return statement.kind === 'schema' || statement.kind === 'rule'
}
