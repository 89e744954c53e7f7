/** Assignment to members: `x.a = v`, `x["k"].b = v`, `l[0] = v`. The path is copied, never changed in place (`spec/kcl-runtime.md` B4). */
import { EvaluationFault } from '../faults/evaluation.ts'
import type { TargetStep } from '../model/ast.ts'
import { Dict, isList, SchemaInstance, type Value } from '../model/value.ts'
import { isInteger } from '../values/arithmetic.ts'
import { indexOutOfBounds, loadAttribute, loadSubscript } from '../values/subscript.ts'
import { typeName } from '../values/type-name.ts'
import { overridesOf } from '../values/union.ts'
import type { Context } from './context.ts'
import type { Frame, FunctionScope, Run } from './scope.ts'

export type PathStep = { readonly kind: 'member'; readonly name: string } | { readonly kind: 'index'; readonly index: Run }

export function compilePath(path: readonly TargetStep[], scope: FunctionScope): readonly PathStep[] {
  return path.map((step) =>
    step.kind === 'member' ? { kind: 'member', name: step.name.text } : { kind: 'index', index: scope.expression(step.index) },
  )
}

export function loadPath(base: Value, steps: readonly PathStep[], frame: Frame): Value {
  let value = base
  for (const step of steps) value = loadStep(value, step, frame)
  return value
}

function loadStep(value: Value, step: PathStep, frame: Frame): Value {
  if (step.kind === 'index') return loadSubscript(value, step.index(frame))
  return loadAttribute(value, step.name, () => undefined)
}

/** `base` with `value` at the end of the path. Only the last container is asked whether it takes the value. */
export function storePath(context: Context, base: Value, steps: readonly PathStep[], frame: Frame, value: Value, at = 0): Value {
  const step = steps[at]
  if (step === undefined) return value
  const key = step.kind === 'member' ? step.name : step.index(frame)
  if (at === steps.length - 1) return storeMember(context, base, step, key, value)
  const inner = step.kind === 'member' ? loadAttribute(base, step.name, () => undefined) : loadSubscript(base, key)
  return replaceMember(base, key, storePath(context, inner, steps, frame, value, at + 1))
}

function storeMember(context: Context, base: Value, step: PathStep, key: Value, value: Value): Value {
  if (base instanceof SchemaInstance && typeof key === 'string') return storeAttribute(context, base, key, value)
  if (base instanceof Dict && typeof key === 'string') return replaceMember(base, key, value)
  if (step.kind === 'member') throw notUpdatable(base, step.name)
  if (isList(base) && isInteger(key)) {
    const position = key < 0 ? Number(key) + base.length : Number(key)
    if (position < 0 || position >= base.length) throw indexOutOfBounds(key, base.length)
    return base.with(position, value)
  }
  throw new EvaluationFault(`'${typeName(base)}' object is not subscriptable with '${typeName(key)}'`)
}

function notUpdatable(base: Value, attribute: string): EvaluationFault {
  return new EvaluationFault(
    `failed to update the dict. An iterable of key-value pairs was expected, but got ${typeName(base)}. ` +
      `Check if the syntax for updating the dictionary with the attribute '${attribute}' is correct`,
  )
}

/** The instance is made again with what was configured and the new value, unless it was made with arguments outside of any schema. */
function storeAttribute(context: Context, base: SchemaInstance, key: string, value: Value): Value {
  const fields = new Dict(new Map(base.fields.entries).set(key, value), base.fields.meta)
  if (context.self === undefined && base.args.length > 0 && base.fields.entries.has(key)) {
    return base.with(fields)
  }
  const keys = new Set(base.configKeys).add(key)
  return base.type.instantiate(overridesOf(fields, keys), base.args, base.keywords)
}

/** Puts a changed part back where it was found. */
function replaceMember(base: Value, key: Value, value: Value): Value {
  if (base instanceof Dict && typeof key === 'string') return new Dict(new Map(base.entries).set(key, value), base.meta)
  if (base instanceof SchemaInstance && typeof key === 'string') {
    const fields = new Dict(new Map(base.fields.entries).set(key, value), base.fields.meta)
    return base.with(fields)
  }
  if (isList(base) && isInteger(key)) return base.with(Number(key), value)
  return base
}
