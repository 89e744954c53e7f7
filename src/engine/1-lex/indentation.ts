/** Indentation as tokens: a stack of levels, each a number of tabs and of spaces (frontend A.4). Comments and blank lines change nothing, and
 *  the blanks before the very first token of a file do not count. */
import { BAD_DEDENT, DEDENT, INDENT } from './token-kind.ts'
import type { TokenBuffer } from './tokens.ts'

interface Level {
  readonly tabs: number
  readonly spaces: number
}

type Order = 'less' | 'equal' | 'greater' | 'inconsistent'

export class IndentationStack {
  /** Blanks since the line began. */
  tabs = 0
  spaces = 0
  isAtLineStart = false
  /** By token: how many blanks a BAD_DEDENT is off. */
  readonly amounts = new Map<number, number>()
  private readonly levels: Level[] = []
  private topTabs = 0
  private topSpaces = 0

  startLine(): void {
    this.isAtLineStart = true
    this.reset()
  }

  reset(): void {
    this.tabs = 0
    this.spaces = 0
  }

  /** Compares the line that starts with the token at `position` to the stack. False when tabs and spaces do not compare. */
  measure(tokens: TokenBuffer, position: number): boolean {
    this.isAtLineStart = false
    const order = this.compare()
    if (order === 'equal') return true
    if (order === 'inconsistent') return false
    if (order === 'greater') {
      this.push({ tabs: this.tabs, spaces: this.spaces })
      tokens.push(INDENT, position, position)
      return true
    }
    return this.dedent(tokens, position)
  }

  /** One DEDENT for each open level. False when none was open. */
  close(tokens: TokenBuffer, position: number): boolean {
    const isOpen = this.levels.length > 0
    while (this.pop() !== undefined) tokens.push(DEDENT, position, position)
    return isOpen
  }

  private dedent(tokens: TokenBuffer, position: number): boolean {
    for (;;) {
      const popped = this.pop()
      const order = this.compare()
      if (order === 'greater') {
        this.amounts.set(tokens.count, this.spaces - this.topSpaces)
        tokens.push(this.spaces === this.topSpaces ? DEDENT : BAD_DEDENT, position, position)
        if (popped !== undefined) this.push(popped)
        return true
      }
      tokens.push(DEDENT, position, position)
      if (order === 'equal') return true
      if (order === 'inconsistent') return false
    }
  }

  private compare(): Order {
    const tabs = this.tabs - this.topTabs
    const spaces = this.spaces - this.topSpaces
    if (tabs < 0) return spaces <= 0 ? 'less' : 'inconsistent'
    if (tabs > 0) return spaces >= 0 ? 'greater' : 'inconsistent'
    return spaces < 0 ? 'less' : spaces > 0 ? 'greater' : 'equal'
  }

  private push(level: Level): void {
    this.levels.push(level)
    this.topTabs = level.tabs
    this.topSpaces = level.spaces
  }

  private pop(): Level | undefined {
    const popped = this.levels.pop()
    const top = this.levels.at(-1)
    this.topTabs = top?.tabs ?? 0
    this.topSpaces = top?.spaces ?? 0
    return popped
  }
}
