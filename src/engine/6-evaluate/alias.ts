/** Aliases of types where values are meant. The real engine puts the text of its type in the place of a name that stands alone and is called like an
 *  alias of its package, in expressions and as a key: behind `type Kind = str`, `{Kind = 1}` is `{str = 1}`. */
import type { Identifier } from '../model/ast.ts'
import { isLoopOrArgument, type FunctionScope } from './scope.ts'
import { compileType } from './type.ts'

/** The text of the type a name stands for; undefined for all other names, and for loop variables and arguments. */
export function aliasText({ names }: Identifier, scope: FunctionScope): string | undefined {
  const [first, second] = names
  const { aliases } = scope.module.package
  if (aliases.size === 0 || first === undefined || second !== undefined) return undefined
  const alias = aliases.get(first.text)
  if (alias === undefined || isLoopOrArgument(first.text, scope)) return undefined
  const { text } = compileType(alias.statement.type, alias.module)
  return text.replace(STRING_OR_QUALIFIED_NAME, (part) => (part.startsWith('"') ? part : `@${part}`))
}

const STRING_OR_QUALIFIED_NAME = /"(?:\\.|[^"\\])*"|[A-Za-z_][\w.]*\.\w+/g

/** The name of a loop variable or an argument: behind an alias it is the text, as everywhere. */
export function variableName(name: Identifier, scope: FunctionScope): string {
  const text = aliasText(name, scope)
  return (text && (ownSchemaName(text, scope) ?? text)) ?? name.names[0]?.text ?? ''
}

/** What such a name is as a key: the text is taken for the name of a schema behind its package, and the package counts, unless it is this one. */
export function aliasKey(name: Identifier, scope: FunctionScope): string | undefined {
  const text = aliasText(name, scope)
  if (text === undefined || ownSchemaName(text, scope) !== undefined) return undefined
  const end = text.lastIndexOf('.')
  return end < 0 ? text : text.slice(0, end)
}

/** The name in the text of a schema of this package, where that is marked with the package. */
export function ownSchemaName(text: string, scope: FunctionScope): string | undefined {
  const prefix = `@${scope.module.package.path}.`
  return text.startsWith(prefix) ? text.slice(prefix.length) : undefined
}
