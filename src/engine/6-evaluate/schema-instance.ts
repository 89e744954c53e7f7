/** The making of one instance (`spec/kcl-runtime.md` B9.2): the turns of the bodies, then unknown keys, required attributes and checks. */
import { missingRequired } from '../faults/evaluation.ts'
import { Dict, isList, SchemaInstance, type InstanceOrigin, type Keywords, type Value } from '../model/value.ts'
import { runChecks } from './check.ts'
import type { Context } from './context.ts'
import { applyIndexSignature } from './index-signature.ts'
import type { SchemaDefinition } from './schema.ts'
import { SchemaRun } from './schema-run.ts'

/** An instance made by a conversion, a union or an assignment stands where the program is. */
export function originHere(context: Context, maker?: string): InstanceOrigin {
  return { instance: context.position, required: context.position, isWritten: false, maker }
}

export function instantiateSchema(
  definition: SchemaDefinition,
  config: Dict,
  args: readonly Value[],
  keywords: Keywords | undefined,
  origin: InstanceOrigin | undefined,
): SchemaInstance {
  return runSchema(definition, config, args, keywords, origin).instance
}

export function runSchema(
  definition: SchemaDefinition,
  config: Dict,
  args: readonly Value[],
  keywords: Keywords | undefined,
  origin: InstanceOrigin | undefined,
): { readonly instance: SchemaInstance; readonly run: SchemaRun } {
  const { context } = definition.module
  const { plan } = definition
  // A schema expression counts itself; calls and conversions inside of one are looked at, those further inside are left to it.
  const isOutermost = context.schemaBodies === 0 && context.schemaExpressions <= 1
  const maker = origin?.maker ?? context.packageOfFile(origin?.instance.path ?? context.position.path)
  context.enter(definition.name)
  context.schemaBodies++
  const { self: before, clearings } = context
  const shadowCount = context.shadows.length
  const run = new SchemaRun(context, plan, config, args, keywords, origin)
  context.self = run
  run.runSteps()
  const fields = new Dict(run.fields, run.meta())
  const instance = new SchemaInstance(definition.type, fields, [...config.entries.keys()], args, keywords, origin)
  instance.required = run.requiredNames()
  const isCheckedByKey = applyIndexSignature(run, run.leftOutNames(), () => runAllChecks(run))
  record(context, definition, instance, maker)
  if (isOutermost) requireAttributes(instance)
  if (!isCheckedByKey) {
    detach(run)
    runAllChecks(run)
  }
  context.unshadow(shadowCount)
  context.self = before
  context.schemaBodies--
  context.clearings = clearings
  context.leave()
  return { instance, run }
}

/** What a check makes run again does not change the instance any more. */
function detach(run: SchemaRun): void {
  if (run.plan.checked.length > 0 && run.plan.mayRunAgain) run.publish()
}

function runAllChecks(run: SchemaRun): void {
  for (const body of run.checkedBodies()) {
    runChecks(body.code.checks, body.isLeaf ? run.frame(body) : run.frameInTurn(body), run.origin?.instance)
  }
}

/** An instance counts for all its bases: there it is made by the package of the schema that names the base. */
function record({ instances }: Context, definition: SchemaDefinition, instance: SchemaInstance, maker: string): void {
  if (instances === undefined) return
  let by = maker
  for (let at: SchemaDefinition | undefined = definition; at !== undefined; at = at.base) {
    const records = instances.get(at) ?? new Map<string, SchemaInstance[]>()
    const made = records.get(by) ?? []
    made.push(instance)
    records.set(by, made)
    instances.set(at, records)
    by = at.module.package.path
  }
}

/** Every attribute that needs a value has one, here and in all instances inside (`spec/kcl-runtime.md` B9.7). */
export function requireAttributes(value: Value): void {
  if (typeof value !== 'object' || value === null) return
  if (value instanceof SchemaInstance) {
    if (value.complete) return
    requireOwn(value)
    for (const field of value.fields.entries.values()) requireAttributes(field)
    value.complete = true
    return
  }
  if (value instanceof Dict) for (const entry of value.entries.values()) requireAttributes(entry)
  else if (isList(value)) for (const item of value) requireAttributes(item)
}

function requireOwn(instance: SchemaInstance): void {
  const { entries } = instance.fields
  for (const name of instance.required ?? instance.type.required) {
    const value = entries.get(name)
    if (value === null || (value === undefined && entries.has(name))) throw missingRequired(name, instance.type.name, instance.origin)
  }
}
