/** Calls (`spec/kcl-runtime.md` B11). Lambdas called with positional arguments get them straight into their frame. */
import { CallArguments } from '../library/declare.ts'
import { stringMethod } from '../library/string-methods.ts'
import type { CallExpression, Expression, Keyword } from '../model/ast.ts'
import { isList, type Keywords, type Value } from '../model/value.ts'
import { loadAttribute } from '../values/subscript.ts'
import { methodLookup } from './access.ts'
import type { Context } from './context.ts'
import { Lambda } from './lambda.ts'
import { importTarget } from './name.ts'
import type { Frame, FunctionScope, Run } from './scope.ts'

export function compileCall(node: CallExpression, scope: FunctionScope): Run {
  const { context } = scope.module
  const method = methodCall(node, scope)
  const callee = method === undefined ? scope.expression(node.callee) : method.receiver
  const args = node.args.map((argument) => scope.expression(argument))
  const keywords = compileKeywords(node.keywords, scope)
  scope.moved()
  if (method !== undefined) return callMethod(context, callee, method.name, args, keywords)
  if (keywords !== undefined) {
    return (frame) => {
      const target = callee(frame)
      const values = evaluateAll(args, frame)
      return callValue(target, values, keywords(frame))
    }
  }
  return callPositional(callee, args)
}

function callPositional(callee: Run, args: readonly Run[]): Run {
  const [first, second] = args
  if (first !== undefined && args.length === 1) {
    return (frame) => {
      const target = callee(frame)
      if (target instanceof Lambda) return target.invoke([first(frame)], 1)
      return callValue(target, [first(frame)], undefined)
    }
  }
  if (first !== undefined && second !== undefined && args.length === 2) {
    return (frame) => {
      const target = callee(frame)
      if (target instanceof Lambda) return target.invoke([first(frame), second(frame)], 2)
      return callValue(target, [first(frame), second(frame)], undefined)
    }
  }
  return (frame) => {
    const target = callee(frame)
    const values = evaluateAll(args, frame)
    return target instanceof Lambda ? target.invoke(values, values.length) : callValue(target, values, undefined)
  }
}

function evaluateAll(runs: readonly Run[], frame: Frame): Value[] {
  const values: Value[] = []
  for (const run of runs) values.push(run(frame))
  return values
}

/** Calling what is no function gives Undefined. */
export function callValue(callee: Value, args: readonly Value[], keywords: Keywords | undefined): Value {
  if (typeof callee !== 'object' || callee === null || isList(callee)) return undefined
  if (callee.kind === 'function') return callee.call(args, keywords)
  return callee.kind === 'type' ? callee.call(args, keywords) : undefined
}

export function compileKeywords(nodes: readonly Keyword[], scope: FunctionScope): ((frame: Frame) => Keywords) | undefined {
  if (nodes.length === 0) return undefined
  const entries = nodes.map((node) => ({ name: node.name.names[0]?.text ?? '', value: scope.expression(node.value) }))
  return (frame) => {
    const keywords = new Map<string, Value>()
    for (const entry of entries) keywords.set(entry.name, entry.value(frame))
    return keywords
  }
}

interface MethodCall {
  readonly receiver: Run
  readonly name: string
}

/** `receiver.name(…)` where the last name may be a method of a text. */
function methodCall(node: CallExpression, scope: FunctionScope): MethodCall | undefined {
  const { callee } = node
  if (callee.kind === 'selector' && !callee.optional && callee.attribute.names.length === 1) {
    const name = callee.attribute.names[0]?.text ?? ''
    return stringMethod(name) === undefined ? undefined : { receiver: scope.expression(callee.value), name }
  }
  if (callee.kind !== 'identifier' || callee.names.length < 2) return undefined
  const name = callee.names.at(-1)?.text ?? ''
  if (stringMethod(name) === undefined) return undefined
  if (callee.names.length === 2 && importTarget(callee.names[0]?.text ?? '', scope) !== undefined) return undefined
  const receiver: Expression = { ...callee, names: callee.names.slice(0, -1) }
  return { receiver: scope.expression(receiver), name }
}

function callMethod(
  context: Context,
  receiver: Run,
  name: string,
  args: readonly Run[],
  keywords: ((frame: Frame) => Keywords) | undefined,
): Run {
  const builtin = stringMethod(name)
  const methodOf = methodLookup(context)
  return (frame) => {
    const target = receiver(frame)
    if (typeof target === 'string' && builtin !== undefined) {
      const values: Value[] = [target]
      for (const run of args) values.push(run(frame))
      return builtin.call(context.library, new CallArguments(values, keywords?.(frame)))
    }
    const callee = loadAttribute(target, name, methodOf)
    return callValue(callee, evaluateAll(args, frame), keywords?.(frame))
  }
}
