/** Values of a running program (`spec/kcl-runtime.md` A1). The common kinds are plain JavaScript values, so the hot paths stay on machine types:
 *
 *    Undefined  undefined            int    number (always a safe integer) or bigint (only outside the safe range, always inside 64 bits)
 *    None       null                 float  FloatValue (boxed: configuration is full of ints and has few floats)
 *    bool       boolean              str    string          list   array
 *
 *  Values are never changed once another piece of program can see them: `_x.a = 1` copies the path it changes. That gives KCL's value semantics
 *  without the real engine's deep copy on each assignment. Only the code that builds a Dict or SchemaInstance may write to it. */

import type { Place } from './diagnostic.ts'

export type Value =
  | undefined
  | null
  | boolean
  | number
  | bigint
  | string
  | FloatValue
  | UnitValue
  | ListValue
  | Dict
  | SchemaInstance
  | FunctionValue
  | SchemaType

export type ListValue = readonly Value[]

export class FloatValue {
  readonly kind = 'float'
  readonly value: number
  constructor(value: number) {
    this.value = value
  }
}

/** `1Mi`: raw 1, suffix "Mi", real 1048576. */
export class UnitValue {
  readonly kind = 'unit'
  readonly real: number
  readonly raw: number | bigint
  readonly suffix: string
  constructor(real: number, raw: number | bigint, suffix: string) {
    this.real = real
    this.raw = raw
    this.suffix = suffix
  }
}

/** How an entry meets an earlier value of its key: `:` union, `=` override, `+=` insert. */
export type EntryOperator = ':' | '=' | '+='

/** Metadata of an entry that is not a plain `:` entry. `index` comes from `key[i]` entries. */
export interface EntryMeta {
  readonly operator: EntryOperator
  readonly index: number | undefined
}

/** An ordered dict. `meta` holds only entries that are not plain `:`, and is absent for most dicts. */
export class Dict {
  readonly kind = 'dict'
  readonly entries: Map<string, Value>
  meta: Map<string, EntryMeta> | undefined
  constructor(entries: Map<string, Value> = new Map(), meta?: Map<string, EntryMeta>) {
    this.entries = entries
    this.meta = meta
  }
}

/** `fields.meta` holds the operators of the configured attributes only; all others count as `=` once they have a value. */
export class SchemaInstance {
  readonly kind = 'schema'
  readonly type: SchemaType
  readonly fields: Dict
  /** Names the user configured, for re-instantiation (B4, B7). */
  readonly configKeys: readonly string[]
  readonly args: readonly Value[]
  readonly keywords: Keywords | undefined
  /** Where faults of the finished instance are reported. */
  readonly origin: InstanceOrigin | undefined
  /** The required attributes of this instance and of all it holds were found set: no need to look again. */
  complete = false
  /** The attributes that must have a value, if they are not those of the type: a mixin that was left out (B9.2) declares nothing. */
  required: readonly string[] | undefined = undefined
  constructor(
    type: SchemaType,
    fields: Dict,
    configKeys: readonly string[],
    args: readonly Value[],
    keywords: Keywords | undefined,
    origin: InstanceOrigin | undefined = undefined,
  ) {
    this.type = type
    this.fields = fields
    this.configKeys = configKeys
    this.args = args
    this.keywords = keywords
    this.origin = origin
  }

  /** The same instance with other attributes. */
  with(fields: Dict): SchemaInstance {
    const { type, configKeys, args, keywords, origin, required } = this
    const changed = new SchemaInstance(type, fields, configKeys, args, keywords, origin)
    changed.required = required
    return changed
  }
}

/** Where an instance was made: the schema expression, and the line on which a missing attribute is reported. */
export interface InstanceOrigin {
  readonly instance: Place
  readonly required: Place
  /** It was made by a schema expression. */
  readonly isWritten: boolean
  /** The path of the package that made it, where that is not the one of the place. */
  readonly maker?: string | undefined
}

export type Keywords = ReadonlyMap<string, Value>

/** A lambda, built-in or bound method. `identity` is equal for the same built-in or method and 0 for every lambda (A5). */
export interface FunctionValue {
  readonly kind: 'function'
  readonly name: string
  readonly identity: number | string
  /** Types of the parameters as a lambda annotates them, Undefined where it does not; absent for built-ins. `reduce` looks at the first. */
  readonly parameterTypes?: readonly (string | undefined)[]
  readonly call: (args: readonly Value[], keywords: Keywords | undefined) => Value
}

/** A schema, mixin, protocol or rule as a value. */
export interface SchemaType {
  readonly kind: 'type'
  readonly name: string
  readonly packagePath: string
  /** Makes an instance, running the body, the checks and (at the top level) the test of required attributes (B9.2). `maker` is the path of the package
   *  that makes it, where that is not the one in which the program stands. */
  readonly instantiate: (config: Dict, args: readonly Value[], keywords: Keywords | undefined, maker?: string) => Value
  /** `S(args)`: an instance without config. Its faults are reported where the program stands. */
  readonly call: (args: readonly Value[], keywords: Keywords | undefined) => Value
  /** The instances so far, for `S.instances()`. */
  readonly instances: (fullPackage: boolean) => ListValue
  /** Attributes that must have a value, in order. */
  readonly required: readonly string[]
  /** Some attribute starts with a value that somebody else may hold. */
  readonly sharesValues: boolean
}

/** Narrows to a list; `Array.isArray` alone does not narrow readonly arrays. */
export function isList(value: Value): value is ListValue {
  return Array.isArray(value)
}

export const MIN_INT = -(2n ** 63n)
export const MAX_INT = 2n ** 63n - 1n

/** A mathematically exact integer as a Value; the caller has checked the 64-bit range. */
export function integer(value: bigint): number | bigint {
  return value >= -9007199254740991n && value <= 9007199254740991n ? Number(value) : value
}

/** `schema` instances print and test as `pkg.Name`, those of the entry package as `Name`. */
export function qualifiedName(type: SchemaType): string {
  return type.packagePath === '__main__' || type.packagePath === '' ? type.name : `${type.packagePath}.${type.name}`
}
