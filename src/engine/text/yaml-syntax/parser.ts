/** The grammar of YAML over the tokens of a text, for its faults: nothing is built. `libyaml`'s states are kept on a stack of their own, so that deep
 *  texts need no deep stack here. */
import { YamlFault, type Mark } from './cursor.ts'
import { YamlScanner, type Token, type TokenKind } from './scanner.ts'

type State =
  | 'documentStart'
  | 'documentContent'
  | 'documentEnd'
  | 'blockSequenceEntry'
  | 'indentlessSequenceEntry'
  | 'blockMappingKey'
  | 'blockMappingValue'
  | 'flowSequenceEntry'
  | 'flowPairKey'
  | 'flowPairValue'
  | 'flowPairEnd'
  | 'flowMappingKey'
  | 'flowMappingValue'
  | 'flowMappingEmptyValue'
  | 'blockNode'

/** The reader of the real engine and ours give up below this depth. */
const MAX_DEPTH = 127

export interface YamlSyntax {
  /** Documents that begin, the faulty one included. */
  readonly documents: number
  readonly fault: YamlFault | undefined
  /** The text without what js-yaml reads otherwise than the real engine. */
  readonly respelled: string
}

/** Reads until the first fault, or until the second document begins where only one is wanted. A text nested too deep is not read to its end. */
export function checkYaml(text: string, { onlyFirst }: { readonly onlyFirst: boolean }): YamlSyntax {
  const parser = new YamlParser(text)
  try {
    while (parser.step()) if (onlyFirst && parser.documents > 1) break
    return { documents: parser.documents, fault: undefined, respelled: parser.respelledText ?? text }
  } catch (error) {
    if (!(error instanceof YamlFault)) throw error
    return { documents: parser.documents + (parser.isBetweenDocuments ? 1 : 0), fault: error, respelled: text }
  }
}

class YamlParser {
  readonly #scanner: YamlScanner
  documents = 0
  isBetweenDocuments = true
  #state: State | undefined = 'documentStart'
  #isImplicit = true
  readonly #states: State[] = []
  readonly #marks: Mark[] = []
  #anchors = new Set<string>()
  #handles = new Set<string>()
  #isFirst = false

  constructor(text: string) {
    this.#scanner = new YamlScanner(text)
    this.#scanner.peek()
    this.#scanner.skip()
  }

  get respelledText(): string | undefined {
    return this.#scanner.respelledText
  }

