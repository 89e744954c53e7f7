/** Where the parser stands in the tokens, and how it recovers (frontend B.0). It is the only state of the parser; each construct is a function
 *  that takes it first. */
import { expectedOneOf, invalidIndentation, invalidSyntax, MOST_FAULTS, unexpectedToken } from '../faults/syntax.ts'
import type { Expression, Statement } from '../model/ast.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import * as Kind from '../1-lex/token-kind.ts'
import { type Tokens, tokenText } from '../1-lex/tokens.ts'

/** How deep brackets, blocks and types may nest; deeper text is refused with a diagnostic. A small stack of the host may end sooner (`parse.ts`). */
export const MAX_DEPTH = 20_000

/** The constructs that everything may contain. Files of the grammar reach them through the cursor, so that they import each other in one
 *  direction only. */
export interface Grammar {
  /** `a if c else b`, or what stands before the `if` */
  readonly expression: (cursor: Cursor) => Expression
  /** An expression that is not a conditional: an `if` after it belongs to something else. */
  readonly simple: (cursor: Cursor) => Expression
  /** An operand with all `.x`, `?.x`, `[i]`, `?[i]` and `(…)` behind it. */
  readonly primary: (cursor: Cursor) => Expression
  /** A statement and the line ends after it; undefined when none can start here. */
  readonly statement: (cursor: Cursor) => Statement | undefined
}

export class Cursor {
  readonly grammar: Grammar
  readonly path: string
  readonly tokens: Tokens
  readonly text: string
  readonly diagnostics: Diagnostic[]
  /** The current token. */
  index = 0
  kind: number
  start: number
  /** End of the token before the current one. */
  previousEnd = 0
  depth = 0
  /** Something was parsed that `4-bind` rewrites. */
  hasSugar = false
  /** Which braces belong together, once somebody asked (`lambda.ts`). */
  closingBraces: ReadonlyMap<number, number> | undefined = undefined
  /** Parsed text ends here when nesting got too deep, or faults too many. */
  isAborted = false
  private readonly kinds: Uint8Array
  private readonly starts: Int32Array
  private readonly ends: Int32Array
  private readonly last: number

  constructor(grammar: Grammar, path: string, tokens: Tokens, diagnostics: Diagnostic[]) {
    this.grammar = grammar
    this.path = path
    this.tokens = tokens
    this.text = tokens.text
    this.diagnostics = diagnostics
    this.kinds = tokens.kinds
    this.starts = tokens.starts
    this.ends = tokens.ends
    this.last = tokens.last
    this.kind = this.kinds[0] ?? Kind.EOF
    this.start = this.starts[0] ?? 0
  }

  get end(): number {
    return this.ends[this.index] ?? 0
  }

  advance(): void {
    const { index } = this
    this.previousEnd = this.ends[index] ?? 0
    if (index === this.last) return
    this.index = index + 1
    this.kind = this.kinds[index + 1] ?? Kind.EOF
    this.start = this.starts[index + 1] ?? 0
  }

  /** The kind of the token `distance` after the current one. */
  peek(distance: number): number {
    return this.kinds[Math.min(this.index + distance, this.last)] ?? Kind.EOF
  }

  /** End of the token before the one that starts at `offset`. */
  endBefore(offset: number): number {
    let index = this.index
    while (index > 0 && (this.starts[index] ?? 0) > offset) index--
    return this.ends[index - 1] ?? 0
  }

  /** The text of the current token in messages. */
  tokenText(): string {
    return tokenText(this.tokens, this.index)
  }

  report(message: string): void {
    this.reportAt(message, this.start, this.end)
  }

  reportAt(message: string, start: number, end: number): void {
    if (this.isAborted) return
    this.diagnostics.push(invalidSyntax(this.path, message, start, end))
    if (this.diagnostics.length >= MOST_FAULTS) this.skipFile()
  }

  reportExpected(...words: readonly string[]): void {
    this.report(expectedOneOf(words, this.tokenText()))
  }

  /** Goes on in any case; a token of another kind is reported. */
  expect(kind: number, word: string): void {
    if (this.kind !== kind) this.reportExpected(word)
    this.advance()
  }

  /** Goes on in any case, at the end of a block. */
  expectDedent(): void {
    this.checkDedent()
    this.expect(Kind.DEDENT, 'dedent')
  }

  /** Goes on only over a token of that kind; another one is reported and stays. */
  want(kind: number, word: string): void {
    if (this.kind === kind) this.advance()
    else this.reportExpected(word)
  }

  skipNewlines(): void {
    while (this.kind === Kind.NEWLINE) this.advance()
  }

  /** Skips indents, then dedents. */
  skipIndentation(): void {
    while (this.kind === Kind.INDENT) this.advance()
    while (this.kind === Kind.DEDENT || this.kind === Kind.BAD_DEDENT) this.advance()
  }

  /** Skips line ends, then indentation. */
  skipLayout(): void {
    this.skipNewlines()
    this.skipIndentation()
  }

  /** A line between two levels of indentation is reported where block structure matters. */
  checkDedent(): void {
    if (this.kind !== Kind.BAD_DEDENT) return
    this.report(invalidIndentation(this.tokens.amounts.get(this.index) ?? 0))
    this.advance()
  }

  reportUnexpected(): void {
    this.report(unexpectedToken(this.tokenText()))
  }

  /** For loops: when nothing was consumed since the token `mark`, reports and skips one. */
  ensureProgress(mark: number): void {
    if (this.index !== mark || this.kind === Kind.EOF) return
    this.report(`expected expression, got ${this.tokenText()}`)
    this.advance()
  }

  /** Enters one level of nesting. False when that is one too many: the rest of the file is skipped. Pair with `leave`. */
  enter(): boolean {
    this.depth++
    if (this.depth <= MAX_DEPTH) return true
    this.abort(`nesting is too deep, at most ${MAX_DEPTH} levels are allowed`)
    return false
  }

  /** Reports where the parser stands and skips the rest of the file. */
  abort(message: string): void {
    this.report(message)
    this.skipFile()
  }

  private skipFile(): void {
    this.isAborted = true
    this.index = this.last
    this.kind = Kind.EOF
    this.start = this.starts[this.last] ?? 0
  }

  leave(): void {
    this.depth--
  }
}
