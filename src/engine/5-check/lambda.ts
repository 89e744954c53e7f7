/** Lambdas and parameter lists (`spec/kcl-frontend.md` E.10). */
import { compileError } from '../faults/names.ts'
import { defaultBeforeRequired } from '../faults/typing.ts'
import type { LambdaExpression, Parameters, Span, Statement } from '../model/ast.ts'
import { ANY, functionType, instanceOf } from '../types/type.ts'
import type { FunctionType, ParameterType, Type } from '../types/type.ts'
import { resolveAnnotation } from './annotation.ts'
import { requireType } from './assignable.ts'
import { literalExpectation, placeOf, report, withExpectation } from './checker.ts'
import type { Checker } from './checker.ts'
import { declare, inScope } from './scope.ts'
import { bareNameType, expressionType, walkStatement } from './walk.ts'

export function lambdaType(checker: Checker, lambda: LambdaExpression): FunctionType {
  const { visited } = checker
  if (lambda.parameters) checkDefaultOrder(checker, lambda.parameters)
  const { parameters } = lambdaSignature(checker, lambda)
  for (const parameter of lambda.parameters?.items ?? []) if (parameter.value) bareNameType(checker, parameter.value)
  const annotated = lambda.returnType && resolveAnnotation(checker, lambda.returnType, visited)
  const body = inScope(checker, 'lambda', () => {
    for (const parameter of parameters) {
      if (parameter.place) declare(checker, parameter.name, 'parameter', parameter.type, parameter.place)
    }
    return bodyType(checker, lambda, annotated, visited)
  })
  return functionType(parameters, annotated ?? body, false)
}

/** The signature alone, without walking the body; used for calls that stand before the lambda. */
export function lambdaSignature(checker: Checker, lambda: LambdaExpression): FunctionType {
  const parameters = parameterTypes(checker, lambda.parameters).map((parameter) => ({ ...parameter, type: instanceOf(parameter.type) }))
  return functionType(parameters, ANY, false)
}

/** Undefined names in annotations are reported at the annotation; in schemas and rules at the name of the parameter. */
export function parameterTypes(
  checker: Checker,
  parameters: Parameters | undefined,
  options = { reportAtName: false },
): readonly ParameterType[] {
  return (parameters?.items ?? []).map((parameter) => ({
    name: parameter.name.names[0]?.text ?? '',
    type: parameter.type ? resolveAnnotation(checker, parameter.type, options.reportAtName ? parameter.name : parameter.type) : ANY,
    hasDefault: parameter.value !== undefined,
    place: placeOf(checker, parameter.name),
  }))
}

/** Reports each default that stands before a parameter without one, from right to left. */
export function checkDefaultOrder(checker: Checker, parameters: Parameters): void {
  let isRequiredSeen = false
  for (const parameter of parameters.items.toReversed()) {
    if (!parameter.value) isRequiredSeen = true
    else if (isRequiredSeen) report(checker, defaultBeforeRequired(placeOf(checker, parameter.value)))
  }
}

/** `around` is where a result that is no expression is reported. */
function bodyType(checker: Checker, lambda: LambdaExpression, annotated: Type | undefined, around: Span): Type {
  const last = lambda.body.at(-1)
  if (!last) return ANY
  if (!isResult(last)) {
    const text = 'The last statement of the lambda body must be a expression e.g., x, 1, etc.'
    report(checker, compileError(text, placeOf(checker, last)))
  }
  for (const statement of lambda.body.slice(0, -1)) walkStatement(checker, statement)
  if (last.kind !== 'expression') {
    const type = walkStatement(checker, last)
    requireType(checker, type, annotated ?? ANY, around, undefined)
    return annotated ?? type
  }
  const place = placeOf(checker, last)
  const expectation = annotated && literalExpectation(annotated, place)
  const type = withExpectation(checker, expectation, () => expressionType(checker, last.value))
  requireType(checker, type, annotated ?? ANY, place, lambda.returnType && placeOf(checker, lambda.returnType))
  return annotated ?? type
}

function isResult(statement: Statement): boolean {
  return ['expression', 'assign', 'augmentedAssign', 'assert'].includes(statement.kind)
}
