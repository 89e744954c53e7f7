/** Keys of config entries that are known before anything runs (`spec/kcl-runtime.md` B8). */
import type { Expression, Identifier } from '../model/ast.ts'
import { aliasKey, variableName } from './alias.ts'
import { configuredSchema } from './configured-name.ts'
import type { FunctionScope } from './scope.ts'

export interface PlainKey {
  readonly name: string
  /** Of `key[i]` entries; `a.b[i]` is `a[i]`, as in the real engine. */
  readonly index: number | undefined
}

/** Undefined for keys that are evaluated: loop variables, joined strings, any other expression. */
export function plainKey(key: Expression | undefined, scope: FunctionScope): PlainKey | undefined {
  if (key === undefined) return undefined
  if (key.kind === 'string') return { name: key.value, index: undefined }
  if (key.kind === 'identifier') {
    const [name, ...rest] = key.names
    if (name === undefined || rest.length > 0 || scope.isLoopVariable(variableName(key, scope))) return undefined
    return { name: keyName(key, scope), index: undefined }
  }
  if (key.kind !== 'subscript' || key.value.kind !== 'identifier') return undefined
  const index = key.index === undefined ? undefined : literalIndex(key.index)
  const name = key.value.names[0]
  return index === undefined || name === undefined ? undefined : { name: name.text, index }
}

/** Names of schemas and types as keys are what the real engine puts in their place. */
export function keyName(key: Identifier, scope: FunctionScope): string {
  return configuredSchema(key, scope)?.name ?? aliasKey(key, scope) ?? key.names[0]?.text ?? ''
}

function literalIndex(node: Expression): number | undefined {
  if (node.kind === 'number' && !node.isFloat && node.suffix === undefined) return Number(node.value)
  if (node.kind !== 'unary' || node.operator !== '-') return undefined
  const operand = literalIndex(node.operand)
  return operand === undefined ? undefined : -operand
}
