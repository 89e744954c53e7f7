/** Statements of a package and of lambda bodies; those of schema bodies that differ are in `schema-body.ts`. The value of a statement is what a lambda
 *  that ends with it returns. */
import { EvaluationFault } from '../faults/evaluation.ts'
import type {
  AssertStatement,
  AssignStatement,
  AugmentedAssignStatement,
  Expression,
  ExpressionStatement,
  IfStatement,
  Statement,
  Target,
  UnificationStatement,
} from '../model/ast.ts'
import type { TypeNode } from '../model/type-node.ts'
import type { Value } from '../model/value.ts'
import { conform } from '../values/conform.ts'
import { deepCopy } from '../values/deep-copy.ts'
import { isTruthy } from '../values/truthy.ts'
import { uniteOperands } from '../values/union.ts'
import { writeGlobal, type Global, type WriteKind } from './global.ts'
import { compileBranches } from './branch.ts'
import { compileArgumentChange } from './changed-argument.ts'
import { compileCondition } from './condition.ts'
import { mentions } from './mentions.ts'
import { compilePath, loadPath, storePath } from './member.ts'
import { compileName } from './name.ts'
import { augmentedOperator } from './operator.ts'
import { compileAttributeStatement, schemaStore } from './schema-body.ts'
import type { Binding, Frame, FunctionScope, Run } from './scope.ts'
import { sharingOf } from './shared-value.ts'
import { setsPart, type Store } from './store.ts'
import { compileType } from './type.ts'

export function compileStatement(node: Statement, scope: FunctionScope): Run {
  switch (node.kind) {
    case 'assign':
      return compileAssign(node, scope)
    case 'augmentedAssign':
      return compileAugmentedAssign(node, scope)
    case 'unification':
      return compileUnification(node, scope)
    case 'expression':
      return compileExpressionStatement(node, scope)
    case 'assert':
      return compileAssert(node, scope)
    case 'if':
      return compileIf(node, scope)
    case 'attribute':
      return compileAttributeStatement(node, scope)
    case 'import':
    case 'typeAlias':
    case 'schema':
    case 'rule':
    case 'indexSignature':
      return () => undefined
  }
}

/** Statements one after the other; the value of the last. */
export function compileBlock(statements: readonly Statement[], scope: FunctionScope): Run {
  const runs = statements.map((statement) => compileStatement(statement, scope))
  const [first, second] = runs
  if (first === undefined) return () => undefined
  if (second === undefined) return first
  if (runs.length === 2) {
    return (frame) => {
      first(frame)
      return second(frame)
    }
  }
  return (frame) => {
    let value: Value
    for (const run of runs) value = run(frame)
    return value
  }
}

function compileAssign(node: AssignStatement, scope: FunctionScope): Run {
  // What a literal or loop further on reads is the attribute of that name, in the real engine.
  scope.forgetLocals()
  const [target] = node.targets
  const type = node.type === undefined ? undefined : compileType(node.type, scope.module)
  if (node.targets.length === 1 && target !== undefined && target.path.length === 0) {
    return compileSimpleAssign(target, node.type, node.value, scope, node)
  }
  const plain = scope.expression(node.value)
  const value = type === undefined ? plain : (frame: Frame): Value => conform(type, plain(frame))
  const stores = node.targets.map((each) => compileTarget(each, scope, node))
  const first = stores[0]
  const run = (frame: Frame): Value => {
    const result = value(frame)
    for (const store of stores) store.store(frame, result)
    return result
  }
  return first === undefined ? run : first.around(run)
}

function compileSimpleAssign(
  target: Target,
  typeNode: TypeNode | undefined,
  valueNode: Expression,
  scope: FunctionScope,
  node: Statement,
): Run {
  const type = typeNode === undefined ? undefined : compileType(typeNode, scope.module)
  const value = scope.expression(valueNode)
  if (scope.kind === 'lambda') {
    const { store } = localStore(target.name.text, scope)
    return (frame) => {
      const result = type === undefined ? value(frame) : conform(type, value(frame))
      store(frame, result)
      return result
    }
  }
  const { store, around } = storeFor(target.name.text, scope, node, valueNode)
  return around((frame) => {
    const result = type === undefined ? value(frame) : conform(type, value(frame))
    store(frame, result)
    return result
  })
}

