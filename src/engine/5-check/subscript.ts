/** Subscripts and slices (`spec/kcl-frontend.md` E.6). Unions are opaque: subscripting one is a fault. */
import { compileError } from '../faults/names.ts'
import type { Expression, SubscriptExpression } from '../model/ast.ts'
import { printType } from '../types/print.ts'
import { ANY, INT, STR } from '../types/type.ts'
import type { Type } from '../types/type.ts'
import { requireType } from './assignable.ts'
import { placeOf, report } from './checker.ts'
import type { Checker } from './checker.ts'
import { loadAttribute, schemaValueType } from './members.ts'
import { is, isKey } from './operators.ts'
import { expressionType } from './walk.ts'

/** `value[…]` for a value of known type. */
export function subscriptedType(checker: Checker, value: Type, expression: SubscriptExpression): Type {
  const place = placeOf(checker, expression.value)
  switch (value.kind) {
    case 'any':
      return ANY
    case 'list':
      return indexedType(checker, expression, value.element, value)
    case 'dict':
    case 'schema':
      return lookedUpType(checker, value, expression)
  }
  if (is(value, 'str')) return indexedType(checker, expression, STR, STR)
  report(checker, compileError(`'${printType(value)}' object is not subscriptable`, place))
  return ANY
}

function indexedType(checker: Checker, expression: SubscriptExpression, item: Type, slice: Type): Type {
  if (expression.index) {
    requireIndex(checker, expression.index)
    return item
  }
  for (const bound of [expression.slice?.lower, expression.slice?.upper, expression.slice?.step]) if (bound) requireIndex(checker, bound)
  return slice
}

function requireIndex(checker: Checker, index: Expression): void {
  requireType(checker, expressionType(checker, index), INT, placeOf(checker, index), undefined)
}

function lookedUpType(checker: Checker, value: Type, expression: SubscriptExpression): Type {
  const place = placeOf(checker, expression.value)
  if (!expression.index) {
    report(checker, compileError("unhashable type: 'slice'", place))
    return ANY
  }
  const valueType = value.kind === 'dict' ? value.value : value.kind === 'schema' ? schemaValueType(value.schema) : ANY
  const key = expressionType(checker, expression.index)
  if (key.kind === 'any' || key.kind === 'none') return valueType
  if (!isKey(key)) {
    report(checker, compileError(`invalid dict/schema key type: '${printType(key)}'`, place))
    return ANY
  }
  return expression.index.kind === 'string' ? loadAttribute(checker, value, expression.index.value, place) : valueType
}
