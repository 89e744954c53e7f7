/** The union of values: `|`, merging of config entries, defaults with what the user configured (`spec/kcl-runtime.md` B7).
 *  Nothing is changed in place: the result shares what it can with its operands. How an entry meets an earlier value of its key travels with the
 *  entry, as metadata of the dict that holds it. */
import { EvaluationFault } from '../faults/evaluation.ts'
import { Dict, isList, SchemaInstance, type EntryMeta, type EntryOperator, type ListValue, type Value } from '../model/value.ts'
import { conflictingValues } from './conflict.ts'
import { equals } from './equal.ts'
import { PairResults, PairWalk } from './pair-walk.ts'
import { indexOutOfBounds } from './subscript.ts'
import { typeName } from './type-name.ts'

export interface UnionOptions {
  /** Refuse two different values of one attribute. */
  readonly idempotent: boolean
  /** Instantiate schemas again with what was configured on both sides. */
  readonly resolve: boolean
  /** The right side is a copy: nothing of it is what is there already. */
  readonly copies?: boolean
  /** Notes what has become of each collection that the real engine changes in place. */
  readonly changes?: Map<Value, Value>
}

export const OPERATOR_UNION: UnionOptions = { idempotent: true, resolve: true, copies: true }
export const LITERAL_UNION: UnionOptions = { idempotent: true, resolve: false }
export const CONFIGURED_UNION: UnionOptions = { idempotent: false, resolve: true }
export const SIGNATURE_UNION: UnionOptions = { idempotent: false, resolve: false }

/** Where in the operands a union has arrived, from the inside out. */
export interface UnionPath {
  readonly outer: UnionPath | undefined
  readonly step: string
  /** Of an element of a list: where it stands among how many that meet another. */
  readonly index?: number
  readonly length?: number
  /** What was united on the way, from the second level down. */
  readonly results?: PairResults | undefined
}

function pathInto(outer: UnionPath | undefined, step: string): UnionPath {
  return { outer, step, results: outer === undefined ? undefined : (outer.results ?? new PairResults()) }
}

/** `left | right` for anything but two ints; throws for kinds that do not unite. */
export function uniteOperands(left: Value, right: Value): Value {
  if (left === undefined || left === null) return right
  if (right === undefined || right === null) return left
  if (isCollection(left) && isCollection(right)) return unite(left, right, OPERATOR_UNION, undefined)
  throw new EvaluationFault(`unsupported operand type(s) for |: '"${typeName(left)}"' and '"${typeName(right)}"'`)
}

/** The union inside configs: a scalar is replaced and replaces, whatever its kind; collections of two kinds do not unite. `path` names where the
 *  operands lie, for messages. */
export function unite(left: Value, right: Value, options: UnionOptions, path: UnionPath | undefined): Value {
  if (left === undefined || left === null) return right
  if (right === undefined || right === null) return left
  // Nothing is united with itself, except by `|`, which copies its operands first in the real engine.
  if (left === right && options.copies !== true) return left
  if (isConfigValue(left) && isConfigValue(right)) {
    return path?.results?.of(left, right, () => uniteConfigs(left, right, options, path)) ?? uniteConfigs(left, right, options, path)
  }
  if (isList(left) && isList(right)) {
    const united = path?.results?.of(left, right, () => uniteLists(left, right, options, path)) ?? uniteLists(left, right, options, path)
    return noted(left, united, options)
  }
  if (isCollection(left) && isCollection(right)) {
    throw new EvaluationFault(`union failure, expect "${typeName(left)}", got "${typeName(right)}"`)
  }
  return right
}

function noted<Changed extends Value>(before: Value, after: Changed, { changes }: UnionOptions): Changed {
  changes?.set(before, after)
  return after
}

/** Element by element; the longer list gives the rest. */
function uniteLists(left: ListValue, right: ListValue, options: UnionOptions, path: UnionPath | undefined): ListValue {
  const shorter = Math.min(left.length, right.length)
  const result = left.length >= right.length ? left.slice() : right.slice()
  for (let index = 0; index < shorter; index++) {
    const next = right[index]
    result[index] = isPlain(next)
      ? replaced(left[index], next)
      : unite(left[index], next, options, { ...pathInto(path, `list[${index}]`), index, length: shorter })
  }
  return result
}

