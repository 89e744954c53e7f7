/** The order in which packages are evaluated: as the real engine walks the files of a package, an import evaluates its package, and a schema asks for
 *  the packages of its base and mixins. One that is imported further below is not there yet, which ends the program. */
import type { Identifier, Module, SchemaStatement } from '../model/ast.ts'
import { MAIN_PACKAGE, type ImportTarget, type Program } from '../model/program.ts'
import type { PackageScope } from './package.ts'
import type { ModuleScope } from './scope.ts'

export type EvaluationStep =
  | { readonly kind: 'run'; readonly scope: PackageScope }
  | { readonly kind: 'missing'; readonly packagePath: string }

/** Packages after those they import, each once, starting from the entry package; nothing comes after a missing one. */
export function evaluationOrder(program: Program, packages: ReadonlyMap<string, PackageScope>): readonly EvaluationStep[] {
  const steps: EvaluationStep[] = []
  const seen = new Set<PackageScope>()
  const visit = (scope: PackageScope): void => {
    seen.add(scope)
    for (const module of scope.modules) for (const statement of module.module.body) visitStatement(module, statement)
    steps.push({ kind: 'run', scope })
  }
  const visitStatement = (module: ModuleScope, statement: Module['body'][number]): void => {
    if (statement.kind === 'import') {
      const imported = packageOf(module, program.imports.get(statement))
      if (imported !== undefined && !seen.has(imported)) visit(imported)
    } else if (statement.kind === 'schema') {
      for (const { names } of inheritedNames(statement)) {
        const owner = names.length > 1 ? packageOf(module, module.imports.get(names[0]?.text ?? '')) : undefined
        if (owner !== undefined && !seen.has(owner)) steps.push({ kind: 'missing', packagePath: owner.path })
      }
    }
  }
  const main = packages.get(MAIN_PACKAGE)
  if (main !== undefined) visit(main)
  return steps
}

function packageOf(module: ModuleScope, target: ImportTarget | undefined): PackageScope | undefined {
  return target === undefined ? undefined : module.package.packageOf(target)
}

function inheritedNames({ base, mixins }: SchemaStatement): readonly Identifier[] {
  return base === undefined ? mixins : [base, ...mixins]
}
