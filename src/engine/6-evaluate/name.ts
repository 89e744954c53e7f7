/** Names in expressions (`spec/kcl-runtime.md` B6). From the inside out: loop variables and arguments, attributes of the schema whose body runs, other
 *  locals, captured variables, globals, schemas, built-ins. What a name means is settled when the code is compiled, except for attributes: a body
 *  runs for many schemas, so the answer is remembered for the last one. */
import { globalFunction } from '../library/functions/table.ts'
import { functionValue } from '../library/declare.ts'
import type { Identifier } from '../model/ast.ts'
import type { ImportTarget } from '../model/program.ts'
import { isList, type Value } from '../model/value.ts'
import { EvaluationFault } from '../faults/evaluation.ts'
import { compileAttributeRead } from './attribute.ts'
import { memberRun } from './access.ts'
import { configuredSchema } from './configured-name.ts'
import type { Context } from './context.ts'
import { Global, type Hideable } from './global.ts'
import type { PackageScope } from './package.ts'
import { isLoopOrArgument, type Binding, type FunctionScope, type ModuleScope, type Run } from './scope.ts'
import { aliasText, ownSchemaName } from './alias.ts'
import { aliasedSchema } from './type.ts'

/** A name or dotted chain as an expression. The caller has stored the position. */
export function compileIdentifier(node: Identifier, scope: FunctionScope): Run {
  const [first, second, ...rest] = node.names
  if (first === undefined) return () => undefined
  const schema = configuredSchema(node, scope)
  if (schema !== undefined) return schema.module.package === scope.module.package ? compileName(schema.name, scope) : () => schema.type
  if (second === undefined) return compileAlone(node, first.text, scope)
  const target = importTarget(first.text, scope)
  let run = target === undefined ? compileName(first.text, scope) : importedRun(target, second.text, scope.module)
  const members = target === undefined ? [second, ...rest] : rest
  for (const member of members) run = memberRun(run, member.text, scope.module.context)
  return run
}

/** The package a first name refers to, unless something nearer is called so. */
export function importTarget(name: string, scope: FunctionScope): ImportTarget | undefined {
  const target = scope.module.imports.get(name)
  if (target === undefined || scope.module.package.globals.has(name)) return undefined
  return isLoopOrArgument(name, scope) ? undefined : target
}

function importedRun(target: ImportTarget, name: string, module: ModuleScope): Run {
  if (target.kind === 'system') return constantRun(systemMember(target.packagePath, name, module))
  const other = module.package.packageOf(target)
  return other === undefined ? () => undefined : packageMember(other, name)
}

function constantRun(make: () => Value): Run {
  let value: Value
  let isMade = false
  return () => {
    if (!isMade) {
      value = make()
      isMade = true
    }
    return value
  }
}

function systemMember(packagePath: string, name: string, module: ModuleScope): () => Value {
  return () => {
    const member = module.context.systemModule(packagePath)?.members.get(name)
    if (member === undefined || member.kind === 'absent') throw new EvaluationFault(`unknown kcl_${packagePath}_${name}`)
    return member.kind === 'constant' ? member.value : functionValue(member.builtin, module.context.library, `${packagePath}.${name}`)
  }
}

/** A member of a package that has been evaluated completely. Its aliases are none. */
function packageMember(owner: PackageScope, name: string): Run {
  const global = owner.globals.get(name)
  if (global !== undefined) return () => global.value
  const schema = owner.schemas.get(name)
  return () => schema?.type
}

function definedType(owner: PackageScope, name: string): (() => Value) | undefined {
  const schema = owner.schemas.get(name)
  if (schema !== undefined) return () => schema.type
  const alias = owner.aliases.get(name)
  return alias === undefined ? undefined : () => aliasedSchema(alias.statement, alias.module)?.type
}

function compileAlone(node: Identifier, name: string, scope: FunctionScope): Run {
  const alias = aliasText(node, scope)
  if (alias === undefined) return compileName(name, scope)
  const own = ownSchemaName(alias, scope)
  if (own !== undefined) return compileName(own, scope)
  // A schema of another package is not found by its name.
  return alias.includes('.') ? (definedType(scope.module.package, name) ?? (() => undefined)) : compileName(alias, scope)
}

/** A single name. */
export function compileName(name: string, scope: FunctionScope): Run {
  return compileFrom(name, scope, scope, undefined)
}

