/** Statements (`spec/kcl-frontend.md` E.5). Each gives the type that a lambda ending with it returns. */
import { assertNever } from '../../base/assert-never.ts'
import { compileError, immutableModified } from '../faults/names.ts'
import { typeChanged } from '../faults/typing.ts'
import type {
  AssertStatement,
  AssignStatement,
  AugmentedAssignStatement,
  BinaryOperator,
  IfStatement,
  Name,
  Statement,
  Target,
  TypeAliasStatement,
  UnificationStatement,
} from '../model/ast.ts'
import type { Place } from '../model/diagnostic.ts'
import { printType } from '../types/print.ts'
import { isUpperBound, supOfBranches, widen } from '../types/relation.ts'
import { ANY } from '../types/type.ts'
import type { Type } from '../types/type.ts'
import { resolveAnnotation } from './annotation.ts'
import { requireType } from './assignable.ts'
import { literalExpectation, placeOf, report, withExpectation } from './checker.ts'
import type { Checker } from './checker.ts'
import { reportUndefined, storeNames } from './names.ts'
import { binaryType } from './operators.ts'
import { walkAttribute, walkRule, walkSchema } from './schema-body.ts'
import { declare } from './scope.ts'
import type { ScopeObject } from './scope.ts'
import { isKnown, targetType } from './target.ts'
import { bareNameType, expressionType, requireMessage, valueType, walkStatements } from './walk.ts'

export function statementType(checker: Checker, statement: Statement): Type {
  checker.visited = statement
  switch (statement.kind) {
    case 'import':
    case 'indexSignature':
      return ANY
    case 'typeAlias':
      return walkTypeAlias(checker, statement)
    case 'assign':
      return walkAssign(checker, statement)
    case 'augmentedAssign':
      return walkAugmentedAssign(checker, statement)
    case 'unification':
      walkUnification(checker, statement)
      return ANY
    case 'expression':
      return expressionType(checker, statement.value)
    case 'assert':
      return walkAssert(checker, statement)
    case 'if':
      return walkIf(checker, statement)
    case 'schema':
      return walkSchema(checker, statement)
    case 'rule':
      return walkRule(checker, statement)
    case 'attribute':
      return walkAttribute(checker, statement)
    default:
      return assertNever(statement)
  }
}

function walkTypeAlias(checker: Checker, statement: TypeAliasStatement): Type {
  const place = placeOf(checker, statement.name)
  const type = resolveAnnotation(checker, statement.type, place)
  declare(checker, statement.name.text, 'typeAlias', type, place)
  return type
}

function walkAssign(checker: Checker, statement: AssignStatement): Type {
  checker.loopNames.clear()
  let type: Type = ANY
  for (const target of statement.targets) {
    declareGlobalName(checker, target.name.text, placeOf(checker, target))
    type = target.path.length > 0 ? assignPath(checker, statement, target) : assignName(checker, statement, target)
  }
  return type
}

/** Remembers where a public name of level 0 was first assigned. */
function declareGlobalName(checker: Checker, name: string, place: Place, options = { replace: false }): void {
  if (checker.scope.kind !== 'package') return
  const { globalNames } = checker.package
  if (options.replace || !globalNames.has(name)) globalNames.set(name, place)
}

function assignName(checker: Checker, statement: AssignStatement, target: Target): Type {
  const place = placeOf(checker, target)
  const expected = targetType(checker, target, { isStore: true })
  const type = valueType(checker, statement.value, literalExpectation(expected, assignPlace(checker, statement)))
  if (statement.type && expected.kind !== 'schema') checkAnnotation(checker, statement, type)
  requireType(checker, type, expected, place, undefined)
  if (expected.kind === 'any' && type.kind !== 'any' && !statement.type) inferType(checker, target.name, type)
  return type
}

/** A literal assigned to a path is checked only as a whole. */
function assignPath(checker: Checker, statement: AssignStatement, target: Target): Type {
  const expected = targetType(checker, target, { isStore: true })
  const type = valueType(checker, statement.value, undefined)
  if (statement.type && expected.kind !== 'schema') checkAnnotation(checker, statement, type)
  requireType(checker, type, expected, placeOf(checker, target), undefined)
  return type
}

