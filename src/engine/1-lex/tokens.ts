/** The tokens of a file as columns of numbers: one token costs nine bytes and no object. Token `i` covers `text.slice(starts[i], ends[i])`. */
import type { Comment } from '../model/ast.ts'
import { spellingOf, STRING } from './token-kind.ts'

export interface Tokens {
  readonly text: string
  readonly kinds: Uint8Array
  readonly starts: Int32Array
  readonly ends: Int32Array
  /** Index of the end-of-file token, which is always there. */
  readonly last: number
  /** By token: strings whose value is not simply the text between their quotes. */
  readonly strings: ReadonlyMap<number, CookedString>
  /** By token: how many blanks a BAD_DEDENT is off. */
  readonly amounts: ReadonlyMap<number, number>
  /** By token: integers the lexer found to be wrong, with the text that stands for them. */
  readonly numbers: ReadonlyMap<number, string>
  readonly comments: readonly Comment[]
}

/** `value` after escapes, not yet dedented; the source of the content is `text.slice(contentStart, contentEnd)`. */
export interface CookedString {
  readonly value: string
  readonly contentStart: number
  readonly contentEnd: number
  readonly isRaw: boolean
  readonly isLong: boolean
}

/** What a message calls token `index` (frontend A.3). */
export function tokenText(tokens: Tokens, index: number): string {
  const kind = tokens.kinds[index] ?? 0
  const spelling = spellingOf(kind)
  if (spelling !== undefined) return spelling
  if (kind === STRING) return stringOf(tokens, index).value
  return tokens.numbers.get(index) ?? tokens.text.slice(tokens.starts[index], tokens.ends[index])
}

/** The string that token `index` stands for. */
export function stringOf(tokens: Tokens, index: number): CookedString {
  const cooked = tokens.strings.get(index)
  if (cooked !== undefined) return cooked
  const contentStart = (tokens.starts[index] ?? 0) + 1
  const contentEnd = (tokens.ends[index] ?? 0) - 1
  return { value: tokens.text.slice(contentStart, contentEnd), contentStart, contentEnd, isRaw: false, isLong: false }
}

/** Collects tokens; the columns double when full. */
export class TokenBuffer {
  kinds: Uint8Array
  starts: Int32Array
  ends: Int32Array
  count = 0
  constructor(capacity: number) {
    this.kinds = new Uint8Array(capacity)
    this.starts = new Int32Array(capacity)
    this.ends = new Int32Array(capacity)
  }

  push(kind: number, start: number, end: number): void {
    const index = this.count
    if (index === this.kinds.length) this.grow()
    this.kinds[index] = kind
    this.starts[index] = start
    this.ends[index] = end
    this.count = index + 1
  }

  private grow(): void {
    const capacity = this.kinds.length * 2
    this.kinds = widen(new Uint8Array(capacity), this.kinds)
    this.starts = widen(new Int32Array(capacity), this.starts)
    this.ends = widen(new Int32Array(capacity), this.ends)
  }
}

function widen<Column extends Uint8Array | Int32Array>(wide: Column, narrow: Column): Column {
  wide.set(narrow)
  return wide
}
