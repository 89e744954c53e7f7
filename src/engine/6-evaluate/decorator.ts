/** Decorators at run time (`spec/kcl-runtime.md` B9.11): `@deprecated` refuses the use of what it marks, unless `strict=False`; others do nothing. Their
 *  arguments are evaluated in any case. */
import { deprecatedUse, EvaluationFault } from '../faults/evaluation.ts'
import type { Decorator, Expression } from '../model/ast.ts'
import type { Value } from '../model/value.ts'
import { isTruthy } from '../values/truthy.ts'
import { positioned, type Frame, type FunctionScope, type Run } from './scope.ts'

/** Is what they mark used? */
export type DecoratorsRun = (frame: Frame, isUsed: boolean) => void

export function compileDecorators(nodes: readonly Decorator[], subject: string, scope: FunctionScope): DecoratorsRun | undefined {
  if (nodes.length === 0) return undefined
  const runs = nodes.map((node) => compileDecorator(node, subject, scope))
  return (frame, isUsed) => {
    for (const run of runs) run(frame, isUsed)
  }
}

function compileDecorator(node: Decorator, subject: string, scope: FunctionScope): DecoratorsRun {
  const name = node.name.names.at(-1)?.text ?? ''
  const { context } = scope.module
  const compile = (value: Expression): Run => positioned(context, scope.enter(value), scope.expression(value))
  const args = node.args.map(compile)
  const keywords = node.keywords.map((keyword) => [keyword.name.names[0]?.text ?? '', compile(keyword.value)] as const)
  return (frame, isUsed) => {
    for (const run of args) run(frame)
    const given = new Map(keywords.map(([keyword, run]) => [keyword, run(frame)]))
    if (name === 'info' || !isUsed) return
    if (name !== 'deprecated') throw new EvaluationFault(`Unknown decorator ${name}`)
    if (given.has('strict') && !isTruthy(given.get('strict'))) return
    const origin = context.self?.origin
    const place = origin === undefined ? undefined : { ...origin.instance, lineOnly: true }
    throw deprecatedUse(subject, text(given.get('version')), text(given.get('reason')), place)
  }
}

function text(value: Value): string {
  return typeof value === 'string' ? value : ''
}
