/** The static types of KCL (`spec/kcl-frontend.md` E.1). Equal types may be several objects: the real engine makes a new one for each literal, each
 *  annotation and each built-in, and a union shows which were one and which were not in the order of its members (`sup`). A schema has one record,
 *  filled in while its package is scanned, its definition (`Person`, callable) and a type for each instance. */
import type { Place } from '../model/diagnostic.ts'
import { MAIN_PACKAGE } from '../model/program.ts'

export type Type =
  | AnyType
  | NoneType
  | VoidType
  | PrimitiveType
  | LiteralType
  | UnitType
  | ListType
  | DictType
  | UnionType
  | SchemaType
  | FunctionType
  | ModuleType

export type PrimitiveName = 'bool' | 'int' | 'float' | 'str'

export interface AnyType {
  readonly kind: 'any'
}

/** Of `None` and `Undefined`. */
export interface NoneType {
  readonly kind: 'none'
}

/** The bottom type: of a name whose type is still being found. */
export interface VoidType {
  readonly kind: 'void'
}

export interface PrimitiveType {
  readonly kind: 'primitive'
  readonly name: PrimitiveName
}

export interface LiteralType {
  readonly kind: 'literal'
  readonly base: PrimitiveName
  readonly value: boolean | number | bigint | string
}

/** `units.NumberMultiplier`, or one unit literal such as `1Ki`. */
export interface UnitType {
  readonly kind: 'unit'
  readonly literal: { readonly raw: number | bigint; readonly suffix: string } | undefined
}

export interface ListType {
  readonly kind: 'list'
  readonly element: Type
}

/** `known` holds the keys of a config literal in order of first mention. */
export interface DictType {
  readonly kind: 'dict'
  readonly key: Type
  readonly value: Type
  readonly known: ReadonlyMap<string, KnownKey> | undefined
}

/** A key or attribute, with the place of its name. */
export interface KnownKey extends Place {
  readonly type: Type
}

/** Flat, at least two members. */
export interface UnionType {
  readonly kind: 'union'
  readonly members: readonly Type[]
  /** Those that stand in it by themselves; the others are members of unions it names. */
  readonly own: readonly Type[]
  /** The keys of its literals where the members are many, for a quick test of membership. */
  readonly literals: ReadonlySet<string> | undefined
}

export interface SchemaType {
  readonly kind: 'schema'
  readonly schema: SchemaRecord
  readonly isInstance: boolean
}

export interface FunctionType {
  readonly kind: 'function'
  readonly parameters: readonly ParameterType[]
  readonly returns: Type
  readonly isVariadic: boolean
}

export interface ParameterType {
  readonly name: string
  readonly type: Type
  readonly hasDefault: boolean
  readonly place: Place | undefined
}

export interface ModuleType {
  readonly kind: 'module'
  readonly packagePath: string
  readonly origin: 'user' | 'system' | 'plugin' | 'missing'
}

/** A schema, mixin, protocol or rule. What is writable is filled in while its package is scanned. */
export class SchemaRecord {
  head: SchemaHead
  readonly definition: SchemaType
  /** Of one that stands for a schema whose body is not read yet, that schema; else itself. */
  readonly read: SchemaRecord
  readonly attributes = new Map<string, Attribute>()
  base: SchemaRecord | undefined
  protocol: SchemaRecord | undefined
  mixins: readonly SchemaRecord[] = []
  parameters: readonly ParameterType[] = []
  indexSignature: IndexSignatureType | undefined
  /** Does the body declare attributes and nothing else? */
  isDeclarative = false

  constructor(head: SchemaHead, read?: SchemaRecord) {
    this.head = head
    this.read = read ?? this
    this.definition = { kind: 'schema', schema: this, isInstance: false }
  }
}

export interface SchemaHead {
  readonly name: string
  readonly packagePath: string
  readonly isMixin: boolean
  readonly isProtocol: boolean
  readonly isRule: boolean
  readonly place: Place
}

export interface Attribute extends KnownKey {
  readonly isOptional: boolean
  readonly hasDefault: boolean
}

export interface IndexSignatureType {
  readonly keyName: string | undefined
  readonly key: Type
  readonly value: Type
  readonly anyOther: boolean
}

