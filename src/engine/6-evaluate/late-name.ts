/** Names that a schema does not know yet when it is made: those of its bases and mixins that come after it. Until then they mean what a local of whoever
 *  makes an instance means by them, as in the real engine, which looks for names in all frames below. */
import type { Statement } from '../model/ast.ts'
import type { SchemaDefinition } from './schema.ts'

/** Of all schemas of a package. */
export function lateNames(schemas: ReadonlyMap<string, SchemaDefinition>): ReadonlySet<string> {
  const late = new Set<string>()
  const searched = new Set<SchemaDefinition>()
  const search = (definition: SchemaDefinition): void => {
    if (searched.has(definition)) return
    searched.add(definition)
    const { statement } = definition
    if (statement.kind === 'rule') return
    for (const name of namesSetBy(statement.body)) late.add(name)
    for (const reference of referencesOf(definition, schemas)) search(reference)
  }
  for (const definition of schemas.values())
    for (const reference of referencesOf(definition, schemas)) if (reference.place > definition.place) search(reference)
  return late
}

function referencesOf({ statement }: SchemaDefinition, schemas: ReadonlyMap<string, SchemaDefinition>): SchemaDefinition[] {
  if (statement.kind === 'rule') return []
  const named = statement.base === undefined ? statement.mixins : [statement.base, ...statement.mixins]
  return named.flatMap(({ names: [first, ...members] }) => (members.length > 0 ? [] : (schemas.get(first?.text ?? '') ?? [])))
}

function namesSetBy(statements: readonly Statement[]): string[] {
  return statements.flatMap((node) => {
    switch (node.kind) {
      case 'attribute':
        return node.name.text
      case 'assign':
        return node.targets.map(({ name }) => name.text)
      case 'unification':
        return node.target.names[0]?.text ?? []
      case 'if':
        return [...namesSetBy(node.body), ...namesSetBy(node.orElse)]
      default:
        return []
    }
  })
}
