/** Bodies of schemas, compiled once per schema whatever inherits from it. The instance under construction is `context.self`; a statement that sets an
 *  attribute marks it as the target while its value is evaluated, and puts the configured entry on top (`spec/kcl-runtime.md` B9.3, B9.4). */
import type { IndexSignature, RuleStatement, SchemaAttribute, SchemaStatement, Statement } from '../model/ast.ts'
import { SchemaInstance, type Value } from '../model/value.ts'
import { conform, conformToCopy, copyFor, type Conform } from '../values/conform.ts'
import { deepCopy } from '../values/deep-copy.ts'
import { configure, isPlain } from '../values/union.ts'
import { compileChecks, type CheckCode } from './check.ts'
import { compileDecorators, type DecoratorsRun } from './decorator.ts'
import type { WantedBranch } from './global.ts'
import { mentions } from './mentions.ts'
import { compileParameters, type ParameterCode } from './lambda.ts'
import { augmentedOperator } from './operator.ts'
import type { SchemaPlan } from './schema-plan.ts'
import { FunctionScope, type Frame, type ModuleScope, type Run } from './scope.ts'
import type { SchemaRun } from './schema-run.ts'
import { compileChange } from './shared-name.ts'
import { completeChanges, noteForOriginal, ownInstance, sharingOf, withChanges } from './shared-value.ts'
import { setsPart, type Store } from './store.ts'
import { compileType } from './type.ts'

export interface BodyCode {
  readonly parameters: readonly ParameterCode[]
  readonly statements: readonly BodyStatement[]
  readonly declarations: readonly AttributeDeclaration[]
  readonly checks: readonly CheckCode[]
  readonly index: IndexCode | undefined
  readonly decorators: DecoratorsRun | undefined
  /** Some attribute starts with a value that somebody else may hold. */
  readonly sharesValues: boolean
}

export interface BodyStatement {
  readonly run: Run
  /** Running it twice gives the same as running it once. */
  readonly isRepeatable: boolean
  /** What to run when one of its names is read before its turn. */
  readonly setters: readonly BodySetter[]
  /** The attribute, if it is a declaration. */
  readonly declares: string | undefined
}

/** What a statement sets, and where in it when it is an `if`. */
export interface BodySetter {
  readonly name: string
  readonly statement: Statement
  readonly wanted: WantedBranch | undefined
}

export interface AttributeDeclaration {
  readonly name: string
  readonly isOptional: boolean
  readonly hasDefault: boolean
  readonly type: Conform
  readonly statement: Statement
}

export interface IndexCode {
  readonly keyName: string | undefined
  readonly value: Run | undefined
  readonly type: Conform
}

export function compileBody(node: SchemaStatement | RuleStatement, module: ModuleScope): BodyCode {
  const scope = new FunctionScope(module, 'schema', undefined)
  const parameters = compileParameters(node.parameters, scope)
  const nodes = node.kind === 'schema' ? node.body : []
  const statements = nodes.map((statement) => compileBodyStatement(statement, scope))
  return {
    parameters,
    statements,
    declarations: declarationsOf(nodes, module),
    checks: compileChecks(node.checks, scope),
    index: node.kind === 'schema' && node.indexSignature !== undefined ? compileIndex(node.indexSignature, scope) : undefined,
    decorators: compileDecorators(node.decorators, node.name.text, scope),
    sharesValues: scope.sharesValues,
  }
}

function compileBodyStatement(node: Statement, scope: FunctionScope): BodyStatement {
  scope.moved()
  const run = scope.statement(node)
  return {
    run,
    isRepeatable: isRepeatable(node),
    setters: settersIn(node),
    declares: node.kind === 'attribute' ? node.name.text : undefined,
  }
}

/** A plain value, not built on the value that is there. */
function isRepeatable(node: Statement): boolean {
  if (node.kind === 'attribute') return node.value !== undefined && node.operator !== '|=' && !mentions(node.value, node.name.text)
  return node.kind === 'assign' && node.targets.every((target) => target.path.length === 0 && !mentions(node.value, target.name.text))
}

/** What a statement sets; an `if` sets what its branches set. */
function settersIn(node: Statement, wanted?: WantedBranch): readonly BodySetter[] {
  if (node.kind !== 'if') return namesSet(node).map((name) => ({ name, statement: node, wanted }))
  return [
    ...node.body.flatMap((inner) => settersIn(inner, wanted ?? { outermost: node, branch: 'body' })),
    ...node.orElse.flatMap((inner) => settersIn(inner, wanted ?? { outermost: node, branch: 'orElse' })),
  ]
}

function namesSet(node: Statement): readonly string[] {
  switch (node.kind) {
    case 'attribute':
      return [node.name.text]
    case 'assign':
      return [...new Set(node.targets.map((target) => target.name.text))]
    case 'augmentedAssign':
      return [node.target.name.text]
    case 'unification':
      return [node.target.names[0]?.text ?? '']
    default:
      return []
  }
}

function declarationsOf(statements: readonly Statement[], module: ModuleScope): AttributeDeclaration[] {
  return statements.flatMap((node): AttributeDeclaration[] => {
    if (node.kind === 'if') return [...declarationsOf(node.body, module), ...declarationsOf(node.orElse, module)]
    if (node.kind !== 'attribute') return []
    return [
      {
        name: node.name.text,
        isOptional: node.optional,
        hasDefault: node.value !== undefined,
        type: compileType(node.type, module),
        statement: node,
      },
    ]
  })
}

