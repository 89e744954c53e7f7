/** Type annotations into types (`spec/kcl-frontend.md` E.5). A name means the type of that name, so what is annotated with a schema can be called and
 *  configured like the schema itself; only lambda parameters and casts mean instances. */
import { assertNever } from '../../base/assert-never.ts'
import type { Identifier, Span } from '../model/ast.ts'
import type { LiteralTypeNode, TypeNode } from '../model/type-node.ts'
import { ANY, basicType, dictOf, functionType, instanceOf, listOf, literalOf, unionOf, unitOf } from '../types/type.ts'
import type { Type } from '../types/type.ts'
import { placeOf } from './checker.ts'
import type { Checker } from './checker.ts'
import { loadNames } from './names.ts'

/** The type a name stands for right of `as`; basic types are parsed as names there. */
export function resolveCastTarget(checker: Checker, name: Identifier): Type {
  const [first] = name.names
  const basic = first && name.names.length === 1 ? basicType(first.text) : undefined
  return basic ?? instanceOf(namedType(checker, name, name))
}

/** Undefined names are reported at the whole annotation, or at `span` when given. */
export function resolveAnnotation(checker: Checker, node: TypeNode, span: Span = node): Type {
  switch (node.kind) {
    case 'anyType':
      return ANY
    case 'basicType':
      return { kind: 'primitive', name: node.name }
    case 'namedType':
      return namedType(checker, node.name, span)
    case 'listType':
      return listOf(node.element ? resolveAnnotation(checker, node.element, span) : ANY)
    case 'dictType': {
      const key = node.key ? resolveAnnotation(checker, node.key, span) : ANY
      return dictOf(key, node.value ? resolveAnnotation(checker, node.value, span) : ANY)
    }
    case 'unionType': {
      const written = node.members.map((member) => resolveAnnotation(checker, member, span))
      const own = written.filter((member) => member.kind !== 'union')
      return own.length === written.length ? unionOf(written) : unionOf(membersOfAll(written), own)
    }
    case 'literalType':
      return literalType(node)
    case 'functionType': {
      const parameters = node.parameters.map((parameter) => ({
        name: '',
        type: resolveAnnotation(checker, parameter, span),
        hasDefault: false,
        place: placeOf(checker, node),
      }))
      return functionType(parameters, node.returnType ? resolveAnnotation(checker, node.returnType, span) : ANY, false)
    }
    default:
      return assertNever(node)
  }
}

/** A variable may stand for its type; the run must know which one that was. */
function namedType(checker: Checker, { names }: Identifier, span: Span): Type {
  const type = loadNames(checker, names, span)
  const [first] = names
  if (!first || names.length > 1) return type
  if (checker.package.scope.names.get(first.text)?.kind === 'variable') checker.package.variableTypes.set(first.text, type)
  return type
}

/** A union keeps its members as written, repeated ones too, unless they are very many: an alias may name one before it twice, and so on. */
function membersOfAll(types: readonly Type[]): readonly Type[] {
  const members = types.flatMap((type) => (type.kind === 'union' ? type.members : [type]))
  return members.length > MANY_MEMBERS ? [...new Set(members)] : members
}

const MANY_MEMBERS = 10_000

function literalType(node: LiteralTypeNode): Type {
  const { literal } = node
  if (literal.kind === 'int' && literal.suffix) return unitOf(literal.value, literal.suffix)
  return literalOf(literal.kind, literal.value)
}
