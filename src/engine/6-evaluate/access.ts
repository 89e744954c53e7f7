/** Members, subscripts and slices (`spec/kcl-runtime.md` A9). */
import { functionValue } from '../library/declare.ts'
import { stringMethod } from '../library/string-methods.ts'
import type { SelectorExpression, SubscriptExpression } from '../model/ast.ts'
import { Dict, isList, SchemaInstance, type FunctionValue, type Value } from '../model/value.ts'
import { sliceValue } from '../values/slice.ts'
import { loadAttribute, loadOptionalAttribute, loadSubscript, type MethodLookup } from '../values/subscript.ts'
import { isTruthy } from '../values/truthy.ts'
import type { Context } from './context.ts'
import type { FunctionScope, Run } from './scope.ts'

/** `run().name` */
export function memberRun(run: Run, name: string, context: Context): Run {
  const methodOf = methodLookup(context)
  return (frame) => {
    const receiver = run(frame)
    if (receiver instanceof Dict) return receiver.entries.get(name)
    if (receiver instanceof SchemaInstance) {
      const value = receiver.fields.entries.get(name)
      if (value !== undefined) return value
    }
    return loadAttribute(receiver, name, methodOf)
  }
}

export function methodLookup(context: Context): MethodLookup {
  return (receiver: string, name: string): FunctionValue | undefined => {
    const builtin = stringMethod(name)
    return builtin === undefined ? undefined : functionValue(builtin, context.library, `str.${name}`, receiver)
  }
}

/** `x?.a.b`: only the first name is guarded. */
export function compileSelector(node: SelectorExpression, scope: FunctionScope): Run {
  const { context } = scope.module
  let run = scope.expression(node.value)
  const [first, ...rest] = node.attribute.names
  if (first === undefined) return run
  if (node.optional) {
    const receiver = run
    const methodOf = methodLookup(context)
    run = (frame) => loadOptionalAttribute(receiver(frame), first.text, methodOf)
  } else run = memberRun(run, first.text, context)
  for (const name of rest) run = memberRun(run, name.text, context)
  return run
}

export function compileSubscript(node: SubscriptExpression, scope: FunctionScope): Run {
  const value = scope.expression(node.value)
  if (node.index !== undefined) {
    const index = scope.expression(node.index)
    if (!node.optional) {
      return (frame) => {
        const receiver = value(frame)
        const key = index(frame)
        if (typeof key === 'number' && isList(receiver) && key >= 0 && key < receiver.length) return receiver[key]
        return loadSubscript(receiver, key)
      }
    }
    return (frame) => {
      const receiver = value(frame)
      return isTruthy(receiver) ? loadSubscript(receiver, index(frame)) : null
    }
  }
  const [lower, upper, step] = [node.slice?.lower, node.slice?.upper, node.slice?.step].map((part) =>
    part === undefined ? undefined : scope.expression(part),
  )
  return (frame) => {
    const receiver: Value = value(frame)
    if (node.optional && !isTruthy(receiver)) return null
    return sliceValue(receiver, lower?.(frame), upper?.(frame), step?.(frame))
  }
}
