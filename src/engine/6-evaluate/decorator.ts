/** Decorators at run time (`spec/kcl-runtime.md` B9.11): `@deprecated` refuses the use of what it marks, unless `strict=False`; others do nothing. */
import { deprecatedUse, EvaluationFault } from '../faults/evaluation.ts'
import type { Decorator } from '../model/ast.ts'
import type { Value } from '../model/value.ts'
import { isTruthy } from '../values/truthy.ts'
import type { Frame, FunctionScope, Run } from './scope.ts'

export function compileDecorators(nodes: readonly Decorator[], subject: string, scope: FunctionScope): Run | undefined {
  if (nodes.length === 0) return undefined
  const runs = nodes.map((node) => compileDecorator(node, subject, scope))
  return (frame) => {
    for (const run of runs) run(frame)
    return undefined
  }
}

function compileDecorator(node: Decorator, subject: string, scope: FunctionScope): Run {
  const name = node.name.names.at(-1)?.text ?? ''
  const keywords = new Map(node.keywords.map((keyword) => [keyword.name.names[0]?.text ?? '', scope.expression(keyword.value)]))
  if (name === 'info') return () => undefined
  if (name !== 'deprecated') {
    return () => {
      throw new EvaluationFault(`Unknown decorator ${name}`)
    }
  }
  return (frame) => {
    const strict = keywords.get('strict')
    if (strict !== undefined && !isTruthy(strict(frame))) return undefined
    const { self } = scope.module.context
    const place = self?.origin === undefined ? undefined : { ...self.origin.instance, lineOnly: true }
    throw deprecatedUse(subject, text(keywords.get('version'), frame), text(keywords.get('reason'), frame), place)
  }
}

function text(run: Run | undefined, frame: Frame): string {
  const value: Value = run?.(frame)
  return typeof value === 'string' ? value : ''
}