function uniteConfigs(
  left: Dict | SchemaInstance,
  right: Dict | SchemaInstance,
  options: UnionOptions,
  path: UnionPath | undefined,
): Value {
  const leftDict = left instanceof Dict ? left : left.fields
  const target = new DictBuilder(new Map(leftDict.entries), left instanceof Dict ? left.meta : instanceMeta(left))
  mergeInto(target, right, options, path)
  if (left instanceof Dict && right instanceof Dict) return noted(left, target.finish(), options)
  return uniteInstances(left, right, target.finish(), options)
}

/** The schema of the result is the left one's, its arguments the right one's if the right is an instance. It is instantiated with what both sides have
 *  configured; with all there is if the left is a dict. Without that it keeps the keys of the left, as in the real engine. */
function uniteInstances(left: Dict | SchemaInstance, right: Dict | SchemaInstance, fields: Dict, options: UnionOptions): Value {
  const model = left instanceof SchemaInstance ? left : right
  if (!(model instanceof SchemaInstance)) return fields
  const call = right instanceof SchemaInstance ? right : model
  if (!options.resolve) {
    const united = new SchemaInstance(model.type, fields, model.configKeys, call.args, call.keywords, model.origin)
    united.required = model.required
    return noted(left, united, options)
  }
  const [first, then] =
    left instanceof Dict
      ? [[...model.configKeys, ...model.fields.entries.keys()], left.entries.keys()]
      : [left.configKeys, right instanceof Dict ? right.entries.keys() : right.configKeys]
  const united = model.type.instantiate(overridesOf(changedFields(fields, options), new Set([...first, ...then])), call.args, call.keywords)
  // Others who hold the left one see what was united, not what was made of it.
  if (left instanceof SchemaInstance) options.changes?.set(left, left.with(new Dict(fields.entries, left.fields.meta)))
  else noted(left, united, options)
  return united
}

/** A value that was changed under one key may be there under another. */
function changedFields(fields: Dict, { changes }: UnionOptions): Dict {
  if (changes === undefined || changes.size === 0) return fields
  return new Dict(new Map([...fields.entries].map(([key, value]) => [key, changes.get(value) ?? value])), fields.meta)
}

/** A config that sets each of `keys` to its value in `fields`, all with `=`. */
export function overridesOf(fields: Dict, keys: Iterable<string>): Dict {
  const entries = new Map<string, Value>()
  const meta = new Map<string, EntryMeta>()
  for (const key of keys) {
    if (!fields.entries.has(key)) continue
    entries.set(key, fields.entries.get(key))
    meta.set(key, OVERRIDE)
  }
  return new Dict(entries, meta)
}

export const OVERRIDE: EntryMeta = { operator: '=', index: undefined }
export const INSERT: EntryMeta = { operator: '+=', index: undefined }

/** The metadata of an entry as it is written. */
export function entryMeta(operator: EntryOperator, index: number | undefined): EntryMeta | undefined {
  if (index !== undefined) return { operator, index }
  return operator === '=' ? OVERRIDE : operator === '+=' ? INSERT : undefined
}

/** All entries of an instance with their operators: configured ones as written, all others with a value as overrides. */
export function instanceMeta(instance: SchemaInstance): Map<string, EntryMeta> {
  const meta = new Map<string, EntryMeta>()
  const configured = new Set(instance.configKeys)
  for (const [key, value] of instance.fields.entries) {
    const written = instance.fields.meta?.get(key) ?? (configured.has(key) || value === undefined ? undefined : OVERRIDE)
    if (written !== undefined) meta.set(key, written)
  }
  return meta
}

/** A large value that many entries are united with, `a.x1 = 1` … `a.x9999 = 1`, is under construction itself until somebody looks at it: copying it for
 *  each entry would take the square of their number. Smaller ones are copied: what many paths lead to is united once then (`PairResults`). */
const LARGE = 64

