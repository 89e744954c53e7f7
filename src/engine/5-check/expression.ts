/** The type of an expression (`spec/kcl-frontend.md` E.6). Faults are reported on the way and give `any`, so that one fault does not cause others. */
import { assertNever } from '../../base/assert-never.ts'
import { compileError } from '../faults/names.ts'
import { typeError } from '../faults/typing.ts'
import type {
  ConditionalExpression,
  BinaryExpression,
  CompareExpression,
  Expression,
  FormattedValue,
  NumberLiteral,
  SelectorExpression,
  StarredExpression,
} from '../model/ast.ts'
import { printFullType } from '../types/print.ts'
import { isUpperBound, sup, supOfBranches, widen, widenUnion } from '../types/relation.ts'
import { ANY, literalOf, NONE, STR, unitOf } from '../types/type.ts'
import type { Type } from '../types/type.ts'
import { resolveCastTarget } from './annotation.ts'
import { callType } from './call.ts'
import { placeOf, report } from './checker.ts'
import type { Checker } from './checker.ts'
import { dictComprehensionType, listComprehensionType, quantifierType } from './comprehension.ts'
import { configIfType, configType } from './config.ts'
import { lambdaType } from './lambda.ts'
import { listIfType, listType } from './list.ts'
import { loadAttribute } from './members.ts'
import { loadNames } from './names.ts'
import { binaryType, compareType, unaryType } from './operators.ts'
import { schemaExpressionType } from './schema-expression.ts'
import { declare } from './scope.ts'
import { subscriptedType } from './subscript.ts'
import { expressionType } from './walk.ts'

export function typeOfExpression(checker: Checker, expression: Expression): Type {
  switch (expression.kind) {
    case 'identifier':
      checker.visited = expression
      return loadNames(checker, expression.names, expression)
    case 'string':
      return literalOf('str', expression.value)
    case 'number':
      return numberType(expression)
    case 'constant':
      if (expression.value === 'None' || expression.value === 'Undefined') return NONE
      return literalOf('bool', expression.value === 'True')
    case 'joinedString':
      for (const part of expression.parts) if (part.kind === 'formattedValue') walkFormattedValue(checker, part)
      return STR
    case 'config':
      return configType(checker, expression.entries)
    case 'configIf':
      return configIfType(checker, expression)
    case 'list':
      return listType(checker, expression)
    case 'listIf':
      return listIfType(checker, expression)
    case 'starred':
      return starredType(checker, expression)
    case 'listComprehension':
      return listComprehensionType(checker, expression)
    case 'dictComprehension':
      return dictComprehensionType(checker, expression)
    case 'quantifier':
      return quantifierType(checker, expression)
    case 'schemaExpression':
      return schemaExpressionType(checker, expression)
    case 'lambda':
      return lambdaType(checker, expression)
    case 'call':
      return callType(checker, expression)
    case 'parenthesized':
      return expressionType(checker, expression.value)
    case 'conditional':
      return conditionalType(checker, expression)
    case 'unary':
      return unaryType(checker, expressionType(checker, expression.operand), expression.operator, expression.operand)
    case 'binary':
      return binaryExpressionType(checker, expression)
    case 'compare':
      return compareExpressionType(checker, expression)
    case 'selector':
      return selectorType(checker, expression)
    case 'subscript':
      return subscriptedType(checker, expressionType(checker, expression.value), expression)
    case 'missing':
      return ANY
    default:
      return assertNever(expression)
  }
}

function conditionalType(checker: Checker, expression: ConditionalExpression): Type {
  const types: Type[] = []
  let branch: Expression = expression
  while (branch.kind === 'conditional') {
    expressionType(checker, branch.condition)
    types.push(expressionType(checker, branch.body))
    branch = branch.orElse
  }
  types.push(expressionType(checker, branch))
  return supOfBranches(types)
}

function numberType(literal: NumberLiteral): Type {
  if (literal.isFloat) return literalOf('float', literal.value)
  return literal.suffix ? unitOf(literal.value, literal.suffix) : literalOf('int', literal.value)
}