/** Looks in `at` and outwards for code that runs in `scope`; `below` bounds the bindings of `at` that count. */
function compileFrom(name: string, scope: FunctionScope, at: FunctionScope | undefined, below: number | undefined): Run {
  if (at === undefined) {
    return scope.inSchema ? compileAttributeRead(name, scope, compileGlobal(name, scope)) : compileGlobal(name, scope)
  }
  const found = at.find(name, below)
  if (found === undefined) {
    return at.kind === 'schema'
      ? compileAttributeRead(name, scope, compileGlobal(name, scope))
      : compileFrom(name, scope, at.outer, undefined)
  }
  const { binding } = found
  const isBehindAttributes = at.kind === 'schema' && (!at.isLocal(binding) || (at !== scope && binding.kind === 'key'))
  if (isBehindAttributes && at !== scope && binding.kind === 'variable') {
    return compileAttributeRead(name, scope, compileGlobal(name, scope))
  }
  if (at === scope && !binding.isReached) return compileFrom(name, scope, at, found.at)
  binding.isUsed = true
  const own = readBinding(scope, at, binding)
  const isOwn = at === scope || binding.shadows === undefined || scope.module.package.isLate(name)
  const read = isOwn ? own : captured(binding, binding.shadows, own, compileGlobal(name, scope))
  const run = binding.isSet ? read : orElse(read, compileFrom(name, scope, at, found.at))
  const { context } = scope.module
  const stamp = at === scope && !isBehindAttributes ? scope.stampOf(binding) : undefined
  if (isBehindAttributes || stamp !== undefined) {
    // An attribute without a value hides the binding, too.
    const itself = compileGlobal(name, scope, 'itself')
    const otherwise = scope.module.package.globals.has(name) ? orElseOutsideCalls(run, itself, context) : run
    const attribute = compileAttributeRead(name, scope, otherwise, { whenUndefined: itself, insideCall: run })
    if (stamp === undefined) return attribute
    stamp.isUsed = true
    const { slot } = stamp
    return (frame) => (frame[slot] === context.clearings ? run(frame) : attribute(frame))
  }
  // What a lambda has captured comes after them, too.
  if (at !== scope) return compileAttributeRead(name, scope, run, { whenUndefined: run })
  // In a literal or loop inside of its own a variable of a lambda comes after the attributes of the schema that runs, in the real engine.
  const slot = scope.slotOfMaybeForgotten(binding)
  const mayBeOvertaken = scope.kind === 'lambda' && scope.nesting > binding.nesting && (!at.isLocal(binding) || slot !== undefined)
  if (!mayBeOvertaken) return run
  const attribute =
    binding.kind === 'variable' || binding.kind === 'argument'
      ? compileAttributeRead(name, scope, run)
      : compileAttributeRead(name, scope, run, { whenUndefined: run })
  return at.isLocal(binding) && slot !== undefined ? (frame) => (frame[slot] === true ? attribute(frame) : run(frame)) : attribute
}

export function readBinding(scope: FunctionScope, owner: FunctionScope, binding: Binding): Run {
  if (owner === scope || binding.isSet) {
    const slot = scope.captureSlot(owner, binding)
    return (frame) => frame[slot]
  }
  const frameSlot = scope.frameSlot(owner)
  const { slot } = binding
  return (frame) => {
    const outer = frame[frameSlot]
    return isList(outer) ? outer[slot] : undefined
  }
}

/** A captured variable called like a global counts while some local of that name is alive or the global has no value yet; otherwise
 *  the global is back, as in the real engine. Schemas and built-ins come back only where the variable had no value when the lambda was made. */
function captured({ isReached }: Binding, hidden: Hideable, own: Run, otherwise: Run): Run {
  if (hidden instanceof Global) return (frame) => (hidden.isShadowed || hidden.value === undefined ? own(frame) : otherwise(frame))
  return isReached ? own : (frame) => (hidden.isShadowed ? own(frame) : otherwise(frame))
}

function orElse(first: Run, second: Run): Run {
  return (frame) => {
    const value = first(frame)
    return value === undefined ? second(frame) : value
  }
}

/** Where no lambda somewhere around made the instance. */
function orElseOutsideCalls(first: Run, second: Run, context: Context): Run {
  return (frame) => {
    const value = first(frame)
    return value === undefined && context.calls === context.schemaBodies ? second(frame) : value
  }
}

/** A local of the same name that is alive shadows a global, unless the global `itself` is asked for. */
function compileGlobal(name: string, scope: FunctionScope, wanted: 'itself' | 'alive' = 'alive'): Run {
  const { context, package: owner } = scope.module
  const global = owner.globals.get(name)
  if (global !== undefined) {
    // What is evaluated on demand moves the position; a statement has run when a later one of the package reads what it sets.
    const last = global.setters.at(-1)?.order ?? -1
    if (scope.order === undefined || last >= scope.order) scope.moved()
    const single = global.setters.length <= 1
    const isNested = scope.nesting > 0
    const run = (): Value => {
      if (global.isShadowed && wanted === 'alive') return global.shadow
      if (scope.inSchema && wanted === 'alive' && context.captured?.has(global) === true) return context.captured.get(global)
      return single && global.isCached && global.value === global.cache ? global.cache : owner.read(global, isNested)
    }
    // Code called from a schema body sees the attributes of that schema first.
    return scope.inSchema ? run : compileAttributeRead(name, scope, run)
  }
  const hidden = owner.hideable(name)
  const value = fixedValue(name, scope)
  if (wanted === 'itself' || hidden === undefined) return () => value
  if (owner.isLate(name)) return compileLate(name, hidden, scope)
  const run = (): Value => {
    if (hidden.isShadowed) return hidden.shadow
    return scope.inSchema && context.captured?.has(hidden) === true ? context.captured.get(hidden) : value
  }
  if (scope.inSchema) return run
  const attribute = compileAttributeRead(name, scope, run)
  return (frame) => (context.self === undefined && !hidden.isShadowed ? value : attribute(frame))
}

/** A name that counts only where the schema does not know it. */
function compileLate(name: string, hidden: Hideable, scope: FunctionScope): Run {
  const { context } = scope.module
  const run = (): Value => {
    if (context.self?.knows(name) === true) return undefined
    return hidden.isShadowed ? hidden.shadow : context.captured?.get(hidden)
  }
  return scope.inSchema ? run : compileAttributeRead(name, scope, run)
}

/** A schema or a built-in. */
function fixedValue(name: string, scope: FunctionScope): Value {
  const schema = scope.module.package.schemas.get(name)
  if (schema !== undefined) return schema.type
  const builtin = globalFunction(name)
  return builtin && functionValue(builtin, scope.module.context.library, name)
}
