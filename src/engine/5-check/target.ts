/** What stands left of `=`: `a`, `a.b`, `a["k"].c` (`spec/kcl-frontend.md` E.5). */
import type { Expression, Target } from '../model/ast.ts'
import type { Type } from '../types/type.ts'
import { placeOf } from './checker.ts'
import type { Checker } from './checker.ts'
import { subscriptedType } from './subscript.ts'
import { checkMember, loadAttribute } from './members.ts'
import { attributeType, findType, loadName, reportUndefined, storeName } from './names.ts'

/** The type of the place a target names. A store checks that members may exist, and declares a name that is new in the current scope: there an
 *  outer variable of that name is no longer seen. */
export function targetType(checker: Checker, target: Target, options: { readonly isStore: boolean }): Type {
  const { isStore } = options
  const place = placeOf(checker, target)
  const name = target.name.text
  if (isStore && target.path.length > 0 && !isKnown(checker, name)) reportUndefined(checker, name, place)
  let type = (isStore ? storeName : loadName)(checker, name, place)
  for (const step of target.path) {
    const member = step.kind === 'member' ? step.name.text : memberKey(type, step.index)
    if (member === undefined) {
      if (step.kind === 'index') type = indexStep(checker, type, target, step.index)
      continue
    }
    if (isStore) checkMember(checker, member, type, place, undefined)
    type = loadAttribute(checker, type, member, place)
  }
  return type
}

/** Is there anything behind the name yet? */
export function isKnown(checker: Checker, name: string): boolean {
  const attribute = checker.schema && attributeType(checker.schema, name)
  return attribute !== undefined || findType(checker, name) !== undefined
}

function memberKey(type: Type, index: Expression): string | undefined {
  return index.kind === 'string' && (type.kind === 'dict' || type.kind === 'schema') ? index.value : undefined
}

function indexStep(checker: Checker, type: Type, target: Target, index: Expression): Type {
  const { start, end } = target
  const value = { kind: 'identifier', names: [target.name], start, end } as const
  return subscriptedType(checker, type, { kind: 'subscript', value, optional: false, index, slice: undefined, start, end })
}
