/** A pattern taken apart. Positions and sizes count characters (code points). */

export type PatternNode =
  | { readonly kind: 'empty' }
  | { readonly kind: 'any'; readonly newline: boolean }
  | { readonly kind: 'literal'; readonly text: string; readonly fold: boolean }
  | { readonly kind: 'anchor'; readonly at: 'textStart' | 'textEnd' | 'lineStart' | 'lineEnd' }
  | DelegateNode
  | { readonly kind: 'concat'; readonly items: readonly PatternNode[] }
  | { readonly kind: 'alternatives'; readonly items: readonly PatternNode[] }
  | { readonly kind: 'group'; readonly child: PatternNode; readonly index: number }
  | { readonly kind: 'repeat'; readonly child: PatternNode; readonly min: number; readonly max: number; readonly greedy: boolean }
  | { readonly kind: 'look'; readonly child: PatternNode; readonly behind: boolean; readonly negative: boolean }
  | { readonly kind: 'atomic'; readonly child: PatternNode }
  | { readonly kind: 'backreference'; readonly group: number }

/** A piece in the syntax of the Rust crate regex: a class, or an assertion (`\b`, `\A`), then of size 0. */
export interface DelegateNode {
  readonly kind: 'delegate'
  readonly source: string
  readonly size: 0 | 1
  readonly fold: boolean
}

export interface Pattern {
  readonly root: PatternNode
  /** Group 0, the whole match, included. */
  readonly groupCount: number
  readonly groupNames: ReadonlyMap<string, number>
}

/** What is wrong with a pattern, in the debug form of the Rust crate fancy_regex. */
export class PatternFault extends Error {}

export interface Size {
  readonly min: number
  readonly constant: boolean
}

export function sizeOf(node: PatternNode): Size {
  switch (node.kind) {
    case 'empty':
    case 'anchor':
    case 'look':
      return { min: 0, constant: true }
    case 'any':
    case 'literal':
      return { min: 1, constant: true }
    case 'delegate':
      return { min: node.size, constant: true }
    case 'concat': {
      const sizes = node.items.map(sizeOf)
      return { min: sizes.reduce((sum, size) => sum + size.min, 0), constant: sizes.every((size) => size.constant) }
    }
    case 'alternatives': {
      const sizes = node.items.map(sizeOf)
      const min = Math.min(...sizes.map((size) => size.min))
      return { min, constant: sizes.every((size) => size.constant && size.min === min) }
    }
    case 'group':
    case 'atomic':
      return sizeOf(node.child)
    case 'repeat': {
      const size = sizeOf(node.child)
      return { min: size.min * node.min, constant: size.constant && node.min === node.max }
    }
    case 'backreference':
      return { min: 0, constant: false }
  }
}
