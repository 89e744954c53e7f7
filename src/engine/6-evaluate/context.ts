/** The registers of a running program, shared by all its compiled pieces. They are plain fields, written where something changes and read where it
 *  is needed: nothing is passed along. A prepared program has one context; each run resets it. */
import { aborted, tooDeep, tooManySteps, tooMuchMemory, tooSlow } from '../faults/evaluation.ts'
import { systemModule, type SystemModule } from '../library/modules/table.ts'
import type { LibraryContext } from '../library/declare.ts'
import type { EngineHost } from '../host.ts'
import type { Statement } from '../model/ast.ts'
import type { Place } from '../model/diagnostic.ts'
import { MAIN_PACKAGE } from '../model/program.ts'
import type { SchemaInstance, Value } from '../model/value.ts'
import type { Global, RunningStatement, WantedBranch, Hideable } from './global.ts'
import { createLibraryContext } from './library-context.ts'
import type { SchemaDefinition } from './schema.ts'
import type { PlannedBody } from './schema-plan.ts'
import type { SchemaRun } from './schema-run.ts'

export interface EvaluateOptions {
  /** `-r`: ints and floats stay within 32 bits. */
  readonly strictRange: boolean
  /** `-d`: faults carry a backtrace. */
  readonly debug: boolean
  /** `-n`; the evaluator only hands it to the built-ins. */
  readonly disableNone: boolean
  readonly limits: Limits
}

/** What an embedder may bound. A step is a call, an instance or a turn of a loop. */
export interface Limits {
  readonly depth: number
  readonly steps: number
  readonly milliseconds: number
  /** Bytes in use, as the host tells them; asked as often as the clock. */
  readonly memory: number
  /** Asked at the first step and then, as the clock is, every few hundred. */
  readonly signal: AbortLike | undefined
}

export interface AbortLike {
  readonly aborted: boolean
}

export const NO_LIMITS: Limits = {
  depth: 100_000,
  steps: Number.POSITIVE_INFINITY,
  milliseconds: Number.POSITIVE_INFINITY,
  memory: Number.POSITIVE_INFINITY,
  signal: undefined,
}

export const NOWHERE: Place = { path: '', start: 0, end: 0, lineOnly: true }

/** Steps between two looks at the abort signal, the clock and the memory, which together take a microsecond. */
const SIGNAL_INTERVAL = 256

/** What a program may use of all memory: without a rest the host would end before it could say why. */
const MEMORY_SHARE = 0.9

export class Context {
  readonly host: EngineHost
  readonly options: EvaluateOptions
  /** Of the last expression entered. */
  position: Place = NOWHERE
  /** By base, the mixins it has touched and not left out yet (`schema-run.ts`). */
  readonly touchedMixins = new Map<SchemaDefinition, PlannedBody[]>()
  /** The running calls and instantiations, outermost first; kept with `-d` only. */
  frames: CallFrame[] = []
  /** Dicts that are just becoming instances. */
  conversions = 0
  /** Whose statement is executed: reading it gives the value so far. */
  target: Global | undefined = undefined
  /** The statement inside an `if` at which an evaluation on demand ends, and whether it has come there. */
  stop: Statement | undefined = undefined
  isStopped = false
  /** What runs was demanded from inside a literal, a comprehension or a quantifier. */
  readsNested = false
  /** The branch that an evaluation on demand wants, and the `if` that was entered last: undefined when another statement has begun since. */
  wanted: WantedBranch | undefined = undefined
  lastIf: Statement | undefined = undefined
  /** The innermost statement of a package that runs. */
  running: RunningStatement | undefined = undefined
  /** The schema whose body, check or lambda runs. */
  self: SchemaRun | undefined = undefined
  /** The same for a lambda that was made while a schema was under construction: in it attributes are shown as they are. */
  captor: SchemaRun | undefined = undefined
  /** What the running lambda has captured under names of its package: the bodies of schemas that it makes instances of see that instead. */
  captured: ReadonlyMap<Hideable, Value> | undefined = undefined
  /** Nested calls, instantiations and evaluations on demand. */
  depth = 0
  /** Evaluations on demand so far, and those of globals that are under way. */
  demands = 0
  globalDemands = 0
  /** Grows with every evaluation on demand that is not part of a call or instantiation: locals of literals and loops stand behind attributes then. */
  clearings = 0
  /** The calls and instantiations among them. */
  calls = 0
  /** Calls and instantiations so far. */
  entered = 0
  /** Schema bodies around: required attributes are looked at when none is left. */
  schemaBodies = 0
  /** Schema expressions being evaluated. */
  schemaExpressions = 0
  steps = 0
  scalars: Value[] = []
  private schemaScalar = 0
  /** Instances by schema, in order of creation; kept only when the program asks for them. */
  instances: InstanceRecord | undefined = undefined
  /** The program prints, or looks at the instances that were made: it can tell whether a statement runs once or twice. */
  observesRuns = false
  /** File → path of its package; filled only when the program asks for instances. */
  filePackages: ReadonlyMap<string, string> = new Map()
  /** What was changed in place since the outermost instance began (`open-literal.ts`). */
  readonly changeLog: Map<Value, Value>[] = []
  /** Names of packages hidden by locals, innermost last, with what they showed before. */
  readonly shadows: Shadow[] = []
  /** What built-ins get; set when the program is prepared. */
  library: LibraryContext
  args: ReadonlyMap<string, Value> = new Map()
  output: string | undefined = undefined
  private readonly modules = new Map<string, SystemModule>()
  private nextLook = SIGNAL_INTERVAL
  private deadline = Number.POSITIVE_INFINITY
  private limits: Limits

