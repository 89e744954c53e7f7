/** Global variables and their lazy protocol (`spec/kcl-runtime.md` B5). A global may be read before its statements have run: the reader then makes
 *  them run, last one first, and a statement that reads its own variable makes the one before it run. Nearly all globals have one statement and
 *  take the short way: a value and a flag. */
import type { Statement } from '../model/ast.ts'
import type { Value } from '../model/value.ts'
import type { Context } from './context.ts'
import type { ModuleScope } from './scope.ts'

/** A statement that gives a global its value. When it stands in an `if`, that branch runs if it is the chosen one, up to the statement. */
export interface Setter {
  readonly statement: Statement
  /** The statement of the package around it, or itself. */
  readonly outermost: Statement
  /** The branch of the outermost `if` it stands in. */
  readonly branch: Branch | undefined
  readonly module: ModuleScope
  /** Place in the order of evaluation of the package. */
  readonly order: number
  readonly execution: Execution
}

/** How often a statement of the package is under way. */
export interface Execution {
  count: number
}

export type Branch = 'body' | 'orElse'

export class Global {
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

  /** A local variable of this name lives in a frame below: it hides the global from all code of the package, as scopes of the real engine do. */
  isShadowed = false
  shadow: Value = undefined

  constructor(name: string) {
    this.name = name
  }

  reset(): void {
    this.value = undefined
    this.isCached = false
    this.cache = undefined
    this.level = 0
    this.writes = 0
    this.isResolved = false
    this.wasResolved = false
    this.isShadowed = false
    this.shadow = undefined
    for (const setter of this.setters) setter.execution.count = 0
  }
}

/** The value a reader sees. */
export function readGlobal(context: Context, global: Global, runSetter: (setter: Setter) => void): Value {
  const count = global.setters.length
  if (context.target === global && (global.level === 0 || count <= 1)) return global.value
  if (global.isCached) return global.cache
  if (count === 0) return global.value
  const level = global.level + 1
  const setter = global.setters[count - level]
  // A statement that is under way is not started again while there is a value to show.
  if (setter !== undefined && setter.execution.count > 0 && global.value !== undefined) return global.value
  global.level = level
  // The level stays raised: all setters are under way already, now and for later readers.
  if (setter === undefined) return global.value
  context.enterLazily()
  const { value } = global
  const isInLambda = context.calls > context.schemaBodies
  const { self, target, stop, isStopped } = context
  context.stop = setter.statement
  context.isStopped = false
  context.onlyBranch = setter.branch
  runSetter(setter)
  context.self = self
  context.target = target
  context.stop = stop
  context.isStopped = isStopped
  context.leaveLazily()
  global.level = level - 1
  global.isCached = true
  global.cache = global.value
  global.isResolved = true
  // In a lambda the real engine stores to a local: the statements in their turn go on from the value before.
  if (count > 1 && isInLambda) global.value = value
  return global.cache
}

export interface WriteKind {
  readonly isLast: boolean
  /** The statement is augmented, or mentions its own variable outside a lambda. */
  readonly readsItself: boolean
}

export function writeGlobal(global: Global, value: Value, kind: WriteKind): void {
  global.value = value
  if (global.level === 0) {
    global.writes++
    if ((global.writes >= global.setters.length || kind.isLast) && !global.isCached) {
      global.isCached = true
      global.cache = value
    }
  }
  if (kind.readsItself && !(global.wasResolved && !kind.isLast)) {
    global.isCached = true
    global.cache = value
  }
}
