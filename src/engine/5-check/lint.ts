/** Warnings about imports (`spec/kcl-frontend.md` D.10): first those of each module, then unused imports of all packages. */
import { misplacedImport, repeatedImport, unusedImport } from '../faults/warnings.ts'
import type { Module, Span } from '../model/ast.ts'
import type { Diagnostic, Place } from '../model/diagnostic.ts'
import type { CheckedPackage } from './checker.ts'

/** `finished` lists the packages as their walks ended, `packages` as they began. */
export function lintImports(finished: Iterable<CheckedPackage>, packages: Iterable<CheckedPackage>): readonly Diagnostic[] {
  const warnings: Diagnostic[] = []
  for (const each of finished) for (const module of each.unit?.modules ?? []) lintModule(module, each, warnings)
  for (const each of packages) for (const module of each.unit?.modules ?? []) lintUnused(module, each, warnings)
  return warnings
}

function lintUnused(module: Module, checked: CheckedPackage, warnings: Diagnostic[]): void {
  for (const statement of module.body) {
    if (statement.kind !== 'import') continue
    const imported = checked.imports.get(module)?.get(statement.name)
    // A path that leads to nothing above this folder has no package, which the real engine never finds used.
    if (imported?.isUsed && imported.type.packagePath !== '') continue
    // A definition of the same name has taken its place, which is an error already.
    if (checked.scope.names.get(statement.name)?.kind !== 'module') continue
    warnings.push(unusedImport(statement.name, placeIn(module, statement)))
  }
}

function lintModule(module: Module, checked: CheckedPackage, warnings: Diagnostic[]): void {
  const first = module.body.find((statement) => statement.kind !== 'import')
  const lineEnd = first === undefined ? -1 : module.text.indexOf('\n', first.start)
  for (const statement of module.body) {
    if (statement.kind !== 'import' || lineEnd < 0 || statement.start < lineEnd) continue
    warnings.push(misplacedImport(placeIn(module, statement)))
  }
  const seen = new Set<string>()
  const table = checked.imports.get(module)
  for (const statement of module.body) {
    if (statement.kind !== 'import') continue
    const path = table?.get(statement.name)?.type.packagePath ?? statement.rawPath
    if (seen.has(path)) warnings.push(repeatedImport(statement.name, placeIn(module, statement)))
    seen.add(path)
  }
}

function placeIn(module: Module, span: Span): Place {
  return { path: module.path, start: span.start, end: span.end }
}