/** A target with or without a path; the path is evaluated when it is stored to. */
function compileTarget(target: Target, scope: FunctionScope, node: AssignStatement): Store {
  const steps = compilePath(target.path, scope)
  const load = loadFor(target.name.text, scope)
  const value = node.value
  const plain = scope.kind === 'lambda' ? localStore(target.name.text, scope) : storeFor(target.name.text, scope, node, value)
  if (steps.length === 0) return plain
  const { context } = scope.module
  const change = mentions(value, target.name.text) ? changeUncounted : storePath
  const changeArgument = compileArgumentChange(target.name.text, scope)
  return {
    ...plain,
    store: (frame, result) => {
      const before = load(frame)
      const after = change(context, before, steps, frame, result)
      plain.store(frame, after)
      changeArgument?.(before, after, frame)
    },
  }
}

/** Making the instance anew counts as no call, in statements that read what they change. */
function changeUncounted(...[context, ...rest]: Parameters<typeof storePath>): Value {
  const { entered } = context
  const result = storePath(context, ...rest)
  context.entered = entered
  return result
}

function compileAugmentedAssign(node: AugmentedAssignStatement, scope: FunctionScope): Run {
  const name = node.target.name.text
  const value = scope.expression(node.value)
  const { context } = scope.module
  const operate = augmentedOperator(node.operator, context)
  const steps = compilePath(node.target.path, scope)
  const load = loadFor(name, scope)
  const plain = scope.kind === 'lambda' ? localStore(name, scope) : storeFor(name, scope, node, node.value)
  scope.moved()
  if (steps.length === 0) {
    return plain.around((frame) => {
      const operand = value(frame)
      const result = operate(load(frame), operand)
      plain.store(frame, result)
      return result
    })
  }
  const changeArgument = compileArgumentChange(name, scope)
  return plain.around((frame) => {
    const operand = value(frame)
    const base = load(frame)
    const result = operate(loadPath(base, steps, frame), operand)
    const after = changeUncounted(context, base, steps, frame, result)
    plain.store(frame, after)
    changeArgument?.(base, after, frame)
    return result
  })
}

function compileUnification(node: UnificationStatement, scope: FunctionScope): Run {
  const name = node.target.names[0]?.text ?? ''
  const value = scope.expression(node.value)
  const plain = storeFor(name, scope, node, node.value)
  // At the top it goes on from what is there in its turn, whatever readers have been shown.
  const load = scope.kind === 'statement' ? plain.load : loadFor(name, scope)
  return plain.around((frame) => {
    const addition = value(frame)
    const result = uniteOperands(load(frame), addition)
    plain.store(frame, result)
    return result
  })
}

/** Reads a name to change it. */
function loadFor(name: string, scope: FunctionScope): Run {
  return compileName(name, scope)
}

function storeFor(name: string, scope: FunctionScope, node: Statement, value: Expression): Store {
  if (scope.kind === 'schema') return schemaStore(name, scope, node)
  if (scope.kind === 'lambda') return localStore(name, scope)
  return globalStore(name, scope, node, value)
}

function localStore(name: string, scope: FunctionScope): Store {
  const { slot, shadows } = localFor(name, scope)
  const { context } = scope.module
  return {
    load: (frame) => frame[slot],
    store: (frame, given) => {
      const value = context.self?.seesChanges === true ? deepCopy(given) : given
      frame[slot] = value
      if (shadows !== undefined) context.shadow(shadows, value)
    },
    around: (evaluate) => evaluate,
  }
}

/** The variable of a lambda that a statement assigns; from here on it certainly has a value. */
function localFor(name: string, scope: FunctionScope): Binding {
  const found = scope.find(name)?.binding
  const binding = found !== undefined && found.kind !== 'key' ? found : scope.declare(name, 'variable', { isSet: true })
  scope.reach(binding)
  return binding
}

function globalStore(name: string, scope: FunctionScope, node: Statement, value: Expression): Store {
  const { context, package: owner } = scope.module
  const global = owner.globals.get(name)
  if (global === undefined) return { load: () => undefined, store: () => undefined, around: (evaluate) => evaluate }
  const kind = writeKind(global, node, name, value)
  const toAttribute = schemaStore(name, scope, node)
  return {
    load: () => owner.read(global),
    // When a schema makes it run that has an attribute of that name, the real engine sets the attribute, and the global stays without a value.
    store: (frame, result) => {
      if (context.self?.settle(name) === true) toAttribute.store(frame, result)
      else writeGlobal(context, global, result, kind)
    },
    around: (evaluate) => (frame) => {
      context.lastIf = undefined
      const before = context.target
      const { self } = context
      const attribute = self?.target
      if (self !== undefined) self.target = undefined
      const { wasResolved, entered } = global
      context.target = global
      global.wasResolved = global.isResolved
      global.entered = context.entered
      const result = evaluate(frame)
      global.wasResolved = wasResolved
      global.entered = entered
      context.target = before
      if (self !== undefined) self.target = attribute
      return result
    },
  }
}

