/** The global functions by name, in the order in which suggestions list them (`spec/kcl-frontend.md` D.8, `spec/kcl-runtime.md` E1). */
import type { Builtin } from '../declare.ts'
import { allTrue, anyTrue, isNullish, isUnique, length, reduce, sorted, zip } from './collection.ts'
import { toBool, toDict, toFloat, toInt, toList, toStr, typeOfFunction } from './conversion.ts'
import { absolute, bin, hex, maximum, minimum, multiplyOf, oct, ord, pow, range, round, sum } from './numeric.ts'
import { option } from './option.ts'
import { print } from './output.ts'

const FUNCTIONS: readonly Builtin[] = [
  option,
  print,
  multiplyOf,
  isUnique,
  isNullish,
  length,
  absolute,
  allTrue,
  anyTrue,
  hex,
  bin,
  oct,
  ord,
  sorted,
  range,
  maximum,
  minimum,
  sum,
  pow,
  round,
  zip,
  toInt,
  toFloat,
  toBool,
  toStr,
  toList,
  toDict,
  typeOfFunction,
  reduce,
]

const BY_NAME: ReadonlyMap<string, Builtin> = new Map(FUNCTIONS.map((builtin) => [builtin.name, builtin]))

export const globalFunctionNames: readonly string[] = FUNCTIONS.map((builtin) => builtin.name)

export function globalFunction(name: string): Builtin | undefined {
  return BY_NAME.get(name)
}
