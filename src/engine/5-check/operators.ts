/** Types of operators (`spec/kcl-frontend.md` E.6). Unions of operands are widened first; `any` on either side is not checked. */
import { typeError, unsupportedOperands } from '../faults/typing.ts'
import type { BinaryOperator, CompareOperator, Expression, Span } from '../model/ast.ts'
import { printType } from '../types/print.ts'
import { sup, widenUnion } from '../types/relation.ts'
import { ANY, BOOL, dictOf, INT, listOf, STR } from '../types/type.ts'
import type { DictType, KnownKey, PrimitiveName, Type } from '../types/type.ts'
import { placeOf, report } from './checker.ts'
import type { Checker } from './checker.ts'

type TypedOperator = Exclude<BinaryOperator, 'as'>

/** The result of `left operator right`. A zero on the right of a division is reported at `span`, as is an operand that does not fit. */
export function binaryType(checker: Checker, left: Type, right: Type, operator: TypedOperator, span: Span): Type {
  const a = left.kind === 'union' ? widenUnion(checker.widened, left) : left
  const b = right.kind === 'union' ? widenUnion(checker.widened, right) : right
  if (a.kind === 'any' || b.kind === 'any') return ANY
  const result = operate(checker, a, b, operator, span)
  if (result) return result
  report(checker, unsupportedOperands(operator, printType(left), printType(right), placeOf(checker, span)))
  return ANY
}

export function compareType(checker: Checker, left: Type, right: Type, operator: CompareOperator, span: Span): Type {
  const a = left.kind === 'union' ? widenUnion(checker.widened, left) : left
  const b = right.kind === 'union' ? widenUnion(checker.widened, right) : right
  if (a.kind === 'any' || b.kind === 'any' || isComparable(a, b, operator)) return BOOL
  report(checker, unsupportedOperands(operator, printType(a), printType(b), placeOf(checker, span)))
  return BOOL
}

export function unaryType(checker: Checker, type: Type, operator: '+' | '-' | '~' | 'not', operand: Expression): Type {
  const widened = type.kind === 'union' ? widenUnion(checker.widened, type) : type
  if (widened.kind === 'any') return ANY
  if (operator === 'not') return widened
  if (operator === '~' ? isInt(widened) || is(widened, 'bool') : isNumber(widened)) return widened
  report(checker, typeError(`bad operand type for unary ${operator}: '${printType(type)}'`, placeOf(checker, operand)))
  return ANY
}

function operate(checker: Checker, a: Type, b: Type, operator: TypedOperator, span: Span): Type | undefined {
  switch (operator) {
    case '+':
      if (is(a, 'str') && is(b, 'str')) return STR
      return bothLists(a, b) ?? arithmetic(a, b)
    case '-':
    case '**':
      return arithmetic(a, b)
    case '*':
      return arithmetic(a, b) ?? repetition(a, b) ?? repetition(b, a)
    case '/':
    case '//':
      return divide(checker, a, b, span)
    case '%':
      return divide(checker, a, b, span) && INT
    case '<<':
    case '>>':
    case '^':
    case '&':
      return isInt(a) && isInt(b) ? INT : undefined
    case '|':
      return unite(a, b)
    case 'and':
      return BOOL
    case 'or':
      return sup([a, b])
  }
}

function unite(a: Type, b: Type): Type | undefined {
  if (isInt(a) && isInt(b)) return INT
  if (a.kind === 'none') return b
  if (b.kind === 'none') return a
  if (a.kind === 'dict' && b.kind === 'dict') return uniteDicts(a, b)
  if (a.kind === 'schema' && (b.kind === 'schema' || b.kind === 'dict')) return a
  return bothLists(a, b)
}

function uniteDicts(a: DictType, b: DictType): Type {
  const known = a.known || b.known ? new Map<string, KnownKey>([...(a.known ?? []), ...(b.known ?? [])]) : undefined
  return dictOf(sup([a.key, b.key]), sup([a.value, b.value]), known)
}

function bothLists(a: Type, b: Type): Type | undefined {
  return a.kind === 'list' && b.kind === 'list' ? listOf(sup([a.element, b.element])) : undefined
}

function arithmetic(a: Type, b: Type): Type | undefined {
  if (!isNumber(a) || !isNumber(b)) return undefined
  return { kind: 'primitive', name: isFloat(a) || isFloat(b) ? 'float' : 'int' }
}

function repetition(count: Type, repeated: Type): Type | undefined {
  if (!isInt(count)) return undefined
  const members = repeated.kind === 'union' ? repeated.members : [repeated]
  return members.every((member) => member.kind === 'list' || isNumber(member) || is(member, 'str')) ? repeated : undefined
}

function divide(checker: Checker, a: Type, b: Type, span: Span): Type | undefined {
  const result = arithmetic(a, b)
  if (result && b.kind === 'literal' && Number(b.value) === 0)
    report(checker, typeError('integer division or modulo by zero', placeOf(checker, span)))
  return result
}

function isComparable(a: Type, b: Type, operator: CompareOperator): boolean {
  const isMembership = operator === 'in' || operator === 'not in'
  const isEquality = operator === '==' || operator === '!='
  if (!isMembership && every(a, isNumberOrBool) && every(b, isNumberOrBool)) return true
  if (isEquality) {
    if (a.kind === 'list' && b.kind === 'list') return true
    if (isConfig(a) && isConfig(b)) return true
    if (every(a, isPrimitive) && every(b, isPrimitive)) return true
  }
  if (isMembership && isIterable(b)) return true
  return (a.kind === 'none' || b.kind === 'none') && (isEquality || operator === 'is' || operator === 'is not')
}

export function isIterable(type: Type): boolean {
  return type.kind === 'list' || type.kind === 'dict' || type.kind === 'schema' || is(type, 'str')
}

export function isInt(type: Type): boolean {
  return is(type, 'int')
}

/** A string, a string literal, or a union of those. */
export function isKey(type: Type): boolean {
  return every(type, (member) => is(member, 'str'))
}

export function is(type: Type, name: PrimitiveName): boolean {
  return (type.kind === 'primitive' && type.name === name) || (type.kind === 'literal' && type.base === name)
}

function every(type: Type, test: (member: Type) => boolean): boolean {
  return type.kind === 'union' ? type.members.every(test) : test(type)
}

function isFloat(type: Type): boolean {
  return is(type, 'float')
}

function isNumber(type: Type): boolean {
  return every(type, (member) => is(member, 'int') || is(member, 'float'))
}

function isNumberOrBool(type: Type): boolean {
  return is(type, 'int') || is(type, 'float') || is(type, 'bool')
}

function isPrimitive(type: Type): boolean {
  return type.kind === 'primitive' || type.kind === 'literal'
}

function isConfig(type: Type): boolean {
  return type.kind === 'dict' || type.kind === 'schema'
}