function writeKind(global: Global, node: Statement, name: string, value: Expression): WriteKind {
  const isPath = setsPart(node)
  const sharing = sharingOf(value)
  if (global.setters.length <= 1) return { isLast: true, isPath, readsItself: node.kind === 'augmentedAssign', sharing }
  return {
    isLast: global.setters.at(-1)?.statement === node,
    isPath,
    readsItself: node.kind === 'augmentedAssign' || mentions(value, name),
    sharing,
  }
}

/** A value standing alone at the top of the entry package is an output of the program; calls are not (`spec/kcl-runtime.md` B10). */
function compileExpressionStatement(node: ExpressionStatement, scope: FunctionScope): Run {
  const value = scope.expression(node.value)
  const { context, package: owner } = scope.module
  if (scope.kind !== 'statement' || !owner.isMain || node.value.kind === 'call') return value
  if (node.value.kind !== 'schemaExpression') {
    return (frame) => {
      const result = value(frame)
      context.scalars.push(result)
      return result
    }
  }
  return (frame) => {
    const result = value(frame)
    context.replaceSchemaScalar(result)
    return result
  }
}

function compileAssert(node: AssertStatement, scope: FunctionScope): Run {
  const condition = node.condition === undefined ? undefined : scope.expression(node.condition)
  const test = scope.expression(node.test)
  const message = node.message === undefined ? undefined : scope.expression(node.message)
  return (frame) => {
    if (condition !== undefined && !isTruthy(condition(frame))) return undefined
    const result = test(frame)
    const text = message?.(frame)
    if (!isTruthy(result)) throw new EvaluationFault(typeof text === 'string' ? text : '', 'AssertionError')
    return undefined
  }
}

function compileIf(node: IfStatement, scope: FunctionScope): Run {
  const condition = compileCondition(node.condition, scope)
  const [body, orElse] = compileBranches(
    scope,
    () => compileBranch(node.body, scope),
    () => compileBranch(node.orElse, scope),
  )
  if (scope.kind === 'lambda') {
    return (frame) => {
      if (condition(frame) === true) body(frame)
      else orElse(frame)
      return undefined
    }
  }
  const { context } = scope.module
  const isOfPackage = scope.kind === 'statement'
  return (frame) => {
    context.lastIf = node
    const { wanted } = context
    const execution = isOfPackage ? context.running?.execution : undefined
    const count = execution?.count ?? 0
    // What a condition reads may make the `if` run again, which it may not while a branch runs.
    if (execution !== undefined) execution.count = 0
    const branch = condition(frame) === true ? 'body' : 'orElse'
    if (execution !== undefined) execution.count = count
    // As in the real engine, where the condition may have made other statements run, or just the outermost `if` again.
    if (wanted !== undefined && wanted.branch !== branch && wanted.outermost === context.lastIf) return undefined
    if (execution !== undefined) execution.count++
    if (branch === 'body') body(frame)
    else orElse(frame)
    if (execution !== undefined) execution.count--
    return undefined
  }
}

/** What a branch assigns is only maybe there after it. Branches of the package's own `if`s leave out what was evaluated on demand. */
function compileBranch(statements: readonly Statement[], scope: FunctionScope): Run {
  const { context, package: owner } = scope.module
  if (scope.kind !== 'lambda') {
    const order = scope.order ?? 0
    const runs = statements.map((statement): Run => {
      if (scope.kind === 'statement') return () => owner.execute(statement, scope.module, order)
      scope.moved()
      return compileStatement(statement, scope)
    })
    return (frame) => {
      for (let index = 0; index < runs.length && !context.isStopped; index++) {
        runs[index]?.(frame)
        if (context.stop !== undefined && context.stop === statements[index]) context.isStopped = true
      }
      return undefined
    }
  }
  const unset = [...scope.unsetBindings()]
  const run = compileBlock(statements, scope)
  for (const binding of unset) binding.isSet = false
  return run
}
