/** Which type may stand for which (`spec/kcl-frontend.md` E.2, E.4), with the real engine's quirks. */
import { coveredMembers } from './cover.ts'
import { ANY, dictOf, fullSchemaName, listOf, literalKey, primitive, unionOf } from './type.ts'
import type { FunctionType, LiteralType, ParameterType, SchemaRecord, Type, UnionType } from './type.ts'

/** Is `left` a subtype of `right`? A bare `any` on the left passes. */
export function isAssignable(left: Type, right: Type): boolean {
  return left.kind !== 'module' && left.kind !== 'void' && isSubtype(left, right, true)
}

/** Is every value of `lower` also one of `upper`? */
export function isUpperBound(upper: Type, lower: Type): boolean {
  return isSubtype(lower, upper, false)
}

/** The rules in the order of E.2; `leftAny` lets an `any` on the left pass. */
export function isSubtype(left: Type, right: Type, leftAny: boolean, effort: Effort = { steps: 0, known: undefined }): boolean {
  if (right.kind === 'any' || left.kind === 'none' || (leftAny && left.kind === 'any')) return true
  if (left === right) return true
  if (++effort.steps < MANY_STEPS || !hasParts(left) || !hasParts(right)) return isSubtypeByKind(left, right, leftAny, effort)
  effort.known ??= { strict: new Map(), lenient: new Map() }
  const all = leftAny ? effort.known.lenient : effort.known.strict
  const known = all.get(left) ?? new Map<Type, boolean>()
  all.set(left, known)
  const result = known.get(right) ?? isSubtypeByKind(left, right, leftAny, effort)
  known.set(right, result)
  return result
}

/** What one comparison has taken. Types may hold the same part many times: after many steps each pair of parts is compared once. */
interface Effort {
  steps: number
  known: { readonly strict: Answers; readonly lenient: Answers } | undefined
}

type Answers = Map<Type, Map<Type, boolean>>

const MANY_STEPS = 1000

function hasParts({ kind }: Type): boolean {
  return kind === 'list' || kind === 'dict' || kind === 'union' || kind === 'function'
}

function isSubtypeByKind(left: Type, right: Type, leftAny: boolean, effort: Effort): boolean {
  if (left.kind === 'union') return left.members.every((member) => isSubtype(member, right, false, effort))
  if (right.kind === 'union') return hasLiteral(right, left) || right.members.some((member) => isSubtype(left, member, false, effort))
  if (left.kind === 'schema') return right.kind === 'schema' && inherits(left.schema, right.schema)
  if (isIntLike(left) && isFloatLike(right)) return true
  if (left.kind === 'unit') {
    return (
      right.kind === 'unit' && (!right.literal || (left.literal?.raw === right.literal.raw && left.literal.suffix === right.literal.suffix))
    )
  }
  if (left.kind === 'literal') return isLiteralSubtype(left, right)
  if (left.kind === 'list') return right.kind === 'list' && isSubtype(left.element, right.element, leftAny, effort)
  if (left.kind === 'dict') {
    return right.kind === 'dict' && isSubtype(left.key, right.key, leftAny, effort) && isSubtype(left.value, right.value, leftAny, effort)
  }
  if (left.kind === 'primitive' && right.kind === 'primitive') return left.name === right.name
  if (left.kind === 'primitive' && right.kind === 'literal') return left.name === 'str' && right.base === 'str'
  if (left.kind === 'function') {
    return (
      right.kind === 'function' &&
      left.parameters.length === right.parameters.length &&
      left.parameters.every((parameter, index) => isSubtype(right.parameters[index]?.type ?? ANY, parameter.type, leftAny, effort)) &&
      isSubtype(left.returns, right.returns, leftAny, effort)
    )
  }
  if (left.kind === 'module') return right.kind === 'module' && left.packagePath === right.packagePath
  return false
}

/** The least upper bound: the union without members that others cover. A type that occurs twice as the same object counts once; equal ones of several
 *  objects cover each other. Removal swaps the last member into the hole, which shows in the order of what remains: with one removal that is the
 *  real engine's order, with more it removes in an order that differs from run to run. */
export function sup(types: Iterable<Type>): Type {
  const members = [...new Set(flatten(types))]
  const [first] = members
  if (!first || members.some(({ kind }) => kind === 'any')) return ANY
  if (members.length === 1) return first
  if (areDifferentLiterals(members)) return unionOf(members)
  removeMembers(members, members.length <= FEW_MEMBERS ? coveredOfFew(members) : coveredMembers(members, isCovered))
  const [only] = members
  return members.length === 1 && only ? only : unionOf(members)
}

/** The upper bound of the branches of a conditional, in order. Each is united with the bound of those behind it, which shows in the order of members; of
 *  very many branches all are united at once, because one by one they take the square of their number. */
export function supOfBranches(branches: readonly Type[]): Type {
  if (branches.length > MANY_BRANCHES) return sup(branches)
  return branches.reduceRight((rest, branch) => sup([branch, rest]))
}

export const MANY_BRANCHES = 300

/** More members than this are not all compared with each other. */
const FEW_MEMBERS = 16

