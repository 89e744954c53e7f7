/** List literals and their conditional items (`spec/kcl-frontend.md` E.6). */
import type { Expression, Identifier, ListExpression, ListIfItem } from '../model/ast.ts'
import { MANY_BRANCHES, sup } from '../types/relation.ts'
import { ANY, listOf } from '../types/type.ts'
import type { Type } from '../types/type.ts'
import { currentExpectation, withExpectation } from './checker.ts'
import type { Checker } from './checker.ts'
import { expectationOf } from './config.ts'
import { schemaConfigType } from './schema-expression.ts'
import { expressionType } from './walk.ts'

export function listType(checker: Checker, expression: ListExpression): Type {
  return listOf(sup(itemTypes(checker, expression.items)))
}

/** Without an `else` nothing is known of the item. Each condition is looked at before what comes behind it, and its items after that. */
export function listIfType(checker: Checker, item: ListIfItem): Type {
  const branches: ListIfItem[] = []
  let branch: ListExpression | ListIfItem | undefined = item
  while (branch?.kind === 'listIf') {
    expressionType(checker, branch.condition)
    branches.push(branch)
    branch = branch.orElse
  }
  const orElse = branch ? expressionType(checker, branch) : ANY
  const types = branches.toReversed().map(({ items }) => sup(itemTypes(checker, items)))
  if (types.length > MANY_BRANCHES) return sup([elementOf(orElse), ...types.toReversed()])
  return types.reduce((rest, body) => sup([elementOf(rest), body]), orElse)
}

function elementOf(type: Type): Type {
  return type.kind === 'list' ? type.element : type
}

function itemTypes(checker: Checker, items: readonly Expression[]): readonly Type[] {
  const current = currentExpectation(checker)
  const typeOf = areManyInstances(items) ? configOnlyType : expressionType
  if (!current) return items.map((item) => typeOf(checker, item))
  const expected = expectationOf(current, '[]')
  return items.map((item) => withExpectation(checker, expected, () => typeOf(checker, item)))
}

/** More than ten instances of one schema: the real engine then leaves their types and arguments alone. */
function areManyInstances(items: readonly Expression[]): boolean {
  if (items.length <= 10) return false
  const [first] = items
  return first?.kind === 'schemaExpression' && items.every((item) => item.kind === 'schemaExpression' && isSameName(item.name, first.name))
}

function isSameName({ names }: Identifier, other: Identifier): boolean {
  return names.length === other.names.length && names.every(({ text }, index) => text === other.names[index]?.text)
}

function configOnlyType(checker: Checker, item: Expression): Type {
  if (item.kind === 'schemaExpression') schemaConfigType(checker, item)
  return ANY
}
