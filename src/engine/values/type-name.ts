/** Names of kinds of value: what messages say and what `typeof` answers (`spec/kcl-runtime.md` A1). */
import { isList, qualifiedName, type Value } from '../model/value.ts'

/** The name messages use: `int`, `NoneType`, `number_multiplier(1Mi)`, the short name of a schema. */
export function typeName(value: Value): string {
  switch (typeof value) {
    case 'undefined':
      return 'UndefinedType'
    case 'boolean':
      return 'bool'
    case 'number':
    case 'bigint':
      return 'int'
    case 'string':
      return 'str'
    default:
      return objectTypeName(value)
  }
}

function objectTypeName(value: Exclude<Value, undefined | boolean | number | bigint | string>): string {
  if (value === null) return 'NoneType'
  if (isList(value)) return 'list'
  switch (value.kind) {
    case 'float':
      return 'float'
    case 'unit':
      return `number_multiplier(${value.raw}${value.suffix})`
    case 'dict':
      return 'dict'
    case 'schema':
      return value.type.name
    case 'function':
      return 'function'
    case 'type':
      return 'type'
  }
}

/** The answer of `typeof(value, full_name)`: None is `None`, a schema instance is named with its package when asked. */
export function typeOf(value: Value, options: { readonly fullName: boolean }): string {
  if (value === null) return 'None'
  if (options.fullName && typeof value === 'object' && !isList(value) && value.kind === 'schema') return qualifiedName(value.type)
  return typeName(value)
}
