/** An instance under construction: the bodies of its plan take their turns, and an attribute that is read before its turn is evaluated on demand
 *  (`spec/kcl-runtime.md` B9.2, B9.4). What was found out on demand belongs to the turn: a base's body does not see what its heir's finds out, and a
 *  mixin sees what its host's has found out so far, as in the real engine. */
import { Dict, isList, SchemaInstance, type EntryMeta, type InstanceOrigin, type Keywords, type Value } from '../model/value.ts'
import type { Conform } from '../values/conform.ts'
import { OVERRIDE } from '../values/union.ts'
import type { Context } from './context.ts'
import { Global } from './global.ts'
import type { ParameterCode } from './lambda.ts'
import { bindArguments } from './schema-arguments.ts'
import { requiredBy, type AttributeInfo, type AttributeSetter, type PlannedBody, type SchemaPlan, type Step } from './schema-plan.ts'
import { NO_BODIES, unseenBodies } from './unseen-bodies.ts'
import type { Statement } from '../model/ast.ts'
import type { Frame } from './scope.ts'
import { logChange } from './open-literal.ts'
import { withChanges } from './shared-value.ts'
import type { Finding, Findings } from './findings.ts'

/** The instance under construction, and later what its lambdas see. */
export class SchemaRun {
  readonly context: Context
  readonly plan: SchemaPlan
  fields: Map<string, Value>
  /** The attributes of the finished instance, once they go their own way. */
  private published: Map<string, Value> | undefined = undefined
  config: Dict
  readonly args: readonly Value[]
  readonly keywords: Keywords | undefined
  readonly origin: InstanceOrigin | undefined
  /** The step that runs; all steps are behind it at the end. */
  step = 0
  /** The body whose turn it is; at the end, that of the schema itself. */
  turn: PlannedBody
  /** The instance inside of which it is made. */
  private readonly outer: SchemaRun | undefined
  /** It, or an instance around it, may change what several names share. */
  readonly seesChanges: boolean
  /** The attribute whose statement runs. */
  target: string | undefined = undefined
  /** `moves` of the context when that statement began. */
  began = 0
  /** What the turns have found out; made when that is first needed: most instances never need it. */
  findings: (Findings | undefined)[] | undefined = undefined
  private readonly touchedMixins: PlannedBody[] = []
  private leftOut: Map<PlannedBody, boolean> | undefined = undefined
  /** Bases and mixins whose names locals hide: the real engine looks them up for each instance, and goes without. What their statements set can
   *  still be evaluated on demand. */
  private readonly unseen: ReadonlySet<PlannedBody>
  private mixedInTypes: Map<string, Conform> | undefined = undefined
  private readonly frames: (Frame | undefined)[] = []
  private locals: Set<string> | undefined = undefined
  private undefinedNames: Set<string> | undefined = undefined
  /** By name what attributes had before the setter under way assigned to them. */
  private overwritten: Map<string, Value> | undefined = undefined
  private raw: Map<string, Value> | undefined = undefined
  /** What the schema did not know and has come across since. */
  private foundNames: Set<string> | undefined = undefined
  /** Evaluations on demand so far, and those under way. */
  demands = 0
  private demandsUnderWay = 0
  /** Reads so far that gave a value that was not final. */
  partialReads = 0
  private readonly shadowCount: number

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
    this.turn = plan.leaf
    this.outer = context.self
    if (this.outer === undefined) context.changeLog.length = 0
    this.seesChanges = plan.sharesValues || this.outer?.seesChanges === true
    this.shadowCount = context.shadows.length
    this.unseen = context.shadows.length === 0 && context.captured === undefined ? NO_BODIES : unseenBodies(plan)
    if (this.unseen.size > 0) this.leftOut = new Map([...this.unseen].map((body) => [body, true]))
    this.fields = new Map()
    for (const name of plan.names) this.fields.set(name, undefined)
  }

  /** The frame of a body in its turn, with its arguments bound when it is first needed. */
  frame(body: PlannedBody): Frame {
    const present = this.frames[body.index]
    if (present !== undefined) return present
    const frame: Frame = []
    this.frames[body.index] = frame
    const { parameters } = body.code
    if (parameters.length === 0) return frame
    bindArguments(parameters, frame, this.args, this.keywords, body.isLeaf)
    for (const { slot, shadows } of parameters) if (shadows !== undefined) this.context.shadow(shadows, frame[slot])
    return frame
  }

  /** The frame of code of a body that runs in the turn of another, or is run again: parameters are looked up by name then. */
  frameInTurn(body: PlannedBody): Frame {
    const frame: Frame = []
    for (const parameter of body.code.parameters) frame[parameter.slot] = this.argument(parameter, body)
    return frame
  }

  private argument({ name, shadows }: ParameterCode, { definition }: PlannedBody): Value {
    for (let at: PlannedBody | undefined = this.turn; at !== undefined; at = behind(at)) {
      if (at.definition.module.package !== definition.module.package) continue
      const same = at.code.parameters.find((parameter) => parameter.name === name)
      if (same !== undefined) return this.frame(at)[same.slot]
    }
    if (shadows === undefined) return undefined
    if (shadows.isShadowed) return shadows.shadow
    return shadows instanceof Global ? definition.module.package.read(shadows) : undefined
  }

  runSteps(): void {
    const { steps, leaf } = this.plan
    const { touchedMixins } = this.context
    let body: PlannedBody | undefined
    for (let at = 0; at < steps.length; at++) {
      const step = steps[at]
      if (step === undefined) continue
      if (step.body !== body) {
        body = step.body
        // The arguments of a base are gone when its heir has its turn.
        if (body.host === undefined) this.context.unshadow(this.shadowCount)
      }
      if (this.demands === 0 && touchedMixins.size === 0 ? this.unseen.has(body) : this.isLeftOut(body) || this.isDone(step)) continue
      this.step = at
      this.turn = body
      step.run(this.frame(body))
    }
    this.step = steps.length
    this.turn = leaf
    for (const name of this.locals ?? []) this.fields.delete(name)
  }

  /** The type of an attribute as it is known so far. */
  typeOf(name: string): Conform | undefined {
    return this.plan.attributes.get(name)?.type ?? this.mixedInTypes?.get(name)
  }

  /** Of the types that mixins declare the first one counts that is come by. */
  agreeOnType(name: string, type: Conform): Conform {
    this.mixedInTypes ??= new Map()
    const present = this.mixedInTypes.get(name)
    if (present !== undefined) return present
    this.mixedInTypes.set(name, type)
    return type
  }

  /** Evaluated on demand, and nobody can tell whether it runs again. */
  private isDone({ body, soleName }: Step): boolean {
    if (soleName === undefined || this.context.observesRuns) return false
    const finding = this.findings?.[body.index]?.attributes.get(soleName)
    return finding?.isFinal === true && finding.isExact
  }

  /** A mixin of which the host's body has evaluated a statement on demand is left out, once for each time, as in the real engine; not if the schema knows another host
   *  than the one that is there by now. */
  private isLeftOut(body: PlannedBody): boolean {
    this.leftOut ??= new Map()
    const present = this.leftOut.get(body)
    if (present !== undefined) return present
    const { host, heir } = body
    let result = false
    if (heir !== undefined) result = this.isLeftOut(heir)
    else if (host !== undefined) result = this.isLeftOut(host) || this.takeTouched(body, host)
    this.leftOut.set(body, result)
    return result
  }

  private takeTouched({ definition, generation }: PlannedBody, host: PlannedBody): boolean {
    if (!host.isLeaf && host.generation !== host.definition.generation) return false
    const touched = this.touchedBy(host)
    const at = touched.findIndex((each) => generation !== undefined && each.definition === definition && each.generation === generation)
    if (at >= 0) touched.splice(at, 1)
    return at >= 0
  }

  /** The mixins of which the turn of a body has evaluated statements on demand, as often as it has. Of a base they are known to later instances, too. */
  private touchedBy({ isLeaf, definition }: PlannedBody): PlannedBody[] {
    if (isLeaf) return this.touchedMixins
    const { touchedMixins } = this.context
    const touched = touchedMixins.get(definition) ?? []
    touchedMixins.set(definition, touched)
    return touched
  }

  /** The bodies whose checks run, in order. */
  *checkedBodies(): Iterable<PlannedBody> {
    for (const body of this.plan.checked) if (!this.unseen.has(body)) yield body
  }

  /** What is evaluated from now on does not change the instance any more. */
  publish(): void {
    this.published = this.fields
    this.fields = new Map(this.fields)
  }

  /** What only mixins declare that were left out and nobody has set. */
  leftOutNames(): Set<string> | undefined {
    const { leftOut, fields } = this
    if (leftOut === undefined) return undefined
    const names = [...this.plan.attributes]
      .filter(([name, { setters }]) => fields.get(name) === undefined && setters.every(({ body }) => leftOut.get(body) === true))
      .map(([name]) => name)
    return names.length === 0 ? undefined : new Set(names)
  }

  /** What must have a value; undefined if no mixin was left out: then it is what the plan says. */
  requiredNames(): readonly string[] | undefined {
    const { leftOut } = this
    if (leftOut === undefined || ![...leftOut.values()].includes(true)) return undefined
    return requiredBy(this.plan.declaring.filter((body) => leftOut.get(body) !== true))
  }

  /** The value of an attribute: the protocol of lazy globals, per turn. */
  read(name: string, info: AttributeInfo): Value {
    const count = info.setters.length
    if (count === 0) return this.fields.get(name)
    let finding = this.findingsOf(this.turn)?.attributes.get(name)
    if (this.target === name && (count <= 1 || finding === undefined || finding.level === 0)) {
      this.partialReads++
      return this.fields.get(name)
    }
    if (finding?.isFinal === true) return finding.value
    if (this.countByStep(info) === count) return this.fields.get(name)
    finding ??= this.note(name)
    const level = ++finding.level
    if (level > count) {
      this.partialReads++
      return this.fields.get(name)
    }
    // A setter in a branch that is not chosen leaves the attribute to the setter before it.
    const { partialReads } = this
    const before = this.fields.get(name)
    let at = count - level
    do {
      finding.level = count - at
      this.runSetter(name, info.setters[at])
    } while (--at >= 0 && this.fields.get(name) === undefined)
    finding.level = level - 1
    // While a later statement asks, this is not what it will be.
    if (level > 1) this.partialReads++
    finding.isFinal = true
    finding.isExact = partialReads === this.partialReads
    const value = this.raw?.get(name) ?? this.fields.get(name)
    this.raw?.delete(name)
    // What makes it Undefined is shown what was there.
    finding.value = value === undefined ? before : value
    return finding.value
  }

  knows(name: string): boolean {
    return this.plan.known.has(name) || this.foundNames?.has(name) === true
  }

  /** What a turn sees of a name that the schema does not know: what was set first, while it goes on from what is there. */
  readUnknown(name: string): Value {
    const finding = this.target === name ? undefined : this.findingsOf(this.turn)?.attributes.get(name)
    return finding?.isFinal === true ? finding.value : this.fields.get(name)
  }

  /** After a statement has set an attribute: its value is final when it has been set as often as there are statements that do. That is so, too, after the
   *  last of them, unless its value was found by calls, instances or evaluations on demand since it `began`, or it gave none on demand. */
  noteStore(name: string, statement: Statement, began: number): void {
    const info = this.plan.known.get(name)
    if (info === undefined) {
      this.noteUnknown(name)
      return
    }
    if (!info.isCounted && this.demandsUnderWay === 0) return
    const finding = this.note(name)
    finding.count++
    if (finding.isFinal) return
    const { setters } = info
    const value = this.fields.get(name)
    const isLast =
      setters.at(-1)?.statement === statement && began === this.context.moves && (value !== undefined || this.demandsUnderWay === 0)
    if (!isLast && finding.count + this.countByStep(info) < setters.length) return
    finding.isFinal = true
    finding.value = value
  }

  /** What a base or mixin that the schema does not know sets while a global is evaluated on demand is a local of the body, as in the real engine, unless it
   *  is declared outside of an `if`; but not in lambdas. */
  private noteUnknown(name: string): void {
    ;(this.foundNames ??= new Set()).add(name)
    const finding = this.note(name)
    if (!finding.isFinal) {
      finding.isFinal = true
      finding.value = this.fields.get(name)
    }
    const { globalDemands, calls, schemaBodies } = this.context
    if (
      globalDemands === 0 ||
      calls > schemaBodies ||
      this.plan.bodies.some(({ code }) => code.statements.some((each) => each.declares === name))
    )
      return
    ;(this.locals ??= new Set()).add(name)
  }

  /** How many of the statements that set an attribute have had their turn, as far as this turn knows; 0 if they are counted as they run. */
  private countByStep({ isCounted, last, setters }: AttributeInfo): number {
    const [first] = setters
    if (isCounted || first === undefined || first.step >= this.step || !this.isOpen(first.body)) return 0
    if (last < this.step) return setters.length
    return setters.filter((setter) => setter.step < this.step).length
  }

  /** Before a global of that name is stored to the attribute: readers in this turn go on seeing what it had, if that was final. Says whether there is
   *  such an attribute. */
  settle(name: string): boolean {
    const info = this.plan.known.get(name)
    if (info === undefined) return false
    const isSet = info.setters.length > 0 && this.countByStep(info) === info.setters.length
    const finding = isSet ? this.note(name) : undefined
    if (finding?.isFinal === false) {
      finding.isFinal = true
      finding.value = this.fields.get(name)
      this.demands++
    }
    return true
  }

  /** After a part of an attribute was set: what was configured with an instance is that instance, and has changed. */
  reconfigure(name: string, value: Value): void {
    const { entries, meta } = this.config
    const isOverride = meta?.get(name)?.operator === '='
    const before = entries.get(name)
    const after = before instanceof SchemaInstance ? value : isOverride ? changedItems(before, value) : before
    if (after !== before) this.config = new Dict(new Map(entries).set(name, after), meta)
  }

  /** Whoever has found a value that was changed sees the change. */
  change(changes: Map<Value, Value>): void {
    if (this.outer === undefined) logChange(this.context, changes)
    else this.outer.change(changes)
    const config = withChanges(this.config, changes)
    if (config instanceof Dict) this.config = config
    for (const fields of this.published === undefined ? [this.fields] : [this.fields, this.published]) {
      for (const [name, value] of fields) {
        const changed = withChanges(value, changes)
        if (changed !== value) fields.set(name, changed)
      }
    }
    for (const findings of this.findings ?? []) {
      for (const finding of findings?.attributes.values() ?? []) {
        const changed = withChanges(finding.value, changes)
        if (changed === finding.value) continue
        finding.value = changed
        finding.isExact = false
      }
    }
  }

  /** A body has assigned Undefined: that overrides, too. */
  noteUndefined(name: string): void {
    ;(this.undefinedNames ??= new Set()).add(name)
  }

  /** Operators of the configured attributes, and of those to which Undefined was assigned; none where a mixin was left out and so nothing was set. */
  meta(): Map<string, EntryMeta> | undefined {
    const leftOut = this.config.meta === undefined ? undefined : this.leftOutNames()
    if (this.undefinedNames === undefined && leftOut === undefined) return this.config.meta
    const meta = new Map(this.config.meta)
    for (const name of leftOut ?? []) meta.delete(name)
    for (const name of this.undefinedNames ?? [])
      if (this.fields.get(name) === undefined && !this.config.entries.has(name)) meta.set(name, OVERRIDE)
    return meta
  }

  private runSetter(name: string, setter: AttributeSetter | undefined): void {
    if (setter === undefined) return
    const { context, target, began } = this
    const { body } = setter
    this.demands++
    this.demandsUnderWay++
    if (body.host !== undefined) this.touchedBy(this.turn).push(body)
    context.enterLazily()
    const { self, stop, isStopped, wanted } = context
    context.self = this
    context.stop = setter.statement
    context.isStopped = false
    context.wanted = setter.wanted
    const { overwritten } = this
    this.overwritten = undefined
    setter.run(this.frameInTurn(body))
    // Somewhere in a lambda the real engine assigns to a local of it.
    if (context.calls > context.schemaBodies && setter.statement.kind !== 'attribute') this.restoreOverwritten(name)
    this.overwritten = overwritten
    context.self = self
    context.stop = stop
    context.isStopped = isStopped
    context.wanted = wanted
    this.target = target
    this.began = began
    context.leaveLazily()
    this.demandsUnderWay--
  }

  /** What an assignment gives before it is converted is what those see for whom it is evaluated on demand before the type is declared. */
  noteRaw(name: string, value: Value): void {
    if (this.demandsUnderWay === 0 || !isMadeInstance(value, this.fields.get(name))) return
    const setters = this.plan.attributes.get(name)?.setters ?? []
    if (setters.some(({ statement, step }) => statement.kind === 'attribute' && step < this.step)) return
    ;(this.raw ??= new Map()).set(name, value)
  }

  /** Before an assignment: keeps what the attribute had, if it is the first one that the evaluation on demand comes to. */
  noteOverwritten(name: string): void {
    if (this.demandsUnderWay === 0 || this.isOverwritten(name)) return
    this.overwritten ??= new Map()
    this.overwritten.set(name, this.fields.get(name))
  }

  private restoreOverwritten(name: string): void {
    if (this.isOverwritten(name)) this.fields.set(name, this.overwritten?.get(name))
  }

  private isOverwritten(name: string): boolean {
    return this.overwritten?.has(name) === true
  }

  private isOpen(body: PlannedBody): boolean {
    for (let at: PlannedBody | undefined = this.turn; at !== undefined; at = behind(at)) if (at === body) return true
    return false
  }

  private note(name: string): Finding {
    const { attributes } = this.findingsOf(this.turn, 'made')
    const present = attributes.get(name)
    if (present !== undefined) return present
    const made: Finding = { level: 0, count: 0, isFinal: false, isExact: false, value: undefined }
    attributes.set(name, made)
    return made
  }

  /** A turn begins with a copy of what the turn behind it has found out. */
  private findingsOf(body: PlannedBody): Findings | undefined
  private findingsOf(body: PlannedBody, made: 'made'): Findings
  private findingsOf(body: PlannedBody, made?: 'made'): Findings | undefined {
    const present = this.findings?.[body.index]
    if (present !== undefined) return present
    const host = behind(body)
    const inherited = host === undefined ? undefined : this.findingsOf(host)
    if (inherited === undefined && made === undefined) return undefined
    const attributes = new Map<string, Finding>()
    for (const [name, finding] of inherited?.attributes ?? []) attributes.set(name, { ...finding })
    const findings: Findings = { attributes }
    this.findings ??= []
    this.findings[body.index] = findings
    return findings
  }
}

/** The body that is not over yet when a body has its turn: the host of a mixin, or of the heir of a base. */
function behind({ host, heir }: PlannedBody): PlannedBody | undefined {
  return host ?? (heir === undefined ? undefined : behind(heir))
}

/** Has converting it made an instance, of it or of a part? */
function isMadeInstance(value: Value, converted: Value): boolean {
  if (value instanceof SchemaInstance || value === converted) return false
  if (value instanceof Dict && converted instanceof Dict)
    return [...value.entries].some(([key, item]) => isMadeInstance(item, converted.entries.get(key)))
  if (value !== undefined && converted !== undefined && isList(value) && isList(converted))
    return value.some((item, index) => isMadeInstance(item, converted[index]))
  return converted instanceof SchemaInstance
}

/** The items of a list that are instances have become those of another. */
function changedItems(before: Value, after: Value): Value {
  if (before === undefined || after === undefined || !isList(before) || !isList(after)) return before
  return before.map((item, index) => (item instanceof SchemaInstance ? after[index] : item))
}
