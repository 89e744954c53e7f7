/** What happens to trees between parsing and checking (frontend D.3): sugar is rewritten in all packages, and declarations of one variable in
 *  the entry package are merged. Returns new trees that share all that did not change; a program without sugar comes back as it is. */
import type { Module } from '../model/ast.ts'
import { MAIN_PACKAGE, type PackageUnit, type Program } from '../model/program.ts'
import { mergeDeclarations } from './merge.ts'
import { rewriteSugar } from './sugar.ts'

export interface BindOptions {
  /** Default: yes. */
  readonly merge?: boolean
}

export function bindProgram(program: Program, { merge = true }: BindOptions = {}): Program {
  const packages = new Map<string, PackageUnit>()
  let isChanged = false
  for (const [packagePath, unit] of program.packages) {
    const plain = rewriteModules(unit.modules)
    const modules = merge && packagePath === MAIN_PACKAGE ? mergeDeclarations(plain) : plain
    packages.set(packagePath, modules === unit.modules ? unit : { ...unit, modules })
    if (modules !== unit.modules) isChanged = true
  }
  return isChanged ? { ...program, packages } : program
}

function rewriteModules(modules: readonly Module[]): readonly Module[] {
  return modules.every((module) => module.hasSugar === false)
    ? modules
    : modules.map((module) => (module.hasSugar === false ? module : rewriteSugar(module)))
}
