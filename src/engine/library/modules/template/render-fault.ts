/** A template that cannot be rendered: the reason in Rust's debug form, and the tag it happened in. */
import type { TemplatePlace } from './tree.ts'

export class RenderFault extends Error {
  place: TemplatePlace | undefined
  constructor(reason: string, place?: TemplatePlace) {
    super(reason)
    this.place = place
  }
}
