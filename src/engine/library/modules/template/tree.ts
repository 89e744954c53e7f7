/** A template taken apart. Texts have their white space already settled. */
import type { Value } from '../../../model/value.ts'

export type Template = readonly TemplateElement[]

/** Line and column count from 1. */
export interface TemplatePlace {
  readonly line: number
  readonly column: number
}

export type TemplateElement =
  | { kind: 'text'; text: string }
  | { readonly kind: 'expression'; readonly call: HelperCall; readonly escaped: boolean; readonly place: TemplatePlace }
  | {
      readonly kind: 'block'
      readonly call: HelperCall
      readonly body: Template
      readonly inverse: Template | undefined
      readonly place: TemplatePlace
    }
  | {
      readonly kind: 'partial'
      readonly name: Parameter
      readonly params: readonly Parameter[]
      readonly hash: ReadonlyMap<string, Parameter>
      /** What `{{#> p}}…{{/p}}` encloses. */
      readonly body: Template | undefined
      /** Put before each line. */
      readonly indent: string
      readonly place: TemplatePlace
    }
  | { readonly kind: 'decorator'; readonly call: HelperCall; readonly body: Template | undefined; readonly place: TemplatePlace }

/** `name` is a bare identifier, or what was written for a path. */
export interface HelperCall {
  readonly name: string
  /** Absent when only an identifier was written where a helper must stand. */
  readonly path: Parameter | undefined
  readonly params: readonly Parameter[]
  readonly hash: ReadonlyMap<string, Parameter>
  readonly blockParams: readonly string[]
}

export type Parameter =
  | { readonly kind: 'literal'; readonly value: Value }
  | TemplatePath
  | { readonly kind: 'call'; readonly call: HelperCall }

/** `../a.b`, `@index`, `@root.a`: `up` counts the `..`. */
export interface TemplatePath {
  readonly kind: 'path'
  readonly written: string
  readonly root: boolean
  readonly local: boolean
  readonly up: number
  readonly segments: readonly string[]
}

/** A template that cannot be read: the sort of fault in Rust's debug form, and an offset into the text. */
export class TemplateSyntaxError extends Error {
  readonly at: number
  constructor(reason: string, at: number) {
    super(reason)
    this.at = at
  }
}