/** `name?: T = v` */
export function compileAttributeStatement(node: SchemaAttribute, scope: FunctionScope): Run {
  const { context } = scope.module
  const name = node.name.text
  const ownType = compileType(node.type, scope.module)
  const decorators = compileDecorators(node.decorators, name, scope)
  const value = node.value === undefined ? undefined : scope.expression(node.value)
  const isUnion = node.operator === '|='
  const unionOf = augmentedOperator('|=', context)
  let plan: SchemaPlan | undefined
  let declaredType: Conform | undefined
  // Without a default, the value that is there is changed.
  const sharing = node.value === undefined ? 'whole' : sharingOf(node.value)
  if (node.value !== undefined && sharing !== 'none') scope.sharesValues = true
  const changeNamed = node.value === undefined ? undefined : compileChange(node.value, scope)
  /** Did anybody hold what the union has changed? */
  const noteChanges = (self: SchemaRun, before: Value, changes: Map<Value, Value>, frame: Frame): boolean => {
    if (sharing !== 'whole') changes.delete(before)
    if (changes.size === 0) return false
    completeChanges(changes)
    self.change(changes)
    changeNamed?.(changes, frame)
    return true
  }
  let isMixedIn = false
  return (frame) => {
    const { self } = context
    if (self === undefined) return undefined
    if (self.plan !== plan) {
      plan = self.plan
      const info = plan.attributes.get(name)
      isMixedIn = info?.mixedIn.has(node) === true
      declaredType = info?.type
    }
    const agreedType = declaredType ?? self.agreeOnType(name, ownType)
    // What a mixin declares has its own type when the host's body asks for it.
    const type = isMixedIn && self.turn.host === undefined ? ownType : agreedType
    const { config, fields } = self
    const isConfigured = config.entries.has(name)
    const began = context.moves
    context.lastIf = undefined
    if (decorators !== undefined) decorators(frame, isConfigured)
    if (!isConfigured && value === undefined) {
      self.noteStore(name, node, began)
      return undefined
    }
    const convert = self.seesChanges ? conformToCopy : conform
    const before = self.target
    self.target = name
    const meta = isConfigured ? config.meta?.get(name) : undefined
    const isOverridden = meta !== undefined && meta.operator === '=' && meta.index === undefined
    if (value !== undefined && !isOverridden) {
      // With a configured value on top, only what both give together must fit.
      const initial = isConfigured ? value(frame) : convert(type, value(frame))
      if (initial === undefined) self.noteUndefined(name)
      fields.set(name, isUnion ? unionOf(fields.get(name), initial) : initial)
    }
    if (isConfigured) {
      const present = fields.get(name)
      // What was evaluated so far may have changed it.
      const configured = self.config.entries.get(name)
      if (isOverridden) fields.set(name, convert(type, configured))
      else {
        const isObserved = sharing !== 'none' || (present instanceof SchemaInstance && present.type.sharesValues)
        const changes = isObserved && !isPlain(present) ? new Map<Value, Value>() : undefined
        // The real engine has made a copy of what it converted: it is another list that is added to now.
        const own = value === undefined ? copyFor(type, present) : present
        const united = configure(own, configured, meta, name, changes)
        if (changes !== undefined) noteForOriginal(present, own, changes)
        const isShared = changes !== undefined && noteChanges(self, present, changes, frame)
        fields.set(name, convert(type, isShared ? ownInstance(withChanges(united, changes)) : united))
      }
    }
    self.noteStore(name, node, began)
    self.target = before
    return fields.get(name)
  }
}

/** Assignments in a body: the value, converted to the declared type, and the configured entry united on top of it. */
export function schemaStore(name: string, scope: FunctionScope, node: Statement): Store {
  const { context } = scope.module
  const isPath = setsPart(node)
  const isRaw = node.kind === 'assign' && node.type === undefined && !isPath
  return {
    load: () => context.self?.fields.get(name),
    store: (_, given) => {
      const { self } = context
      if (self === undefined) return
      // What is assigned is a copy, as in the real engine.
      const value = self.seesChanges || self.config.entries.has(name) ? deepCopy(given) : given
      if (value === undefined) self.noteUndefined(name)
      // In a lambda the real engine changes a part in place, and that is all.
      const isAll = isPath && context.calls > context.schemaBodies
      if (!isPath) self.noteOverwritten(name)
      if (isPath) self.reconfigure(name, value)
      self.fields.set(name, isAll ? given : withConfigured(self.config.entries, name, convert(self.typeOf(name), value, self)))
      if (isRaw && context.calls === context.schemaBodies) self.noteRaw(name, unconverted(self, value))
      self.noteStore(name, node, self.began)
    },
    around: (evaluate) => (frame) => {
      const { self } = context
      if (self === undefined) return undefined
      const { target, began } = self
      self.target = name
      self.began = context.moves
      context.lastIf = undefined
      const result = evaluate(frame)
      self.target = target
      self.began = began
      return result
    },
  }

  /** What is read ahead is not converted yet. */
  function unconverted({ config }: SchemaRun, value: Value): Value {
    if (!config.entries.has(name)) return value
    return configure(value, config.entries.get(name), config.meta?.get(name), name)
  }

  function withConfigured(entries: ReadonlyMap<string, Value>, attribute: string, value: Value): Value {
    const { self } = context
    if (self === undefined || !entries.has(attribute)) return value
    const configured = configure(value, entries.get(attribute), self.config.meta?.get(attribute), attribute)
    return convert(self.typeOf(attribute), configured, self)
  }
}

function convert(type: Conform | undefined, value: Value, { seesChanges }: SchemaRun): Value {
  if (type === undefined) return value
  return seesChanges ? conformToCopy(type, value) : conform(type, value)
}

function compileIndex(node: IndexSignature, scope: FunctionScope): IndexCode {
  scope.moved()
  return {
    keyName: node.keyName?.text,
    value: node.value === undefined ? undefined : scope.expression(node.value),
    type: compileType(node.valueType, scope.module),
  }
}