function walkFormattedValue(checker: Checker, part: FormattedValue): void {
  if (part.format !== undefined && !/^(json|yaml)$/i.test(part.format)) {
    report(checker, compileError(`#${part.format} is a invalid format spec`, placeOf(checker, part.value)))
  }
  expressionType(checker, part.value)
}

/** A chain such as `a + b + c` leans to the left: it is walked without recursion, so that its length is no matter of the stack. */
function binaryExpressionType(checker: Checker, expression: BinaryExpression): Type {
  if (expression.operator === 'as') return castType(checker, expression)
  const chain: BinaryExpression[] = []
  let first: Expression = expression
  while (first.kind === 'binary' && first.operator !== 'as') {
    chain.push(first)
    first = first.left
  }
  let type = expressionType(checker, first)
  for (const link of chain.toReversed()) {
    const right = expressionType(checker, link.right)
    if (link.operator !== 'as') type = binaryType(checker, type, right, link.operator, link)
  }
  return type
}

function castType(checker: Checker, expression: BinaryExpression): Type {
  const { right } = expression
  const left = expressionType(checker, expression.left)
  if (right.kind !== 'identifier') {
    expressionType(checker, right)
    report(checker, compileError("keyword 'as' right operand must be a type", placeOf(checker, expression)))
    return left
  }
  const target = resolveCastTarget(checker, right)
  if (left.kind === 'any' || target.kind === 'any') return ANY
  if (!isUpperBound(widen(checker.widened, left), target)) {
    const [from, to] = [left, target].map((type) => printFullType(type.kind === 'union' ? widenUnion(checker.widened, type) : type))
    const text = `Conversion of type '${from}' to type '${to}' may be a mistake because neither type sufficiently overlaps with the other`
    report(checker, typeError(text, placeOf(checker, expression)))
  }
  return target
}

/** The real engine looks at the second comparator of a chain with the third operator, and never at the last one. */
function compareExpressionType(checker: Checker, expression: CompareExpression): Type {
  const [first, ...rest] = expression.comparators
  const left = expressionType(checker, expression.left)
  if (!first) return left
  const right = expressionType(checker, first)
  const { start } = expression.left
  let result = compareType(checker, left, right, expression.operators[0] ?? '==', { start, end: first.end })
  for (const [index, comparator] of rest.slice(0, -1).entries()) {
    const type = expressionType(checker, comparator)
    result = compareType(checker, left, type, expression.operators[index + 2] ?? '==', comparator)
  }
  return result
}

function selectorType(checker: Checker, expression: SelectorExpression): Type {
  let type = expressionType(checker, expression.value)
  const place = placeOf(checker, expression)
  if (type.kind === 'module' && expression.optional) {
    const name = expression.attribute.names.map(({ text }) => text).join('.')
    report(
      checker,
      compileError(`For the module type, the use of '?.${name}' is unnecessary and it can be modified as '.${name}'`, {
        ...place,
        start: expression.value.end,
      }),
    )
  }
  for (const name of expression.attribute.names) {
    type = loadAttribute(checker, type, name.text, expression.attribute)
    if (type.kind === 'function') declare(checker, name.text, 'method', type, place)
  }
  return type
}

function starredType(checker: Checker, expression: StarredExpression): Type {
  const type = expressionType(checker, expression.value)
  const unpacked = unpackedType(type)
  if (unpacked) return unpacked
  report(checker, compileError('only list, dict, schema object can be used * unpacked, got any', placeOf(checker, expression.value)))
  return ANY
}

function unpackedType(type: Type): Type | undefined {
  switch (type.kind) {
    case 'any':
    case 'none':
      return type
    case 'list':
      return type.element
    case 'dict':
      return type.key
    case 'schema':
      return STR
    case 'union': {
      const members = type.members.map(unpackedType)
      return members.includes(undefined) ? undefined : sup(members.filter((member) => member !== undefined))
    }
    default:
      return undefined
  }
}