  constructor(host: EngineHost, options: EvaluateOptions) {
    this.host = host
    this.options = options
    this.library = createLibraryContext(this, '')
    this.limits = options.limits
  }

  reset(args: ReadonlyMap<string, Value>, recordsInstances: boolean, prints: boolean, limits: Limits): void {
    this.position = NOWHERE
    this.frames = []
    this.touchedMixins.clear()
    this.conversions = 0
    this.target = undefined
    this.running = undefined
    this.self = undefined
    this.captor = undefined
    this.captured = undefined
    this.stop = undefined
    this.isStopped = false
    this.readsNested = false
    this.wanted = undefined
    this.depth = 0
    this.globalDemands = 0
    this.clearings = 0
    this.calls = 0
    this.entered = 0
    this.schemaBodies = 0
    this.schemaExpressions = 0
    this.steps = 0
    this.scalars = []
    this.schemaScalar = 0
    this.instances = recordsInstances ? new Map() : undefined
    this.observesRuns = recordsInstances || prints
    this.args = args
    this.shadows.length = 0
    this.changeLog.length = 0
    this.output = undefined
    this.limits = limits
    this.nextLook = limits.signal === undefined ? Math.min(SIGNAL_INTERVAL, limits.steps + 1) : 1
    this.deadline = limits.milliseconds === Number.POSITIVE_INFINITY ? limits.milliseconds : this.host.now().getTime() + limits.milliseconds
  }

  /** A local variable called like a name of its package has a value now; `unshadow` ends its life. */
  shadow(hidden: Hideable, value: Value): void {
    this.shadows.push({ hidden, isShadowed: hidden.isShadowed, shadow: hidden.shadow })
    hidden.isShadowed = true
    hidden.shadow = value
  }

  /** Ends the lives of all locals that came after the mark, which is the length of `shadows` taken before. */
  unshadow(mark: number): void {
    while (this.shadows.length > mark) {
      const last = this.shadows.pop()
      if (last === undefined) return
      last.hidden.isShadowed = last.isShadowed
      last.hidden.shadow = last.shadow
    }
  }

  /** The path of the package a file is part of; known where instances are recorded. */
  packageOfFile(path: string): string {
    return this.filePackages.get(path) ?? MAIN_PACKAGE
  }

  /** A system module's table, built once. */
  systemModule(name: string): SystemModule | undefined {
    const present = this.modules.get(name)
    if (present !== undefined) return present
    const made = systemModule(name)
    if (made !== undefined) this.modules.set(name, made)
    return made
  }

  /** Grows with every call, instance and evaluation on demand. */
  get moves(): number {
    return this.entered + this.demands
  }

