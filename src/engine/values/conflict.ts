/** The sentence about two values that contradict each other (`spec/kcl-runtime.md` B7). */
import { EvaluationFault } from '../faults/evaluation.ts'
import { Dict, isList, SchemaInstance, type Value } from '../model/value.ts'
import { formatJsonFloat } from '../text/number-format.ts'
import type { UnionPath } from './union.ts'

/** `path` leads to the attribute in conflict; without one the values are outputs of the whole program. */
export function conflictingValues(old: Value, value: Value, path: UnionPath | undefined): EvaluationFault {
  const before = show(old)
  const after = show(value)
  if (path === undefined || path.step === '') return new EvaluationFault(`conflicting values between ${after} and ${before}`)
  const lines = [
    `conflicting values on the attribute '${path.step}' between :`,
    `    ${before}`,
    'and',
    `    ${after}`,
    'with union path :',
    `    ${steps(path).join('.')}`,
    "try operator '=' to override the attribute, like:",
    '    {...} | {',
    '            ...',
    `            ${path.step} = ${after}`,
    '            ...',
    '    }',
  ]
  return new EvaluationFault(lines.join('\n'))
}

/** The real engine names, before the element of a list in conflict, all elements behind it in reverse order. */
function steps(path: UnionPath): string[] {
  const result: string[] = []
  for (let at: UnionPath | undefined = path; at !== undefined; at = at.outer) {
    result.push(at.step)
    if (at.index === undefined || at.length === undefined) continue
    for (let behind = at.index + 1; behind < at.length; behind++) result.push(`list[${behind}]`)
  }
  return result.toReversed()
}

function show(value: Value): string {
  if (value instanceof Dict || value instanceof SchemaInstance) return '{...}'
  if (isList(value)) return '[...]'
  switch (typeof value) {
    case 'undefined':
      return 'null'
    case 'string':
      return JSON.stringify(value)
    case 'number':
    case 'bigint':
    case 'boolean':
      return String(value)
    case 'object':
      break
  }
  if (value === null) return 'null'
  switch (value.kind) {
    case 'float':
      return formatJsonFloat(value.value)
    case 'unit':
      return formatJsonFloat(value.real)
    case 'function':
    case 'type':
      return '0'
  }
}