  /** One step; false at the end. */
  step(): boolean {
    if (this.#state === undefined || this.#marks.length > MAX_DEPTH) return false
    this.#run(this.#state)
    return true
  }

  #run(state: State): void {
    const isFirst = this.#isFirst
    this.#isFirst = false
    switch (state) {
      case 'documentStart':
        return this.#documentStart()
      case 'documentContent':
        if (this.#is('versionDirective', 'tagDirective', 'documentStart', 'documentEnd', 'streamEnd')) return this.#pop()
        return this.#node({ isBlock: true })
      case 'documentEnd':
        return this.#documentEnd()
      case 'blockNode':
        return this.#node({ isBlock: true })
      case 'blockSequenceEntry':
        return this.#blockSequenceEntry()
      case 'indentlessSequenceEntry':
        if (!this.#take('blockEntry')) return this.#pop()
        if (this.#is('blockEntry', 'key', 'value', 'blockEnd')) return
        return this.#nodeThen('indentlessSequenceEntry', { isBlock: true })
      case 'blockMappingKey':
        return this.#blockMappingKey()
      case 'blockMappingValue':
        this.#state = 'blockMappingKey'
        if (!this.#take('value') || this.#is('key', 'value', 'blockEnd')) return
        return this.#nodeThen('blockMappingKey', { isBlock: true, mayBeIndentless: true })
      case 'flowSequenceEntry':
        return this.#flowSequenceEntry(isFirst)
      case 'flowPairKey':
        this.#state = 'flowPairValue'
        // As libyaml does, the token behind an absent key is lost.
        if (this.#is('value', 'flowEntry', 'flowSequenceEnd')) return this.#scanner.skip()
        return this.#nodeThen('flowPairValue', { isBlock: false })
      case 'flowPairValue':
        this.#state = 'flowPairEnd'
        if (!this.#take('value') || this.#is('flowEntry', 'flowSequenceEnd')) return
        return this.#nodeThen('flowPairEnd', { isBlock: false })
      case 'flowPairEnd':
        this.#state = 'flowSequenceEntry'
        return
      case 'flowMappingKey':
        return this.#flowMappingKey(isFirst)
      case 'flowMappingValue':
        this.#state = 'flowMappingKey'
        if (!this.#take('value') || this.#is('flowEntry', 'flowMappingEnd')) return
        return this.#nodeThen('flowMappingKey', { isBlock: false })
      case 'flowMappingEmptyValue':
        this.#state = 'flowMappingKey'
        return
    }
  }

  #is(...kinds: readonly TokenKind[]): boolean {
    return kinds.includes(this.#scanner.peek().kind)
  }

  #take(kind: TokenKind): boolean {
    if (!this.#is(kind)) return false
    this.#scanner.skip()
    return true
  }

  #pop(): void {
    this.#state = this.#states.pop()
  }

  #documentStart(): void {
    if (!this.#isImplicit) while (this.#take('documentEnd'));
    if (this.#is('streamEnd')) {
      this.#state = undefined
      return
    }
    this.#anchors = new Set()
    const isImplicit = this.#isImplicit && !this.#is('versionDirective', 'tagDirective', 'documentStart')
    this.#isImplicit = false
    this.#handles = new Set(['!', '!!'])
    if (!isImplicit) {
      this.#directives()
      const { kind, start } = this.#scanner.peek()
      if (kind !== 'documentStart') throw new YamlFault('did not find expected <document start>', start)
    }
    this.#states.push('documentEnd')
    this.#state = isImplicit ? 'blockNode' : 'documentContent'
    if (!isImplicit) this.#scanner.skip()
    this.documents += 1
    this.isBetweenDocuments = false
  }

  #directives(): void {
    let hasVersion = false
    const declared = new Set<string>()
    for (let token = this.#scanner.peek(); ; token = this.#scanner.peek()) {
      const { kind, start, text } = token
      if (kind === 'versionDirective') {
        if (hasVersion) throw new YamlFault('found duplicate %YAML directive', start)
        if (text !== '1.1' && text !== '1.2') throw new YamlFault('found incompatible YAML document', start)
        hasVersion = true
      } else if (kind === 'tagDirective') {
        if (declared.has(text)) throw new YamlFault('found duplicate %TAG directive', start)
        declared.add(text)
        this.#handles.add(text)
      } else return
      this.#scanner.skip()
    }
  }

  #documentEnd(): void {
    this.#take('documentEnd')
    this.#state = 'documentStart'
    this.isBetweenDocuments = true
  }

  #nodeThen(next: State, options: { readonly isBlock: boolean; readonly mayBeIndentless?: boolean }): void {
    this.#states.push(next)
    this.#node(options)
  }

  #node({ isBlock, mayBeIndentless = false }: { readonly isBlock: boolean; readonly mayBeIndentless?: boolean }): void {
    const first = this.#scanner.peek()
    if (first.kind === 'alias') return this.#alias(first)
    const hasProperties = this.#properties(first.start)
    const { kind, start } = this.#scanner.peek()
    if (mayBeIndentless && kind === 'blockEntry') {
      this.#state = 'indentlessSequenceEntry'
    } else if (kind === 'scalar') {
      this.#pop()
      this.#scanner.skip()
    } else if (kind === 'flowSequenceStart') this.#begin('flowSequenceEntry')
    else if (kind === 'flowMappingStart') this.#begin('flowMappingKey')
    else if (isBlock && kind === 'blockSequenceStart') this.#begin('blockSequenceEntry')
    else if (isBlock && kind === 'blockMappingStart') this.#begin('blockMappingKey')
    else if (hasProperties) this.#pop()
    else {
      const context = isBlock ? 'while parsing a block node' : 'while parsing a flow node'
      throw new YamlFault('did not find expected node content', start, context, first.start)
    }
  }

  #alias({ start, text }: Token): void {
    this.#scanner.skip()
    this.#pop()
    if (!this.#anchors.has(text)) throw new YamlFault('unknown anchor', start)
  }

  /** An anchor and a tag, in any order. */
  #properties(start: Mark): boolean {
    let anchor: Token | undefined
    let tag: Token | undefined
    for (;;) {
      const token = this.#scanner.peek()
      if (token.kind === 'anchor' && anchor === undefined) anchor = token
      else if (token.kind === 'tag' && tag === undefined) tag = token
      else break
      this.#scanner.skip()
    }
    if (tag !== undefined && tag.text !== '' && !this.#handles.has(tag.text)) {
      throw new YamlFault('found undefined tag handle', tag.start, 'while parsing a node', start)
    }
    if (anchor !== undefined) this.#anchors.add(anchor.text)
    return anchor !== undefined || tag !== undefined
  }

  #begin(state: State): void {
    this.#marks.push(this.#scanner.peek().start)
    this.#scanner.skip()
    this.#state = state
    this.#isFirst = true
  }

  #end(): void {
    this.#scanner.skip()
    this.#marks.pop()
    this.#pop()
  }

  #unexpected(problem: string, context: string): YamlFault {
    return new YamlFault(problem, this.#scanner.peek().start, context, this.#marks.at(-1))
  }

  #blockSequenceEntry(): void {
    if (this.#is('blockEnd')) return this.#end()
    if (!this.#take('blockEntry')) throw this.#unexpected("did not find expected '-' indicator", 'while parsing a block collection')
    if (!this.#is('blockEntry', 'blockEnd')) this.#nodeThen('blockSequenceEntry', { isBlock: true })
  }

  #blockMappingKey(): void {
    if (this.#is('blockEnd')) return this.#end()
    if (!this.#take('key')) throw this.#unexpected('did not find expected key', 'while parsing a block mapping')
    this.#state = 'blockMappingValue'
    if (!this.#is('key', 'value', 'blockEnd')) this.#nodeThen('blockMappingValue', { isBlock: true, mayBeIndentless: true })
  }

  #flowSequenceEntry(isFirst: boolean): void {
    if (!isFirst && !this.#is('flowSequenceEnd') && !this.#take('flowEntry')) {
      throw this.#unexpected("did not find expected ',' or ']'", 'while parsing a flow sequence')
    }
    if (this.#is('flowSequenceEnd')) return this.#end()
    if (this.#take('key')) this.#state = 'flowPairKey'
    else this.#nodeThen('flowSequenceEntry', { isBlock: false })
  }

  #flowMappingKey(isFirst: boolean): void {
    if (!isFirst && !this.#is('flowMappingEnd') && !this.#take('flowEntry')) {
      throw this.#unexpected("did not find expected ',' or '}'", 'while parsing a flow mapping')
    }
    if (this.#is('flowMappingEnd')) return this.#end()
    if (!this.#take('key')) return this.#nodeThen('flowMappingEmptyValue', { isBlock: false })
    this.#state = 'flowMappingValue'
    if (!this.#is('value', 'flowEntry', 'flowMappingEnd')) this.#nodeThen('flowMappingValue', { isBlock: false })
  }
}
