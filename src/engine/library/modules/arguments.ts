/** Reading arguments the way the real engine's library does: a value of another kind than `str` counts as the empty text, while an integer
 *  parameter insists (`spec/kcl-runtime.md` A10). */
import { EvaluationFault } from '../../faults/evaluation.ts'
import { FloatValue, isList, type ListValue, type Value } from '../../model/value.ts'
import type { Arguments, LibraryContext } from '../declare.ts'
import { toFloat } from '../functions/conversion.ts'
import { missingArguments } from './system-module.ts'

/** The values of `parameters` in order; throws when any of them is absent. */
export function requireAll(args: Arguments, functionName: string, parameters: readonly string[]): readonly Value[] {
  for (const [index, parameter] of parameters.entries()) {
    if (!args.has(index, parameter)) throw missingArguments(functionName, parameters)
  }
  return parameters.map((parameter, index) => args.at(index, parameter))
}

/** The only required parameter, as text. */
export function requireText(args: Arguments, functionName: string, parameter: string): string {
  if (!args.has(0, parameter)) throw missingArguments(functionName, [parameter])
  return textOf(args.at(0, parameter))
}

export function textOf(value: Value): string {
  return typeof value === 'string' ? value : ''
}

export function integerOf(value: Value): number | bigint {
  if (typeof value === 'number' || typeof value === 'bigint') return value
  throw new EvaluationFault('invalid int value')
}

export function listOf(value: Value): ListValue {
  if (isList(value)) return value
  throw new EvaluationFault('invalid list value')
}

/** As the built-in `float`, with its errors. */
export function convertToFloat(context: LibraryContext, value: Value): number {
  const result = toFloat.call(context, { positional: [value], keywords: undefined, at: () => value, has: () => true })
  return result instanceof FloatValue ? result.value : Number.NaN
}
