/** Attributes by name inside schema bodies, checks and lambdas. Behind the last step that sets an attribute its value is final and is just read; before
 *  that it is evaluated on demand, except in the lambdas of a schema, which see the value so far. The layout of the last schema seen is remembered. */
import type { FunctionScope, Run } from './scope.ts'
import type { AttributeInfo, SchemaPlan } from './schema-plan.ts'

/** `otherwise` answers when there is no such attribute. For one that is Undefined, unless its own statement asks, `whenUndefined` does: the same outside of
 *  lambdas, and nothing inside. Where a lambda somewhere around made the instance it is `insideCall`. */
export function compileAttributeRead(
  name: string,
  scope: FunctionScope,
  otherwise: Run,
  {
    whenUndefined = scope.kind === 'lambda' ? undefined : otherwise,
    insideCall,
  }: { readonly whenUndefined?: Run; readonly insideCall?: Run } = {},
): Run {
  const { context } = scope.module
  let plan: SchemaPlan | undefined
  let info: AttributeInfo | undefined
  const mayDemand = scope.kind !== 'lambda' || !scope.inSchema
  // What is evaluated on demand moves the position.
  if (mayDemand) scope.moved()
  return (frame) => {
    const { self } = context
    if (self === undefined) return otherwise(frame)
    if (self.plan !== plan) {
      plan = self.plan
      info = plan.known.get(name)
    }
    if (info === undefined) {
      const entry = plan.known !== plan.attributes ? self.readUnknown(name) : plan.hasIndexSignature ? self.fields.get(name) : undefined
      return entry === undefined ? otherwise(frame) : entry
    }
    const isDemanded = mayDemand && (scope.kind !== 'lambda' || self !== context.captor)
    const isPresent = !isDemanded || (self.demands === 0 && !info.isCounted && info.last < self.step && info.setters[0]?.body === self.turn)
    const value = isPresent ? self.fields.get(name) : self.read(name, info)
    if (value !== undefined) return value
    const isInsideCall = scope.kind !== 'lambda' && context.calls > context.schemaBodies
    if (self.target === name) return isInsideCall ? insideCall?.(frame) : undefined
    if (!isInsideCall) return whenUndefined?.(frame)
    self.partialReads++
    return insideCall?.(frame)
  }
}
