/** Config literals, entry by entry against what is expected of them (`spec/kcl-frontend.md` E.8). A value is resolved with the expectation its key
 *  has; then the value is checked at the key, so that inner faults come before outer ones. */
import { compileError } from '../faults/names.ts'
import { illegalAttribute } from '../faults/typing.ts'
import type { ConfigEntry, ConfigExpression, ConfigIfEntry, Expression, Identifier } from '../model/ast.ts'
import type { Place } from '../model/diagnostic.ts'
import { printType } from '../types/print.ts'
import { sup, supOfBranches, widen } from '../types/relation.ts'
import { dictOf, findAttribute, listOf, literalOf, readType, STR } from '../types/type.ts'
import type { DictType, KnownKey, SchemaRecord, Type } from '../types/type.ts'
import { requireType } from './assignable.ts'
import { currentExpectation, placeOf, report, withExpectation } from './checker.ts'
import type { Checker, Expectation } from './checker.ts'
import { checkMember, schemaValueType } from './members.ts'
import { findType } from './names.ts'
import { isKey } from './operators.ts'
import { declare, inScope } from './scope.ts'
import { expressionType } from './walk.ts'

type ConfigScope = 'config' | 'instance'

/** What the entries of a literal add up to. */
export interface Gathered {
  readonly keys: Type[]
  readonly values: Type[]
  /** By key what its values so far widen to, and where the last one stands. */
  readonly known: Map<string, KnownKey>
}

export function configType(checker: Checker, entries: readonly ConfigEntry[], scope: ConfigScope = 'config'): DictType {
  const gathered = walkConfig(checker, entries, scope)
  return dictOf(sup(gathered.keys), sup(gathered.values), gathered.known.size > 0 ? gathered.known : undefined)
}

/** Checks the entries where nobody asks for the type they add up to. */
export function walkConfig(checker: Checker, entries: readonly ConfigEntry[], scope: ConfigScope): Gathered {
  const gathered: Gathered = { keys: [], values: [], known: new Map() }
  if (entries.length > 1 && entries.some((entry) => entry.value.kind === 'schemaExpression')) mergeRepeated(checker, entries)
  inScope(checker, scope, () => {
    for (const entry of entries) {
      inFileOf(checker, entry, () => {
        if (entry.key) walkKeyedEntry(checker, entry, entry.key, gathered)
        else walkUnpackedEntry(checker, entry, gathered)
      })
    }
  })
  return gathered
}

/** An entry that came from another file is looked at there. */
function inFileOf(checker: Checker, { movedFrom }: ConfigEntry, walk: () => void): void {
  if (movedFrom === undefined) {
    walk()
    return
  }
  const { module } = checker
  checker.module = checker.package.unit?.modules.find(({ path }) => path === movedFrom) ?? module
  walk()
  checker.module = module
}

export function configIfType(checker: Checker, entry: ConfigIfEntry): Type {
  const types: Type[] = []
  let branch: ConfigExpression | ConfigIfEntry | undefined = entry
  while (branch) {
    if (branch.kind === 'configIf') expressionType(checker, branch.condition)
    types.push(configType(checker, branch.entries, scopeOfBranch(checker)))
    branch = branch.kind === 'configIf' ? branch.orElse : undefined
  }
  return supOfBranches(types)
}

/** The expectation for the value of a key. For the items of a list the key is `[]`. */
export function expectationOf(expectation: Expectation | undefined, name: string): Expectation | undefined {
  if (!expectation) return undefined
  const { type, place } = expectation
  switch (type.kind) {
    case 'list':
      return { type: type.element, place }
    case 'dict':
      return { type: type.value, place }
    case 'schema': {
      const attribute = findAttribute(type.schema, name)
      if (attribute) return { type: readType(attribute.type), place: attribute }
      return type.schema.indexSignature && { type: type.schema.indexSignature.value, place }
    }
    case 'union':
      return { type: sup(memberValueTypes(type.own, name)), place }
    default:
      return undefined
  }
}

/** The name of a key that can be checked: a plain name, a string, or the list of `list[0]`. */
export function keyName(key: Expression): string | undefined {
  if (key.kind === 'identifier') return key.names[0]?.text
  if (key.kind === 'string') return key.value
  return isIndexKey(key) && key.kind === 'subscript' && key.value.kind === 'identifier' ? key.value.names[0]?.text : undefined
}

