/** Looking up names (`spec/kcl-frontend.md` D.7). Inside a schema its attributes come before the scopes, but after the keys that
 *  the very instance `S {…}` was given; mixins and rules may mention names of their host freely. */
import { similarNames } from '../../base/spelling.ts'
import { compileError, undefinedName } from '../faults/names.ts'
import type { Identifier, Name, Span } from '../model/ast.ts'
import { ANY, findAttribute } from '../types/type.ts'
import type { SchemaRecord, Type } from '../types/type.ts'
import { placeOf, report } from './checker.ts'
import type { Checker, SchemaFrame } from './checker.ts'
import { checkMember, loadAttribute } from './members.ts'
import { declare, findObject, visibleNames } from './scope.ts'

/** The type of a plain or dotted name; faults are reported at `span`, the whole identifier. */
export function loadNames(checker: Checker, names: readonly Name[], span: Span): Type {
  const [first] = names
  if (!first) return reportMissing(checker, span)
  let type = loadName(checker, first.text, span)
  if (names.length === 1) return type
  if (type.kind === 'module') markUsed(checker, first.text)
  for (let index = 1; index < names.length; index++) type = loadAttribute(checker, type, names[index]?.text ?? '', span)
  return type
}

/** The type behind an identifier that is assigned to. */
export function storeNames(checker: Checker, identifier: Identifier, span: Span): Type {
  const [first, ...rest] = identifier.names
  if (!first) return ANY
  let type = storeName(checker, first.text, span)
  for (const name of rest) {
    checkMember(checker, name.text, type, span, undefined)
    type = loadAttribute(checker, type, name.text, span)
  }
  return type
}

function markUsed(checker: Checker, name: string): void {
  const imported = checker.package.imports.get(checker.module)?.get(name)
  if (imported && !checker.package.assignedImports.has(name)) imported.isUsed = true
}

export function loadName(checker: Checker, name: string, span: Span): Type {
  const found = findName(checker, name)
  if (found) return found
  const frame = frameOf(checker, name)
  return frame && isHostName(frame, name) ? ANY : reportUndefined(checker, name, span)
}

/** The type behind a name; undefined for one that is not declared. */
export function findName(checker: Checker, name: string): Type | undefined {
  const frame = frameOf(checker, name)
  return frame ? findInSchema(checker, frame, name) : findType(checker, name)
}

/** The schema in whose body the name is looked up: loop variables go before attributes. */
function frameOf(checker: Checker, name: string): SchemaFrame | undefined {
  return checker.loopNames.has(name) ? undefined : checker.schema
}

/** Declares the name in the current scope when it is new there. */
export function storeName(checker: Checker, name: string, span: Span): Type {
  const frame = checker.schema
  const isDeclared = checker.scope.names.has(name)
  if (!frame) {
    if (isDeclared) return loadName(checker, name, span)
    declare(checker, name, 'variable', ANY, span)
    return ANY
  }
  const attribute = attributeType(frame, name)
  if (isDeclared && attribute) return attribute
  if (!isDeclared) declare(checker, name, 'variable', ANY, span)
  if (!attribute) frame.types.set(name, ANY)
  return ANY
}

export function findType(checker: Checker, name: string): Type | undefined {
  return findObject(checker.scope, name)?.type ?? checker.builtins.findFunction(name)
}

export function reportUndefined(checker: Checker, name: string, span: Span): Type {
  report(
    checker,
    undefinedName(
      name,
      placeOf(checker, span),
      similarNames(name, () => visibleNames(checker), checker.spelling),
    ),
  )
  return ANY
}

/** A name stood there that could not be read. */
function reportMissing(checker: Checker, span: Span): Type {
  report(checker, compileError('missing variable', placeOf(checker, span)))
  return ANY
}

/** The type of an attribute as the body of its schema sees it. */
export function attributeType(frame: SchemaFrame, name: string): Type | undefined {
  return frame.types.get(name) ?? findAttribute(frame.record, name)?.type
}

function findInSchema(checker: Checker, frame: SchemaFrame, name: string): Type | undefined {
  const given = checker.scope.kind === 'instance' ? checker.scope.names.get(name)?.type : undefined
  if (given) return given
  const attribute = attributeType(frame, name)
  if (attribute && attribute.kind !== 'any') return attribute
  if (!frame.record.head.isMixin && !isOwnAttribute(frame, name)) {
    const mixed = findInMixins(frame.record.mixins, name)
    if (mixed) return mixed
  }
  return findType(checker, name) ?? attribute
}

/** Declared by the schema itself, or set in its body before: then mixins do not tell its type. */
function isOwnAttribute({ record, types }: SchemaFrame, name: string): boolean {
  return types.has(name) || record.attributes.has(name)
}

/** Mixins and rules may name what only their host has. */
function isHostName({ record }: SchemaFrame, name: string): boolean {
  return record.head.isRule || (record.head.isMixin && !startsUpperCase(name))
}

function findInMixins(mixins: readonly SchemaRecord[], name: string): Type | undefined {
  for (const mixin of mixins.toReversed()) {
    const type = findAttribute(mixin, name)?.type
    if (type && type.kind !== 'any') return type
  }
  return undefined
}

function startsUpperCase(name: string): boolean {
  return /^\p{Lu}/u.test(name)
}
