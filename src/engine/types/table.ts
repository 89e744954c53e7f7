/** Makes each literal, list and dict type once per check, so that types compare by identity. */
import { ANY } from './type.ts'
import type { DictType, LiteralType, ListType, PrimitiveName, Type, UnionType, UnitType } from './type.ts'

export interface TypeTable {
  readonly literal: (base: PrimitiveName, value: LiteralType['value']) => LiteralType
  readonly unit: (raw: number | bigint, suffix: string) => UnitType
  readonly list: (element: Type) => ListType
  readonly dict: (key: Type, value: Type) => DictType
}

export function createTypeTable(): TypeTable {
  const literals = { bool: new Map(), int: new Map(), float: new Map(), str: new Map() } satisfies Record<
    PrimitiveName,
    Map<LiteralType['value'], LiteralType>
  >
  const units = new Map<string, UnitType>()
  const lists = new Map<Type, ListType>()
  const dicts = new Map<Type, Map<Type, DictType>>()
  return {
    literal: (base, value) => {
      const made: Map<LiteralType['value'], LiteralType> = literals[base]
      return made.get(value) ?? remember(made, value, { kind: 'literal', base, value })
    },
    unit: (raw, suffix) => {
      const key = `${raw}${suffix}`
      return units.get(key) ?? remember(units, key, { kind: 'unit', literal: { raw, suffix } })
    },
    list: (element) => lists.get(element) ?? remember(lists, element, { kind: 'list', element }),
    dict: (key, value) => {
      const ofKey = dicts.get(key) ?? remember(dicts, key, new Map<Type, DictType>())
      return ofKey.get(value) ?? remember(ofKey, value, { kind: 'dict', key, value, known: undefined })
    },
  }
}

/** A union of the given types, nested unions flattened, each member once; `any` for none, the type itself for one. */
export function union(types: Iterable<Type>): Type {
  const set = flatten(types)
  if (set.size === 0) return ANY
  const members = [...set]
  const [first] = members
  return members.length === 1 && first ? first : unionOf(members)
}

export function unionOf(members: readonly Type[]): UnionType {
  return { kind: 'union', members, set: new Set(members) }
}

/** The members of the given types in order, each once, without the bottom type. */
export function flatten(types: Iterable<Type>): Set<Type> {
  const set = new Set<Type>()
  for (const type of types) {
    if (type.kind === 'union') for (const member of type.members) set.add(member)
    else if (type.kind !== 'void') set.add(type)
  }
  return set
}

function remember<K, V>(made: Map<K, V>, key: K, value: V): V {
  made.set(key, value)
  return value
}
