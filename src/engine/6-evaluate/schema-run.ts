/** The making of one instance (`spec/kcl-runtime.md` B9.2): the steps of the plan in order, then unknown keys, required attributes and checks. */
import { missingRequired } from '../faults/evaluation.ts'
import { Dict, isList, SchemaInstance, type EntryMeta, type InstanceOrigin, type Keywords, type Value } from '../model/value.ts'
import { conform } from '../values/conform.ts'
import { OVERRIDE } from '../values/union.ts'
import { runChecks } from './check.ts'
import type { Context } from './context.ts'
import { applyIndexSignature } from './index-signature.ts'
import { convertedDefault, plainDefault, type ParameterCode } from './lambda.ts'
import type { SchemaDefinition } from './schema.ts'
import type { AttributeInfo, AttributeSetter, SchemaPlan, Step } from './schema-plan.ts'
import type { Frame } from './scope.ts'

/** The instance under construction, and later what its lambdas see. */
export class SchemaRun {
  readonly context: Context
  readonly plan: SchemaPlan
  readonly fields: Map<string, Value>
  readonly config: Dict
  readonly args: readonly Value[]
  readonly keywords: Keywords | undefined
  readonly origin: InstanceOrigin | undefined
  /** The step that runs; all steps are behind it at the end. */
  step = 0
  /** The schema of the chain whose body or mixin runs. */
  private owner = 0
  /** The attribute whose statement runs. */
  target: string | undefined = undefined
  private readonly frames: (Frame | undefined)[] = []
  /** Made when an attribute is first evaluated on demand: most instances never need it. */
  private lazy: LazyAttributes | undefined = undefined
  private undefinedNames: Set<string> | undefined = undefined

  constructor(
    context: Context,
    plan: SchemaPlan,
    config: Dict,
    args: readonly Value[],
    keywords: Keywords | undefined,
    origin: InstanceOrigin | undefined,
  ) {
    this.context = context
    this.plan = plan
    this.config = config
    this.args = args
    this.keywords = keywords
    this.origin = origin
    this.fields = new Map()
    for (const name of plan.names) this.fields.set(name, undefined)
  }

  /** The frame of a body, with its arguments bound when it is first needed. */
  frame(body: number): Frame {
    const present = this.frames[body]
    if (present !== undefined) return present
    const frame: Frame = []
    this.frames[body] = frame
    const planned = this.plan.bodies[body]
    if (planned !== undefined && planned.code.parameters.length > 0) {
      bindArguments(planned.code.parameters, frame, this.args, this.keywords, planned.isLeaf)
      for (const { slot, shadows } of planned.code.parameters) if (shadows !== undefined) this.context.shadow(shadows, frame[slot])
    }
    return frame
  }

  runSteps(): void {
    const { steps } = this.plan
    for (let at = 0; at < steps.length; at++) {
      const step = steps[at]
      if (step === undefined || (this.lazy !== undefined && (this.isLeftOut(step.body, at) || this.isDone(step)))) continue
      this.step = at
      this.owner = this.plan.bodies[step.body]?.owner ?? 0
      step.run(this.frame(step.body))
    }
    this.step = steps.length
  }

  private isDone(step: Step): boolean {
    if (step.soleName === undefined) return false
    const owner = this.plan.bodies[step.body]?.owner ?? 0
    return this.lazy?.states[owner]?.get(step.soleName)?.isCached === true
  }

  /** What only a mixin declares that was left out is no attribute of this instance. */
  dropLeftOut(): void {
    const { lazy } = this
    if (lazy === undefined || lazy.leftOut.size === 0) return
    for (const [name, info] of this.plan.attributes) {
      if (this.fields.get(name) === undefined && info.setters.every((setter) => lazy.leftOut.has(setter.body))) this.fields.delete(name)
    }
  }

  /** Settled at the first step of a mixin. */
  private isLeftOut(body: number, at: number): boolean {
    const planned = this.plan.bodies[body]
    const { lazy } = this
    if (lazy === undefined || planned?.isMixin !== true) return false
    if (planned.firstStep === at && lazy.touchedMixins.has(body)) lazy.leftOut.add(body)
    return lazy.leftOut.has(body)
  }

  /** The value of an attribute before its last step: the protocol of lazy globals, per instance. */
  read(name: string, info: AttributeInfo): Value {
    const count = info.setters.length
    const { owner } = this
    let state = this.lazy?.states[owner]?.get(name)
    if (this.target === name && (count <= 1 || state === undefined || state.level === 0)) return this.fields.get(name)
    if (state?.isCached === true) return state.value
    if (count === 0) return this.fields.get(name)
    if (state === undefined) {
      state = { level: 0, isCached: false, value: undefined }
      this.lazy ??= { states: [], touchedMixins: new Set(), leftOut: new Set() }
      const states = (this.lazy.states[owner] ??= new Map<string, LazyState>())
      states.set(name, state)
    }
    const level = ++state.level
    // A setter in a branch that is not chosen leaves the attribute to the setter before it.
    if (level > count) return this.fields.get(name)
    let at = count - level
    do this.runSetter(info.setters[at])
    while (--at >= 0 && this.fields.get(name) === undefined)
    state.level = level - 1
    state.isCached = true
    state.value = this.fields.get(name)
    return state.value
  }