  /** Before a call or an instantiation; `leave` after it. */
  enter(callee: string): void {
    if (++this.depth > this.limits.depth) throw tooDeep(this.limits.depth)
    if (++this.steps >= this.nextLook) this.look()
    this.entered++
    this.lastIf = undefined
    this.calls++
    if (this.options.debug) this.frames.push({ callee, from: this.position })
  }

  /** With `-d` lines further inside do not count. */
  leave(): void {
    this.depth--
    this.calls--
    if (this.options.debug) this.position = this.frames.pop()?.from ?? this.position
  }

  /** Before an evaluation on demand; `leaveLazily` after it. */
  enterLazily(): void {
    this.demands++
    this.clearings++
    if (++this.depth > this.limits.depth) throw tooDeep(this.limits.depth)
  }

  leaveLazily(): void {
    this.depth--
  }

  /** One turn of a loop. */
  step(): void {
    if (++this.steps >= this.nextLook) this.look()
  }

  private look(): void {
    if (this.steps > this.limits.steps) throw tooManySteps(this.limits.steps)
    if (this.limits.signal?.aborted === true) throw aborted()
    if (this.deadline !== Number.POSITIVE_INFINITY && this.host.now().getTime() > this.deadline) throw tooSlow(this.limits.milliseconds)
    const memory = this.host.memory?.()
    if (memory !== undefined && memory.used > Math.min(this.limits.memory, memory.most * MEMORY_SHARE)) throw tooMuchMemory(memory.used)
    this.nextLook = Math.min(this.steps + SIGNAL_INTERVAL, this.limits.steps + 1)
  }

  /** A schema expression standing alone replaces the one before it; the first one replaces the first scalar, as in the real engine. */
  replaceSchemaScalar(value: Value): void {
    if (this.schemaScalar < this.scalars.length) this.scalars.splice(this.schemaScalar, 1)
    this.schemaScalar = this.scalars.length
    this.scalars.push(value)
  }

  /** What must be put back when a fault is caught (`runtime.catch`): all but the position, which stays where the fault was. */
  save(): Registers {
    const { target, self, captor, captured, depth, globalDemands, conversions, calls, schemaBodies, schemaExpressions, shadows } = this
    const attribute = { turn: self?.turn, target: self?.target }
    return {
      target,
      self,
      captor,
      captured,
      attribute,
      depth,
      globalDemands,
      conversions,
      calls,
      schemaBodies,
      schemaExpressions,
      shadowCount: shadows.length,
    }
  }

  restore(registers: Registers): void {
    this.target = registers.target
    this.self = registers.self
    this.captor = registers.captor
    this.captured = registers.captured
    if (this.self !== undefined) {
      this.self.turn = registers.attribute.turn ?? this.self.turn
      this.self.target = registers.attribute.target
    }
    this.stop = undefined
    this.isStopped = false
    this.readsNested = false
    this.wanted = undefined
    this.depth = registers.depth
    this.globalDemands = registers.globalDemands
    this.conversions = registers.conversions
    this.calls = registers.calls
    this.frames.length = Math.min(this.frames.length, registers.calls)
    this.schemaBodies = registers.schemaBodies
    this.schemaExpressions = registers.schemaExpressions
    this.unshadow(registers.shadowCount)
  }
}

/** Schema → path of the package whose code made them → instances. */
export type InstanceRecord = Map<object, Map<string, SchemaInstance[]>>

/** Its callee is a schema, a rule or `lambda`. */
export interface CallFrame {
  readonly callee: string
  readonly from: Place
}

interface Shadow {
  readonly hidden: Hideable
  readonly isShadowed: boolean
  readonly shadow: Value
}

export interface Registers {
  readonly target: Global | undefined
  readonly self: SchemaRun | undefined
  readonly captor: SchemaRun | undefined
  readonly captured: ReadonlyMap<Hideable, Value> | undefined
  /** Of `self`. */
  readonly attribute: { readonly turn: PlannedBody | undefined; readonly target: string | undefined }
  readonly depth: number
  readonly globalDemands: number
  readonly conversions: number
  readonly calls: number
  readonly schemaBodies: number
  readonly schemaExpressions: number
  readonly shadowCount: number
}
