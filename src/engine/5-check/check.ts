/** Names and types of a bound program (`spec/kcl-frontend.md` D, E). Never fails: what it does not know is `any`. Import statements whose package is
 *  missing are reported by `3-load`, before the diagnostics from here. */
import { FULL_EFFORT } from '../../base/spelling.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { MAIN_PACKAGE } from '../model/program.ts'
import type { Program } from '../model/program.ts'
import type { Type } from '../types/type.ts'
import { createBuiltins } from './builtins.ts'
import type { CheckedPackage, Checker } from './checker.ts'
import { typeOfExpression } from './expression.ts'
import { lintImports } from './lint.ts'
import { checkPackage } from './packages.ts'
import { createScope } from './scope.ts'
import { statementType } from './statement.ts'

export interface Checked {
  /** Errors in the order in which the real engine reports them, each once. */
  readonly diagnostics: readonly Diagnostic[]
  readonly warnings: readonly Diagnostic[]
  /** Paths of packages of which nothing is used: their statements are not run. */
  readonly unusedPackages: ReadonlySet<string>
  /** By package: variables that are written where types are expected, and the types they stand for. */
  readonly variableTypes: ReadonlyMap<string, ReadonlyMap<string, Type>>
}

export interface CheckOptions {
  /** Also look for warnings about imports. */
  readonly lint?: boolean
}

export function checkProgram(program: Program, options: CheckOptions = {}): Checked {
  const nowhere: CheckedPackage = {
    packagePath: '',
    unit: undefined,
    scope: createScope('package', undefined),
    imports: new Map(),
    globalNames: new Map(),
    innerNames: new Map(),
    assignedImports: new Set(),
    lambdas: new Map(),
    variableTypes: new Map(),
  }
  const checker: Checker = {
    program,
    widened: new Map(),
    walkers: { expression: typeOfExpression, statement: statementType },
    builtins: createBuiltins(),
    packages: new Map(),
    finished: new Set(),
    reports: [],
    reported: new Set(),
    spelling: { left: FULL_EFFORT },
    package: nowhere,
    module: { path: '', text: '', doc: undefined, body: [], comments: [] },
    scope: nowhere.scope,
    schema: undefined,
    expectations: [],
    loopNames: new Set(),
    mergedEntries: new Map(),
    visited: { start: 0, end: 0 },
  }
  checkPackage(checker, MAIN_PACKAGE, { edges: new Map(), statements: new Map() })
  const packages = [...checker.packages.values()]
  const used = usedPackages(packages)
  const unused = packages.filter(({ packagePath }) => packagePath !== MAIN_PACKAGE && !used.has(packagePath))
  const unusedPackages = new Set(unused.map(({ packagePath }) => packagePath))
  const unchecked = new Set(unused.filter(importsNothing).map(({ packagePath }) => packagePath))
  const diagnostics = checker.reports.filter(({ origin }) => !unchecked.has(origin.packagePath)).map(({ diagnostic }) => diagnostic)
  const variableTypes = new Map(packages.map((each) => [each.packagePath, each.variableTypes]))
  return { diagnostics, warnings: options.lint ? lintImports(checker.finished, packages) : [], unusedPackages, variableTypes }
}

/** Paths of the packages of which some importing file names a member. */
function usedPackages(packages: readonly CheckedPackage[]): ReadonlySet<string> {
  const used = new Set<string>()
  for (const each of packages) {
    for (const table of each.imports.values()) {
      for (const { type, isUsed } of table.values()) if (isUsed) used.add(type.packagePath)
    }
  }
  return used
}

/** The faults of such a package do not count unless something of it is used. */
function importsNothing({ unit }: CheckedPackage): boolean {
  return unit?.modules.every((module) => module.body.every((statement) => statement.kind !== 'import')) ?? false
}