export const ANY: AnyType = { kind: 'any' }
export const NONE: NoneType = { kind: 'none' }
export const VOID: VoidType = { kind: 'void' }
export const BOOL: PrimitiveType = { kind: 'primitive', name: 'bool' }
export const INT: PrimitiveType = { kind: 'primitive', name: 'int' }
export const FLOAT: PrimitiveType = { kind: 'primitive', name: 'float' }
export const STR: PrimitiveType = { kind: 'primitive', name: 'str' }
export const UNIT: UnitType = { kind: 'unit', literal: undefined }

/** The type a basic name stands for: but for `any` an object of its own each time, which shows in the order of unions. */
export function basicType(name: string): Type | undefined {
  switch (name) {
    case 'any':
      return ANY
    case 'bool':
    case 'int':
    case 'float':
    case 'str':
      return { kind: 'primitive', name }
    default:
      return undefined
  }
}

/** The one object of a primitive type that inferred types share. */
export function primitive(name: PrimitiveName): PrimitiveType {
  switch (name) {
    case 'bool':
      return BOOL
    case 'int':
      return INT
    case 'float':
      return FLOAT
    case 'str':
      return STR
  }
}

export function literalOf(base: PrimitiveName, value: LiteralType['value']): LiteralType {
  return { kind: 'literal', base, value }
}

export function unitOf(raw: number | bigint, suffix: string): UnitType {
  return { kind: 'unit', literal: { raw, suffix } }
}

export function listOf(element: Type): ListType {
  return { kind: 'list', element }
}

export function dictOf(key: Type, value: Type, known?: ReadonlyMap<string, KnownKey>): DictType {
  return { kind: 'dict', key, value, known }
}

/** `members` are flat. */
export function unionOf(members: readonly Type[], own: readonly Type[] = members): UnionType {
  if (members.length <= FEW_MEMBERS) return { kind: 'union', members, own, literals: undefined }
  let literals: ReadonlySet<string> | undefined
  return {
    kind: 'union',
    members,
    own,
    // Most unions of many members come from large literals, and nobody asks.
    get literals() {
      literals ??= literalKeys(members)
      return literals
    },
  }
}

function literalKeys(members: readonly Type[]): ReadonlySet<string> {
  const keys = new Set<string>()
  for (const member of members) if (member.kind === 'literal') keys.add(literalKey(member))
  return keys
}

const FEW_MEMBERS = 8

/** Equal for equal literals. */
export function literalKey({ base, value }: LiteralType): string {
  return `${base} ${value}`
}

export function functionType(parameters: readonly ParameterType[], returns: Type, isVariadic: boolean): FunctionType {
  return { kind: 'function', parameters, returns, isVariadic }
}

/** What an annotation with a schema means where instances are meant. */
export function instanceOf(type: Type): Type {
  return type.kind === 'schema' ? schemaInstance(type.schema) : type
}

export function schemaInstance(schema: SchemaRecord): SchemaType {
  return { kind: 'schema', schema, isInstance: true }
}

/** A schema that was not read when it was named stands for the one that is. */
export function readType(type: Type): Type {
  if (type.kind !== 'schema' || type.schema.read === type.schema) return type
  return { kind: 'schema', schema: type.schema.read, isInstance: type.isInstance }
}

/** Own attribute, else that of a base, else (without a base) that of the protocol. A schema may be its own ancestor: a second walk at half the
 *  speed is met after all schemas of the ring have been seen. */
export function findAttribute(schema: SchemaRecord, name: string): Attribute | undefined {
  let behind: SchemaRecord | undefined = schema
  let isOddStep = false
  for (let each: SchemaRecord | undefined = schema; each; each = each.base ?? each.protocol) {
    const own = each.attributes.get(name)
    if (own) return own
    if (isOddStep) behind = behind && (behind.base ?? behind.protocol)
    isOddStep = !isOddStep
    if (behind === (each.base ?? each.protocol)) return undefined
  }
  return undefined
}

/** The name with its package; schemas of the entry package have none. */
export function fullSchemaName(schema: SchemaRecord): string {
  const { name, packagePath } = schema.head
  return packagePath === MAIN_PACKAGE || packagePath === '' ? name : `${packagePath}.${name}`
}
