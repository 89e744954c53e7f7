/** Type annotations → what converts and checks values. Names are looked up in the file of the annotation; schemas are found when first needed. */
import type { Identifier, TypeAliasStatement } from '../model/ast.ts'
import type { TypeNode } from '../model/type-node.ts'
import { FloatValue } from '../model/value.ts'
import {
  ANY,
  ANY_UNIT,
  BOOL,
  dictConform,
  FLOAT,
  functionConform,
  INT,
  listConform,
  literalConform,
  schemaConform,
  STR,
  unionConform,
  unitLiteralConform,
  type Conform,
} from '../values/conform.ts'
import { printType } from '../types/print.ts'
import type { Type } from '../types/type.ts'
import type { PackageScope } from './package.ts'
import type { SchemaDefinition } from './schema.ts'
import type { ModuleScope } from './scope.ts'
import { formatFloatLiteral } from './type-text.ts'

const BASIC: ReadonlyMap<string, Conform> = new Map([
  ['bool', BOOL],
  ['int', INT],
  ['float', FLOAT],
  ['str', STR],
  ['any', ANY],
])

/** Names are those of `module`; `user` is the package whose code converts values, another one where an alias of `module` stands for the type. */
export function compileType(node: TypeNode, module: ModuleScope, user = module.package.path): Conform {
  switch (node.kind) {
    case 'anyType':
      return ANY
    case 'basicType':
      return BASIC.get(node.name) ?? ANY
    case 'namedType':
      return compileTypeName(node.name, module, user)
    case 'listType':
      return node.element === undefined ? listConform(ANY, '[]') : listConform(compileType(node.element, module, user))
    case 'dictType': {
      const key = node.key === undefined ? '' : compileType(node.key, module, user).text
      const value = node.value === undefined ? ANY : compileType(node.value, module, user)
      return dictConform(value, `{${key}:${node.value === undefined ? '' : value.text}}`)
    }
    case 'unionType':
      return unionConform(node.members.map((member) => compileType(member, module, user)))
    case 'literalType':
      return compileLiteral(node.literal)
    case 'functionType': {
      const parameters = node.parameters.map((parameter) => compileType(parameter, module).text).join(', ')
      const returns = node.returnType === undefined ? '' : ` -> ${compileType(node.returnType, module).text}`
      return functionConform(`(${parameters})${returns}`)
    }
  }
}

function compileLiteral(literal: Extract<TypeNode, { kind: 'literalType' }>['literal']): Conform {
  switch (literal.kind) {
    case 'bool':
      return literalConform(literal.value ? 'True' : 'False', literal.value)
    case 'str':
      return literalConform(JSON.stringify(literal.value), literal.value)
    case 'float':
      return literalConform(formatFloatLiteral(literal.value), new FloatValue(literal.value))
    case 'int':
      return literal.suffix === undefined
        ? literalConform(String(literal.value), literal.value)
        : unitLiteralConform(`${literal.value}${literal.suffix}`)
  }
}

/** A name where a type stands: a basic type, a schema or an alias. An unknown name, which only lambdas of mixins may have, accepts anything. */
export function compileTypeName(name: Identifier, module: ModuleScope, user = module.package.path): Conform {
  const [first, second] = name.names.map((part) => part.text)
  if (first === undefined) return ANY
  if (second === undefined) return BASIC.get(first) ?? compileDefined(module.package, first, user)
  const target = module.imports.get(first)
  if (target?.kind === 'system') return ANY_UNIT
  const owner = target === undefined ? undefined : module.package.packageOf(target)
  const written = `${first}.${second}`
  return owner === undefined ? schemaConform(written, user, () => undefined) : compileDefined(owner, second, user, written)
}

function compileDefined(owner: PackageScope, name: string, user: string, written?: string): Conform {
  const alias = owner.aliases.get(name)
  if (alias !== undefined) {
    const key = `${user} ${name}`
    const known = owner.aliasTypes.get(key) ?? aliased(compileType(alias.statement.type, alias.module, user))
    owner.aliasTypes.set(key, known)
    return known
  }
  const variable = owner.schemas.has(name) ? undefined : owner.variableTypes?.get(name)
  if (variable !== undefined) return conformOfType(variable, owner, user)
  if (written === undefined && !owner.schemas.has(name)) return ANY
  return definedConform(owner, name, user, written)
}

/** An alias stands for the marked name of a schema, however it was written, and for a function as it is spelled. */
function aliased(type: Conform): Conform {
  if (type.wholeText !== undefined) return { ...type, wholeText: type.text }
  return type.schema !== undefined && type.text.includes('.') ? { ...type, detailText: `@${type.text}` } : type
}

/** Details of a mismatch name a schema of another package with `@`, unless the package was imported under its whole path. */
function definedConform(owner: PackageScope, name: string, user: string, written?: string): Conform {
  const text = owner.isMain ? name : `${owner.path}.${name}`
  return schemaConform(text, user, () => owner.schemas.get(name)?.conversion, owner.isMain || written === text ? text : `@${text}`)
}

/** What the checker found, for values: of a variable that is written as a type. */
function conformOfType(type: Type, scope: PackageScope, user: string): Conform {
  switch (type.kind) {
    case 'primitive':
      return BASIC.get(type.name) ?? ANY
    case 'list':
      return listConform(conformOfType(type.element, scope, user))
    case 'dict': {
      const value = conformOfType(type.value, scope, user)
      return dictConform(value, `{${conformOfType(type.key, scope, user).text}:${value.text}}`)
    }
    case 'union':
      return unionConform(type.members.map((member) => conformOfType(member, scope, user)))
    case 'schema': {
      const owner = scope.packageAt(type.schema.head.packagePath)
      return owner === undefined ? ANY : definedConform(owner, type.schema.head.name, user)
    }
    case 'function':
      return aliased(functionConform(printType(type)))
    default:
      return ANY
  }
}

/** The type behind `as`: messages show a name of the same package as it is written. */
export function compileCastName(name: Identifier, module: ModuleScope): Conform {
  const [first, second] = name.names.map((part) => part.text)
  const type = compileTypeName(name, module)
  if (first === undefined || second !== undefined || type.schema === undefined) return type
  return schemaConform(first, module.package.path, () => type.schema)
}

/** The schema a name stands for, through aliases. */
export function findSchema(name: Identifier, module: ModuleScope): SchemaDefinition | undefined {
  const owner = ownerOf(name, module)
  return owner === undefined ? undefined : definedSchema(owner, nameInPackage(name))
}

/** The schema a name stands for as a base: the real engine does not see through aliases there. */
export function findBase(name: Identifier, module: ModuleScope): SchemaDefinition | undefined {
  return ownerOf(name, module)?.schemas.get(nameInPackage(name))
}

function nameInPackage({ names }: Identifier): string {
  return names[1]?.text ?? names[0]?.text ?? ''
}

function ownerOf({ names }: Identifier, module: ModuleScope): PackageScope | undefined {
  if (names.length === 1) return module.package
  const target = module.imports.get(names[0]?.text ?? '')
  return target === undefined ? undefined : module.package.packageOf(target)
}

export function definedSchema(owner: PackageScope, name: string): SchemaDefinition | undefined {
  const alias = owner.aliases.get(name)
  return alias === undefined ? owner.schemas.get(name) : aliasedSchema(alias.statement, alias.module)
}

export function aliasedSchema(alias: TypeAliasStatement, module: ModuleScope): SchemaDefinition | undefined {
  return alias.type.kind === 'namedType' ? findSchema(alias.type.name, module) : undefined
}
