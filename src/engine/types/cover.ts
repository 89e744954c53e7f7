/** Finds the members of a union that others cover. A list of thousands of config literals gives a union of thousands of dict types, so members are
 *  not all compared with each other: each literal inside a member must be found in whatever covers it, which leaves few candidates. */
import { literalKey } from './type.ts'
import type { PrimitiveName, SchemaRecord, Type } from './type.ts'

type IsSubtype = (left: Type, right: Type) => boolean

/** Indexes of the members that another one covers; of equal ones the first remains. */
export function coveredMembers(members: readonly Type[], isSubtype: IsSubtype): readonly number[] {
  // Distinct literals of one base never cover each other.
  if (haveOneLiteralBase(members)) return sortByKey(members, (member) => (member.kind === 'literal' ? member.value : undefined)).repeated
  const { first: indexes, repeated } = sortByKey(members, shapeKeys())
  const distinct = indexes.flatMap((index) => members[index] ?? [])
  const candidatesOf = candidateIndex(distinct)
  const covered = indexes.filter((_, at) => isCovered(distinct, at, candidatesOf, isSubtype))
  return [...repeated, ...covered]
}

/** Indexes of the first member of each key, and of the others. */
function sortByKey(members: readonly Type[], keyOf: (member: Type) => unknown): { readonly first: number[]; readonly repeated: number[] } {
  const keys = new Set<unknown>()
  const first: number[] = []
  const repeated: number[] = []
  for (const [index, member] of members.entries()) {
    const key = keyOf(member)
    ;(keys.has(key) ? repeated : first).push(index)
    keys.add(key)
  }
  return { first, repeated }
}

/** Of members that cover each other the last remains. */
function isCovered(
  members: readonly Type[],
  index: number,
  candidatesOf: (member: Type) => readonly number[] | undefined,
  isSubtype: IsSubtype,
): boolean {
  const member = members[index]
  if (!member) return false
  for (const other of candidatesOf(member) ?? members.keys()) {
    const cover = members[other]
    if (other === index || !cover || !isSubtype(member, cover)) continue
    if (other > index || !isSubtype(cover, member)) return true
  }
  return false
}

/** A number for each type, the same for equal ones. The known keys of dicts do not count: they play no part in what covers what. Each object is looked
 *  at once, and parts stand in texts by their numbers: types may hold the same parts many times. */
function shapeKeys(): (type: Type) => number {
  const objects = new Map<Type | SchemaRecord, number>()
  const texts = new Map<string, number>()
  const numberIn = <Key>(numbers: Map<Key, number>, key: Key): number => {
    const number = numbers.get(key) ?? numbers.size
    numbers.set(key, number)
    return number
  }
  const textOf = (type: Type): string => {
    switch (type.kind) {
      case 'literal':
        return `literal ${literalKey(type)}`
      case 'primitive':
        return type.name
      case 'list':
        return `[${keyOf(type.element)}]`
      case 'dict':
        return `{${keyOf(type.key)}:${keyOf(type.value)}}`
      case 'union':
        return `(${type.members.map(keyOf).join('|')})`
      case 'schema':
        return `${type.isInstance ? 'instance' : 'schema'} ${numberIn(objects, type.schema)}`
      default:
        return `${type.kind} ${numberIn(objects, type)}`
    }
  }
  const known = new Map<Type, number>()
  const keyOf = (type: Type): number => {
    const before = known.get(type)
    if (before !== undefined) return before
    const key = numberIn(texts, textOf(type))
    known.set(type, key)
    return key
  }
  return keyOf
}

function haveOneLiteralBase(members: readonly Type[]): boolean {
  let base: string | undefined
  for (const member of members) {
    if (member.kind !== 'literal' || (base !== undefined && member.base !== base)) return false
    base = member.base
  }
  return true
}

/** What the members hold at one place of their structure: in the union itself, in list elements, dict keys or dict values, in any nesting. */
interface Holding {
  /** By key. */
  readonly literals: Map<string, number[]>
  /** Members with a type that covers every literal of the base. */
  readonly bases: Map<PrimitiveName, number[]>
  /** Members with a type that may cover anything. */
  readonly others: number[]
  readonly inside: Map<'element' | 'key' | 'value', Holding>
}

/** Gives for a member the indexes of those that may cover it, found by its rarest literal; undefined when it has none. */
function candidateIndex(members: readonly Type[]): (member: Type) => readonly number[] | undefined {
  const root = createHolding()
  for (const [index, member] of members.entries()) addMember(root, member, { index, parts: 0 })
  return (member) => {
    const rarest: Rarest = { count: members.length, parts: 0 }
    findRarest(root, member, [], rarest)
    return rarest.lists?.flat()
  }
}

/** What is looked at of a member: types may hold the same parts many times. */
const MOST_PARTS = 1000

function createHolding(): Holding {
  return { literals: new Map(), bases: new Map(), others: [], inside: new Map() }
}

function addMember(holding: Holding, type: Type, member: { readonly index: number; parts: number }): void {
  const { index } = member
  if (++member.parts > MOST_PARTS) {
    holding.others.push(index)
    return
  }
  switch (type.kind) {
    case 'literal':
      push(holding.literals, literalKey(type), index)
      // A float literal stands for every integer (E.2.5).
      if (type.base === 'float') push(holding.bases, 'int', index)
      return
    case 'primitive':
      push(holding.bases, type.name, index)
      if (type.name === 'float') for (const base of ['bool', 'int'] as const) push(holding.bases, base, index)
      return
    case 'list':
      addMember(insideOf(holding, 'element'), type.element, member)
      return
    case 'dict':
      addMember(insideOf(holding, 'key'), type.key, member)
      addMember(insideOf(holding, 'value'), type.value, member)
      return
    case 'union':
      for (const each of type.members) addMember(holding, each, member)
      return
    case 'none':
    case 'void':
      return
    default:
      holding.others.push(index)
  }
}

interface Rarest {
  lists?: readonly (readonly number[])[]
  count: number
  parts: number
}

function findRarest(holding: Holding, type: Type, others: readonly (readonly number[])[], rarest: Rarest): void {
  if (++rarest.parts > MOST_PARTS) return
  switch (type.kind) {
    case 'literal': {
      const lists = [...others, holding.others, holding.literals.get(literalKey(type)) ?? [], holding.bases.get(type.base) ?? []]
      const count = lists.reduce((sum, list) => sum + list.length, 0)
      if (count < rarest.count) Object.assign(rarest, { lists, count })
      return
    }
    case 'list':
      findRarest(insideOf(holding, 'element'), type.element, [...others, holding.others], rarest)
      return
    case 'dict':
      findRarest(insideOf(holding, 'key'), type.key, [...others, holding.others], rarest)
      findRarest(insideOf(holding, 'value'), type.value, [...others, holding.others], rarest)
      return
    case 'union':
      for (const member of type.members) findRarest(holding, member, others, rarest)
      return
    default:
  }
}

function insideOf(holding: Holding, place: 'element' | 'key' | 'value'): Holding {
  const known = holding.inside.get(place)
  if (known) return known
  const made = createHolding()
  holding.inside.set(place, made)
  return made
}

function push<K>(lists: Map<K, number[]>, key: K, index: number): void {
  const list = lists.get(key)
  if (list) list.push(index)
  else lists.set(key, [index])
}
