/** Rules: an instance of the protocol they are for, then the checks of parent rules and their own (`spec/kcl-runtime.md` B9.9). */
import { Dict, type InstanceOrigin, type Keywords, type Value } from '../model/value.ts'
import { runChecks } from './check.ts'
import type { SchemaDefinition } from './schema.ts'
import { runSchema } from './schema-instance.ts'
import { bindArguments } from './schema-arguments.ts'
import { SchemaRun } from './schema-run.ts'
import { findBase, findSchema } from './type.ts'

export function instantiateRule(
  definition: SchemaDefinition,
  config: Dict,
  args: readonly Value[],
  keywords: Keywords | undefined,
  origin: InstanceOrigin | undefined,
): Value {
  const { statement, module } = definition
  const { context } = module
  const host = statement.host === undefined ? undefined : findSchema(statement.host, module)
  const made = host === undefined ? undefined : runSchema(host, config, [], undefined, origin)
  context.enter(definition.name)
  const before = context.self
  context.self = made?.run ?? new SchemaRun(context, definition.plan, config, args, keywords, origin)
  context.self.step = Number.POSITIVE_INFINITY
  checkRule(definition, args, keywords, origin)
  context.self = before
  context.leave()
  return made?.instance ?? new Dict()
}

function checkRule(
  definition: SchemaDefinition,
  args: readonly Value[],
  keywords: Keywords | undefined,
  origin: InstanceOrigin | undefined,
): void {
  const { statement, module, body } = definition
  if (statement.kind === 'rule') {
    for (const parent of statement.parents) {
      const rule = parent.kind === 'identifier' && !module.package.hides(parent) ? findBase(parent, module) : undefined
      if (rule !== undefined) checkRule(rule, args, keywords, origin)
    }
  }
  const frame: Value[] = []
  bindArguments(body.parameters, frame, args, keywords, true)
  runChecks(body.checks, frame, origin?.instance)
}
