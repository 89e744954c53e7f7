/** Bases and mixins that an instance goes without. */
import type { PlannedBody, SchemaPlan } from './schema-plan.ts'

export const NO_BODIES: ReadonlySet<PlannedBody> = new Set()

/** Those whose names locals hide, and what belongs to them. */
export function unseenBodies({ bodies }: SchemaPlan): ReadonlySet<PlannedBody> {
  const unseen = new Set<PlannedBody>()
  for (const body of bodies) {
    const user = body.heir ?? body.host
    if (user === undefined || body.name === undefined) continue
    if (unseen.has(user) || user.definition.module.package.hides(body.name)) unseen.add(body)
  }
  return unseen
}
