/** Names at compile time: what a name means at a point of the text, found once. A function scope is one frame at run time: a top-level statement, a
 *  schema body or a lambda; loops and config literals inside it take slots of the same frame. A lambda copies what it uses of the frames around it
 *  when it is created; a name that is assigned around it only later is read through the frame when it is called. */
import type { Expression, Module, Span, Statement } from '../model/ast.ts'
import type { Place } from '../model/diagnostic.ts'
import type { ImportTarget } from '../model/program.ts'
import type { Value } from '../model/value.ts'
import type { Context } from './context.ts'
import type { Hideable } from './global.ts'
import type { PackageScope } from './package.ts'
import type { TextLine } from './text-line.ts'

/** Slots of one activation. A frame may lie in a slot of another: frames are lists of values too. */
export type Frame = Value[]
export type Run = (frame: Frame) => Value

/** The constructs that everything may contain. Files of the compiler reach them through the scope, so that they import each other in one direction. */
export interface Compilers {
  readonly expression: (node: Expression, scope: FunctionScope) => Run
  readonly statement: (node: Statement, scope: FunctionScope) => Run
  readonly block: (nodes: readonly Statement[], scope: FunctionScope) => Run
}

export interface ModuleScope {
  readonly context: Context
  readonly compilers: Compilers
  readonly package: PackageScope
  readonly module: Module
  readonly line: TextLine
  /** Import names of this file; in the entry package those of all files. */
  readonly imports: ReadonlyMap<string, ImportTarget>
}

/** `loop` variables stand for themselves as config keys; `key`s are config entries seen by later entries. */
export type BindingKind = 'argument' | 'variable' | 'loop' | 'key'

export interface Binding {
  readonly name: string
  readonly kind: BindingKind
  readonly slot: number
  /** Config literals, comprehensions and quantifiers around its name, its own included. */
  readonly nesting: number
  /** False until the point of the text where it certainly has a value. */
  isSet: boolean
  /** False until the point of the text where it may have a value. */
  isReached: boolean
  /** Something reads it: config keys are kept in slots only then. */
  isUsed: boolean
  /** What the package calls so: while the binding has a value, all code of the package reads that instead. */
  readonly shadows: Hideable | undefined
}

/** The slot that keeps how many `clearings` there had been when a local began to go before attributes. */
export interface Stamp {
  readonly slot: number
  isUsed: boolean
}

/** Copied into a new lambda: slot `from` of the creating frame, or that frame itself (-1), goes to slot `to`. */
export interface Capture {
  readonly from: number
  readonly to: number
}

export type ScopeKind = 'statement' | 'schema' | 'lambda'

export class FunctionScope {
  /** The file of the code being compiled. */
  module: ModuleScope
  readonly kind: ScopeKind
  readonly outer: FunctionScope | undefined
  /** Names may be attributes of `context.self`. */
  readonly inSchema: boolean
  readonly captures: Capture[] = []
  size = 0
  /** Config literals, comprehensions and quantifiers around the code being compiled. */
  nesting = 0
  /** Loop variables, arguments and keys of instances that go before attributes of their name: until a schema expression or a quantifier behind them,
   *  as in the real engine. */
  private readonly locals = new Set<string>()
  private readonly forgottenSlots = new Map<string, number>()
  private readonly stamps = new Map<string, Stamp>()
  /** Those of the instance being compiled that have a value: they are back for each of its entries. */
  instanceKeys: string[] = []
  instanceStamp: Stamp | undefined = undefined
  /** The config of the schema expression that is compiled next. */
  instanceConfig: Expression | undefined = undefined
  /** The entries being compiled are those of an instance. */
  isInstance = false
  /** Literals with a key that comes again around the code being compiled. */
  changing = 0
  /** Parameters whose arguments are converted. */
  readonly typedParameters = new Set<string>()
  /** Some attribute starts with a value that somebody else may hold. */
  sharesValues = false
  /** Some binding is called like something of the package. */
  hasShadows = false
  /** Place in the order of the package's statements, for code that runs once in that order. */
  readonly order: number | undefined
  private readonly bindings: Binding[] = []
  private readonly captured = new Map<Binding | FunctionScope, number>()
  /** Start of the last node entered; undefined when other code may have run since. */
  private known: number | undefined = undefined

