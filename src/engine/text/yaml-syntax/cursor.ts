/** A place in a YAML text, with the classes of characters that the grammar speaks of (`libyaml`'s, whose faults the real engine shows). Behind the end of
 *  the text stands NUL. */

export interface Mark {
  readonly index: number
  readonly line: number
  /** In characters; both count from 0. */
  readonly column: number
}

/** What is wrong with a text, in the real engine's words. */
export class YamlFault extends Error {
  constructor(problem: string, place: Mark, context?: string, contextPlace?: Mark) {
    const isElsewhere = contextPlace !== undefined && (contextPlace.line !== place.line || contextPlace.column !== place.column)
    super(problem + formatMark(place) + (context === undefined ? '' : `, ${context}${isElsewhere ? formatMark(contextPlace) : ''}`))
    this.name = 'YamlFault'
  }
}

/** ` at line 1 column 4`; nothing at the start of the text. */
function formatMark({ line, column }: Mark): string {
  return line === 0 && column === 0 ? '' : ` at line ${line + 1} column ${column + 1}`
}

const NUL = '\0'
const BYTE_ORDER_MARK = '\uFEFF'

export class YamlCursor {
  readonly #characters: readonly string[]
  readonly #respelled = new Map<number, string>()
  #index = 0
  #line = 0
  #column = 0

  constructor(text: string) {
    this.#characters = [...text]
    if (this.#characters[0] === BYTE_ORDER_MARK) this.skip()
  }

  get mark(): Mark {
    return { index: this.#index, line: this.#line, column: this.#column }
  }

  get index(): number {
    return this.#index
  }

  get line(): number {
    return this.#line
  }

  get column(): number {
    return this.#column
  }

  peek(offset = 0): string {
    return this.#characters[this.#index + offset] ?? NUL
  }

  /** Notes what is to stand in the place of one character. */
  respell(index: number, spelling: string): void {
    this.#respelled.set(index, spelling)
  }

  /** The text with all that was noted; undefined when nothing was. */
  respelledText(): string | undefined {
    if (this.#respelled.size === 0) return undefined
    return this.#characters.map((character, index) => this.#respelled.get(index) ?? character).join('')
  }

  skip(count = 1): void {
    this.#index += count
    this.#column += count
  }

  /** Over the line break, if there is one. */
  skipBreak(): void {
    if (!this.isBreak()) return
    this.#index += this.peek() === '\r' && this.peek(1) === '\n' ? 2 : 1
    this.#column = 0
    this.#line += 1
  }

  /** What ends the text in the middle of a line ends the line. */
  endLine(): void {
    if (this.#column === 0) return
    this.#column = 0
    this.#line += 1
  }

  skipBlanks(): void {
    while (this.isBlank()) this.skip()
  }

  /** js-yaml wants a blank before it. */
  skipComment(): void {
    if (this.peek() !== '#') return
    if (this.#column > 0 && !this.isBlank(-1)) this.respell(this.#index, ' #')
    while (!this.isBreakOrEnd()) this.skip()
  }

  isEnd(offset = 0): boolean {
    return this.peek(offset) === NUL
  }

  isBlank(offset = 0): boolean {
    const character = this.peek(offset)
    return character === ' ' || character === '\t'
  }

  isBreak(offset = 0): boolean {
    return BREAKS.includes(this.peek(offset))
  }

  isBreakOrEnd(offset = 0): boolean {
    return this.isBreak(offset) || this.isEnd(offset)
  }

  isBlankOrEnd(offset = 0): boolean {
    return this.isBlank(offset) || this.isBreakOrEnd(offset)
  }

  /** A letter, a digit, `_` or `-`. */
  isWord(offset = 0): boolean {
    return WORD.test(this.peek(offset))
  }

  isHexDigit(offset = 0): boolean {
    return HEX_DIGIT.test(this.peek(offset))
  }

  isOneOf(characters: string, offset = 0): boolean {
    const character = this.peek(offset)
    return character !== NUL && characters.includes(character)
  }

  /** `---` or `...` at the start of a line. */
  isDocumentMark(mark?: '---' | '...'): boolean {
    if (this.#column !== 0 || !this.isBlankOrEnd(3)) return false
    const text = this.peek() + this.peek(1) + this.peek(2)
    return mark === undefined ? text === '---' || text === '...' : text === mark
  }
}

const BREAKS = '\n\r\u0085\u2028\u2029'
const WORD = /^[0-9A-Za-z_-]$/
const HEX_DIGIT = /^[0-9A-Fa-f]$/
