/** What stands left of `=`: `a`, `a.b`, `a["k"].c` (`spec/kcl-frontend.md` E.5). */
import type { Expression, Target } from '../model/ast.ts'
import type { Type } from '../types/type.ts'
import { placeOf } from './checker.ts'
import type { Checker } from './checker.ts'
import { subscriptedType } from './subscript.ts'
import { checkMember, loadAttribute } from './members.ts'
import { loadName, storeName } from './names.ts'

/** The type of the place a target names. A store declares a new name and checks that members may exist. */
export function targetType(checker: Checker, target: Target, options: { readonly isStore: boolean }): Type {
  const { isStore } = options
  const place = placeOf(checker, target)
  let type = (isStore && target.path.length === 0 ? storeName : loadName)(checker, target.name.text, place)
  for (const step of target.path) {
    const name = step.kind === 'member' ? step.name.text : memberKey(type, step.index)
    if (name === undefined) {
      if (step.kind === 'index') type = indexStep(checker, type, target, step.index)
      continue
    }
    if (isStore) checkMember(checker, name, type, place, undefined)
    type = loadAttribute(checker, type, name, place)
  }
  return type
}

function memberKey(type: Type, index: Expression): string | undefined {
  return index.kind === 'string' && (type.kind === 'dict' || type.kind === 'schema') ? index.value : undefined
}

function indexStep(checker: Checker, type: Type, target: Target, index: Expression): Type {
  const { start, end } = target
  const value = { kind: 'identifier', names: [target.name], start, end } as const
  return subscriptedType(checker, type, { kind: 'subscript', value, optional: false, index, slice: undefined, start, end })
}
