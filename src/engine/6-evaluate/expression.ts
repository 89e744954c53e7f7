/** Expressions: each node is compiled once to a closure over a frame. Entering an expression stores its line in the context, since faults are reported
 *  at the last expression entered; the store is left out where the line is already known to be there. */
import type { ConditionalExpression, Expression, JoinedString } from '../model/ast.ts'
import type { Value } from '../model/value.ts'
import { compileBranches } from './branch.ts'
import { displayValue } from '../values/format-value.ts'
import { isTruthy } from '../values/truthy.ts'
import { compileSelector, compileSubscript } from './access.ts'
import { compileCall } from './call.ts'
import { compileDictComprehension, compileListComprehension } from './comprehension.ts'
import { compileConfig, compileConfigIf } from './config.ts'
import { constantOf, dispenseLiteral, lastLeaf } from './constant.ts'
import { formatSpecified } from './interpolation.ts'
import { compileLambda } from './lambda.ts'
import { compileList, compileListIf } from './list.ts'
import { compileIdentifier } from './name.ts'
import { compileBinary, compileCompare, compileUnary } from './operator.ts'
import { compileQuantifier } from './quantifier.ts'
import { compileSchemaExpression } from './schema-expression.ts'
import { positioned, type FunctionScope, type Run } from './scope.ts'

export function compileExpression(node: Expression, scope: FunctionScope): Run {
  const place = scope.enter(node)
  const { context } = scope.module
  const constant = constantOf(node, scope)
  if (constant !== undefined) {
    const take = dispenseLiteral(constant)
    const last = scope.enter(lastLeaf(node)) ?? place
    if (last === undefined) return take
    return () => {
      context.position = last
      return take()
    }
  }
  return positioned(context, place, compileNode(node, scope))
}

function compileNode(node: Expression, scope: FunctionScope): Run {
  switch (node.kind) {
    case 'identifier':
      return compileIdentifier(node, scope)
    case 'unary':
      return compileUnary(node, scope)
    case 'binary':
      return compileBinary(node, scope)
    case 'compare':
      return compileCompare(node, scope)
    case 'conditional':
      return compileConditional(node, scope)
    case 'selector':
      return compileSelector(node, scope)
    case 'subscript':
      return compileSubscript(node, scope)
    case 'call':
      return compileCall(node, scope)
    case 'parenthesized':
      return compileExpression(node.value, scope)
    case 'quantifier':
      return compileQuantifier(node, scope)
    case 'list':
      return compileList(node, scope)
    case 'listIf':
      return compileListIf(node, scope)
    case 'listComprehension':
      return compileListComprehension(node, scope)
    case 'starred':
      return compileExpression(node.value, scope)
    case 'config':
      return compileConfig(node, scope)
    case 'configIf':
      return compileConfigIf(node, scope)
    case 'dictComprehension':
      return compileDictComprehension(node, scope)
    case 'schemaExpression':
      return compileSchemaExpression(node, scope)
    case 'lambda':
      return compileLambda(node, scope)
    case 'joinedString':
      return compileJoinedString(node, scope)
    case 'number':
    case 'string':
    case 'constant':
    case 'missing':
      return () => undefined
  }
}

function compileConditional(node: ConditionalExpression, scope: FunctionScope): Run {
  const condition = compileExpression(node.condition, scope)
  const [body, orElse] = compileBranches(
    scope,
    () => compileExpression(node.body, scope),
    () => compileExpression(node.orElse, scope),
  )
  return (frame) => {
    const value = condition(frame)
    return (typeof value === 'boolean' ? value : isTruthy(value)) ? body(frame) : orElse(frame)
  }
}

function compileJoinedString(node: JoinedString, scope: FunctionScope): Run {
  const parts = node.parts.map((part): string | Run => {
    if (part.kind === 'string') return part.value
    const value = compileExpression(part.value, scope)
    const { format } = part
    return format === undefined ? value : (frame): Value => formatSpecified(value(frame), format)
  })
  const [first, second] = parts
  if (parts.length === 2 && typeof first === 'string' && typeof second === 'function') {
    return (frame) => first + textOf(second(frame))
  }
  return (frame) => {
    let text = ''
    for (const part of parts) text += typeof part === 'string' ? part : textOf(part(frame))
    return text
  }
}

function textOf(value: Value): string {
  return typeof value === 'string' ? value : displayValue(value)
}
