/** Signatures of the built-ins as types, each made when first asked for. */
import type { Builtin } from '../library/declare.ts'
import { globalFunction, globalFunctionNames } from '../library/functions/table.ts'
import { systemModule } from '../library/modules/table.ts'
import type { SystemModule } from '../library/modules/table.ts'
import { stringMethod } from '../library/string-methods.ts'
import { ANY, BOOL, functionType, listOf, STR } from '../types/type.ts'
import type { FunctionType, Type } from '../types/type.ts'
import { parseTypeText, signatureOf } from './signature.ts'

export interface Builtins {
  readonly functionNames: readonly string[]
  readonly findFunction: (name: string) => FunctionType | undefined
  readonly findStringMethod: (name: string) => FunctionType | undefined
  readonly findModuleMember: (module: string, name: string) => Type | undefined
  readonly findDecorator: (name: string) => FunctionType | undefined
  /** The one member of schema definitions. */
  readonly schemaInstances: FunctionType
}

export function createBuiltins(): Builtins {
  const functions = new Map<string, FunctionType | undefined>()
  const methods = new Map<string, FunctionType | undefined>()
  const modules = new Map<string, SystemModule | undefined>()
  const members = new Map<string, Type | undefined>()
  const typed = (builtin: Builtin | undefined): FunctionType | undefined => builtin && signatureOf(builtin)
  return {
    functionNames: globalFunctionNames,
    findFunction: (name) => once(functions, name, () => typed(globalFunction(name))),
    findStringMethod: (name) => once(methods, name, () => typed(stringMethod(name))),
    findModuleMember: (module, name) =>
      once(members, `${module}.${name}`, () => {
        const member = once(modules, module, () => systemModule(module))?.members.get(name)
        return member?.kind === 'constant' ? parseTypeText(member.type) : typed(member?.builtin)
      }),
    findDecorator: (name) => DECORATORS[name],
    schemaInstances: functionType([optional('full_pkg', BOOL)], listOf(ANY), false),
  }
}

const DECORATORS: Readonly<Record<string, FunctionType>> = {
  deprecated: functionType([optional('version', STR), optional('reason', STR), optional('strict', BOOL)], ANY, false),
  info: functionType([], ANY, true),
}

function optional(name: string, type: Type) {
  return { name, type, hasDefault: true, place: undefined }
}

function once<V>(known: Map<string, V>, key: string, make: () => V): V {
  const found = known.get(key)
  if (found !== undefined || known.has(key)) return found as V
  const made = make()
  known.set(key, made)
  return made
}
