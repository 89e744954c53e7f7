/** Bodies of schemas and rules, after their types are built (`spec/kcl-frontend.md` E.7). */
import { compileError, duplicateDefinition } from '../faults/names.ts'
import { typeError } from '../faults/typing.ts'
import type {
  CheckExpression,
  Expression,
  IndexSignature,
  Name,
  Parameters,
  RuleStatement,
  SchemaAttribute,
  SchemaStatement,
} from '../model/ast.ts'
import { printType } from '../types/print.ts'
import { ANY, findAttribute } from '../types/type.ts'
import type { SchemaRecord, Type } from '../types/type.ts'
import { requireType } from './assignable.ts'
import { literalExpectation, placeOf, report } from './checker.ts'
import type { Checker } from './checker.ts'
import { walkDecorators } from './decorator.ts'
import { checkDefaultOrder } from './lambda.ts'
import { attributeType, loadName } from './names.ts'
import { binaryType } from './operators.ts'
import { assignedNames } from './schema-type.ts'
import { declare, declareInside, inScope } from './scope.ts'
import { bareNameType, expressionType, requireMessage, valueType, walkStatements } from './walk.ts'

export function walkSchema(checker: Checker, statement: SchemaStatement): Type {
  const record = definedRecord(checker, statement.name, 'schema')
  if (!record) return ANY
  if (isPlain(statement)) {
    walkPlainBody(checker, statement, record)
    return record.definition
  }
  if (statement.parameters) checkDefaultOrder(checker, statement.parameters)
  walkDefinition(checker, record, statement.parameters, () => {
    if (statement.indexSignature) walkIndexSignature(checker, statement.indexSignature, record)
    walkDecorators(checker, statement.decorators)
    for (const name of bodyNames(statement)) {
      const earlier = checker.scope.names.get(name)
      if (!earlier || earlier.kind === 'parameter') declare(checker, name, 'variable', ANY, statement.name)
    }
    walkStatements(checker, statement.body)
    for (const check of statement.checks) walkCheck(checker, check)
  })
  return record.definition
}

export function walkRule(checker: Checker, statement: RuleStatement): Type {
  const record = definedRecord(checker, statement.name, 'rule')
  if (!record) return ANY
  if (statement.parameters) checkDefaultOrder(checker, statement.parameters)
  walkDefinition(checker, record, statement.parameters, () => {
    for (const check of statement.checks) walkCheck(checker, check)
  })
  return record.definition
}

export function walkAttribute(checker: Checker, statement: SchemaAttribute): Type {
  checker.loopNames.clear()
  const frame = checker.schema
  if (!frame) return ANY
  const name = statement.name.text
  if (!statement.quoted && name.includes('.')) {
    report(checker, compileError('schema attribute can not be selected', placeOf(checker, statement.name)))
  }
  const expected = attributeType(frame, name) ?? ANY
  walkDecorators(checker, statement.decorators)
  checkDefault(checker, statement, expected)
  declare(checker, name, 'attribute', expected, statement.name)
  return expected
}

function checkDefault(checker: Checker, { name, operator, value }: SchemaAttribute, expected: Type): void {
  if (!value) return
  const found = valueType(checker, value, literalExpectation(expected, placeOf(checker, value)))
  const type = operator === '|=' ? binaryType(checker, found, expected, '|', name) : found
  requireType(checker, type, expected, name, undefined)
}

/** Declarations with no defaults but literals: nothing in the body names anything, so it needs no scope. */
function isPlain(statement: SchemaStatement): boolean {
  if (statement.parameters || statement.indexSignature?.value || statement.checks.length > 0) return false
  return statement.body.every(
    (each) =>
      each.kind === 'indexSignature' ||
      (each.kind === 'attribute' && isLiteral(each.value) && (each.quoted || !each.name.text.includes('.'))),
  )
}

function isLiteral(value: Expression | undefined): boolean {
  return !value || value.kind === 'string' || value.kind === 'number' || value.kind === 'constant'
}

function walkPlainBody(checker: Checker, { body, indexSignature }: SchemaStatement, record: SchemaRecord): void {
  if (indexSignature?.keyName)
    declareInside(checker, indexSignature.keyName.text, 'variable', record.indexSignature?.key ?? ANY, indexSignature)
  for (const each of body) {
    if (each.kind !== 'attribute') continue
    const type = findAttribute(record, each.name.text)?.type ?? ANY
    checkDefault(checker, each, type)
    declareInside(checker, each.name.text, 'attribute', type, each.name)
  }
}

/** The record a definition made in the global scan; nested definitions and duplicates are reported. */
function definedRecord(checker: Checker, name: Name, keyword: 'schema' | 'rule'): SchemaRecord | undefined {
  const place = placeOf(checker, name)
  const { globalNames } = checker.package
  const earlier = globalNames.get(name.text)
  if (earlier || checker.scope.kind !== 'package') report(checker, duplicateDefinition(name.text, place, earlier))
  else globalNames.set(name.text, place)
  const type = loadName(checker, name.text, place)
  if (type.kind === 'schema') return type.schema
  report(checker, typeError(`expected ${keyword} type, got ${printType(type)}`, place))
  return undefined
}

function walkDefinition(checker: Checker, record: SchemaRecord, parameters: Parameters | undefined, walk: () => void): void {
  const outer = checker.schema
  checker.schema = { record, types: new Map() }
  inScope(checker, 'schema', () => {
    for (const [index, parameter] of (parameters?.items ?? []).entries()) {
      const type = record.parameters[index]?.type ?? ANY
      declare(checker, parameter.name.names[0]?.text ?? '', 'parameter', type, placeOf(checker, parameter.name))
    }
    walk()
  })
  checker.schema = outer
}

function walkIndexSignature(checker: Checker, statement: IndexSignature, record: SchemaRecord): void {
  const signature = record.indexSignature
  if (!signature) return
  const place = placeOf(checker, statement)
  if (statement.keyName) declare(checker, statement.keyName.text, 'variable', signature.key, placeOf(checker, statement.keyName))
  if (!statement.value) return
  const expectation = signature.value.kind === 'schema' ? { type: signature.value, place: placeOf(checker, statement.value) } : undefined
  requireType(checker, valueType(checker, statement.value, expectation), signature.value, place, undefined)
}

function walkCheck(checker: Checker, check: CheckExpression): void {
  requireMessage(checker, check.message)
  if (check.condition) bareNameType(checker, check.condition)
  expressionType(checker, check.test)
}

function bodyNames(statement: SchemaStatement): Set<string> {
  const names = assignedNames(statement.body)
  for (const each of statement.body) if (each.kind === 'attribute') names.add(each.name.text)
  return names
}
