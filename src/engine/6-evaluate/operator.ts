/** Operators. The closures of `+ - * < ==` and their kin first try two small ints, then ask the generic operation. */
import type { AugmentedOperator, BinaryExpression, CompareExpression, CompareOperator, UnaryExpression } from '../model/ast.ts'
import type { Value } from '../model/value.ts'
import {
  add,
  bitAnd,
  bitOr,
  bitXor,
  divide,
  floorDivide,
  invert,
  isInteger,
  modulo,
  multiply,
  negate,
  positive,
  power,
  shiftLeft,
  shiftRight,
  subtract,
} from '../values/arithmetic.ts'
import { compareValues, contains, type OrderOperator } from '../values/compare.ts'
import { conformExactly } from '../values/conform.ts'
import { equals } from '../values/equal.ts'
import { isTruthy } from '../values/truthy.ts'
import { uniteOperands } from '../values/union.ts'
import type { Context } from './context.ts'
import { copied } from './copied.ts'
import type { FunctionScope, Run } from './scope.ts'
import { compileCastName } from './type.ts'

type Operation = (a: Value, b: Value) => Value

export function compileUnary(node: UnaryExpression, scope: FunctionScope): Run {
  const operand = scope.expression(node.operand)
  switch (node.operator) {
    case '-':
      return (frame) => negate(operand(frame))
    case '+':
      return (frame) => positive(operand(frame))
    case '~':
      return (frame) => invert(operand(frame))
    case 'not':
      return (frame) => !isTruthy(operand(frame))
  }
}

export function compileBinary(node: BinaryExpression, scope: FunctionScope): Run {
  if (node.operator === 'as') return compileAs(node, scope)
  const operand = scope.expression(node.left)
  const left = node.operator === '|' || node.operator === '*' ? copied(operand, scope) : operand
  if (node.operator === 'and' || node.operator === 'or') return compileShortCircuit(node, left, scope)
  const right = scope.expression(node.right)
  const { context } = scope.module
  const operate = operation(node.operator, context)
  if (context.options.strictRange) return (frame) => operate(left(frame), right(frame))
  switch (node.operator) {
    case '+':
      return (frame) => {
        const a = left(frame)
        const b = right(frame)
        if (typeof a === 'number' && typeof b === 'number') {
          const sum = a + b
          if (Number.isSafeInteger(sum)) return sum
        }
        return operate(a, b)
      }
    case '-':
      return (frame) => {
        const a = left(frame)
        const b = right(frame)
        if (typeof a === 'number' && typeof b === 'number') {
          const difference = a - b
          if (Number.isSafeInteger(difference)) return difference
        }
        return operate(a, b)
      }
    case '%':
      return (frame) => {
        const a = left(frame)
        const b = right(frame)
        if (typeof a === 'number' && typeof b === 'number' && a >= 0 && b > 0) return a % b
        return operate(a, b)
      }
    default:
      return (frame) => operate(left(frame), right(frame))
  }
}

function compileShortCircuit(node: BinaryExpression, left: Run, scope: FunctionScope): Run {
  const [, right] = scope.branch(
    () => undefined,
    () => scope.expression(node.right),
  )
  if (node.operator === 'and') {
    return (frame) => {
      const value = left(frame)
      return isTruthy(value) ? right(frame) : value
    }
  }
  return (frame) => {
    const value = left(frame)
    return isTruthy(value) ? value : right(frame)
  }
}

/** `v as T` takes a name; anything else stands for no type at all. */
function compileAs(node: BinaryExpression, scope: FunctionScope): Run {
  const value = scope.expression(node.left)
  if (node.right.kind !== 'identifier') return value
  const type = compileCastName(node.right, scope.module)
  scope.moved()
  return (frame) => conformExactly(type, value(frame))
}

function operation(operator: Exclude<BinaryExpression['operator'], 'and' | 'or' | 'as'>, context: Context): Operation {
  const { options } = context
  switch (operator) {
    case '+':
      return (a, b) => add(a, b, options)
    case '-':
      return (a, b) => subtract(a, b, options)
    case '*':
      return (a, b) => multiply(a, b, options)
    case '/':
      return (a, b) => divide(a, b)
    case '//':
      return (a, b) => floorDivide(a, b, options)
    case '%':
      return (a, b) => modulo(a, b, options)
    case '**':
      return (a, b) => power(a, b, options)
    case '<<':
      return (a, b) => shiftLeft(a, b, options)
    case '>>':
      return (a, b) => shiftRight(a, b, options)
    case '&':
      return bitAnd
    case '^':
      return bitXor
    case '|':
      return (a, b) => (isInteger(a) && isInteger(b) ? bitOr(a, b) : uniteOperands(a, b))
  }
}

/** `+=` and its kin do what their operator does. */
export function augmentedOperator(operator: AugmentedOperator, context: Context): Operation {
  switch (operator) {
    case '+=':
      return operation('+', context)
    case '-=':
      return operation('-', context)
    case '*=':
      return operation('*', context)
    case '/=':
      return operation('/', context)
    case '//=':
      return operation('//', context)
    case '%=':
      return operation('%', context)
    case '**=':
      return operation('**', context)
    case '<<=':
      return operation('<<', context)
    case '>>=':
      return operation('>>', context)
    case '&=':
      return operation('&', context)
    case '^=':
      return operation('^', context)
    case '|=':
      return operation('|', context)
  }
}

/** `a < b <= c`: each operand once, up to the first comparison that is False. */
export function compileCompare(node: CompareExpression, scope: FunctionScope): Run {
  const left = scope.expression(node.left)
  const operands = node.comparators.map((comparator) => scope.expression(comparator))
  const [first] = operands
  const [operator] = node.operators
  if (first === undefined || operator === undefined) return left
  if (operands.length === 1) return compileComparison(operator, left, first)
  if (node.comparators.some((comparator) => comparator.kind !== 'number' && comparator.kind !== 'string')) scope.moved()
  const tests = node.operators.map(comparison)
  return (frame) => {
    let previous = left(frame)
    for (const [index, operand] of operands.entries()) {
      const next = operand(frame)
      if (tests[index]?.(previous, next) !== true) return false
      previous = next
    }
    return true
  }
}

function compileComparison(operator: CompareOperator, left: Run, right: Run): Run {
  switch (operator) {
    case '==':
    case 'is':
      return (frame) => {
        const a = left(frame)
        const b = right(frame)
        return (
          (a === b && typeof a !== 'object') ||
          (typeof a === typeof b && typeof a !== 'object' && typeof a !== 'function' && typeof a !== 'number' ? false : equals(a, b))
        )
      }
    case '<':
      return (frame) => {
        const a = left(frame)
        const b = right(frame)
        return typeof a === 'number' && typeof b === 'number' ? a < b : compareValues('<', a, b)
      }
    case '>':
      return (frame) => {
        const a = left(frame)
        const b = right(frame)
        return typeof a === 'number' && typeof b === 'number' ? a > b : compareValues('>', a, b)
      }
    default: {
      const test = comparison(operator)
      return (frame) => test(left(frame), right(frame))
    }
  }
}

function comparison(operator: CompareOperator): (a: Value, b: Value) => boolean {
  switch (operator) {
    case '==':
    case 'is':
      return equals
    case '!=':
    case 'is not':
    case 'not':
      return (a, b) => !equals(a, b)
    case 'in':
      return contains
    case 'not in':
      return (a, b) => !contains(a, b)
    case '<':
    case '<=':
    case '>':
    case '>=':
      return order(operator)
  }
}

function order(operator: OrderOperator): (a: Value, b: Value) => boolean {
  return (a, b) => compareValues(operator, a, b)
}
