/** Config literals `{ … }` (`spec/kcl-runtime.md` B8). Entries are evaluated in order, value before key; later entries see the earlier ones by name.
 *  A literal whose keys are all known and different is a plain list of sets; only others are merged entry by entry. */
import { notUnpackable } from '../faults/evaluation.ts'
import type { ConfigEntry, ConfigExpression, ConfigIfEntry, Expression } from '../model/ast.ts'
import { Dict, SchemaInstance, type EntryMeta, type Value } from '../model/value.ts'
import { deepCopy } from '../values/deep-copy.ts'
import { displayValue } from '../values/format-value.ts'
import { DictBuilder, entryMeta, LITERAL_UNION, mergeInto, type UnionOptions } from '../values/union.ts'
import type { Context } from './context.ts'
import { aliasText, ownSchemaName } from './alias.ts'
import { keyName, plainKey } from './config-key.ts'
import { followingChanges, noteChanged, withChangesSince } from './open-literal.ts'
import { positioned, type Binding, type Frame, type FunctionScope, type Run, type Stamp } from './scope.ts'
import { compileBranches } from './branch.ts'
import { compileCondition } from './condition.ts'
import { compileChange, mayChange } from './shared-name.ts'
import { completeChanges, withChanges } from './shared-value.ts'
import { copied } from './copied.ts'

export function compileConfig(node: ConfigExpression, scope: FunctionScope): Run {
  const mark = scope.mark()
  const keys = new Set<string>()
  declareKeys(node.entries, scope, keys)
  const locals = [...keys].flatMap((key) => scope.find(key)?.binding ?? [])
  const { isInstance, instanceKeys, instanceStamp } = scope
  scope.instanceKeys = []
  scope.isInstance = scope.instanceConfig === node
  scope.instanceStamp = scope.isInstance ? scope.newStamp() : undefined
  const isChanging = repeatedNames(node.entries).size > 0
  if (isChanging) scope.changing++
  const entries = scope.nested(() => compileEntries(node.entries, scope))
  if (isChanging) scope.changing--
  if (scope.isInstance) for (const key of keys) scope.forgetLocal(key)
  scope.isInstance = isInstance
  scope.instanceKeys = instanceKeys
  scope.instanceStamp = instanceStamp
  scope.forget(mark)
  const run = hasOnlyPlainKeys(entries)
    ? followingChanges(plainConfig(entries, scope), node, scope)
    : mergedConfig(entries, node.entries, scope, locals)
  if (!entries.some((entry) => entry.binding?.shadows !== undefined || entry.isConditional)) return run
  const { context } = scope.module
  return (frame) => {
    const mark = context.shadows.length
    const value = run(frame)
    context.unshadow(mark)
    return value
  }
}

/** One entry, compiled. Keyless entries are unpacked. */
interface Entry {
  readonly value: Run
  readonly name: string | undefined
  readonly key: Run | undefined
  readonly meta: EntryMeta | undefined
  /** Where later entries see it. */
  readonly binding: Binding | undefined
  readonly isConditional: boolean
}

/** The keys a literal will have, so that lambdas inside it can find those that come after them. */
function declareKeys(entries: readonly ConfigEntry[], scope: FunctionScope, declared: Set<string>): void {
  for (const entry of entries) {
    if (entry.key === undefined) {
      for (const inner of branchEntries(entry.value)) declareKeys(inner, scope, declared)
      continue
    }
    const name = visibleName(entry.key, scope)
    if (name === undefined || declared.has(name)) continue
    declared.add(name)
    scope.declare(name, 'key', { isSet: false })
  }
}

function* branchEntries(node: Expression): Iterable<readonly ConfigEntry[]> {
  let branch = node.kind === 'configIf' ? node : undefined
  while (branch !== undefined) {
    yield branch.entries
    if (branch.orElse?.kind === 'config') yield branch.orElse.entries
    branch = branch.orElse?.kind === 'configIf' ? branch.orElse : undefined
  }
}

/** The name under which later entries see an entry; a key that is a loop variable hides the variable behind nothing. */
function visibleName(key: Expression, scope: FunctionScope): string | undefined {
  if (key.kind === 'string') return key.value
  if (key.kind === 'subscript') return key.value.kind === 'identifier' ? key.value.names[0]?.text : undefined
  if (key.kind !== 'identifier' || key.names.length > 1) return undefined
  const alias = aliasText(key, scope)
  return (alias && ownSchemaName(alias, scope)) ?? keyName(key, scope)
}

function compileEntries(nodes: readonly ConfigEntry[], scope: FunctionScope): readonly Entry[] {
  return nodes.map((node) => scope.inFile(node.movedFrom, () => compileEntry(node.run ?? node, scope)))
}

