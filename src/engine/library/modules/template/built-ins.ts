/** The helpers that compute a value: those of the Rust crate handlebars and `raw`. Numbers compare as JSON numbers, so that 1 and 1.0 differ. */
import { type Dict, FloatValue, isList, type Value } from '../../../model/value.ts'
import { byteLength } from '../../../text/characters.ts'
import { encodeJson } from '../../../text/json-encode.ts'
import { isInteger } from '../../../values/arithmetic.ts'
import { entriesOf } from '../../../values/iterate.ts'
import { RenderFault } from './render-fault.ts'

export type ValueHelper = (params: readonly Value[]) => Value

export const VALUE_HELPERS: ReadonlyMap<string, ValueHelper> = new Map<string, ValueHelper>([
  ['eq', binary('eq', jsonEquals)],
  ['ne', binary('ne', (x, y) => !jsonEquals(x, y))],
  ['gt', ordering('gt', (x, y) => x > y)],
  ['gte', ordering('gte', (x, y) => x >= y)],
  ['lt', ordering('lt', (x, y) => x < y)],
  ['lte', ordering('lte', (x, y) => x <= y)],
  ['and', binary('and', (x, y) => isTruthyJson(x) && isTruthyJson(y))],
  ['or', binary('or', (x, y) => isTruthyJson(x) || isTruthyJson(y))],
  ['not', (params) => !isTruthyJson(named('not', params, 0, 'x'))],
  ['len', (params) => lengthOf(named('len', params, 0, 'x'))],
  ['lookup', (params) => lookUp(indexed('lookup', params, 0), indexed('lookup', params, 1))],
])

function named(helper: string, params: readonly Value[], index: number, name: string): Value {
  if (index >= params.length) throw new RenderFault(`ParamNotFoundForName("${helper}", "${name}")`)
  return params[index]
}

export function indexed(helper: string, params: readonly Value[], index: number): Value {
  if (index >= params.length) throw new RenderFault(`ParamNotFoundForIndex("${helper}", ${index})`)
  return params[index]
}

function binary(helper: string, compute: (x: Value, y: Value) => Value): ValueHelper {
  return (params) => compute(named(helper, params, 0, 'x'), named(helper, params, 1, 'y'))
}

function ordering(helper: string, compute: (x: number | bigint, y: number | bigint) => boolean): ValueHelper {
  const integer = (params: readonly Value[], index: number, name: string) => {
    const value = named(helper, params, index, name)
    if (isInteger(value)) return value
    throw new RenderFault(`ParamTypeMismatchForName("${helper}", "${name}", "i64")`)
  }
  return (params) => compute(integer(params, 0, 'x'), integer(params, 1, 'y'))
}

function jsonEquals(x: Value, y: Value): boolean {
  if (x instanceof FloatValue && y instanceof FloatValue) return x.value === y.value
  if (isList(x) && isList(y)) return x.length === y.length && x.every((item, index) => jsonEquals(item, y[index]))
  const [left, right] = [entriesOf(x), entriesOf(y)]
  if (left === undefined || right === undefined) return (x ?? null) === (y ?? null)
  return left.size === right.size && [...left].every(([key, value]) => right.has(key) && jsonEquals(value, right.get(key)))
}

/** `includeZero`: then every number but NaN is true. */
export function isTruthyJson(value: Value, options: { readonly includeZero: boolean } = { includeZero: false }): boolean {
  if (value === undefined || value === null || value === false || value === '') return false
  if (isInteger(value)) return options.includeZero || value !== 0
  if (value instanceof FloatValue)
    return options.includeZero ? !Number.isNaN(value.value) : Math.abs(value.value) >= 2.2250738585072014e-308
  if (isList(value)) return value.length > 0
  const entries = entriesOf(value)
  return entries === undefined || entries.size > 0
}

function lengthOf(value: Value): number {
  if (typeof value === 'string') return byteLength(value)
  if (isList(value)) return value.length
  return entriesOf(value)?.size ?? 0
}

function lookUp(collection: Value, key: Value): Value {
  if (isList(collection)) return isInteger(key) && key >= 0 ? collection[Number(key)] : undefined
  return typeof key === 'string' ? entriesOf(collection)?.get(key) : undefined
}

/** Texts as they are, the rest as JSON without blanks. */
export function rawText(params: readonly Value[]): string {
  if (params.length === 0) throw new RenderFault('Other("Parameter not found")')
  const [value] = params
  return typeof value === 'string' ? value : compactJson(value)
}

function compactJson(value: Value): string {
  if (isList(value)) return `[${value.map(compactJson).join(',')}]`
  const entries: Dict['entries'] | ReadonlyMap<string, Value> | undefined = entriesOf(value)
  if (entries === undefined) return encodeJson(value, {})
  return `{${[...entries].map(([key, item]) => `${JSON.stringify(key)}:${compactJson(item)}`).join(',')}}`
}
