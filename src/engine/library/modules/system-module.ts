/** What a system module is: its functions and constants by name. */
import { EvaluationFault } from '../../faults/evaluation.ts'
import type { Value } from '../../model/value.ts'
import type { Builtin } from '../declare.ts'

export type ModuleMember =
  | { readonly kind: 'function'; readonly builtin: Builtin }
  | { readonly kind: 'constant'; readonly value: Value; readonly type: string }
  /** Known while checking, missing at run time. */
  | { readonly kind: 'absent'; readonly builtin: Builtin }

export interface SystemModule {
  readonly name: string
  readonly members: ReadonlyMap<string, ModuleMember>
}

export interface Constant {
  readonly name: string
  readonly value: Value
  readonly type: string
}

export function defineModule(name: string, functions: readonly Builtin[], constants: readonly Constant[] = []): SystemModule {
  const members = new Map<string, ModuleMember>()
  for (const { name, value, type } of constants) members.set(name, { kind: 'constant', value, type })
  for (const builtin of functions) members.set(builtin.name, { kind: 'function', builtin })
  return { name, members }
}

/** `f() missing 2 required positional arguments: 'a' and 'b'`: the real engine names all of them, whichever is absent. */
export function missingArguments(name: string, parameters: readonly string[]): EvaluationFault {
  const quoted = parameters.map((parameter) => `'${parameter}'`)
  const last = quoted.pop() ?? ''
  const list = quoted.length === 0 ? last : quoted.length === 1 ? `${quoted[0]} and ${last}` : `${quoted.join(', ')}, and ${last}`
  const noun = parameters.length === 1 ? 'argument' : 'arguments'
  return new EvaluationFault(`${name}() missing ${parameters.length} required positional ${noun}: ${list}`)
}