function compileEntry(node: ConfigEntry, scope: FunctionScope): Entry {
  const stamp = scope.isInstance ? scope.instanceStamp : undefined
  if (scope.isInstance) scope.restoreLocals(scope.instanceKeys, stamp)
  const value = stamped(scope.expression(node.value), stamp, scope)
  if (node.key === undefined)
    return {
      value: copied(value, scope),
      name: undefined,
      key: undefined,
      meta: undefined,
      binding: undefined,
      isConditional: node.value.kind === 'configIf',
    }
  const plain = plainKey(node.key, scope)
  const meta = entryMeta(node.operator, plain?.index)
  const key = plain === undefined ? scope.expression(node.key) : undefined
  const name = visibleName(node.key, scope)
  const binding = name === undefined ? undefined : scope.find(name)?.binding
  if (binding?.kind === 'key') {
    scope.reach(binding)
    if (scope.isInstance) scope.instanceKeys.push(binding.name)
    return { value, name: plain?.name, key, meta, binding, isConditional: false }
  }
  return { value, name: plain?.name, key, meta, binding: undefined, isConditional: false }
}

function stamped(run: Run, stamp: Stamp | undefined, scope: FunctionScope): Run {
  if (stamp?.isUsed !== true) return run
  const { context } = scope.module
  const { slot } = stamp
  return (frame) => {
    frame[slot] = context.clearings
    return run(frame)
  }
}

function hasOnlyPlainKeys(entries: readonly Entry[]): boolean {
  const names = new Set<string>()
  for (const entry of entries) {
    if (entry.name === undefined || entry.meta?.index !== undefined || names.has(entry.name)) return false
    names.add(entry.name)
  }
  return true
}

function plainConfig(entries: readonly Entry[], scope: FunctionScope): Run {
  const { context } = scope.module
  const names = entries.map((entry) => entry.name ?? '')
  const values = entries.map((entry) => entry.value)
  const slots = entries.map((entry) => (isVisible(entry.binding) ? (entry.binding?.slot ?? -1) : -1))
  const meta = sharedMeta(entries)
  const count = entries.length
  if (slots.every((slot) => slot < 0)) {
    return (frame) => {
      const map = new Map<string, Value>()
      for (let index = 0; index < count; index++) map.set(names[index] ?? '', values[index]?.(frame))
      return new Dict(map, meta)
    }
  }
  return (frame) => {
    const map = new Map<string, Value>()
    for (const slot of slots) if (slot >= 0) frame[slot] = undefined
    for (let index = 0; index < count; index++) {
      const value = values[index]?.(frame)
      map.set(names[index] ?? '', value)
      const slot = slots[index] ?? -1
      if (slot < 0) continue
      frame[slot] = value
      const shadows = entries[index]?.binding?.shadows
      if (shadows !== undefined) context.shadow(shadows, value)
    }
    return new Dict(map, meta)
  }
}

/** The operators of a literal are the same each time it is evaluated. */
function sharedMeta(entries: readonly Entry[]): Map<string, EntryMeta> | undefined {
  const meta = new Map<string, EntryMeta>()
  for (const entry of entries) if (entry.meta !== undefined && entry.name !== undefined) meta.set(entry.name, entry.meta)
  return meta.size === 0 ? undefined : meta
}

/** Later entries of the literal, or other code of the package, may see it by name. */
function isVisible(binding: Binding | undefined): boolean {
  return binding !== undefined && (binding.isUsed || binding.shadows !== undefined)
}

/** `locals` have no value at the start: none in a branch, which sees what the entries before the `if` have set. */
function mergedConfig(
  entries: readonly Entry[],
  nodes: readonly ConfigEntry[],
  scope: FunctionScope,
  locals: readonly Binding[] = [],
): Run {
  const { context } = scope.module
  const changing = mayChange(nodes) || setsAgain(nodes, entries) ? changingUnion(nodes, entries, scope) : undefined
  const options = changing?.options ?? LITERAL_UNION
  return (frame) => {
    const builder = new DictBuilder()
    for (const local of locals) if (isVisible(local)) frame[local.slot] = undefined
    let mark = context.changeLog.length
    for (const entry of entries) {
      const value = entry.value(frame)
      if (context.changeLog.length > mark) builder.replace((held) => withChangesSince(context, mark, held))
      mark = context.changeLog.length
      if (entry.name !== undefined || entry.key !== undefined) mergeEntry(context, builder, entry, value, options, frame)
      else followUnpacked(builder, locals, frame, () => mergeEntry(context, builder, entry, value, options, frame))
      changing?.settle(builder, frame)
    }
    return builder.finish()
  }
}