  /** A body has assigned Undefined: that overrides, too. */
  noteUndefined(name: string): void {
    ;(this.undefinedNames ??= new Set()).add(name)
  }

  /** Operators of the configured attributes, and of those to which Undefined was assigned. */
  meta(): Map<string, EntryMeta> | undefined {
    if (this.undefinedNames === undefined) return this.config.meta
    const meta = new Map(this.config.meta)
    for (const name of this.undefinedNames)
      if (this.fields.get(name) === undefined && !this.config.entries.has(name)) meta.set(name, OVERRIDE)
    return meta
  }

  private runSetter(setter: AttributeSetter | undefined): void {
    if (setter === undefined) return
    const { context, target, owner } = this
    if (this.plan.bodies[setter.body]?.isMixin === true) this.lazy?.touchedMixins.add(setter.body)
    context.enterLazily()
    const { self, stop, isStopped } = context
    context.self = this
    context.stop = setter.statement
    context.isStopped = false
    context.onlyBranch = setter.branch
    setter.run(this.frame(setter.body))
    context.self = self
    context.stop = stop
    context.isStopped = isStopped
    this.target = target
    this.owner = owner
    context.leaveLazily()
  }
}

interface LazyAttributes {
  /** For each schema of the chain apart: a parent's body does not see what its child's has found out. */
  readonly states: Map<string, LazyState>[]
  readonly touchedMixins: Set<number>
  readonly leftOut: Set<number>
}

interface LazyState {
  level: number
  isCached: boolean
  value: Value
}

/** All parameters get their defaults first, then what was given. */
export function bindArguments(
  parameters: readonly ParameterCode[],
  frame: Frame,
  args: readonly Value[],
  keywords: Keywords | undefined,
  isConverted: boolean,
): void {
  const defaultOf = isConverted ? convertedDefault : plainDefault
  for (const parameter of parameters) frame[parameter.slot] = defaultOf(parameter, frame)
  for (const { name, slot, type } of parameters) {
    const isNamed = keywords?.has(name) === true
    if (slot >= args.length && !isNamed) continue
    const value = isNamed ? keywords.get(name) : args[slot]
    frame[slot] = isConverted && type !== undefined ? conform(type, value) : value
  }
}

/** An instance made by a conversion, a union or an assignment stands where the program is. */
export function originHere(context: Context): InstanceOrigin {
  return { instance: context.position, required: context.position }
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
  context.enter()
  context.schemaBodies++
  const before = context.self
  const shadowCount = context.shadows.length
  const run = new SchemaRun(context, plan, config, args, keywords, origin)
  context.self = run
  run.runSteps()
  const fields = new Dict(run.fields, run.meta())
  const instance = new SchemaInstance(definition.type, fields, [...config.entries.keys()], args, keywords, origin)
  const isCheckedByKey = applyIndexSignature(run, () => runAllChecks(run))
  run.dropLeftOut()
  if (context.instances !== undefined) record(context, definition, instance)
  if (isOutermost) requireAttributes(instance)
  if (!isCheckedByKey) runAllChecks(run)
  context.unshadow(shadowCount)
  context.self = before
  context.schemaBodies--
  context.leave()
  return { instance, run }
}

function runAllChecks(run: SchemaRun): void {
  for (const body of run.plan.checked) {
    const checks = run.plan.bodies[body]?.code.checks
    if (checks !== undefined) runChecks(checks, checkFrame(run, body), run.origin?.instance)
  }
}

/** The checks of a base see the parameters of the schema that is instantiated: its own are gone when they run. */
function checkFrame(run: SchemaRun, body: number): Frame {
  const frame = run.frame(body)
  const planned = run.plan.bodies[body]
  const leaf = run.plan.bodies.findIndex((each) => each.isLeaf)
  if (planned === undefined || planned.owner === leaf || planned.code.parameters.length === 0) return frame
  const leafFrame = run.frame(leaf)
  const visible = run.plan.bodies[leaf]?.code.parameters ?? []
  const seen = [...frame]
  for (const { name, slot } of planned.code.parameters) {
    const same = visible.find((parameter) => parameter.name === name)
    seen[slot] = same === undefined ? undefined : leafFrame[same.slot]
  }
  return seen
}

/** The parts of an instance count for its parents too. */
function record(context: Context, definition: SchemaDefinition, instance: SchemaInstance): void {
  const { origin } = instance
  for (let at: SchemaDefinition | undefined = definition; at !== undefined; at = at.base) {
    const records = context.instances?.get(at) ?? []
    records.push({ instance, inMain: context.isMain(origin?.instance.path ?? context.position.path) })
    context.instances?.set(at, records)
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
  for (const name of instance.type.required) {
    const value = entries.get(name)
    if (value === null || (value === undefined && entries.has(name)))
      throw missingRequired(name, instance.type.name, instance.origin?.required)
  }
}
