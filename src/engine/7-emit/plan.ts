/** The value a program puts out: its standing values and its variables, united (`spec/kcl-runtime.md` D1). */
import { Dict, SchemaInstance, type Value } from '../model/value.ts'
import { conflictingValues } from '../values/conflict.ts'
import { DictBuilder, LITERAL_UNION, mergeInto, subsumes, unite } from '../values/union.ts'

export interface ProgramValues {
  /** Values standing alone at the top of the entry package, in order. */
  readonly scalars: readonly Value[]
  /** Its variables in the order of output. */
  readonly globals: readonly (readonly [name: string, value: Value])[]
}

/** An empty dict for a program without scalars and visible variables. Throws EvaluationFault when scalars and variables contradict each other. */
export function planValue({ scalars, globals }: ProgramValues, options: { readonly showHidden: boolean }): Value {
  let standing: Value
  for (const scalar of scalars) standing = joinOutputs(standing, scalar)
  const variables = new Map<string, Value>()
  for (const [name, value] of globals) if (options.showHidden || !name.startsWith('_')) variables.set(name, value)
  if (variables.size === 0) return scalars.length === 0 ? new Dict() : standing
  if (standing === undefined || standing === null) return new Dict(variables)
  if (!isConfig(standing)) throw conflictingValues(standing, new Dict(new Map([...variables].slice(0, 1))), undefined)
  const builder = new DictBuilder(new Map(standing instanceof Dict ? standing.entries : standing.fields.entries))
  mergeInto(builder, new Dict(variables), LITERAL_UNION, { outer: undefined, step: '' })
  return builder.finish()
}

function isConfig(value: Value): value is Dict | SchemaInstance {
  return value instanceof Dict || value instanceof SchemaInstance
}

function joinOutputs(old: Value, value: Value): Value {
  if (old === undefined || old === null || value === undefined || value === null) return unite(old, value, LITERAL_UNION, undefined)
  if (!subsumes(value, old)) throw conflictingValues(old, value, undefined)
  return unite(old, value, LITERAL_UNION, undefined)
}
