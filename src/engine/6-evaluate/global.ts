/** Names of packages that locals hide, and global variables with their lazy protocol (`spec/kcl-runtime.md` B5). A global may be read before its statements have run: the reader then makes
 *  them run, last one first, and a statement that reads its own variable makes the one before it run. Nearly all globals have one statement and
 *  take the short way: a value and a flag. */
import type { Statement } from '../model/ast.ts'
import type { Value } from '../model/value.ts'
import type { Context } from './context.ts'
import type { ModuleScope } from './scope.ts'
import { collectParts, type Sharing } from './shared-value.ts'

/** A statement that gives a global its value. When it stands in an `if`, that branch runs if it is the chosen one, up to the statement. */
export interface Setter {
  readonly statement: Statement
  /** The statement of the package around it, or itself. */
  readonly outermost: Statement
  /** The branch it stands in. */
  readonly wanted: WantedBranch | undefined
  readonly module: ModuleScope
  /** Place in the order of evaluation of the package. */
  readonly order: number
  readonly execution: Execution
}

export interface RunningStatement {
  readonly statement: Statement
  readonly execution: Execution
}

/** How often a statement of the package is under way. */
export interface Execution {
  count: number
}

/** The outermost `if` around a statement, and where in it the statement stands. */
export interface WantedBranch {
  readonly outermost: Statement
  readonly branch: 'body' | 'orElse'
}

/** A name of a package: a variable, schema or built-in, or one that a schema does not know yet (`late-name.ts`). A local of this name that lives in a
 *  frame below hides it from all code of the package, as scopes of the real engine do. */
export class Hideable {
  isShadowed = false
  shadow: Value = undefined
}

const NO_PARTS: ReadonlySet<Value> = new Set()

export class Global extends Hideable {
  readonly name: string
  readonly setters: Setter[] = []
  /** Runs one setter; set by the package. */
  value: Value = undefined
  /** The final value is known. */
  isCached = false
  cache: Value = undefined
  /** Evaluations on demand that are under way. */
  level = 0
  writes = 0
  /** Evaluated on demand at least once; and whether that was so when the running statement began. */
  isResolved = false
  wasResolved = false
  /** How many calls there had been when the running statement began. */
  entered = 0

  private parts: WeakMap<object, ReadonlySet<Value>> | undefined = undefined
  /** Was its value, or were parts of it, found under other names? */
  sharing: Sharing = 'none'

  constructor(name: string) {
    super()
    this.name = name
  }

  /** At any depth; what a value holds is collected once. */
  holds(part: Value): boolean {
    return this.partsOf(this.value).has(part) || (this.isCached && this.partsOf(this.cache).has(part))
  }

  private partsOf(value: Value): ReadonlySet<Value> {
    if (typeof value !== 'object' || value === null) return NO_PARTS
    this.parts ??= new WeakMap()
    const parts = this.parts.get(value) ?? collectParts(value)
    this.parts.set(value, parts)
    return parts
  }

  reset(value: Value): void {
    this.value = value
    this.isCached = false
    this.cache = undefined
    this.level = 0
    this.writes = 0
    this.isResolved = false
    this.wasResolved = false
    this.entered = 0
    this.sharing = 'none'
    this.isShadowed = false
    this.shadow = undefined
    for (const setter of this.setters) setter.execution.count = 0
  }
}

export interface ReadOptions {
  /** The reader stands inside a literal, a comprehension or a quantifier. */
  readonly isNested: boolean
  /** The place of the statement that runs in its turn. */
  readonly progress: number
  readonly runSetter: (setter: Setter) => void
}

/** The value a reader sees. */
export function readGlobal(context: Context, global: Global, { isNested, progress, runSetter }: ReadOptions): Value {
  const count = global.setters.length
  if (context.target === global && (global.level === 0 || count <= 1)) return global.value
  // What a schema does is shown what is there; in lambdas, too, when nothing is.
  if (context.self !== undefined && (global.value !== undefined || context.calls > context.schemaBodies)) return global.value
  if (global.isCached) return global.cache
  if (count === 0) return global.value
  // Nothing more is to come.
  if (global.value !== undefined && (global.setters[count - 1]?.order ?? progress) < progress) return global.value
  const level = global.level + 1
  const setter = global.setters[count - level]
  if (setter !== undefined && global.value !== undefined && isUnderWay(setter, context)) return global.value
  global.level = level
  // The level stays raised: all setters are under way already, now and for later readers.
  if (setter === undefined) return global.value
  context.enterLazily()
  const { value } = global
  const { self, target, stop, isStopped, wanted, readsNested } = context
  context.readsNested ||= isNested
  const isLocal = context.readsNested || context.calls > 0
  context.stop = setter.statement
  context.isStopped = false
  context.wanted = setter.wanted
  context.globalDemands++
  runSetter(setter)
  context.globalDemands--
  context.self = self
  context.target = target
  context.stop = stop
  context.isStopped = isStopped
  context.wanted = wanted
  context.readsNested = readsNested
  context.leaveLazily()
  global.level = level - 1
  global.isCached = true
  global.cache = global.value
  global.isResolved = true
  // Anywhere but at the top of a package the real engine stores to a local: statements in their turn go on from the value before.
  if (isLocal) global.value = value
  return global.cache
}

/** A statement that is under way is not started again while there is a value to show; nor is an `if` by its own condition, when it has its turn. */
function isUnderWay({ execution, outermost }: Setter, { globalDemands, running }: Context): boolean {
  return execution.count > 0 || (globalDemands === 0 && outermost === running?.statement)
}

export interface WriteKind {
  readonly isLast: boolean
  /** Only a part of the value is set: `a.b = 1`. */
  readonly isPath: boolean
  /** The statement is augmented, or mentions its own variable outside a lambda. */
  readonly readsItself: boolean
  readonly sharing: Sharing
}

export function writeGlobal(context: Context, global: Global, value: Value, kind: WriteKind): void {
  // The real engine changes a part in place: whoever holds the same value sees it.
  if (kind.isPath && global.isCached && global.cache === global.value) global.cache = value
  global.value = value
  global.sharing = kind.sharing
  if (global.level === 0) {
    global.writes++
    if ((global.writes >= global.setters.length || kind.isLast) && !global.isCached) {
      global.isCached = true
      global.cache = value
    }
  }
  // A call makes the real engine forget what it was about to set.
  const isLast = kind.isLast && context.entered === global.entered
  if (kind.readsItself && !kind.isPath && !(global.wasResolved && !isLast)) {
    global.isCached = true
    global.cache = value
  }
}
