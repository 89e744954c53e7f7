/** Text → tokens, in one pass over code units. Line structure (NEWLINE, INDENT, DEDENT) is produced inside brackets too; each construct of the
 *  parser decides what it skips (frontend A.2–A.4). */
import {
  BAD_CONTINUATION,
  BANG_IS_NOT,
  INCONSISTENT_INDENTATION,
  INVALID_STRING,
  invalidSyntax,
  MISMATCHED_BRACKET,
  MOST_FAULTS,
  NEEDLESS_SEMICOLON,
  NESTED_BRACE,
  NESTED_PAREN,
  UNKNOWN_TOKEN,
  UNTERMINATED_STRING,
} from '../faults/syntax.ts'
import type { Comment } from '../model/ast.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { ASCII_CLASS, DIGIT, isNameStart, isOddSpace, NAME_START, skipEmojiName, skipName } from './character.ts'
import { IndentationStack } from './indentation.ts'
import { scanNumber } from './number.ts'
import { scanOperator } from './operator.ts'
import { evaluateContent, scanString } from './string.ts'
import * as Kind from './token-kind.ts'
import { type CookedString, TokenBuffer, type Tokens } from './tokens.ts'

export interface LexOptions {
  readonly path: string
  /** The part of the text to read; by default all of it. */
  readonly start?: number
  readonly end?: number
  /** Comments stay among the tokens (inside an interpolation one carries the format). */
  readonly keepComments?: boolean
  /** UTF-8 bytes of all files before this one (one message of the real engine counts them). */
  readonly sourceOffset?: number
}

/** The tokens of `text`; faults are added to `diagnostics` in the order of the text. */
export function lex(text: string, diagnostics: Diagnostic[], options: LexOptions): Tokens {
  const scanner = new Scanner(text, diagnostics, options)
  scanner.scan()
  return scanner.finish()
}

class Scanner {
  private readonly text: string
  private readonly end: number
  private readonly path: string
  private readonly sourceOffset: number
  private readonly keepComments: boolean
  private readonly diagnostics: Diagnostic[]
  private readonly tokens: TokenBuffer
  private readonly comments: Comment[] = []
  private readonly strings = new Map<number, CookedString>()
  private readonly numbers = new Map<number, string>()
  private readonly indentation = new IndentationStack()
  private readonly brackets: number[] = []
  private position: number
  private endsWithComment = false

  constructor(text: string, diagnostics: Diagnostic[], options: LexOptions) {
    const start = options.start ?? 0
    // The end of a part is the end of the text for the scanner, which looks ahead freely.
    this.text = options.end === undefined ? text : text.slice(0, options.end)
    this.end = this.text.length
    this.path = options.path
    this.sourceOffset = options.sourceOffset ?? 0
    this.keepComments = options.keepComments ?? false
    this.diagnostics = diagnostics
    this.tokens = new TokenBuffer(((this.end - start) >> 2) + 8)
    this.position = start
  }

  scan(): void {
    const { text, end, tokens, indentation } = this
    let position = this.position
    while (position < end) {
      const unit = text.charCodeAt(position)
      if (unit === 32) {
        indentation.spaces++
        position++
        continue
      }
      if (unit === 10) {
        indentation.startLine()
        tokens.push(Kind.NEWLINE, position, position + 1)
        position++
        continue
      }
      if (unit === 9) {
        indentation.tabs++
        position++
        continue
      }
      if (unit === 35) {
        indentation.reset()
        position = this.scanComment(position)
        continue
      }
      const lineStart = tokens.count
      if (indentation.isAtLineStart && !indentation.measure(tokens, position)) this.report(INCONSISTENT_INDENTATION, position, position)
      const measured = tokens.count
      if (unit < 128) {
        const unitClass = ASCII_CLASS[unit]
        if (unitClass === NAME_START) {
          const next = text.charCodeAt(position + 1)
          position =
            (unit === 0x72 || unit === 0x52) && (next === 34 || next === 39)
              ? this.scanText(position, position + 1)
              : this.scanName(position)
          if (tokens.count === measured) tokens.count = lineStart
          continue
        }
        if (unitClass === DIGIT) {
          position = this.scanNumber(position)
          continue
        }
        if (unit === 34 || unit === 39) {
          position = this.scanText(position, position)
          continue
        }
      }
      position = unit < 128 ? this.scanPunctuation(position, unit) : this.scanBeyondAscii(position)
      // A line whose first characters make no token loses the tokens of its indentation.
      if (tokens.count === measured) tokens.count = lineStart
    }
    this.position = position
  }

  finish(): Tokens {
    const { tokens, end } = this
    // The last line ends in any case, and a NEWLINE follows the DEDENTs too.
    if (tokens.count === 0 || this.endsWithComment || tokens.kinds[tokens.count - 1] !== Kind.NEWLINE) tokens.push(Kind.NEWLINE, end, end)
    if (this.indentation.close(tokens, end)) tokens.push(Kind.NEWLINE, end, end)
    tokens.push(Kind.EOF, end, end)
    return {
      text: this.text,
      kinds: tokens.kinds,
      starts: tokens.starts,
      ends: tokens.ends,
      last: tokens.count - 1,
      strings: this.strings,
      amounts: this.indentation.amounts,
      numbers: this.numbers,
      comments: this.comments,
    }
  }

  private report(message: string, start: number, end: number): void {
    if (this.diagnostics.length < MOST_FAULTS) this.diagnostics.push(invalidSyntax(this.path, message, start, end))
  }

