/** Which type may stand for which (`spec/kcl-frontend.md` E.2, E.4), with the real engine's quirks. */
import { coveredMembers } from './cover.ts'
import { printType } from './print.ts'
import { flatten, unionOf } from './table.ts'
import type { TypeTable } from './table.ts'
import { ANY, FLOAT, fullSchemaName, INT, primitive, STR } from './type.ts'
import type { LiteralType, SchemaRecord, Type, UnionType } from './type.ts'

/** Is `left` a subtype of `right`? A bare `any` on the left passes. */
export function isAssignable(left: Type, right: Type): boolean {
  return left.kind !== 'module' && left.kind !== 'void' && isSubtype(left, right, true)
}

/** Is every value of `lower` also one of `upper`? */
export function isUpperBound(upper: Type, lower: Type): boolean {
  return isSubtype(lower, upper, false)
}

/** The rules in the order of E.2; `leftAny` lets an `any` on the left pass. */
export function isSubtype(left: Type, right: Type, leftAny: boolean): boolean {
  if (right.kind === 'any' || left.kind === 'none' || (leftAny && left.kind === 'any')) return true
  if (left === right) return true
  if (left.kind === 'union') return left.members.every((member) => isSubtype(member, right, false))
  if (right.kind === 'union') return right.set?.has(left) === true || right.members.some((member) => isSubtype(left, member, false))
  if (left.kind === 'schema') return right.kind === 'schema' && inherits(left.schema, right.schema)
  if (isIntLike(left) && (right === FLOAT || (right.kind === 'literal' && right.base === 'float'))) return true
  if (left.kind === 'unit') {
    return (
      right.kind === 'unit' && (!right.literal || (left.literal?.raw === right.literal.raw && left.literal.suffix === right.literal.suffix))
    )
  }
  if (left.kind === 'literal') return isLiteralSubtype(left, right)
  if (left.kind === 'list') return right.kind === 'list' && isSubtype(left.element, right.element, leftAny)
  if (left.kind === 'dict') {
    return right.kind === 'dict' && isSubtype(left.key, right.key, leftAny) && isSubtype(left.value, right.value, leftAny)
  }
  if (left === STR && right.kind === 'literal') return right.base === 'str'
  if (left.kind === 'function') {
    return (
      right.kind === 'function' &&
      left.parameters.length === right.parameters.length &&
      left.parameters.every((parameter, index) => isSubtype(right.parameters[index]?.type ?? ANY, parameter.type, leftAny)) &&
      isSubtype(left.returns, right.returns, leftAny)
    )
  }
  if (left.kind === 'module') return right.kind === 'module' && left.packagePath === right.packagePath
  return false
}

/** The least upper bound: the union without members that others cover, and without repeated literals. Removal swaps the last member into the
 *  hole, as in the real engine. */
export function sup(types: Iterable<Type>): Type {
  const flat = flatten(types)
  const [single] = flat
  if (single && flat.every((type) => type === single)) return single
  if (areDifferentLiterals(flat)) return unionOf(flat)
  const places = new Map<Type, number[]>()
  const members: Type[] = []
  for (const type of flat) {
    const known = places.get(type)
    if (known && !isMadeAnew(type)) continue
    if (known) known.push(members.length)
    else places.set(type, [members.length])
    members.push(type)
  }
  if (places.has(ANY)) return ANY
  const distinct = [...places.keys()]
  const [first] = distinct
  if (!first) return ANY
  if (members.length <= MANY) removeMembers(members, coveredOfFew(members))
  else {
    const covered = new Set(coveredMembers(distinct, (left, right) => isSubtype(left, right, false)))
    const holes = [...places.values()].flatMap((each, index) => (covered.has(index) ? each : each.slice(1)))
    removeMembers(members, holes)
  }
  const [only] = members
  return members.length === 1 && only ? only : unionOf(members)
}

/** In the real engine each mention of a literal, a list or a plain dict is a type of its own. */
function isMadeAnew(type: Type): boolean {
  return type.kind === 'literal' || type.kind === 'list' || (type.kind === 'dict' && type.known === undefined)
}

/** Compares all pairs in the order of the real engine, which matters where two types cover each other: of a string and the literals around it the
 *  last literal remains. */
function coveredOfFew(members: readonly Type[]): readonly number[] {
  const covered = new Set<number>()
  for (const [index, member] of members.entries()) {
    for (let at = index + 1; at < members.length; at++) {
      const other = members[at]
      if (!other) continue
      if (member === other) covered.add(at)
      else if (isSubtype(member, other, false)) {
        covered.add(index)
        break
      } else if (isSubtype(other, member, false)) covered.add(at)
    }
  }
  return [...covered]
}

/** The usual items of a short list: none covers another. */
function areDifferentLiterals(types: readonly Type[]): boolean {
  const [first] = types
  if (first?.kind !== 'literal' || types.length > FEW) return false
  return types.every((type, index) => type.kind === 'literal' && type.base === first.base && types.indexOf(type) === index)
}

const FEW = 8

/** More members than this are not all compared with each other. */
const MANY = 16

function removeMembers(members: Type[], indexes: readonly number[]): void {
  for (const index of indexes.toSorted((a, b) => b - a)) {
    const last = members.pop()
    if (last && index < members.length) members[index] = last
  }
}

/** Literals become their base, in lists, dicts and unions too; None becomes any. */
export function widen(table: TypeTable, type: Type): Type {
  switch (type.kind) {
    case 'none':
      return ANY
    case 'literal':
      return primitive(type.base)
    case 'list':
      return table.list(widen(table, type.element))
    case 'dict': {
      const before = table.widened.get(type)
      if (before !== undefined) return before
      const key = widen(table, type.key)
      const value = widen(table, type.value)
      const plain = table.dict(key, value)
      const widened = type.known ? { ...plain, known: type.known } : plain
      table.widened.set(type, widened)
      return widened
    }
    case 'union':
      return widenUnion(table, type)
    default:
      return type
  }
}

/** Widens the members of a union and leaves all else alone: how operands are looked at. */
export function widenUnion(table: TypeTable, type: UnionType): Type {
  return sup(type.members.map((member) => widen(table, member)))
}

function inherits(schema: SchemaRecord, ancestor: SchemaRecord): boolean {
  const seen = new Set<SchemaRecord>()
  for (let each: SchemaRecord | undefined = schema; each && !seen.has(each); each = each.base) {
    if (each === ancestor) return true
    if (each.head.name === ancestor.head.name && fullSchemaName(each) === fullSchemaName(ancestor)) return true
    seen.add(each)
  }
  return false
}

function isIntLike(type: Type): boolean {
  return type === INT || (type.kind === 'literal' && type.base === 'int')
}

/** The last rule compares printed text: `str(print)` passes for `int` because it contains "int". */
function isLiteralSubtype(left: LiteralType, right: Type): boolean {
  if (right.kind === 'literal') return left.base === right.base && left.value === right.value
  if (right.kind === 'primitive') {
    if (right === FLOAT && left.base !== 'str') return true
    return left.base === right.name || (left.base === 'str' && String(left.value).includes(right.name))
  }
  return mayContain(left, right) && printType(left).includes(printType(right))
}

/** Saves printing: the text of a number or truth value has no brackets, that of a string only those of its value. */
function mayContain(left: LiteralType, right: Type): boolean {
  switch (right.kind) {
    case 'list':
    case 'dict':
    case 'function':
      return left.base === 'str' && /[[{(]/.test(String(left.value))
    default:
      return true
  }
}