  constructor(module: ModuleScope, kind: ScopeKind, outer: FunctionScope | undefined, order?: number) {
    this.module = module
    this.kind = kind
    this.outer = outer
    this.order = order
    this.inSchema = kind === 'schema' || outer?.inSchema === true
  }

  expression(node: Expression): Run {
    return this.module.compilers.expression(node, this)
  }

  statement(node: Statement): Run {
    return this.module.compilers.statement(node, this)
  }

  block(nodes: readonly Statement[]): Run {
    return this.module.compilers.block(nodes, this)
  }

  newSlot(): number {
    return this.size++
  }

  /** Declares a name until `forget` is called with the mark taken before. */
  declare(name: string, kind: BindingKind, options: { readonly isSet: boolean }): Binding {
    const shadows = this.module.package.hideable(name)
    if (shadows !== undefined) this.hasShadows = true
    const nesting = kind === 'loop' || kind === 'key' ? this.nesting + 1 : this.nesting
    const binding: Binding = {
      name,
      kind,
      slot: this.newSlot(),
      nesting,
      isSet: options.isSet,
      isReached: options.isSet,
      isUsed: false,
      shadows,
    }
    this.bindings.push(binding)
    if (kind === 'loop' || kind === 'argument') this.locals.add(name)
    return binding
  }

  /** Does a binding go before an attribute of its name? */
  isLocal({ name, kind }: Binding): boolean {
    return kind !== 'variable' && this.locals.has(name)
  }

  /** A schema expression or a quantifier ends. */
  forgetLocals(): void {
    this.locals.clear()
  }

  /** A loop ends, also when a variable outside has its name. */
  forgetLocal(name: string): void {
    this.locals.delete(name)
  }

  restoreLocals(names: readonly string[], stamp?: Stamp): void {
    for (const name of names) {
      this.locals.add(name)
      if (stamp !== undefined) this.stamps.set(name, stamp)
    }
  }

  /** For locals of a schema's body; nobody else's are overtaken by an evaluation on demand. */
  newStamp(): Stamp | undefined {
    return this.kind === 'schema' ? { slot: this.newSlot(), isUsed: false } : undefined
  }

  /** Of a local that goes before an attribute of its name, until something is evaluated on demand. */
  stampOf({ name, kind }: Binding): Stamp | undefined {
    return kind === 'loop' || kind === 'key' ? this.stamps.get(name) : undefined
  }

  /** Holds true once a branch that has run made a local stand behind the attribute of its name, which the other branch does not. */
  forgottenSlot(name: string): number {
    const slot = this.forgottenSlots.get(name) ?? this.newSlot()
    this.forgottenSlots.set(name, slot)
    return slot
  }

  /** Of a local that is forgotten in some branches only. */
  slotOfMaybeForgotten({ name, kind }: Binding): number | undefined {
    return kind === 'argument' || kind === 'key' ? this.forgottenSlots.get(name) : undefined
  }

  localNames(): readonly string[] {
    return [...this.locals]
  }

  hasLocal(name: string): boolean {
    return this.locals.has(name)
  }

  mark(): number {
    return this.bindings.length
  }

  forget(mark: number): void {
    this.bindings.length = mark
  }

  /** The visible binding called `name`, innermost first, from position `below` down. */
  find(name: string, below = this.bindings.length): { readonly binding: Binding; readonly at: number } | undefined {
    for (let at = below - 1; at >= 0; at--) {
      const binding = this.bindings[at]
      if (binding?.name === name) return { binding, at }
    }
    return undefined
  }

  /** From here on the name has a value. */
  reach(binding: Binding): void {
    binding.isSet = true
    binding.isReached = true
  }

  *unsetBindings(): Iterable<Binding> {
    for (const binding of this.bindings) if (!binding.isSet) yield binding
  }

  /** Innermost first. */
  *reachedBindings(): Iterable<Binding> {
    for (const binding of this.bindings.toReversed()) if (binding.isReached) yield binding
  }

