/** Which names are imports (frontend D.3.2): `a.b` means the package when `a` is the name of an import. */
import type { ImportStatement, Module } from '../model/ast.ts'
import { MAIN_PACKAGE, type PackageUnit } from '../model/program.ts'

/** Import statements by the name they bind, as seen in `module`: its own, or those of all files in the entry package. The last of a name wins. */
export function importsSeenIn(unit: PackageUnit, module: Module): ReadonlyMap<string, ImportStatement> {
  const imports = new Map<string, ImportStatement>()
  for (const { body } of unit.packagePath === MAIN_PACKAGE ? unit.modules : [module]) {
    for (const statement of body) if (statement.kind === 'import') imports.set(statement.name, statement)
  }
  return imports
}
