/** The tokens of a YAML text, one at a time. Where a mapping begins shows only behind its first key: the key's token is put in before what was read
 *  since, so that the scanner runs ahead while a key is possible (`libyaml`'s method, whose places of faults are the real engine's). */
import { YamlCursor, YamlFault, type Mark } from './cursor.ts'
import { skipAnchor, skipBlock, skipDirective, skipPlain, skipQuoted, skipTag, type Directive } from './scan-text.ts'

export type TokenKind =
  | 'streamStart'
  | 'streamEnd'
  | 'versionDirective'
  | 'tagDirective'
  | 'documentStart'
  | 'documentEnd'
  | 'blockSequenceStart'
  | 'blockMappingStart'
  | 'blockEnd'
  | 'flowSequenceStart'
  | 'flowSequenceEnd'
  | 'flowMappingStart'
  | 'flowMappingEnd'
  | 'blockEntry'
  | 'flowEntry'
  | 'key'
  | 'value'
  | 'alias'
  | 'anchor'
  | 'tag'
  | 'scalar'

export interface Token {
  readonly kind: TokenKind
  readonly start: Mark
  /** The name of an anchor, the handle of a tag, the version of a directive. */
  readonly text: string
}

/** Where a key may have begun. In a block a required one stands where its mapping's entries do, so that it has to become one. */
interface PossibleKey {
  readonly mark: Mark
  readonly tokenNumber: number
  readonly isRequired: boolean
}

const MAX_KEY_LENGTH = 1024
const FLOW_STARTS: Readonly<Record<string, TokenKind>> = { '[': 'flowSequenceStart', '{': 'flowMappingStart' }
const FLOW_ENDS: Readonly<Record<string, TokenKind>> = { ']': 'flowSequenceEnd', '}': 'flowMappingEnd' }
const INDICATORS = '-?:,[]{}#&*!|>\'"%@`'

export class YamlScanner {
  readonly #cursor: YamlCursor
  #tokens: Token[] = []
  #taken = 0
  #indent = -1
  readonly #indents: number[] = []
  #flowLevel = 0
  #keyIsAllowed = true
  /** One for the block around and one for each flow collection. */
  readonly #keys: (PossibleKey | undefined)[] = [undefined]

  constructor(text: string) {
    this.#cursor = new YamlCursor(text)
    this.#add('streamStart')
  }

  get respelledText(): string | undefined {
    return this.#cursor.respelledText()
  }

  /** Throws YamlFault. */
  peek(): Token {
    for (;;) {
      const [first] = this.#tokens
      if (first !== undefined) {
        this.#dropStaleKeys()
        if (!this.#keys.some((key) => key?.tokenNumber === this.#taken)) return first
      }
      this.#read()
    }
  }

  skip(): void {
    this.#tokens.shift()
    this.#taken += 1
  }

  #add(kind: TokenKind, start = this.#cursor.mark, text = ''): void {
    this.#tokens.push({ kind, start, text })
  }

