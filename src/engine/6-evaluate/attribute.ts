/** Attributes by name inside schema bodies, checks and lambdas. Behind the last step that sets an attribute its value is final and is just read; before
 *  that it is evaluated on demand, except in the lambdas of a schema, which see the value so far. The layout of the last schema seen is remembered. */
import type { FunctionScope, Run } from './scope.ts'
import type { AttributeInfo, PlannedBody } from './schema-plan.ts'

/** `otherwise` answers when there is no such attribute; when it is Undefined, `whenUndefined`: the same outside of lambdas, and nothing inside. */
export function compileAttributeRead(
  name: string,
  scope: FunctionScope,
  otherwise: Run,
  { whenUndefined = scope.kind === 'lambda' ? undefined : otherwise }: { readonly whenUndefined?: Run } = {},
): Run {
  const { context } = scope.module
  let attributes: PlannedBody['attributes'] | undefined
  let info: AttributeInfo | undefined
  const isDemanded = scope.kind !== 'lambda' || !scope.inSchema
  // What is evaluated on demand moves the position.
  if (isDemanded) scope.moved()
  return (frame) => {
    const { self } = context
    if (self === undefined) return otherwise(frame)
    if (self.turn.attributes !== attributes) {
      attributes = self.turn.attributes
      info = attributes.get(name)
    }
    if (info === undefined) {
      const { hasIndexSignature, isDetached } = self.plan
      const entry = hasIndexSignature || isDetached ? self.fields.get(name) : undefined
      return entry === undefined ? otherwise(frame) : entry
    }
    const isPresent = !isDemanded || (self.findings === undefined && info.last < self.step && info.final?.body === self.turn)
    const value = isPresent ? self.fields.get(name) : self.read(name, info)
    return value === undefined && whenUndefined !== undefined ? whenUndefined(frame) : value
  }
}
