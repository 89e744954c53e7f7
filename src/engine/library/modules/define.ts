/** How a system module states its members: one line of KCL signature per function, beside its behaviour. */
import { EvaluationFault } from '../../faults/evaluation.ts'
import type { Value } from '../../model/value.ts'
import type { Builtin, BuiltinParameter } from '../declare.ts'

export type ModuleMember =
  | { readonly kind: 'function'; readonly builtin: Builtin }
  | { readonly kind: 'constant'; readonly value: Value; readonly type: string }

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

/** `signature` is written `name(a: str, b?: int) -> str`, `?` marking parameters that may be left out. */
export function define(signature: string, call: Builtin['call']): Builtin {
  const match = /^(\w+)\((.*)\) -> (.+)$/.exec(signature)
  if (match === null) throw new Error(`not a signature: ${signature}`)
  const [, name = '', parameters = '', returns = ''] = match
  return { name, parameters: parameters === '' ? [] : parameters.split(', ').map(parseParameter), variadic: false, returns, call }
}

function parseParameter(text: string): BuiltinParameter {
  const colon = text.indexOf(':')
  const optional = text[colon - 1] === '?'
  return { name: text.slice(0, optional ? colon - 1 : colon), type: text.slice(colon + 1).trim(), optional }
}

/** `f() missing 2 required positional arguments: 'a' and 'b'`: the real engine names all of them, whichever is absent. */
export function missingArguments(name: string, parameters: readonly string[]): EvaluationFault {
  const quoted = parameters.map((parameter) => `'${parameter}'`)
  const last = quoted.pop() ?? ''
  const list = quoted.length === 0 ? last : quoted.length === 1 ? `${quoted[0]} and ${last}` : `${quoted.join(', ')}, and ${last}`
  const noun = parameters.length === 1 ? 'argument' : 'arguments'
  return new EvaluationFault(`${name}() missing ${parameters.length} required positional ${noun}: ${list}`)
}