/** Reports a key that is no string. */
export function requireKey(checker: Checker, type: Type, place: Place): void {
  if (type.kind === 'any' || isKey(type)) return
  report(checker, illegalAttribute(`A attribute must be string type, got '${printType(type)}'`, place))
}

/** Values of one key are united, so what one of them lacks another may give. */
function mergeRepeated(checker: Checker, entries: readonly ConfigEntry[]): void {
  const byName = new Map<string, ConfigExpression[]>()
  for (const { key, value } of entries) {
    const config = value.kind === 'schemaExpression' ? value.config : value
    const name = key && keyName(key)
    if (name === undefined || config.kind !== 'config') continue
    const configs = byName.get(name)
    if (configs) configs.push(config)
    else byName.set(name, [config])
  }
  for (const configs of byName.values()) {
    if (configs.length < 2) continue
    const merged = configs.flatMap((config) => config.entries)
    for (const config of configs) checker.mergedEntries.set(config, merged)
  }
}

/** The entries under an `if` are in a scope of the kind that the literal around them has. */
function scopeOfBranch({ scope }: Checker): ConfigScope {
  return scope.kind === 'instance' ? 'instance' : 'config'
}

function walkKeyedEntry(checker: Checker, entry: ConfigEntry, key: Expression, gathered: Gathered): void {
  const expected = currentExpectation(checker)
  const name = keyName(key)
  if (name === undefined) {
    walkComputedEntry(checker, entry, key, gathered)
    return
  }
  if (key.kind === 'identifier' && key.names.length > 1) {
    walkDottedEntry(checker, entry, key, gathered)
    return
  }
  const place = placeOf(checker, key)
  if (expected) checkMember(checker, name, expected.type, place, undefined)
  const inner = expectationOf(expected, name)
  checker.expectations.push(inner)
  const isUnknown = entry.shorthand && !findType(checker, name)
  const type = expressionType(checker, entry.value)
  if (inner) requireType(checker, type, inner.type, place, inner.place)
  checker.expectations.pop()
  // `{a}` with an unknown or inherited name has no entry.
  if (isUnknown) return
  if (isIndexKey(key)) {
    gathered.keys.push(STR)
    gathered.values.push(entry.operator === '+=' ? type : listOf(type))
  } else {
    gatherNamed(checker, key, name, type, place, gathered)
  }
  checkInsertion(checker, entry, type)
}

/** `a.b: 1` where it was left as it is: the expectation is that of the last name, and what must fit it the dict that the value is in. */
function walkDottedEntry(checker: Checker, entry: ConfigEntry, key: Identifier, gathered: Gathered): void {
  const place = placeOf(checker, key)
  let inner = currentExpectation(checker)
  for (const { text } of key.names) {
    if (inner) checkMember(checker, text, inner.type, place, undefined)
    inner = expectationOf(inner, text)
  }
  const type = withExpectation(checker, inner, () => expressionType(checker, entry.value))
  const nested = key.names.slice(1).reduce((value) => dictOf(STR, value), type)
  if (inner) requireType(checker, nested, inner.type, place, inner.place)
  gathered.keys.push(STR)
  gathered.values.push(nested)
  checkInsertion(checker, entry, nested)
}

function gatherNamed(checker: Checker, key: Expression, name: string, type: Type, place: Place, gathered: Gathered): void {
  const isLoopVariable = key.kind === 'identifier' && checker.loopNames.has(name)
  const keyType = isLoopVariable ? withExpectation(checker, undefined, () => expressionType(checker, key)) : literalOf('str', name)
  requireKey(checker, keyType, place)
  gathered.keys.push(keyType)
  gathered.values.push(type)
  const before = gathered.known.get(name)
  const united = before ? sup([before.type, type]) : type
  gathered.known.set(name, { ...place, type: widen(checker.widened, united) })
  declare(checker, name, 'attribute', united, place)
}

function walkComputedEntry(checker: Checker, entry: ConfigEntry, key: Expression, gathered: Gathered): void {
  const keyType = withExpectation(checker, undefined, () => expressionType(checker, key))
  const type = computedValueType(checker, key, entry.value)
  requireKey(checker, keyType, placeOf(checker, key))
  gathered.keys.push(keyType)
  gathered.values.push(type)
  checkInsertion(checker, entry, type)
}

