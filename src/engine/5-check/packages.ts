/** Walks the packages of a program depth-first along their imports: imports, then the global scan, then the statements (`spec/kcl-frontend.md` D.5). */
import { circularReference, duplicateImportName } from '../faults/names.ts'
import type { ImportStatement } from '../model/ast.ts'
import type { Place } from '../model/diagnostic.ts'
import type { ModuleType } from '../types/type.ts'
import { placeOf, report } from './checker.ts'
import type { CheckedImport, CheckedPackage, Checker } from './checker.ts'
import { connectedComponents } from './component.ts'
import { scanGlobals } from './globals.ts'
import { createScope } from './scope.ts'
import { walkStatements } from './walk.ts'

/** The import graph of the user's packages as far as it has been walked. */
export interface ImportGraph {
  readonly edges: Map<string, string[]>
  /** The latest import statement of each package. */
  readonly statements: Map<string, Place>
}

export function checkPackage(checker: Checker, packagePath: string, graph: ImportGraph): void {
  const unit = checker.program.packages.get(packagePath)
  const outer = standOf(checker)
  const checked = createPackage(checker, packagePath)
  const modules = unit?.modules ?? []
  enterPackage(checker, checked)
  for (const module of modules) {
    checker.module = module
    for (const statement of module.body) if (statement.kind === 'import') walkImport(checker, checked, statement, graph)
  }
  scanGlobals(checker, modules)
  for (const module of modules) {
    checker.module = module
    walkStatements(checker, module.body)
  }
  checker.finished.add(checked)
  Object.assign(checker, outer)
}

function createPackage(checker: Checker, packagePath: string): CheckedPackage {
  const checked: CheckedPackage = {
    packagePath,
    unit: checker.program.packages.get(packagePath),
    scope: createScope('package', undefined),
    imports: new Map(),
    globalNames: new Map(),
    innerNames: new Map(),
    assignedImports: new Set(),
    lambdas: new Map(),
    variableTypes: new Map(),
  }
  checker.packages.set(packagePath, checked)
  return checked
}

function standOf(checker: Checker): Pick<Checker, 'package' | 'module' | 'scope' | 'schema'> {
  const { package: current, module, scope, schema } = checker
  return { package: current, module, scope, schema }
}

function enterPackage(checker: Checker, checked: CheckedPackage): void {
  checker.package = checked
  checker.scope = checked.scope
  checker.schema = undefined
  checker.loopNames.clear()
}

function walkImport(checker: Checker, checked: CheckedPackage, statement: ImportStatement, graph: ImportGraph): void {
  const { module } = checker
  const place = placeOf(checker, statement)
  const type = importedType(checker, statement)
  const earlier = checked.scope.names.get(statement.name)
  if (earlier?.type.kind === 'module' && earlier.type.packagePath !== type.packagePath) {
    report(checker, duplicateImportName(statement.name, place))
  }
  const table = checked.imports.get(module) ?? new Map<string, CheckedImport>()
  if (!table.has(statement.name)) table.set(statement.name, { type, isUsed: false })
  checked.imports.set(module, table)
  if (!earlier) checked.scope.names.set(statement.name, { kind: 'module', type, ...place })
  if (type.origin !== 'user') return
  addEdge(graph, checked.packagePath, type.packagePath, place)
  reportCycle(checker, checked.packagePath, graph)
  if (!checker.packages.has(type.packagePath)) checkPackage(checker, type.packagePath, graph)
}

function importedType(checker: Checker, statement: ImportStatement): ModuleType {
  const target = checker.program.imports.get(statement)
  const packagePath = target?.packagePath ?? statement.rawPath
  if (packagePath.startsWith('kcl_plugin.')) return { kind: 'module', packagePath, origin: 'plugin' }
  const origin = target?.kind === 'system' ? 'system' : target?.kind === 'package' ? 'user' : 'missing'
  return { kind: 'module', packagePath, origin }
}

function addEdge(graph: ImportGraph, from: string, to: string, place: Place): void {
  graph.statements.set(from, place)
  for (const each of [from, to]) if (!graph.edges.has(each)) graph.edges.set(each, [])
  const successors = graph.edges.get(from) ?? []
  if (!successors.includes(to)) successors.push(to)
}

function reportCycle(checker: Checker, packagePath: string, graph: ImportGraph): void {
  for (const component of connectedComponents(graph.edges)) {
    if (component.length < 2 || !component.includes(packagePath)) continue
    for (const each of component) {
      const place = graph.statements.get(each)
      if (place) report(checker, circularReference('modules', component, place))
    }
  }
}