/** A dict under construction. The metadata given may be shared: it is copied before it is changed. */
export class DictBuilder {
  private readonly entries: Map<string, Value>
  private meta: Map<string, EntryMeta> | undefined
  private ownsMeta = false
  /** Values under construction by key; what `entries` has there is out of date. */
  private growing: Map<string, DictBuilder> | undefined = undefined

  constructor(entries: Map<string, Value> = new Map(), meta?: Map<string, EntryMeta>) {
    this.entries = entries
    this.meta = meta
  }

  /** Unites an entry with what is there already. */
  merge(key: string, value: Value, meta: EntryMeta | undefined, options: UnionOptions, path?: UnionPath): void {
    const entries = this.entries
    if (value instanceof Dict && meta === undefined && options.changes === undefined && this.grow(key, value, options, path)) {
      this.setMeta(key, undefined)
      return
    }
    if (meta?.index !== undefined) {
      entries.set(key, mergeIndexed(this.get(key), value, meta.operator, meta.index, options, path, key))
      // The index stays with the key, as in the real engine: it applies again when this dict is merged into another.
      this.setMeta(key, meta)
      return
    }
    if (!entries.has(key)) entries.set(key, value)
    else entries.set(key, meetValue(this.get(key), value, meta?.operator ?? ':', options, path, key))
    this.setMeta(key, meta)
  }

  /** The value of an entry so far. */
  get(key: string): Value {
    const growing = this.growing?.get(key)
    if (growing === undefined) return this.entries.get(key)
    this.growing?.delete(key)
    const value = growing.finish()
    this.entries.set(key, value)
    return value
  }

  /** Puts others in the place of the values so far. */
  replace(replacement: (value: Value) => Value): void {
    for (const key of this.entries.keys()) this.entries.set(key, replacement(this.get(key)))
  }

  /** Unites a dict with a large one in place; false when what is there is none. */
  private grow(key: string, value: Dict, options: UnionOptions, path: UnionPath | undefined): boolean {
    const growing = this.growing?.get(key) ?? this.startGrowing(key)
    if (growing === undefined) return false
    mergeInto(growing, value, options, pathInto(path, key))
    return true
  }

  private startGrowing(key: string): DictBuilder | undefined {
    const old = this.entries.get(key)
    if (!(old instanceof Dict) || old.entries.size < LARGE) return undefined
    const growing = new DictBuilder(new Map(old.entries), old.meta)
    this.growing ??= new Map()
    this.growing.set(key, growing)
    return growing
  }

  private setMeta(key: string, meta: EntryMeta | undefined): void {
    if (this.meta?.get(key) === meta) return
    if (!this.ownsMeta) {
      this.meta = new Map(this.meta)
      this.ownsMeta = true
    }
    if (meta === undefined) this.meta?.delete(key)
    else this.meta?.set(key, meta)
  }

  finish(): Dict {
    if (this.growing !== undefined) for (const key of this.growing.keys()) this.get(key)
    return new Dict(this.entries, this.meta === undefined || this.meta.size === 0 ? undefined : this.meta)
  }
}

/** Unites all entries of `right` into `target`. */
export function mergeInto(target: DictBuilder, right: Dict | SchemaInstance, options: UnionOptions, path?: UnionPath): void {
  if (right instanceof Dict && right.meta === undefined) {
    for (const [key, value] of right.entries) target.merge(key, value, undefined, options, path)
    return
  }
  const dict = right instanceof Dict ? right : right.fields
  const meta = right instanceof Dict ? right.meta : instanceMeta(right)
  for (const [key, value] of dict.entries) target.merge(key, value, meta?.get(key), options, path)
}

/** A present value meets the next one of its key. */
export function meetValue(
  old: Value,
  value: Value,
  operator: EntryOperator,
  options: UnionOptions,
  path: UnionPath | undefined,
  key: string,
): Value {
  switch (operator) {
    case ':':
      return isPlain(old) && isPlain(value) && !options.idempotent
        ? replaced(old, value)
        : uniteEntry(old, value, options, pathInto(path, key))
    case '=':
      return value
    case '+=':
      // A list is not added to itself, as in the real engine, where operands of `|` are copied first.
      if (old === value && options.copies !== true) return old
      return noted(old, insertItems(old, value, undefined), options)
  }
}

