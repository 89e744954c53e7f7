/** `option(key, …)`: values from the command line and settings files (`spec/kcl-runtime.md` E1.1). */
import { EvaluationFault } from '../../faults/evaluation.ts'
import { Dict, FloatValue, integer, isList, type Value } from '../../model/value.ts'
import { formatRustFloat } from '../../text/number-format.ts'
import { saturatedInteger } from '../../values/arithmetic.ts'
import { displayValue } from '../../values/format-value.ts'
import { fits64 } from '../../values/overflow.ts'
import { isTruthy } from '../../values/truthy.ts'
import { declare } from '../declare.ts'

export const option = declare('option(key: str, type?: str, required?: bool, default?: any, help?: str) -> any', (context, args) => {
  const key = textOf(args.at(0, 'key'))
  const type = textOf(args.at(1, 'type'))
  const given = context.argument(key)
  if (given !== undefined) return convert(given.value, type)
  if (args.has(3, 'default')) return convert(args.at(3, 'default'), type)
  if (isTruthy(args.at(2, 'required'))) throw new EvaluationFault(`option('${key}') must be initialized, try '-D ${key}=?' argument`)
  return null
})

function textOf(value: Value): string {
  return typeof value === 'string' ? value : ''
}

function convert(value: Value, type: string): Value {
  switch (type) {
    case '':
      return value
    case 'bool':
      return toBool(value)
    case 'int':
      return toInteger(value)
    case 'float':
      return toFloat(value)
    case 'str':
      return toText(value)
    case 'list':
      if (isList(value)) return value
      throw unusable(value, type)
    case 'dict':
      if (value instanceof Dict) return value
      throw unusable(value, type)
    default:
      throw new EvaluationFault(`unknown type '${type}'`)
  }
}

function unusable(value: Value, type: string): EvaluationFault {
  return new EvaluationFault(`cannot use '${displayValue(value)}' as type '${type}'`)
}

function toBool(value: Value): Value {
  if (typeof value === 'boolean') return value
  if (typeof value === 'number') return value !== 0
  if (typeof value === 'bigint') return true
  if (value instanceof FloatValue) return value.value !== 0
  return typeof value === 'string' ? value === 'True' || value === 'true' : undefined
}

function toInteger(value: Value): Value {
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value === 'number' || typeof value === 'bigint') return value
  if (value instanceof FloatValue) return integer(saturatedInteger(value.value))
  if (typeof value === 'string' && /^[+-]?[0-9]+$/.test(value)) {
    const exact = BigInt(value.startsWith('+') ? value.slice(1) : value)
    if (fits64(exact)) return integer(exact)
  }
  throw unusable(value, 'int')
}

function toFloat(value: Value): Value {
  if (typeof value === 'boolean') return new FloatValue(value ? 1 : 0)
  if (typeof value === 'number' || typeof value === 'bigint') return new FloatValue(Number(value))
  if (value instanceof FloatValue) return value
  if (typeof value === 'string') return new FloatValue(parseRustFloat(value) ?? 0)
  throw unusable(value, 'float')
}

function toText(value: Value): Value {
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  if (typeof value === 'number' || typeof value === 'bigint') return String(value)
  if (value instanceof FloatValue) return formatRustFloat(value.value)
  if (typeof value === 'string') return value
  throw unusable(value, 'str')
}

/** A float as the real engine's host language reads it: `1e3`, `.5`, `5.`, `inf`, `nan`; no blanks or underscores. */
export function parseRustFloat(text: string): number | undefined {
  if (/^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$/.test(text)) return Number(text)
  const word = /^([+-]?)(inf|infinity|nan)$/i.exec(text)
  if (word === null) return undefined
  if (word[2]?.toLowerCase() === 'nan') return Number.NaN
  return word[1] === '-' ? -Infinity : Infinity
}
