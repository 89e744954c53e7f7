/** List literals and their conditional items (`spec/kcl-frontend.md` E.6). */
import type { Expression, Identifier, ListExpression, ListIfItem } from '../model/ast.ts'
import { sup } from '../types/relation.ts'
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

/** Without an `else` nothing is known of the item. */
export function listIfType(checker: Checker, item: ListIfItem): Type {
  expressionType(checker, item.condition)
  const body = sup(itemTypes(checker, item.items))
  if (!item.orElse) return ANY
  const orElse = expressionType(checker, item.orElse)
  return sup([orElse.kind === 'list' ? orElse.element : orElse, body])
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