/** The given types in order, unions as their members, without the bottom type. */
function flatten(types: Iterable<Type>): readonly Type[] {
  const members: Type[] = []
  for (const type of types) {
    if (type.kind === 'union') members.push(...type.members)
    else if (type.kind !== 'void') members.push(type)
  }
  return members
}

/** The usual items of a short list: none covers another. */
function areDifferentLiterals(types: readonly Type[]): boolean {
  const [first] = types
  if (first?.kind !== 'literal' || types.length > FEW_LITERALS) return false
  const values = new Set(types.map((type) => (type.kind === 'literal' && type.base === first.base ? type.value : undefined)))
  return values.size === types.length && !values.has(undefined)
}

const FEW_LITERALS = 8

/** Compares all pairs in the order of the real engine, which matters where two types cover each other: of equal ones the first remains, of a string
 *  and the literals around it the last literal. */
function coveredOfFew(members: readonly Type[]): readonly number[] {
  const covered = new Set<number>()
  for (const [index, member] of members.entries()) {
    for (let at = index + 1; at < members.length; at++) {
      const other = members[at]
      if (!other) continue
      if (isSame(member, other)) covered.add(at)
      else if (isCovered(member, other)) {
        covered.add(index)
        break
      } else if (isCovered(other, member)) covered.add(at)
    }
  }
  return [...covered]
}

function isCovered(left: Type, right: Type): boolean {
  return isSubtype(left, right, false)
}

function isSame(left: Type, right: Type): boolean {
  if (left === right) return true
  switch (left.kind) {
    case 'literal':
      return right.kind === 'literal' && left.base === right.base && left.value === right.value
    case 'list':
      return right.kind === 'list' && isSame(left.element, right.element)
    case 'dict':
      return right.kind === 'dict' && left.known === right.known && isSame(left.key, right.key) && isSame(left.value, right.value)
    case 'schema':
      return right.kind === 'schema' && left.schema.read === right.schema.read && left.isInstance === right.isInstance
    case 'function':
      return right.kind === 'function' && isSameFunction(left, right)
    case 'union': {
      if (right.kind !== 'union' || left.members.length !== right.members.length) return false
      return left.members.every((member, index) => isSame(member, right.members[index] ?? ANY))
    }
    default:
      return left.kind === right.kind && isCovered(left, right) && isCovered(right, left)
  }
}

/** The real engine compares the places of parameters, too. */
function isSameFunction(left: FunctionType, right: FunctionType): boolean {
  if (left.parameters.length !== right.parameters.length || left.isVariadic !== right.isVariadic) return false
  return (
    isSame(left.returns, right.returns) && left.parameters.every((parameter, index) => isSameParameter(parameter, right.parameters[index]))
  )
}

function isSameParameter(left: ParameterType, right: ParameterType | undefined): boolean {
  if (right === undefined || left.name !== right.name || left.hasDefault !== right.hasDefault) return false
  return left.place?.path === right.place?.path && left.place?.start === right.place?.start && isSame(left.type, right.type)
}

function removeMembers(members: Type[], indexes: readonly number[]): void {
  for (const index of indexes.toSorted((a, b) => b - a)) {
    const last = members.pop()
    if (last && index < members.length) members[index] = last
  }
}

/** What `widen` made of the parts of lists and dicts, in one check: those of nested literals are asked for at every level. */
export type WidenedParts = Map<Type, Type>

/** Literals become their base, in lists, dicts and unions too; None becomes any. Lists and dicts are made anew. */
export function widen(known: WidenedParts, type: Type): Type {
  switch (type.kind) {
    case 'none':
      return ANY
    case 'literal':
      return primitive(type.base)
    case 'list':
      return listOf(widenPart(known, type.element))
    case 'dict':
      return dictOf(widenPart(known, type.key), widenPart(known, type.value), type.known)
    case 'union':
      return widenUnion(known, type)
    default:
      return type
  }
}

function widenPart(known: WidenedParts, type: Type): Type {
  if (type.kind !== 'list' && type.kind !== 'dict' && type.kind !== 'union') return widen(known, type)
  const before = known.get(type)
  if (before) return before
  const widened = widen(known, type)
  known.set(type, widened)
  return widened
}

/** Widens the members of a union and leaves all else alone: how operands are looked at. */
export function widenUnion(known: WidenedParts, type: UnionType): Type {
  return sup(type.members.map((member) => widen(known, member)))
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

/** A quick yes where the union has many members. */
export function hasLiteral({ literals }: UnionType, type: Type): boolean {
  return type.kind === 'literal' && literals?.has(literalKey(type)) === true
}

function isIntLike(type: Type): boolean {
  return type.kind === 'primitive' ? type.name === 'int' : type.kind === 'literal' && type.base === 'int'
}

function isFloatLike(type: Type): boolean {
  return type.kind === 'primitive' ? type.name === 'float' : type.kind === 'literal' && type.base === 'float'
}

/** A name of a type inside a string is taken for that type: `"print"` passes for `int`, because its printed type contains "int". */
function isLiteralSubtype(left: LiteralType, right: Type): boolean {
  if (right.kind === 'literal') return left.base === right.base && left.value === right.value
  if (right.kind !== 'primitive') return false
  if (right.name === 'float' && left.base !== 'str') return true
  return left.base === right.name || (left.base === 'str' && String(left.value).includes(right.name))
}
