/** YAML as values (`spec/kcl-runtime.md` E3 yaml). The parser is js-yaml's event stream, behind a check of the form that
 *  finds the real engine's faults (`yaml-syntax/`); what the events mean is decided here, because the dialect is
 *  the real engine's: keys are the texts as written, a key that comes twice keeps its first place and last value, `<<` is an ordinary key, tags other
 *  than the core ones are refused. Aliases share values, so a document cannot grow beyond its text. */
import { EVENT_ID, getScalarValue, parseEvents, SCALAR_STYLE, YAMLException, type Event, type ScalarEvent } from 'js-yaml'
import { Dict, isList, type Value } from '../model/value.ts'
import { readCommonYaml } from './yaml-common.ts'
import { indentFlow, type IndentedText } from './yaml-flow.ts'
import { yamlPlace } from './yaml-place.ts'
import { checkYaml } from './yaml-syntax/parser.ts'
import { readFloat, readInteger, resolvePlain, WideInteger } from './yaml-plain.ts'

export class YamlSyntaxError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'YamlSyntaxError'
  }
}

/** The one document; None for an empty text. Throws YamlSyntaxError. */
export function decodeYaml(text: string): Value {
  const documents = readCommonYaml(text) ?? readOne(text)
  if (documents.length > 1) throw new YamlSyntaxError('deserializing from YAML containing more than one document is not supported')
  return documents.length === 0 ? null : documents[0]
}

/** What is wrong after the first document does not matter: there is more than one. */
function readOne(text: string): readonly Value[] {
  const { documents, fault, respelled } = checkYaml(text, { onlyFirst: true })
  if (documents > 1) return [null, null]
  if (fault !== undefined) throw new YamlSyntaxError(fault.message)
  return readEvents(respelled)
}

const MAX_DEPTH = 127

/** All documents of a stream. Throws YamlSyntaxError. */
export function decodeYamlAll(text: string): Value[] {
  return readCommonYaml(text) ?? decodeYamlEvents(text)
}

/** The reader of all of YAML. Throws YamlSyntaxError. */
export function decodeYamlEvents(text: string): Value[] {
  const { fault, respelled } = checkYaml(text, { onlyFirst: false })
  if (fault !== undefined) throw new YamlSyntaxError(fault.message)
  return readEvents(respelled)
}

/** Of a text whose form is right. */
function readEvents(text: string): Value[] {
  try {
    return buildDocuments({ text, addedTo: () => 0 })
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error
    if (error.reason !== 'deficient indentation') throw syntaxError(error, { text, addedTo: () => 0 })
  }
  const indented = indentFlow(text)
  try {
    return buildDocuments(indented)
  } catch (error) {
    throw error instanceof YAMLException ? syntaxError(error, indented) : error
  }
}

function buildDocuments(source: IndentedText): Value[] {
  return new DocumentBuilder(source).build(parseEvents(source.text, { maxDepth: MAX_DEPTH }))
}

function syntaxError({ reason, mark }: YAMLException, source: IndentedText): YamlSyntaxError {
  return new YamlSyntaxError(mark === undefined ? reason : reason + yamlPlace(source, mark.position))
}

/** A collection being read. Dicts hold the key whose value comes next. */
interface Frame {
  readonly items: Value[] | undefined
  readonly entries: Map<string, Value> | undefined
  readonly value: Value
  readonly anchor: string
  /** Of the anchor's name. */
  readonly anchorStart: number
  key: string | undefined
}

/** `text` is how a scalar was written. */
interface Anchored {
  readonly value: Value
  readonly text: string | undefined
  readonly at: number
}

class DocumentBuilder {
  readonly #source: IndentedText
  readonly #text: string
  readonly #documents: Value[] = []
  readonly #stack: Frame[] = []
  #anchors = new Map<string, Anchored>()
  constructor(source: IndentedText) {
    this.#source = source
    this.#text = source.text
  }

