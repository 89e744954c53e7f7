/** Makes each literal, list and dict type once per check, so that types compare by identity. */
import type { DictType, LiteralType, ListType, PrimitiveName, Type, UnionType, UnitType } from './type.ts'

export interface TypeTable {
  readonly literal: (base: PrimitiveName, value: LiteralType['value']) => LiteralType
  readonly unit: (raw: number | bigint, suffix: string) => UnitType
  readonly list: (element: Type) => ListType
  readonly dict: (key: Type, value: Type) => DictType
  /** What `widen` made of dict types: those of nested literals are asked for at every level. */
  readonly widened: Map<DictType, DictType>
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
    widened: new Map(),
    dict: (key, value) => {
      const ofKey = dicts.get(key) ?? remember(dicts, key, new Map<Type, DictType>())
      return ofKey.get(value) ?? remember(ofKey, value, { kind: 'dict', key, value, known: undefined })
    },
  }
}

export function unionOf(members: readonly Type[]): UnionType {
  return { kind: 'union', members, set: members.length > FEW ? new Set(members) : undefined }
}

const FEW = 8

/** The given types in order, unions as their members, without the bottom type. */
export function flatten(types: Iterable<Type>): readonly Type[] {
  const members: Type[] = []
  for (const type of types) {
    if (type.kind === 'union') members.push(...type.members)
    else if (type.kind !== 'void') members.push(type)
  }
  return members
}

function remember<K, V>(made: Map<K, V>, key: K, value: V): V {
  made.set(key, value)
  return value
}
