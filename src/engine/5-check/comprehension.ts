/** Comprehensions and quantifiers (`spec/kcl-frontend.md` E.6). Loop variables are found by widening what the iterated value holds. */
import { compileError } from '../faults/names.ts'
import type {
  ComprehensionClause,
  DictComprehension,
  Expression,
  Identifier,
  ListComprehension,
  QuantifierExpression,
} from '../model/ast.ts'
import { printType } from '../types/print.ts'
import { sup, widen } from '../types/relation.ts'
import { ANY, BOOL, dictOf, INT, listOf, STR } from '../types/type.ts'
import type { Type } from '../types/type.ts'
import { currentExpectation, placeOf, report, withExpectation } from './checker.ts'
import type { Checker } from './checker.ts'
import { computedValueType, configType, expectationOf, keyName, requireKey } from './config.ts'
import { schemaValueType } from './members.ts'
import { is } from './operators.ts'
import { declare, inScope } from './scope.ts'
import { bareNameType, expressionType } from './walk.ts'

export function listComprehensionType(checker: Checker, expression: ListComprehension): Type {
  const current = currentExpectation(checker)
  const walk = (): Type => listComprehensionInScope(checker, expression)
  return current ? withExpectation(checker, expectationOf(current, '[]'), walk) : walk()
}

function listComprehensionInScope(checker: Checker, expression: ListComprehension): Type {
  return inScope(checker, 'loop', () => {
    for (const clause of expression.clauses) walkClause(checker, clause)
    if (expression.element.kind === 'starred') {
      report(checker, compileError('list unpacking cannot be used in list comprehension', placeOf(checker, expression.element)))
    }
    return listOf(expressionType(checker, expression.element))
  })
}

export function dictComprehensionType(checker: Checker, expression: DictComprehension): Type {
  return inScope(checker, 'loop', () => {
    for (const clause of expression.clauses) walkClause(checker, clause)
    const { key, value } = expression.entry
    if (!key) {
      report(checker, compileError('dict unpacking cannot be used in dict comprehension', placeOf(checker, value)))
      return configType(checker, [expression.entry])
    }
    const keyType = expressionType(checker, key)
    requireKey(checker, keyType, placeOf(checker, key))
    const name = keyName(key)
    if (name === undefined) return dictOf(keyType, computedValueType(checker, key, value))
    const expected = expectationOf(currentExpectation(checker), name)
    return dictOf(
      keyType,
      withExpectation(checker, expected, () => expressionType(checker, value)),
    )
  })
}

export function quantifierType(checker: Checker, expression: QuantifierExpression): Type {
  const target = expressionType(checker, expression.target)
  return inScope(checker, 'loop', () => {
    declareLoopVariables(checker, expression.variables, target, expression.target, 2)
    if (expression.condition) bareNameType(checker, expression.condition)
    const body = expressionType(checker, expression.test)
    switch (expression.operation) {
      case 'all':
      case 'any':
        return BOOL
      case 'filter':
        return target
      case 'map':
        return listOf(body)
    }
  })
}

function walkClause(checker: Checker, clause: ComprehensionClause): void {
  const iterated = expressionType(checker, clause.iterable)
  declareLoopVariables(checker, clause.targets, iterated, clause.iterable, 1)
  for (const condition of clause.conditions) expressionType(checker, condition)
}

/** `reportAt` is the index of the variable where a count above two is reported. */
function declareLoopVariables(
  checker: Checker,
  variables: readonly Identifier[],
  iterated: Type,
  iterable: Expression,
  reportAt: number,
): void {
  const names: string[] = []
  for (const variable of variables) {
    if (variable.names.length > 1)
      report(checker, compileError('loop variables can only be ordinary identifiers', placeOf(checker, variable)))
    const name = variable.names[0]?.text ?? ''
    names.push(name)
    checker.loopNames.add(name)
  }
  const surplus = variables[2] && variables[reportAt]
  if (surplus) {
    const place = placeOf(checker, surplus)
    report(
      checker,
      compileError(
        `the number of loop variables is ${variables.length}, which can only be 1 or 2`,
        reportAt === 1 ? { ...place, start: place.end } : place,
      ),
    )
  }
  const types = loopTypes(checker, iterated, iterable, variables.length)
  for (const [index, variable] of variables.slice(0, 2).entries()) {
    declare(checker, names[index] ?? '', 'variable', types[index] ?? ANY, placeOf(checker, variable))
  }
}

function loopTypes(checker: Checker, iterated: Type, iterable: Expression, count: number): readonly Type[] {
  const firsts: Type[] = []
  const seconds: Type[] = []
  for (const member of iterated.kind === 'union' ? iterated.members : [iterated]) {
    const pair = elementTypes(member, count)
    if (pair) {
      firsts.push(pair[0])
      seconds.push(pair[1])
    } else if (member.kind !== 'any') {
      report(checker, compileError(`'${printType(member)}' object is not iterable`, placeOf(checker, iterable)))
    }
  }
  // A member goes before those already seen, which shows in the order of the union.
  return [widen(checker.widened, sup(firsts.toReversed())), widen(checker.widened, sup(seconds.toReversed()))]
}

/** The types of the first and second variable; with one variable only the first counts. */
function elementTypes(type: Type, count: number): readonly [Type, Type] | undefined {
  switch (type.kind) {
    case 'list':
      return count === 1 ? [type.element, ANY] : [INT, type.element]
    case 'dict':
      return [type.key, type.value]
    case 'schema':
      return [STR, schemaValueType(type.schema)]
    default:
      if (!is(type, 'str')) return undefined
      return count === 1 ? [STR, ANY] : [INT, STR]
  }
}