/** What is unpacked, or comes from a branch, changes the values so far in place: locals that hold those see it. */
function followUnpacked(builder: DictBuilder, locals: readonly Binding[], frame: Frame, unpack: () => void): void {
  const followers = locals.filter((local) => {
    const held = isVisible(local) ? frame[local.slot] : undefined
    return typeof held === 'object' && held !== null && builder.get(local.name) === held
  })
  unpack()
  for (const { name, slot } of followers) frame[slot] = builder.get(name)
}

/** Does a key come again whose value other entries have seen? */
function setsAgain(nodes: readonly ConfigEntry[], entries: readonly Entry[]): boolean {
  const used = new Set(entries.flatMap(({ binding }) => (binding?.isUsed === true ? binding.name : [])))
  return used.size > 0 && [...repeatedNames(nodes)].some((name) => used.has(name))
}

function repeatedNames(nodes: readonly ConfigEntry[]): ReadonlySet<string> {
  const names = new Set<string>()
  const repeated = new Set<string>()
  for (const name of namesIn(nodes)) {
    if (names.has(name)) repeated.add(name)
    names.add(name)
  }
  return repeated
}

function namesIn(nodes: readonly ConfigEntry[]): readonly string[] {
  return nodes.flatMap(({ key, value }) => {
    if (key === undefined) return [...branchEntries(value)].flatMap(namesIn)
    if (key.kind === 'string') return key.value
    const name = key.kind === 'subscript' ? key.value : key
    return name.kind === 'identifier' ? (name.names[0]?.text ?? []) : []
  })
}

interface ChangingUnion {
  readonly options: UnionOptions
  readonly settle: (builder: DictBuilder, frame: Frame) => void
}

/** An entry that meets an earlier one of its key changes the value that one has, which may have come from a variable. */
function changingUnion(nodes: readonly ConfigEntry[], entries: readonly Entry[], scope: FunctionScope): ChangingUnion {
  const { context } = scope.module
  const changes = new Map<Value, Value>()
  const named = nodes.filter(({ key }) => key !== undefined).map(({ value }) => compileChange(value, scope))
  const settle = (builder: DictBuilder, frame: Frame): void => {
    if (changes.size === 0) return
    completeChanges(changes)
    builder.replace((value) => withChanges(value, changes))
    for (const { binding } of entries)
      if (binding !== undefined && isVisible(binding)) frame[binding.slot] = withChanges(frame[binding.slot], changes)
    for (const change of named) change(changes, frame)
    noteChanged(context, changes)
    changes.clear()
  }
  return { options: { ...LITERAL_UNION, changes }, settle }
}

function mergeEntry(context: Context, builder: DictBuilder, entry: Entry, value: Value, options: UnionOptions, frame: Frame): void {
  const { binding } = entry
  if (entry.name !== undefined) {
    builder.merge(entry.name, value, entry.meta, options)
    if (binding === undefined || !isVisible(binding)) return
    const visible = builder.get(entry.name)
    frame[binding.slot] = visible
    if (binding.shadows !== undefined) context.shadow(binding.shadows, visible)
    return
  }
  if (entry.key === undefined) {
    // What is unpacked is a copy: later entries do not change it where it came from.
    unpackInto(builder, entry.isConditional || options.changes === undefined ? value : deepCopy(value), options)
    return
  }
  const key = entry.key(frame)
  builder.merge(typeof key === 'string' ? key : '', value, entry.meta, options)
}

export function unpackInto(builder: DictBuilder, value: Value, options = LITERAL_UNION): void {
  if (value === undefined || value === null) return
  if (!(value instanceof Dict || value instanceof SchemaInstance)) throw notUnpackable(displayValue(value))
  mergeInto(builder, value, { ...options, copies: true })
}

/** `if c: …` among entries: the chosen entries as a dict, Undefined if none is. They are seen by the entries behind the `if`. */
export function compileConfigIf(node: ConfigIfEntry, scope: FunctionScope): Run {
  const condition = compileCondition(node.condition, scope)
  const [body, orElse] = compileBranches(
    scope,
    () => compileBranch(node.entries, scope),
    () => compileOtherwise(node.orElse, scope),
  )
  return (frame) => (condition(frame) === true ? body(frame) : orElse(frame))
}

function compileOtherwise(node: ConfigIfEntry['orElse'], scope: FunctionScope): Run {
  if (node === undefined) return () => undefined
  if (node.kind === 'config') return compileBranch(node.entries, scope)
  return positioned(scope.module.context, scope.enter(node), compileConfigIf(node, scope))
}

function compileBranch(nodes: readonly ConfigEntry[], scope: FunctionScope): Run {
  const unset = [...scope.unsetBindings()]
  const entries = compileEntries(nodes, scope)
  for (const binding of unset) binding.isSet = false
  return mergedConfig(entries, nodes, scope)
}