  private scanComment(start: number): number {
    const newline = this.text.indexOf('\n', start)
    const end = newline < 0 ? this.end : newline
    this.endsWithComment = newline < 0
    if (this.keepComments) this.tokens.push(Kind.COMMENT, start, end)
    else this.comments.push({ text: this.text.slice(start, end), start, end })
    return end
  }

  private scanName(start: number): number {
    const end = skipName(this.text, start)
    if (this.text.charCodeAt(end) >= 128) {
      const emojiEnd = skipEmojiName(this.text, end)
      if (emojiEnd > end) {
        this.report(UNKNOWN_TOKEN, start, emojiEnd)
        return emojiEnd
      }
    }
    const kind = end - start <= Kind.LONGEST_KEYWORD ? Kind.keywordAt(this.text, start, end) : Kind.NAME
    this.tokens.push(kind, start, end)
    return end
  }

  private scanNumber(start: number): number {
    const scan = scanNumber(this.text, start, this.sourceOffset)
    if (scan.fault !== undefined) this.report(scan.fault, scan.faultStart, scan.end)
    if (scan.replacement !== undefined) this.numbers.set(this.tokens.count, scan.replacement)
    this.tokens.push(scan.isFloat ? Kind.FLOAT : Kind.INTEGER, start, scan.end)
    return scan.end
  }

  /** A string; `start` is its prefix or its quote. */
  private scanText(start: number, quoteStart: number): number {
    const scan = scanString(this.text, quoteStart)
    const isRaw = quoteStart > start
    if (isRaw || !scan.isPlain) {
      if (!scan.isTerminated) this.report(UNTERMINATED_STRING, quoteStart, scan.end)
      const contentStart = quoteStart + (scan.isLong ? 3 : 1)
      const contentEnd = scan.isTerminated ? scan.end - (scan.isLong ? 3 : 1) : scan.end
      const value = evaluateContent(this.text.slice(contentStart, contentEnd), { isRaw, isLong: scan.isLong })
      if (value === undefined) this.report(INVALID_STRING, contentStart, scan.end)
      // Interpolation takes the last character for a quote even where there is none.
      const sourceEnd = scan.isTerminated ? contentEnd : Math.max(contentStart, contentEnd - 1)
      this.strings.set(this.tokens.count, { value: value ?? '', contentStart, contentEnd: sourceEnd, isRaw, isLong: scan.isLong })
    }
    this.tokens.push(Kind.STRING, start, scan.end)
    return scan.end
  }

  private scanPunctuation(start: number, unit: number): number {
    switch (unit) {
      case 40:
      case 91:
      case 123: {
        const kind = unit === 40 ? Kind.OPEN_PAREN : unit === 91 ? Kind.OPEN_BRACKET : Kind.OPEN_BRACE
        this.brackets.push(kind)
        this.tokens.push(kind, start, start + 1)
        return start + 1
      }
      case 41:
        return this.scanCloser(start, Kind.CLOSE_PAREN, NESTED_PAREN)
      case 93:
        return this.scanCloser(start, Kind.CLOSE_BRACKET, MISMATCHED_BRACKET)
      case 125:
        return this.scanCloser(start, Kind.CLOSE_BRACE, NESTED_BRACE)
      case 92:
        if (start + 1 >= this.end) return start + 1
        if (this.text.charCodeAt(start + 1) === 10) return start + 2
        this.report(BAD_CONTINUATION, start, start + 1)
        return start + 1
      case 59:
        this.report(NEEDLESS_SEMICOLON, start, start + 1)
        return start + 1
      case 36: {
        const isName = isNameStart(this.text, start + 1)
        const end = isName ? skipName(this.text, start + 1) : start + 1
        this.tokens.push(isName ? Kind.NAME : Kind.DOLLAR, start, end)
        return end
      }
    }
    const operator = scanOperator(this.text, start, unit)
    if (operator === undefined) {
      if (!isOddSpace(unit)) this.report(UNKNOWN_TOKEN, start, start + 1)
      return start + 1
    }
    if (operator.kind === Kind.GREATER && this.joinArrow(start)) return start + 1
    if (operator.kind === Kind.BANG) this.report(BANG_IS_NOT, start, start + 1)
    this.tokens.push(operator.kind, start, start + operator.length)
    return start + operator.length
  }

  /** A `>` whose previous token is `-` makes an arrow of the two, even over blanks. */
  private joinArrow(start: number): boolean {
    const { tokens } = this
    const previous = tokens.count - 1
    if (previous < 0 || tokens.kinds[previous] !== Kind.MINUS) return false
    tokens.kinds[previous] = Kind.ARROW
    tokens.starts[previous] = start - 1
    tokens.ends[previous] = start + 1
    return true
  }

  /** A closer that does not fit stands for the one that its opener wants. */
  private scanCloser(start: number, kind: number, message: string): number {
    const opener = this.brackets.pop()
    const wanted = opener === undefined ? kind : opener + 1
    if (opener === undefined || wanted !== kind) this.report(message, start, start + 1)
    this.tokens.push(wanted, start, start + 1)
    return start + 1
  }

  private scanBeyondAscii(start: number): number {
    if (isNameStart(this.text, start)) return this.scanName(start)
    if (isOddSpace(this.text.charCodeAt(start))) return start + 1
    const length = String.fromCodePoint(this.text.codePointAt(start) ?? 0).length
    const end = Math.max(start + length, skipEmojiName(this.text, start))
    this.report(UNKNOWN_TOKEN, start, end)
    return end
  }
}
