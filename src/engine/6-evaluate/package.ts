/** A package at run time: its globals, schemas and type aliases, and the order in which its statements run (`spec/kcl-runtime.md` B3). Schemas are
 *  only noted by name; one is compiled when it is first used, so a package of ten thousand schemas costs a table of names. */
import { globalFunction } from '../library/functions/table.ts'
import type { AssignStatement, Identifier, ImportStatement, Module, Statement, TypeAliasStatement } from '../model/ast.ts'
import type { Place } from '../model/diagnostic.ts'
import { MAIN_PACKAGE, type ImportTarget, type PackageUnit, type Program } from '../model/program.ts'
import type { Value } from '../model/value.ts'
import type { Conform } from '../values/conform.ts'
import type { Type } from '../types/type.ts'
import type { Context } from './context.ts'
import { Global, Hideable, readGlobal, type Execution, type Setter } from './global.ts'
import { lateNames } from './late-name.ts'
import { createSchema, type SchemaDefinition } from './schema.ts'
import { FunctionScope, placeOf, type Compilers, type ModuleScope, type Run } from './scope.ts'
import { TextLine } from './text-line.ts'

interface PackageStatement {
  readonly statement: Statement
  readonly module: ModuleScope
  readonly order: number
  readonly execution: Execution
}

export class PackageScope {
  readonly path: string
  readonly isMain: boolean
  readonly context: Context
  readonly modules: readonly ModuleScope[]
  readonly globals = new Map<string, Global>()
  readonly schemas = new Map<string, SchemaDefinition>()
  readonly aliases = new Map<string, { readonly statement: TypeAliasStatement; readonly module: ModuleScope }>()
  /** What aliases stand for in a package, once it was asked there. */
  readonly aliasTypes = new Map<string, Conform>()
  /** Variables written where types are expected, or configured like schemas; dotted names too. */
  variableTypes: ReadonlyMap<string, Type> | undefined
  /** The order of the statement whose turn it is. */
  progress = -1
  /** Schemas and built-ins that are read or hidden somewhere. */
  private readonly fixed = new Map<string, Hideable>()
  private lateNames: ReadonlySet<string> | undefined = undefined
  private readonly find: (packagePath: string) => PackageScope | undefined
  private readonly statements: PackageStatement[] = []
  private readonly compiled = new Map<Statement, Run>()
  /** Of the schema, rule or type at the end of the package, where it ends with one: that is where it stops. */
  private lastDefinition: Place | undefined = undefined

  constructor(
    context: Context,
    compilers: Compilers,
    unit: PackageUnit,
    program: Program,
    find: (packagePath: string) => PackageScope | undefined,
  ) {
    this.path = unit.packagePath
    this.isMain = unit.packagePath === MAIN_PACKAGE
    this.context = context
    this.find = find
    const tables = importTables(unit, program)
    this.modules = unit.modules.map((module) => ({
      context,
      compilers,
      package: this,
      module,
      line: new TextLine(module.text),
      imports: tables.pooled ?? tables.byModule.get(module) ?? new Map<string, ImportTarget>(),
    }))
    for (const scope of this.modules) this.collect(scope)
    this.predefine()
  }

  private collect(scope: ModuleScope): void {
    for (const statement of scope.module.body) {
      switch (statement.kind) {
        case 'schema':
        case 'rule':
          this.lastDefinition = placeOf(scope, statement)
          this.schemas.set(
            statement.name.text,
            createSchema(statement, scope, { place: this.schemas.size + this.statements.length, order: this.statements.length }),
          )
          break
        case 'typeAlias':
          this.lastDefinition = placeOf(scope, statement)
          this.aliases.set(statement.name.text, { statement, module: scope })
          break
        case 'import':
          break
        default:
          this.lastDefinition = undefined
          this.statements.push({ statement, module: scope, order: this.statements.length, execution: { count: 0 } })
      }
    }
  }

  /** Fills the table of globals in the order of output, and their setters. */
  private predefine(): void {
    for (const { statement } of this.statements) this.predefineStatement(statement)
    for (const { statement, module, order, execution } of this.statements)
      this.addSetters({ statement, outermost: statement, wanted: undefined, module, order, execution })
  }

  private predefineStatement(statement: Statement): void {
    if (statement.kind === 'assign') for (const target of statement.targets) this.global(target.name.text)
    else if (statement.kind === 'unification') this.global(statement.target.names[0]?.text ?? '')
    else if (statement.kind === 'if') {
      for (const inner of statement.body) this.predefineStatement(inner)
      for (const inner of statement.orElse) this.predefineStatement(inner)
    }
  }

  private global(name: string): Global {
    const present = this.globals.get(name)
    if (present !== undefined) return present
    const created = new Global(name)
    this.globals.set(name, created)
    return created
  }

  /** What locals of the name hide; undefined where the name means nothing to the package. */
  hideable(name: string): Hideable | undefined {
    const present = this.globals.get(name) ?? this.fixed.get(name)
    if (present !== undefined) return present
    if (!this.schemas.has(name) && globalFunction(name) === undefined && !this.isLate(name)) return undefined
    const created = new Hideable()
    this.fixed.set(name, created)
    return created
  }

