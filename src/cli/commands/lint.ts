/** `kpm lint`: what `kpm check` finds, and warnings about imports. */
import { declareInspection } from './check.ts'
import type { Declare } from './table.ts'

export const declareLint: Declare = (command, context) => declareInspection(command, context, { lint: true })
