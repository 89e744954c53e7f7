/** Calls: the arguments against the parameters (`spec/kcl-frontend.md` E.10). */
import { similarNames } from '../../base/spelling.ts'
import { compileError } from '../faults/names.ts'
import { missingArguments, tooManyArguments, unexpectedKeyword } from '../faults/typing.ts'
import type { CallExpression, Expression, Identifier, Keyword } from '../model/ast.ts'
import type { Place } from '../model/diagnostic.ts'
import { printType } from '../types/print.ts'
import { ANY, schemaInstance } from '../types/type.ts'
import type { ParameterType, Type } from '../types/type.ts'
import { requireType } from './assignable.ts'
import { literalExpectation, placeOf, report, withExpectation } from './checker.ts'
import type { Checker } from './checker.ts'
import { findObject } from './scope.ts'
import { expressionType } from './walk.ts'

export interface Called {
  readonly parameters: readonly ParameterType[]
  readonly isVariadic: boolean
}

const UNKNOWN: Called = { parameters: [], isVariadic: true }

export interface GivenArguments {
  readonly args: readonly Expression[]
  readonly keywords: readonly Keyword[]
}

export function callType(checker: Checker, call: CallExpression): Type {
  const { callee } = call
  const type = expressionType(checker, callee)
  const place = placeOf(checker, callee)
  switch (type.kind) {
    case 'any': {
      const called = forwardSignature(checker, callee) ?? UNKNOWN
      checkArguments(checker, called, call, calleeName(callee), place)
      return ANY
    }
    case 'function':
      checkArguments(checker, type, call, calleeName(callee), place)
      return type.returns
    case 'schema':
      if (type.isInstance) {
        report(checker, compileError(`schema '${type.schema.head.name}' instance is not callable`, place))
        return ANY
      }
      checkArguments(checker, { parameters: type.schema.parameters, isVariadic: false }, call, calleeName(callee), place)
      return schemaInstance(type.schema)
    default:
      report(checker, compileError(`'${printType(type)}' object is not callable`, place))
      return ANY
  }
}

/** `callee` is the name in messages, with its quotes; `place` that of the callee. */
export function checkArguments(checker: Checker, called: Called, given: GivenArguments, callee: string, place: Place): void {
  const { parameters, isVariadic } = called
  checkPositional(checker, called, given.args, callee)
  const names = new Set<string>()
  for (const [index, keyword] of given.keywords.entries()) {
    checkKeyword(checker, called, keyword, given.keywords[index - 1], callee, names)
  }
  if (isVariadic) return
  const required = parameters.filter((parameter) => !parameter.hasDefault)
  const count = given.args.length + required.filter((parameter) => names.has(parameter.name)).length
  if (count < required.length) report(checker, missingArguments(required.length, count, place))
}

function checkPositional(checker: Checker, called: Called, args: readonly Expression[], callee: string): void {
  for (const [index, argument] of args.entries()) {
    const parameter = called.parameters[index]
    if (parameter) {
      checkArgument(checker, argument, parameter)
      continue
    }
    expressionType(checker, argument)
    if (!called.isVariadic) {
      report(checker, tooManyArguments(callee, called.parameters.length, args.length, placeOf(checker, argument)))
      return
    }
  }
}

/** A repeated keyword is reported where the keyword before it ends. */
function checkKeyword(
  checker: Checker,
  called: Called,
  keyword: Keyword,
  previous: Keyword | undefined,
  callee: string,
  names: Set<string>,
): void {
  const name = keyword.name.names[0]?.text
  const place = placeOf(checker, keyword.name)
  if (name === undefined) {
    report(checker, compileError('missing argument', place))
    return
  }
  if (names.has(name)) {
    const text = `${callee} has duplicated keyword argument ${name}`
    report(checker, compileError(text, { ...place, start: previous?.end ?? place.start }))
  }
  names.add(name)
  const parameter = called.parameters.find((each) => each.name === name)
  if (parameter) {
    checkArgument(checker, keyword.value, parameter)
    return
  }
  if (called.isVariadic) return
  const candidates = (): readonly string[] => called.parameters.map((each) => each.name)
  report(checker, unexpectedKeyword(callee, name, place, similarNames(name, candidates, checker.spelling)))
}

function checkArgument(checker: Checker, argument: Expression, parameter: ParameterType): void {
  const place = placeOf(checker, argument)
  const type = withExpectation(checker, literalExpectation(parameter.type, place), () => expressionType(checker, argument))
  requireType(checker, type, parameter.type, place, parameter.place)
}

/** The signature of a top-level lambda that is called before its definition has been walked. */
function forwardSignature(checker: Checker, callee: Expression): Called | undefined {
  const name = callee.kind === 'identifier' && callee.names.length === 1 ? callee.names[0]?.text : undefined
  const signature = name === undefined ? undefined : checker.package.lambdas.get(name)
  return name !== undefined && signature && findObject(checker.scope, name) === checker.package.scope.names.get(name)
    ? signature
    : undefined
}

export function calleeName(callee: Expression): string {
  if (callee.kind === 'parenthesized') return calleeName(callee.value)
  if (callee.kind === 'identifier') return quotedNames(callee)
  if (callee.kind === 'selector') return quotedNames(callee.attribute)
  return 'anonymous function'
}

function quotedNames({ names }: Identifier): string {
  return `"${names.map((name) => name.text).join('.')}"`
}