  /** Does the name mean nothing but what a schema does not know yet? */
  isLate(name: string): boolean {
    this.lateNames ??= lateNames(this.schemas)
    return this.lateNames.has(name) && !this.globals.has(name) && !this.schemas.has(name) && globalFunction(name) === undefined
  }

  /** Does a local stand before the schema of this name? */
  hides({ names }: Identifier): boolean {
    const hideable = names.length === 1 ? this.hideable(names[0]?.text ?? '') : undefined
    return hideable !== undefined && (hideable.isShadowed || this.context.captured?.has(hideable) === true)
  }

  private addSetters(setter: Setter): void {
    const { statement } = setter
    if (statement.kind === 'assign') for (const name of targetNames(statement)) this.global(name).setters.push(setter)
    else if (statement.kind === 'augmentedAssign') this.global(statement.target.name.text).setters.push(setter)
    else if (statement.kind === 'unification') this.global(statement.target.names[0]?.text ?? '').setters.push(setter)
    else if (statement.kind === 'if') {
      for (const inner of statement.body)
        this.addSetters({ ...setter, statement: inner, wanted: setter.wanted ?? { outermost: statement, branch: 'body' } })
      for (const inner of statement.orElse)
        this.addSetters({ ...setter, statement: inner, wanted: setter.wanted ?? { outermost: statement, branch: 'orElse' } })
    }
  }

  packageOf(target: ImportTarget): PackageScope | undefined {
    return target.kind === 'package' ? this.find(target.packagePath) : undefined
  }

  packageAt(packagePath: string): PackageScope | undefined {
    return this.find(packagePath)
  }

  /** Reads a global that has no final value yet. */
  readonly read = (global: Global, isNested = false): Value =>
    readGlobal(this.context, global, { isNested, progress: this.progress, runSetter: this.runSetter })

  private readonly runSetter = (setter: Setter): void => {
    this.underWay(setter.outermost, setter.execution, () => this.statement(setter.outermost, setter.module, setter.order)([]))
  }

  /** Of an `if` only the branches count as under way. */
  private underWay(statement: Statement, execution: Execution, run: () => void): void {
    const { running } = this.context
    const isCounted = statement.kind !== 'if'
    this.context.running = { statement, execution }
    if (isCounted) execution.count++
    run()
    if (isCounted) execution.count--
    this.context.running = running
  }

  private scopeFor(module: ModuleScope, order: number): FunctionScope {
    return new FunctionScope(module, 'statement', undefined, order)
  }

  /** The compiled form of a statement, made when it first runs. */
  statement(statement: Statement, module: ModuleScope, order: number): Run {
    const present = this.compiled.get(statement)
    if (present !== undefined) return present
    const run = this.scopeFor(module, order).statement(statement)
    this.compiled.set(statement, run)
    return run
  }

  /** Runs a statement in its turn. An assignment that was evaluated on demand could only give the same again: its values are put in place, and the
   *  program passes by. */
  execute(statement: Statement, module: ModuleScope, order: number): Value {
    const settled = statement.kind === 'assign' ? this.settledTargets(statement) : undefined
    if (settled === undefined) return this.statement(statement, module, order)([])
    for (const global of settled) global.value = global.cache
    this.context.position = placeOf(module, statement)
    return undefined
  }

  /** Undefined unless all are settled. */
  private settledTargets(statement: AssignStatement): readonly Global[] | undefined {
    const globals = [...targetNames(statement)].map((name) => this.globals.get(name))
    return globals.every(isSettled) ? globals : undefined
  }

  run(): void {
    for (const { statement, module, order, execution } of this.statements) {
      this.progress = order
      this.context.changeLog.length = 0
      this.underWay(statement, execution, () => this.execute(statement, module, order))
    }
    this.progress = Number.POSITIVE_INFINITY
    if (this.lastDefinition !== undefined) this.context.position = this.lastDefinition
  }

  reset(): void {
    this.progress = -1
    // A schema is there before all statements.
    for (const global of this.globals.values()) global.reset(this.schemas.get(global.name)?.type)
    for (const hideable of this.fixed.values()) {
      hideable.isShadowed = false
      hideable.shadow = undefined
    }
  }
}

function isSettled(global: Global | undefined): global is Global {
  return global !== undefined && global.isResolved && global.setters.length === 1
}

function targetNames(statement: AssignStatement): Set<string> {
  return new Set(statement.targets.map((target) => target.name.text))
}

interface ImportTables {
  readonly byModule: ReadonlyMap<Module, ReadonlyMap<string, ImportTarget>>
  /** The entry package shares the imports of all its files. */
  readonly pooled: ReadonlyMap<string, ImportTarget> | undefined
}

function importTables(unit: PackageUnit, program: Program): ImportTables {
  const byModule = new Map<Module, Map<string, ImportTarget>>()
  const pooled = new Map<string, ImportTarget>()
  for (const module of unit.modules) {
    const table = new Map<string, ImportTarget>()
    byModule.set(module, table)
    for (const statement of module.body) {
      if (statement.kind !== 'import') continue
      const target = targetOf(statement, program)
      if (target === undefined) continue
      table.set(statement.name, target)
      pooled.set(statement.name, target)
    }
  }
  return { byModule, pooled: unit.packagePath === MAIN_PACKAGE ? pooled : undefined }
}

function targetOf(statement: ImportStatement, program: Program): ImportTarget | undefined {
  return program.imports.get(statement)
}