  /** A single character that is a token. */
  #addCharacter(kind: TokenKind): void {
    this.#add(kind)
    this.#cursor.skip()
  }

  #read(): void {
    const cursor = this.#cursor
    this.#skipToToken()
    this.#dropStaleKeys()
    this.#unroll(cursor.column)
    const character = cursor.peek()
    if (cursor.isEnd()) this.#readEnd()
    else if (cursor.column === 0 && character === '%') this.#readDirective()
    else if (cursor.isDocumentMark()) this.#readDocumentMark(character === '-' ? 'documentStart' : 'documentEnd')
    else if (FLOW_STARTS[character] !== undefined) this.#openFlow(FLOW_STARTS[character])
    else if (FLOW_ENDS[character] !== undefined) this.#closeFlow(FLOW_ENDS[character])
    else if (character === ',') this.#readFlowEntry()
    else if (character === '-' && cursor.isBlankOrEnd(1)) this.#readBlockEntry()
    else if (character === '?' && (this.#flowLevel > 0 || cursor.isBlankOrEnd(1))) this.#readKey()
    else if (character === ':' && (this.#flowLevel > 0 || cursor.isBlankOrEnd(1))) this.#readValue()
    else this.#readNode(character)
  }

  #readNode(character: string): void {
    const cursor = this.#cursor
    if ((character === '|' || character === '>') && this.#flowLevel === 0) {
      this.#removeKey()
      this.#keyIsAllowed = true
      this.#add('scalar')
      skipBlock(cursor, this.#indent)
      return
    }
    if (!this.#startsNode(character)) {
      throw new YamlFault('found character that cannot start any token', cursor.mark, 'while scanning for the next token', cursor.mark)
    }
    this.#saveKey()
    this.#keyIsAllowed = false
    const { mark } = cursor
    switch (character) {
      case '*':
        return this.#add('alias', mark, skipAnchor(cursor))
      case '&':
        return this.#add('anchor', mark, skipAnchor(cursor))
      case '!':
        return this.#add('tag', mark, skipTag(cursor, this.#flowLevel > 0))
      case '"':
      case "'":
        skipQuoted(cursor)
        return this.#add('scalar', mark)
    }
    if (skipPlain(cursor, this.#indent + 1, this.#flowLevel > 0)) this.#keyIsAllowed = true
    this.#add('scalar', mark)
  }

  #startsNode(character: string): boolean {
    const cursor = this.#cursor
    if ('*&!"\''.includes(character)) return true
    if (cursor.isBlankOrEnd()) return false
    if (!INDICATORS.includes(character)) return true
    if (character === '-') return !cursor.isBlank(1)
    return this.#flowLevel === 0 && (character === '?' || character === ':') && !cursor.isBlankOrEnd(1)
  }

  /** Over blanks, comments and line breaks. A tab may not stand where a key may. */
  #skipToToken(): void {
    const cursor = this.#cursor
    for (;;) {
      while (cursor.peek() === ' ' || ((this.#flowLevel > 0 || !this.#keyIsAllowed) && cursor.peek() === '\t')) cursor.skip()
      cursor.skipComment()
      if (!cursor.isBreak()) return
      cursor.skipBreak()
      if (this.#flowLevel === 0) this.#keyIsAllowed = true
    }
  }

  /** A key lies in one line. */
  #dropStaleKeys(): void {
    const { line, index } = this.#cursor
    for (const [level, key] of this.#keys.entries()) {
      if (key === undefined || (key.mark.line === line && key.mark.index + MAX_KEY_LENGTH >= index)) continue
      if (key.isRequired) throw this.#missingColon(key)
      this.#keys[level] = undefined
    }
  }

  #missingColon(key: PossibleKey): YamlFault {
    return new YamlFault("could not find expected ':'", this.#cursor.mark, 'while scanning a simple key', key.mark)
  }

  #saveKey(): void {
    if (!this.#keyIsAllowed) return
    const isRequired = this.#flowLevel === 0 && this.#indent === this.#cursor.column
    this.#removeKey()
    this.#keys[this.#keys.length - 1] = { mark: this.#cursor.mark, tokenNumber: this.#taken + this.#tokens.length, isRequired }
  }

  #removeKey(): void {
    const key = this.#keys.at(-1)
    if (key?.isRequired === true) throw this.#missingColon(key)
    this.#keys[this.#keys.length - 1] = undefined
  }

  /** Opens a block collection, where it begins at a deeper column. */
  #roll(column: number, kind: TokenKind, mark: Mark, tokenNumber = this.#taken + this.#tokens.length): void {
    if (this.#flowLevel > 0 || this.#indent >= column) return
    this.#indents.push(this.#indent)
    this.#indent = column
    this.#tokens.splice(tokenNumber - this.#taken, 0, { kind, start: mark, text: '' })
  }

  #unroll(column: number): void {
    if (this.#flowLevel > 0) return
    while (this.#indent > column) {
      this.#add('blockEnd')
      this.#indent = this.#indents.pop() ?? -1
    }
  }

  #readEnd(): void {
    this.#cursor.endLine()
    this.#unroll(-1)
    this.#removeKey()
    this.#keyIsAllowed = false
    this.#add('streamEnd')
  }

  #readDirective(): void {
    this.#unroll(-1)
    this.#removeKey()
    this.#keyIsAllowed = false
    const { mark } = this.#cursor
    const directive: Directive = skipDirective(this.#cursor)
    if (directive.kind === 'version') this.#add('versionDirective', mark, directive.version)
    else this.#add('tagDirective', mark, directive.handle)
  }

  #readDocumentMark(kind: TokenKind): void {
    this.#unroll(-1)
    this.#removeKey()
    this.#keyIsAllowed = false
    this.#add(kind)
    this.#cursor.skip(3)
  }

  #openFlow(kind: TokenKind): void {
    this.#saveKey()
    this.#flowLevel += 1
    this.#keys.push(undefined)
    this.#keyIsAllowed = true
    this.#addCharacter(kind)
  }

  #closeFlow(kind: TokenKind): void {
    this.#removeKey()
    if (this.#flowLevel > 0) {
      this.#flowLevel -= 1
      this.#keys.pop()
    }
    this.#keyIsAllowed = false
    this.#addCharacter(kind)
  }

  #readFlowEntry(): void {
    this.#removeKey()
    this.#keyIsAllowed = true
    this.#addCharacter('flowEntry')
  }

  #readBlockEntry(): void {
    this.#beginEntry('block sequence entries are not allowed in this context', 'blockSequenceStart')
    this.#removeKey()
    this.#keyIsAllowed = true
    this.#addCharacter('blockEntry')
  }

  #readKey(): void {
    this.#beginEntry('mapping keys are not allowed in this context', 'blockMappingStart')
    this.#removeKey()
    this.#keyIsAllowed = this.#flowLevel === 0
    this.#addCharacter('key')
  }

  #readValue(): void {
    const key = this.#keys.at(-1)
    if (key === undefined) {
      this.#beginEntry('mapping values are not allowed in this context', 'blockMappingStart')
      this.#keyIsAllowed = this.#flowLevel === 0
    } else {
      this.#tokens.splice(key.tokenNumber - this.#taken, 0, { kind: 'key', start: key.mark, text: '' })
      this.#roll(key.mark.column, 'blockMappingStart', key.mark, key.tokenNumber)
      this.#keys[this.#keys.length - 1] = undefined
      this.#keyIsAllowed = false
    }
    this.#addCharacter('value')
  }

  #beginEntry(problem: string, kind: TokenKind): void {
    const { mark, column } = this.#cursor
    if (this.#flowLevel > 0) return
    if (!this.#keyIsAllowed) throw new YamlFault(problem, mark)
    this.#roll(column, kind, mark)
  }
}