  /** One that stands for itself as a key. */
  isLoopVariable(name: string): boolean {
    return this.locals.has(name) && this.bindings.some((binding) => binding.kind === 'loop' && binding.name === name)
  }

  hasBindings(): boolean {
    return this.bindings.length > 0 || this.outer?.hasBindings() === true
  }

  /** The slot of this frame that holds a variable of an outer frame, copied at creation. */
  captureSlot(owner: FunctionScope, binding: Binding): number {
    if (owner === this || this.outer === undefined) return binding.slot
    const present = this.captured.get(binding)
    if (present !== undefined) return present
    return this.capture(binding, this.outer.captureSlot(owner, binding))
  }

  /** The slot of this frame that holds the frame of an outer scope. */
  frameSlot(owner: FunctionScope): number {
    const present = this.captured.get(owner)
    if (present !== undefined || this.outer === undefined) return present ?? 0
    return this.capture(owner, this.outer === owner ? -1 : this.outer.frameSlot(owner))
  }

  private capture(what: Binding | FunctionScope, from: number): number {
    const to = this.newSlot()
    this.captures.push({ from, to })
    this.captured.set(what, to)
    return to
  }

  /** Code at `node` is entered next: its place if the position must be stored, undefined if the line is known to be stored already. */
  enter(node: Span): Place | undefined {
    const known = this.known
    this.known = node.start
    if (known !== undefined && this.module.line.holds(known, node.start)) return undefined
    return placeOf(this.module, node)
  }

  /** Compiles what lies inside a config literal, a comprehension or a quantifier. */
  nested<T>(compile: () => T): T {
    this.nesting++
    const result = compile()
    this.nesting--
    return result
  }

  /** Compiles what was moved here out of another file of the package; without a path, what was not. */
  inFile<T>(path: string | undefined, compile: () => T): T {
    const { module } = this
    const moved = path === undefined ? undefined : module.package.modules.find((each) => each.module.path === path)
    if (moved === undefined) return compile()
    this.module = moved
    this.moved()
    const result = compile()
    this.module = module
    this.moved()
    return result
  }

  /** Compiles two branches of which one runs; afterwards the line is known only if both end on it. */
  branch<T, U>(first: () => T, second: () => U): [T, U] {
    const before = this.known
    const a = first()
    const afterFirst = this.known
    this.known = before
    const b = second()
    const afterSecond = this.known
    const agree = afterFirst !== undefined && afterSecond !== undefined && this.module.line.holds(afterFirst, afterSecond)
    this.known = agree ? afterFirst : undefined
    return [a, b]
  }

  /** Other code may have run: the next node stores its position whatever its line. */
  moved(): void {
    this.known = undefined
  }
}

/** In this or an outer frame. */
export function isLoopOrArgument(name: string, scope: FunctionScope): boolean {
  for (let at: FunctionScope | undefined = scope; at !== undefined; at = at.outer) {
    const kind = at.find(name)?.binding.kind
    if (kind === 'loop' || kind === 'argument') return true
  }
  return false
}

/** The line of a node, as faults of a running program show it. */
export function placeOf(module: ModuleScope, node: Span): Place {
  return { path: module.module.path, start: node.start, end: node.end, lineOnly: true }
}

/** The names a block assigns at any depth of its `if` statements. */
export function assignedNames(statements: readonly Statement[], names: Set<string> = new Set()): Set<string> {
  for (const statement of statements) {
    if (statement.kind === 'assign') for (const target of statement.targets) names.add(target.name.text)
    else if (statement.kind === 'augmentedAssign') names.add(statement.target.name.text)
    else if (statement.kind === 'unification') names.add(statement.target.names[0]?.text ?? '')
    else if (statement.kind === 'if') {
      assignedNames(statement.body, names)
      assignedNames(statement.orElse, names)
    }
  }
  return names
}

/** Stores the position before an expression, where that is needed. */
export function positioned(context: Context, place: Place | undefined, run: Run): Run {
  if (place === undefined) return run
  return (frame) => {
    context.position = place
    return run(frame)
  }
}
