/** A lambda that sets parts of what it was given changes that for whoever holds it, as in the real engine: not what it got as a default, and of what has a
 *  type only instances, for all else was converted to a copy. */
import { Dict, isList, SchemaInstance, type Value } from '../model/value.ts'
import { noteChanged } from './open-literal.ts'
import type { Frame, FunctionScope } from './scope.ts'
import { changeAllGlobals } from './shared-name.ts'
import { fieldsOf } from './shared-value.ts'

/** Undefined for all but parameters. */
export function compileArgumentChange(
  name: string,
  scope: FunctionScope,
): ((before: Value, after: Value, frame: Frame) => void) | undefined {
  const binding = scope.find(name)?.binding
  if (scope.kind !== 'lambda' || binding?.kind !== 'argument') return undefined
  const { context, package: owner } = scope.module
  const forgotten = scope.slotOfMaybeForgotten(binding)
  const isTyped = scope.typedParameters.has(name)
  return (before, after, frame) => {
    if (before === after || (forgotten !== undefined && frame[forgotten] === true)) return
    if (isTyped && !(before instanceof SchemaInstance)) return
    const changes = new Map<Value, Value>()
    noteChanges(before, after, changes)
    noteChanged(context, changes)
    changeAllGlobals(owner.globals.values(), changes)
  }
}

function noteChanges(before: Value, after: Value, changes: Map<Value, Value>): void {
  if (before === after || !isCollection(before) || !isCollection(after)) return
  changes.set(before, after)
  if (isList(before) && isList(after)) {
    for (const [index, item] of before.entries()) noteChanges(item, after[index], changes)
    return
  }
  const entries = fieldsOf(after)?.entries
  for (const [key, item] of fieldsOf(before)?.entries ?? []) noteChanges(item, entries?.get(key), changes)
}

function isCollection(value: Value): value is Dict | SchemaInstance | readonly Value[] {
  return value instanceof Dict || value instanceof SchemaInstance || (value !== undefined && value !== null && isList(value))
}