/** The annotation against what the names were declared as, and the value against the outcome. */
function checkAnnotation(checker: Checker, statement: AssignStatement, type: Type): void {
  if (!statement.type) return
  const annotated = resolveAnnotation(checker, statement.type)
  for (const target of statement.targets) {
    const declared = checker.scope.names.get(target.name.text)
    let bound = annotated
    if (declared && declared.type.kind !== 'any') {
      bound = declared.type
      if (!isUpperBound(annotated, bound)) {
        report(checker, typeChanged(target.name.text, printType(annotated), placeOf(checker, target), printType(bound), declared))
      }
    }
    if (declared) learnType(checker, target.name, declared, bound)
    requireType(checker, type, bound, placeOf(checker, target), undefined)
  }
}

function inferType(checker: Checker, name: Name, type: Type): void {
  const inferred = inferVariable(checker, name, type)
  checker.schema?.types.set(name.text, inferred)
}

/** What is unified in the body of a schema tells no type to what is unified or assigned after it. */
function inferVariable(checker: Checker, name: Name, type: Type): Type {
  const inferred = widen(checker.widened, type)
  const declared = checker.scope.names.get(name.text)
  if (declared) learnType(checker, name, declared, inferred)
  return inferred
}

/** What the body of a schema assigns without a declaration counts as declared where its type is first known. */
function learnType(checker: Checker, name: Name, declared: ScopeObject, type: Type): void {
  if (checker.scope.kind === 'schema' && declared.type.kind === 'any') declare(checker, name.text, declared.kind, type, name)
  else declared.type = type
}

function walkAugmentedAssign(checker: Checker, statement: AugmentedAssignStatement): Type {
  const { target } = statement
  const place = placeOf(checker, target)
  const name = target.name.text
  const earlier = checker.package.globalNames.get(name)
  if (!name.startsWith('_')) {
    if (earlier && statement.value.kind !== 'schemaExpression') report(checker, immutableModified(name, place, earlier))
    else declareGlobalName(checker, name, place, { replace: true })
  }
  const current = augmentedType(checker, target)
  const value = expressionType(checker, statement.value)
  const result = binaryType(checker, current, value, statement.operator.slice(0, -1) as Exclude<BinaryOperator, 'as'>, place)
  const expected = targetType(checker, target, { isStore: true })
  requireType(checker, result, expected, place, undefined)
  return result
}

/** A name that is not defined stays so until the value has been looked at. */
function augmentedType(checker: Checker, target: Target): Type {
  const { path, name } = target
  if (path.length === 0 || isKnown(checker, name.text)) return targetType(checker, target, { isStore: path.length > 0 })
  return reportUndefined(checker, name.text, placeOf(checker, target))
}

function walkUnification(checker: Checker, statement: UnificationStatement): void {
  const place = placeOf(checker, statement.target)
  const [name] = statement.target.names
  if (name === undefined) {
    report(checker, compileError('missing target in the unification statement', place))
    return
  }
  if (statement.target.names.length > 1) report(checker, compileError('unification identifier can not be selected', place))
  const expected = storeNames(checker, statement.target, place)
  const type = withExpectation(checker, literalExpectation(expected, place), () => expressionType(checker, statement.value))
  requireType(checker, type, expected, place, undefined)
  if (expected.kind === 'any' && type.kind !== 'any') inferVariable(checker, name, type)
}

function walkAssert(checker: Checker, statement: AssertStatement): Type {
  expressionType(checker, statement.test)
  if (statement.condition) bareNameType(checker, statement.condition)
  requireMessage(checker, statement.message)
  return ANY
}

/** `elif` branches nest in each other; they are walked without recursion. */
/** The type of either branch: of the last statement of each. */
function walkIf(checker: Checker, statement: IfStatement): Type {
  const branches: Type[] = []
  for (let each: IfStatement | undefined = statement; each; ) {
    expressionType(checker, each.condition)
    branches.push(walkStatements(checker, each.body))
    const [next, ...others]: readonly Statement[] = each.orElse
    if (next?.kind === 'if' && others.length === 0) {
      checker.visited = next
      each = next
    } else {
      branches.push(walkStatements(checker, each.orElse))
      each = undefined
    }
  }
  return supOfBranches(branches)
}

function assignPlace(checker: Checker, statement: AssignStatement): Place {
  return { path: checker.module.path, start: statement.start, end: statement.value.end }
}