  build(events: readonly Event[]): Value[] {
    const kinds: ('document' | 'collection')[] = []
    for (const event of events) {
      switch (event.type) {
        case EVENT_ID.DOCUMENT:
          kinds.push('document')
          this.#anchors = new Map()
          this.#documents.push(null)
          break
        case EVENT_ID.SEQUENCE: {
          this.#refuseAsKey('sequence', event.start)
          this.#refuseTag(this.#slice(event.tagStart, event.tagEnd), event.tagStart)
          const items: Value[] = []
          this.#open({
            items,
            entries: undefined,
            value: items,
            anchor: this.#slice(event.anchorStart, event.anchorEnd),
            anchorStart: event.anchorStart,
            key: undefined,
          })
          kinds.push('collection')
          break
        }
        case EVENT_ID.MAPPING: {
          this.#refuseAsKey('map', event.start)
          this.#refuseTag(this.#slice(event.tagStart, event.tagEnd), event.tagStart)
          const entries = new Map<string, Value>()
          this.#open({
            items: undefined,
            entries,
            value: new Dict(entries),
            anchor: this.#slice(event.anchorStart, event.anchorEnd),
            anchorStart: event.anchorStart,
            key: undefined,
          })
          kinds.push('collection')
          break
        }
        case EVENT_ID.SCALAR:
          this.#scalar(event)
          break
        case EVENT_ID.ALIAS: {
          const name = this.#slice(event.anchorStart, event.anchorEnd)
          const open = this.#stack.findLast(({ anchor }) => anchor === name)
          if (open !== undefined) throw this.#faultAt('recursion limit exceeded', open.anchorStart - 1)
          const known = this.#anchors.get(name)
          if (known === undefined) throw this.#faultAt('unknown anchor', event.anchorStart - 1)
          if (known.text === undefined) this.#refuseAsKey(isList(known.value) ? 'sequence' : 'map', known.at)
          this.#add(known.value, known.text)
          break
        }
        case EVENT_ID.POP:
          if (kinds.pop() === 'collection') this.#close()
          break
      }
    }
    return this.#documents
  }

  #slice(start: number, end: number): string {
    return start < 0 ? '' : this.#text.slice(start, end)
  }

  #open(frame: Frame): void {
    this.#stack.push(frame)
  }

  #close(): void {
    const frame = this.#stack.pop()
    if (frame === undefined) return
    if (frame.anchor !== '') this.#anchors.set(frame.anchor, { value: frame.value, text: undefined, at: frame.anchorStart - 1 })
    this.#add(frame.value, undefined)
  }

  #scalar(event: ScalarEvent): void {
    const text = event.valueStart < 0 ? '' : this.#scalarText(event)
    const isKey = this.#expectsKey()
    const tag = this.#slice(event.tagStart, event.tagEnd)
    const value = isKey ? text : this.#scalarValue(event, text, tag)
    if (event.anchorStart >= 0)
      this.#anchors.set(this.#slice(event.anchorStart, event.anchorEnd), {
        value: this.#scalarValue(event, text, tag),
        text,
        at: event.anchorStart - 1,
      })
    this.#add(value, text)
  }

  /** A block that ends the text without a line end has none. */
  #scalarText(event: ScalarEvent): string {
    const text = getScalarValue(this.#text, event)
    const isBlock = event.style === SCALAR_STYLE.LITERAL_BLOCK || event.style === SCALAR_STYLE.FOLDED_BLOCK
    return isBlock && event.valueEnd >= this.#text.length && text.endsWith('\n') && !this.#text.endsWith('\n') ? text.slice(0, -1) : text
  }

  #scalarValue(event: ScalarEvent, text: string, tag: string): Value {
    if (tag !== '') return this.#taggedValue(tag, text, event)
    if (event.style !== SCALAR_STYLE.PLAIN) return text
    const value = resolvePlain(text)
    return value instanceof WideInteger ? this.#refuseWide(value, event.valueStart) : value
  }

  #refuseWide(value: WideInteger, at: number): never {
    throw this.#fault(`invalid type: integer \`${value.text}\` as ${value.width}, expected any valid JSON value`, at)
  }

  #taggedValue(tag: string, text: string, event: ScalarEvent): Value {
    const refuse = (expected: string): never => {
      throw this.#fault(`invalid value: string ${JSON.stringify(text)}, expected ${expected}`, event.tagStart)
    }
    const plain = resolvePlain(text)
    switch (tag) {
      case '!!null':
        return plain === null && text !== '' ? null : refuse('null')
      case '!!bool':
        return typeof plain === 'boolean' ? plain : refuse('a boolean')
      case '!!int': {
        const value = readInteger(text)
        if (value instanceof WideInteger) return this.#refuseWide(value, event.tagStart)
        return value ?? refuse('an integer')
      }
      case '!!float': {
        const value = readFloat(text)
        return value === undefined ? refuse('a float') : value
      }
      default:
        this.#refuseTag(tag, event.tagStart)
        return text
    }
  }

  #refuseTag(tag: string, at: number): void {
    if (tag === '' || tag.startsWith('!!') || tag.startsWith('!<')) return
    throw this.#fault('invalid type: enum, expected any valid JSON value', at)
  }

  #expectsKey(): boolean {
    const frame = this.#stack.at(-1)
    return frame?.entries !== undefined && frame.key === undefined
  }

  #refuseAsKey(kind: string, at: number): void {
    if (!this.#expectsKey()) return
    const isFirst = this.#stack.at(-1)?.entries?.size === 0
    throw this.#fault(`invalid type: ${kind}, expected a string${isFirst ? ' key' : ''}`, at)
  }

  /** `text` is how a scalar was written, which is what counts where it is a key. */
  #add(value: Value, text: string | undefined): void {
    const frame = this.#stack.at(-1)
    if (frame === undefined) {
      this.#documents[this.#documents.length - 1] = value
    } else if (frame.items !== undefined) {
      frame.items.push(value)
    } else if (frame.key === undefined) {
      frame.key = text ?? ''
    } else {
      frame.entries?.set(frame.key, value)
      frame.key = undefined
    }
  }

  /** With the path of the value in front, as in `a.b[0]: …`. */
  #fault(reason: string, at: number): YamlSyntaxError {
    let path = ''
    for (const frame of this.#stack) {
      if (frame.items !== undefined) path += path === '' ? `.[${frame.items.length}]` : `[${frame.items.length}]`
      else if (frame.key !== undefined) path += path === '' ? frame.key : `.${frame.key}`
    }
    return this.#faultAt(path === '' ? reason : `${path}: ${reason}`, at)
  }

  #faultAt(reason: string, at: number): YamlSyntaxError {
    return new YamlSyntaxError(reason + (at <= 0 ? '' : yamlPlace(this.#source, at)))
  }
}

/** Does the whole stream read? */
export function isYaml(text: string): boolean {
  try {
    decodeYamlAll(text)
    return true
  } catch (error) {
    if (error instanceof YamlSyntaxError) return false
    throw error
  }
}
