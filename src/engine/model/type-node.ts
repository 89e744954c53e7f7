/** Type annotations as written: the part of the tree that stands behind a `:`. */
import type { Identifier, Span, UnitSuffix } from './ast.ts'

export type TypeNode =
  | AnyTypeNode
  | BasicTypeNode
  | NamedTypeNode
  | ListTypeNode
  | DictTypeNode
  | UnionTypeNode
  | LiteralTypeNode
  | FunctionTypeNode

export interface AnyTypeNode extends Span {
  readonly kind: 'anyType'
}

export interface BasicTypeNode extends Span {
  readonly kind: 'basicType'
  readonly name: 'bool' | 'int' | 'float' | 'str'
}

/** `S`, `pkg.S`, `units.NumberMultiplier` */
export interface NamedTypeNode extends Span {
  readonly kind: 'namedType'
  readonly name: Identifier
}

/** `[int]`, `[]` */
export interface ListTypeNode extends Span {
  readonly kind: 'listType'
  readonly element: TypeNode | undefined
}

/** `{str: int}`, `{:}` */
export interface DictTypeNode extends Span {
  readonly kind: 'dictType'
  readonly key: TypeNode | undefined
  readonly value: TypeNode | undefined
}

/** `int | str` */
export interface UnionTypeNode extends Span {
  readonly kind: 'unionType'
  readonly members: readonly TypeNode[]
}

/** `"a"`, `1`, `64Ki`, `2.5`, `True` */
export interface LiteralTypeNode extends Span {
  readonly kind: 'literalType'
  readonly literal:
    | { readonly kind: 'bool'; readonly value: boolean }
    | { readonly kind: 'int'; readonly value: number | bigint; readonly suffix: UnitSuffix | undefined }
    | { readonly kind: 'float'; readonly value: number }
    | { readonly kind: 'str'; readonly value: string }
}

/** `(int, str) -> bool` */
export interface FunctionTypeNode extends Span {
  readonly kind: 'functionType'
  readonly parameters: readonly TypeNode[]
  readonly returnType: TypeNode | undefined
}