/** One config entry meets the value its attribute has so far: the default, or what a body has assigned. */
export function configure(old: Value, value: Value, meta: EntryMeta | undefined, key: string, changes?: Map<Value, Value>): Value {
  const options = changes === undefined ? CONFIGURED_UNION : { ...CONFIGURED_UNION, changes }
  if (meta?.index !== undefined) return mergeIndexed(old, value, meta.operator, meta.index, options, undefined, key)
  return meetValue(old, value, meta?.operator ?? ':', options, undefined, key)
}

export function isPlain(value: Value): boolean {
  return typeof value !== 'object' || value === null
}

function replaced(old: Value, value: Value): Value {
  return value === undefined || value === null ? (old ?? value) : value
}

function uniteEntry(old: Value, value: Value, options: UnionOptions, path: UnionPath | undefined): Value {
  if (options.idempotent && !subsumes(value, old)) throw conflictingValues(old, value, path)
  return unite(old, value, options, path)
}

/** May `value` be merged into `old` without contradiction? The contents of two configs are looked at when they are merged. */
export function subsumes(value: Value, old: Value, walk?: PairWalk): boolean {
  if (value === undefined || value === null || old === undefined || old === null) return true
  if (isConfigValue(value)) return isConfigValue(old)
  if (!isList(value) || !isList(old)) return equals(value, old)
  if (value.length !== old.length) return false
  const here = walk ?? new PairWalk()
  return here.isRepeated(value, old) || value.every((item, index) => subsumes(item, old[index], here))
}

function isConfigValue(value: Value): value is Dict | SchemaInstance {
  return value instanceof Dict || value instanceof SchemaInstance
}

function isCollection(value: Value): boolean {
  return isConfigValue(value) || isList(value)
}

function insertItems(old: Value, value: Value, index: number | undefined): ListValue {
  const present = old ?? []
  if (!isList(present) || !isList(value)) {
    throw new EvaluationFault(
      `only list attribute can be inserted value, the origin value type is ${typeName(old)} and got value type is ${typeName(value)}`,
    )
  }
  if (index === undefined) return [...present, ...value]
  const position = index < 0 ? index + present.length : index
  if (position < 0) throw indexOutOfBounds(index, present.length)
  if (position > present.length) throw new EvaluationFault(`insertion index (is ${index}) should be <= len (is ${present.length})`)
  return present.toSpliced(position, 0, ...value)
}

/** `key[index]: value` and its kin: the entry changes one element of the list that is there. */
function mergeIndexed(
  old: Value,
  value: Value,
  operator: EntryOperator,
  index: number,
  options: UnionOptions,
  outer: UnionPath | undefined,
  key: string,
): Value {
  const path = pathInto(outer, `${key}[${index}]`)
  if (operator === '+=') return noted(old, insertItems(old, value, index), options)
  if (operator === '=') {
    if (!isList(old)) throw new EvaluationFault(`only list attribute can be override value with the index ${index}`)
    return noted(old, value === undefined ? withoutElement(old, index) : old.with(elementPosition(old, index), value), options)
  }
  if (old === undefined || (isList(old) && old.length === 0)) {
    throw new EvaluationFault(`only non-empty list attribute can be union value with the index ${index}`)
  }
  if (!isList(old)) throw new EvaluationFault(`only list attribute can be union value with the index ${index}`)
  const position = elementPosition(old, index)
  if (options.idempotent && !subsumes(value, old[position])) throw conflictingValues(old[position], value, path)
  return noted(old, old.with(position, unite(old[position], value, options, pathInto(outer, key))), options)
}

function withoutElement(list: ListValue, index: number): ListValue {
  const position = index < 0 ? index + list.length : index
  if (position < 0) throw indexOutOfBounds(index, list.length)
  if (position >= list.length) throw new EvaluationFault(`removal index (is ${index}) should be < len (is ${list.length})`)
  return list.toSpliced(position, 1)
}

function elementPosition(list: ListValue, index: number): number {
  const position = index < 0 ? index + list.length : index
  if (position < 0 || position >= list.length) throw indexOutOfBounds(index, list.length)
  return position
}