/** The value of a key without a name. A joined string, or no key at all, expects nothing of it; any other computed key lets the expectation of the
 *  whole literal through (E.8.2). */
export function computedValueType(checker: Checker, key: Expression, value: Expression): Type {
  const expectsNothing = key.kind === 'joinedString' || key.kind === 'missing'
  return expectsNothing ? withExpectation(checker, undefined, () => expressionType(checker, value)) : expressionType(checker, value)
}

function walkUnpackedEntry(checker: Checker, entry: ConfigEntry, gathered: Gathered): void {
  const type = expressionType(checker, entry.value)
  const place = placeOf(checker, entry.value)
  const expected = currentExpectation(checker)
  if (expected) checkUnpacked(checker, type, expected, place, new Set())
  gatherUnpacked(checker, type, place, gathered)
}

/** Compares the known keys of an unpacked value with the expectation, level by level. */
function checkUnpacked(checker: Checker, type: Type, expected: Expectation, place: Place, seen: Set<SchemaRecord>): void {
  for (const [name, known] of knownMembers(type, seen)) {
    checkMember(checker, name, expected.type, place, known)
    const inner = expectationOf(expected, name)
    if (!inner) continue
    requireType(checker, known.type, inner.type, place, inner.place, known)
    checkUnpacked(checker, known.type, inner, place, seen)
  }
}

function knownMembers(type: Type, seen: Set<SchemaRecord>): Iterable<readonly [string, KnownKey]> {
  if (type.kind === 'dict') return type.known ?? []
  if (type.kind !== 'schema' || seen.has(type.schema)) return []
  seen.add(type.schema)
  return type.schema.attributes
}

function gatherUnpacked(checker: Checker, type: Type, place: Place, gathered: Gathered): void {
  switch (type.kind) {
    case 'any':
    case 'none':
      gathered.values.push(type)
      return
    case 'dict':
      gathered.keys.push(type.key)
      gathered.values.push(type.value)
      gatherKnown(type.known, gathered)
      return
    case 'schema':
      gathered.keys.push(STR)
      gathered.values.push(schemaValueType(type.schema))
      gatherKnown(type.schema.attributes, gathered)
      return
    case 'union':
      if (
        type.members.every(
          (member) => member.kind === 'dict' || member.kind === 'schema' || member.kind === 'any' || member.kind === 'none',
        )
      ) {
        gatherUnited(type.members, gathered)
        return
      }
  }
  report(checker, compileError(`only dict and schema can be used ** unpack, got '${printType(type)}'`, place))
}

/** Of a union the keys are not told apart: what one of its members has is not known of all. */
function gatherUnited(members: readonly Type[], gathered: Gathered): void {
  const configs = members.filter((member) => member.kind === 'dict' || member.kind === 'schema')
  gathered.keys.push(sup(configs.map((member) => (member.kind === 'dict' ? member.key : STR))))
  gathered.values.push(sup(configs.map((member) => (member.kind === 'dict' ? member.value : schemaValueType(member.schema)))))
}

/** What an unpacked value knows of its keys replaces what was known. */
function gatherKnown(members: ReadonlyMap<string, KnownKey> | undefined, gathered: Gathered): void {
  for (const [name, member] of members ?? []) gathered.known.set(name, member)
}

function memberValueTypes(members: readonly Type[], name: string): Type[] {
  const found: Type[] = []
  for (const member of members) {
    if (member.kind === 'dict') found.push(member.value)
    if (member.kind !== 'schema') continue
    const type = findAttribute(member.schema, name)?.type ?? member.schema.indexSignature?.value
    if (type) found.push(type)
  }
  return found
}

function isIndexKey(key: Expression): boolean {
  if (key.kind !== 'subscript' || key.value.kind !== 'identifier') return false
  const index = key.index?.kind === 'unary' ? key.index.operand : key.index
  return index?.kind === 'number' && !index.isFloat
}

function checkInsertion(checker: Checker, entry: ConfigEntry, type: Type): void {
  if (entry.operator !== '+=' || type.kind === 'any' || type.kind === 'list') return
  report(checker, illegalAttribute(`only list type can in inserted, got '${printType(type)}'`, placeOf(checker, entry.value)))
}
