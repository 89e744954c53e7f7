/** Members of types: loading an attribute, and whether a config may have it (`spec/kcl-frontend.md` E.6, E.8). */
import { similarNames } from '../../base/spelling.ts'
import { cannotAddMember, compileError, error, message, privateMember } from '../faults/names.ts'
import { attributeNotFound } from '../faults/typing.ts'
import type { Span } from '../model/ast.ts'
import type { Diagnostic, Place } from '../model/diagnostic.ts'
import { printType } from '../types/print.ts'
import { ANY, findAttribute } from '../types/type.ts'
import type { IndexSignatureType, ModuleType, SchemaRecord, SchemaType, Type } from '../types/type.ts'
import { placeOf, report } from './checker.ts'
import type { Checker } from './checker.ts'

/** The type of `type.name`; `any` after a fault. */
export function loadAttribute(checker: Checker, type: Type, name: string, span: Span): Type {
  const found = findMember(checker, type, name, span)
  if (found) return found
  report(checker, attributeNotFound(name, printType(type), placeOf(checker, span), suggestedMembers(checker, type, name)))
  return ANY
}

/** May a config for `type` have the member? `origin` is where an unpacked value defines it. */
export function checkMember(checker: Checker, name: string, type: Type, span: Span, origin: Place | undefined): void {
  // Where a name is missing the parser has said so.
  const refused = name === '' ? undefined : refuseMember(name, type)
  if (!refused) return
  const fault = cannotAddMember(
    name,
    refused.owner,
    placeOf(checker, span),
    similarNames(name, () => refused.candidates, checker.spelling),
  )
  report(checker, origin ? withOrigin(fault, origin) : fault)
}

/** What iterating or subscripting a schema gives. */
export function schemaValueType(schema: SchemaRecord): Type {
  return schema.indexSignature?.value ?? ANY
}

function findMember(checker: Checker, type: Type, name: string, span: Span): Type | undefined {
  switch (type.kind) {
    case 'any':
    case 'union':
      return ANY
    case 'primitive':
      return type.name === 'str' ? checker.builtins.findStringMethod(name) : undefined
    case 'literal':
      return type.base === 'str' ? checker.builtins.findStringMethod(name) : undefined
    case 'dict':
      return type.known?.get(name)?.type ?? type.value
    case 'schema':
      return findSchemaMember(checker, type, name)
    case 'module':
      return findModuleMember(checker, type, name, span)
    default:
      return undefined
  }
}

function findSchemaMember(checker: Checker, type: SchemaType, name: string): Type | undefined {
  const schema = type.schema.read
  const attribute = findAttribute(schema, name)
  if (attribute) return attribute.type
  if (schema.head.isMixin || schema.indexSignature) return ANY
  return !type.isInstance && name === 'instances' ? checker.builtins.schemaInstances : undefined
}

function findModuleMember(checker: Checker, module: ModuleType, name: string, span: Span): Type | undefined {
  if (module.origin === 'plugin') return ANY
  if (module.origin === 'system') return checker.builtins.findModuleMember(module.packagePath, name)
  const owner = checker.packages.get(module.packagePath)
  const found = owner && (owner.scope.names.get(name) ?? (checker.finished.has(owner) ? owner.innerNames.get(name) : undefined))
  if (!found) return undefined
  if (found.type.kind === 'module') {
    report(checker, compileError(`can not import the attribute '${name}' from the module '${module.packagePath}'`, placeOf(checker, span)))
  }
  if (name.startsWith('_') && module.packagePath !== checker.package.packagePath)
    report(checker, privateMember(name, module.packagePath, placeOf(checker, span)))
  return found.type
}

function suggestedMembers(checker: Checker, type: Type, name: string): readonly string[] {
  if (type.kind !== 'schema') return []
  return similarNames(name, () => (type.isInstance ? type.schema.read.attributes.keys() : ['instances']), checker.spelling)
}

interface Refusal {
  /** `schema 'S'`, `'schemas ["A", "B"]'` */
  readonly owner: string
  readonly candidates: readonly string[]
}

/** What is not read of the members of a union is not there, and neither are the members of a union in it. */
function refuseMember(name: string, type: Type): Refusal | undefined {
  if (type.kind === 'schema') return refuseSchemaMember(name, type.schema.read)
  if (type.kind !== 'union') return undefined
  const schemas: SchemaRecord[] = []
  for (const member of type.own) {
    if (member.kind === 'dict') return undefined
    if (member.kind !== 'schema') continue
    if (!refuseSchemaMember(name, member.schema)) return undefined
    schemas.push(member.schema)
  }
  const [first] = schemas
  if (!first) return undefined
  const names = schemas.map((schema) => schema.head.name)
  return {
    owner: names.length === 1 ? `'schema ${first.head.name}'` : `'schemas [${names.map((each) => JSON.stringify(each)).join(', ')}]'`,
    candidates: schemas.flatMap((schema) => [...schema.attributes.keys()]),
  }
}

function refuseSchemaMember(name: string, schema: SchemaRecord): Refusal | undefined {
  const owner = `schema '${schema.head.name}'`
  const signature = schema.indexSignature
  if (signature) {
    const literals = signature.anyOther ? undefined : literalKeys(signature)
    return literals && !literals.includes(name) ? { owner, candidates: literals } : undefined
  }
  if (schema.head.isMixin || findAttribute(schema, name)) return undefined
  return { owner, candidates: [...schema.attributes.keys()] }
}

/** The names an index signature such as `["a" | "b"]: int` allows; absent when it allows any. Of a union only the literals count. */
function literalKeys({ key }: IndexSignatureType): readonly string[] | undefined {
  const literals = key.kind === 'union' ? key.members : [key]
  const names = literals.flatMap((member) => (member.kind === 'literal' && member.base === 'str' ? [String(member.value)] : []))
  return names.length === 0 && key.kind !== 'union' ? undefined : names
}

function withOrigin(fault: Diagnostic, origin: Place): Diagnostic {
  const [first] = fault.messages
  return first ? error('E2L23', 'CompileError', first, message('config attribute is defined here', origin)) : fault
}
