/** What a check knows while it walks a program: passed first to every function of this folder. The fields that are not `readonly` say where the walk
 *  stands; who changes one puts it back. */
import type { SpellingEffort } from '../../base/spelling.ts'
import { MOST_FAULTS } from '../faults/syntax.ts'
import type { ConfigEntry, Expression, Module, Span, Statement } from '../model/ast.ts'
import type { Diagnostic, Place } from '../model/diagnostic.ts'
import type { PackageUnit, Program } from '../model/program.ts'
import type { WidenedParts } from '../types/relation.ts'
import type { FunctionType, ModuleType, SchemaRecord, Type } from '../types/type.ts'
import type { Builtins } from './builtins.ts'
import type { Scope, ScopeObject } from './scope.ts'

export interface Checker {
  readonly program: Program
  readonly widened: WidenedParts
  readonly walkers: Walkers
  readonly builtins: Builtins
  readonly packages: Map<string, CheckedPackage>
  /** Packages whose walk has ended, in that order. In a cycle of imports a package may be looked at before. */
  readonly finished: Set<CheckedPackage>
  readonly reports: Report[]
  /** Texts of the diagnostics so far: an equal one is dropped. */
  readonly reported: Set<string>
  readonly spelling: SpellingEffort
  package: CheckedPackage
  module: Module
  scope: Scope
  schema: SchemaFrame | undefined
  /** What config and list literals must fit; the top counts. */
  readonly expectations: (Expectation | undefined)[]
  /** Loop variables of the comprehensions being walked: as config keys these are expressions (D.4). */
  readonly loopNames: Set<string>
  /** Config literals whose key is repeated in their own literal, with the entries of all values of that key. */
  readonly mergedEntries: Map<Expression, readonly ConfigEntry[]>
  /** The statement or identifier visited last: where the real engine reports some bare names (E.11). */
  visited: Span
}

export interface Walkers {
  readonly expression: (checker: Checker, expression: Expression) => Type
  readonly statement: (checker: Checker, statement: Statement) => Type
}

export interface CheckedPackage {
  readonly packagePath: string
  readonly unit: PackageUnit | undefined
  readonly scope: Scope
  /** Import names of each module. */
  readonly imports: Map<Module, Map<string, CheckedImport>>
  /** Import names that are assigned to: naming their members does not use the import. */
  readonly assignedImports: Set<string>
  /** Where the names of level 0 were declared, in the order of the walk. */
  readonly globalNames: Map<string, Place>
  /** What was declared in inner scopes, the last of each name. Importers find it as a member of the package, though it has no value there. */
  readonly innerNames: Map<string, ScopeObject>
  /** Signatures of `f = lambda …` for calls that stand before it. */
  readonly lambdas: Map<string, FunctionType>
  /** Variables that stand where a type is expected, with the types they had there last. */
  readonly variableTypes: Map<string, Type>
}

export interface CheckedImport {
  readonly type: ModuleType
  /** Does some dotted name of the file begin with it? */
  isUsed: boolean
}

/** The schema whose body is walked. Types found in the body do not reach the schema's record. */
export interface SchemaFrame {
  readonly record: SchemaRecord
  readonly types: Map<string, Type>
}

/** A diagnostic and the package that was walked when it was found. */
export interface Report {
  readonly diagnostic: Diagnostic
  readonly origin: CheckedPackage
}

export interface Expectation {
  readonly type: Type
  /** Where it was stated; absent when a mismatch has no second message. */
  readonly place: Place | undefined
}

export function report(checker: Checker, diagnostic: Diagnostic): void {
  if (checker.reports.length >= MOST_FAULTS) return
  const key = JSON.stringify(diagnostic)
  if (checker.reported.has(key)) return
  checker.reported.add(key)
  checker.reports.push({ diagnostic, origin: checker.package })
}

/** Where a span lies: a place stays where it is, a node lies in the file being walked. (The `path` of a target is no text.) What an override wrote lies
 *  in no file. */
export function placeOf(checker: Checker, span: Span | Place): Place {
  if (span.start < 0) return { path: '', start: -1, end: -1 }
  const path = 'path' in span && typeof span.path === 'string' ? span.path : checker.module.path
  return { path, start: span.start, end: span.end }
}

/** Runs `walk` with an expectation on the stack; `undefined` says that nothing is expected. */
export function withExpectation<T>(checker: Checker, expectation: Expectation | undefined, walk: () => T): T {
  checker.expectations.push(expectation)
  const result = walk()
  checker.expectations.pop()
  return result
}

/** The expectation for the literals of a value; types that literals cannot be held against are only compared with the whole value. */
export function literalExpectation(type: Type, place: Place | undefined): Expectation | undefined {
  return type.kind === 'schema' || type.kind === 'list' || type.kind === 'dict' || type.kind === 'union' ? { type, place } : undefined
}

export function currentExpectation(checker: Checker): Expectation | undefined {
  return checker.expectations.at(-1)
}
