/** Names of values that are configured like a schema (`base {…}` where `base: S`). The real engine replaces such a name by the schema's, wherever it
 *  stands alone in an expression or as a key of its package. */
import type { Identifier } from '../model/ast.ts'
import type { SchemaDefinition } from './schema.ts'
import { isLoopOrArgument, type FunctionScope } from './scope.ts'

/** The schema that stands for the name; undefined for all other names, and for loop variables and arguments. */
export function configuredSchema({ names }: Identifier, scope: FunctionScope): SchemaDefinition | undefined {
  const owner = scope.module.package
  if (owner.variableTypes === undefined || owner.variableTypes.size === 0) return undefined
  const type = owner.variableTypes.get(names.map((name) => name.text).join('.'))
  if (type?.kind !== 'schema' || isLoopOrArgument(names[0]?.text ?? '', scope)) return undefined
  return owner.packageAt(type.schema.head.packagePath)?.schemas.get(type.schema.head.name)
}
