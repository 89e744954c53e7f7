/** What js-yaml says about a broken YAML text, in the words of the real engine's reader (libyaml), as far as the place tells them: the two parsers
 *  notice the same fault at the same place, but libyaml also names what it was reading there. */

import { characterCount } from './characters.ts'
import { innermostOpening, type IndentedText, type Opening } from './yaml-flow.ts'

/** The whole message. `at` is where in the text the fault was noticed. */
export function yamlFaultMessage(reason: string, source: IndentedText, at: number): string {
  const { text } = source
  if (UNFINISHED_FLOW.has(reason)) {
    const end = reason === MISSED_COMMA ? at : placeOfEnd(text, at)
    const opening = innermostOpening(text, at)
    if (opening !== undefined) return unfinished(source, opening, typeof end === 'number' ? yamlPlace(source, end) : end)
  }
  if (reason === "expected the node content, but found ','") return missingNode(yamlPlace(source, at))
  if (reason === "expected ':' after a mapping key") return keyWithoutColon(source, endOfLine(text, at) + 1)
  if (reason === MULTILINE_KEY) return keyWithoutColon(source, at)
  return MISPLACED.has(reason) ? misplacedToken(source, at) : otherReason(reason) + yamlPlace(source, at)
}

/** ` at line 1 column 4`. */
export function yamlPlace({ text, addedTo }: IndentedText, at: number): string {
  const before = text.slice(0, at)
  const line = before.split('\n').length
  return ` at line ${line} column ${characterCount(before.slice(before.lastIndexOf('\n') + 1)) - addedTo(line - 1) + 1}`
}

const MISSED_COMMA = 'missed comma between flow collection entries'

const UNFINISHED_FLOW = new Set([
  MISSED_COMMA,
  'deficient indentation',
  'unexpected end of the stream within a flow collection',
  'unexpected end of the stream within a double quoted scalar',
  'unexpected end of the stream within a single quoted scalar',
])

const MULTILINE_KEY = 'can not read a block mapping entry; a multiline key may not be an implicit key'

const DOCUMENT_MARK = /(?<=\n)(?:---|\.\.\.)(?=\s|$)/

/** libyaml ends the last line if nothing else does. */
function placeOfEnd(text: string, at: number): string | number {
  return at < text.length || text.endsWith('\n') ? at : ` at line ${text.split('\n').length + 1} column 1`
}

function unfinished(source: IndentedText, { kind, at }: Opening, place: string): string {
  const context = yamlPlace(source, at)
  if (kind === 'scalar') {
    const mark = DOCUMENT_MARK.exec(source.text.slice(at))
    if (mark) return `found unexpected document indicator${yamlPlace(source, at + mark.index)}, while scanning a quoted scalar${context}`
    return `found unexpected end of stream${yamlPlace(source, source.text.length)}, while scanning a quoted scalar${context}`
  }
  if (ENDS_BEFORE_NODE.test(source.text)) return missingNode(place)
  return `did not find expected ',' or '${kind === 'mapping' ? '}' : ']'}'${place}, while parsing a flow ${kind}${context}`
}

/** The last thing in the text, comments aside, is what an entry follows. */
const ENDS_BEFORE_NODE = /[[{,:](?:\s+#[^\n]*|\s)*$/

function missingNode(place: string): string {
  return `did not find expected node content${place}, while parsing a flow node`
}

/** `at` lies in the line where it is noticed; the key is on the last one before that is not blank. */
function keyWithoutColon(source: IndentedText, at: number): string {
  const { text } = source
  const noticed = firstOfLine(text, lineStart(text, Math.min(at, text.length)))
  const key = firstOfLine(text, lineStart(text, text.slice(0, lineStart(text, noticed)).trimEnd().length))
  return `could not find expected ':'${yamlPlace(source, noticed)}, while scanning a simple key${yamlPlace(source, key)}`
}

function lineStart(text: string, at: number): number {
  // A negative start of a search counts as 0.
  return at <= 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end < 0 ? text.length : end
}

/** The first character of a line that is no blank. */
function firstOfLine(text: string, start: number): number {
  let at = start
  while (text.charAt(at) === ' ') at += 1
  return at
}

function otherReason(reason: string): string {
  switch (reason) {
    case 'unknown escape sequence':
      return 'found unknown escape character'
    case 'expected hexadecimal character':
      return 'did not find expected hexadecimal number'
    case 'name of an anchor node must contain at least one character':
    case 'name of an alias node must contain at least one character':
      return 'did not find expected alphabetic or numeric character'
    case 'unacceptable YAML version of the document':
      return 'found incompatible YAML document'
    case 'a line break is expected':
      return 'did not find expected comment or line break'
    default:
      return reason
  }
}

/** What is said of a token that may not stand where it does. */
function misplacedToken(source: IndentedText, at: number): string {
  const { text } = source
  const place = yamlPlace(source, at)
  const isFirstInLine = firstOfLine(text, lineStart(text, at)) === at
  switch (text.charAt(at)) {
    case ':':
      return `mapping values are not allowed in this context${place}`
    case '-':
      return isFirstInLine ? unexpectedEntry(source, at) : `block sequence entries are not allowed in this context${place}`
    case '?':
      return `mapping keys are not allowed in this context${place}`
    case '@':
    case '`':
    case '%':
    case '\t':
      return `found character that cannot start any token${place}, while scanning for the next token`
    case ',':
    case ']':
    case '}':
      return `did not find expected node content${place}, while parsing a block node`
    default:
      return unexpectedEntry(source, at)
  }
}

/** A key among the entries of a sequence, or what is no key among those of a mapping. */
function unexpectedEntry(source: IndentedText, at: number): string {
  const { text } = source
  const start = collectionStart(text, at)
  const context = start === 0 ? '' : yamlPlace(source, start)
  if (!ENTRY.test(text.slice(start, start + 2)))
    return `did not find expected key${yamlPlace(source, at)}, while parsing a block mapping${context}`
  if (!hasColon(text, at)) return keyWithoutColon(source, endOfLine(text, at) + 1)
  return `did not find expected '-' indicator${yamlPlace(source, at)}, while parsing a block collection${context}`
}

/** Where the block collection begins that goes on at `at`: its entries stand in the same column, or, when none do, it is the one of the line before that
 *  is less deep. `- ` before a key belongs to the sequence around it. */
function collectionStart(text: string, at: number, known?: number): number {
  const line = lineStart(text, at)
  const start = firstOfLine(text, line)
  if (start < at && entryOfLine(text, line) < at) return startAround(text, entryOfLine(text, line))
  let first = known
  for (let end = line - 1; end >= 0; end = lineStart(text, end) - 1) {
    const above = lineStart(text, end)
    if (/^\s*(?:#|$)/.test(text.slice(above, end))) continue
    const indentation = firstOfLine(text, above) - above
    if (indentation === at - line) first = above + indentation
    if (indentation >= at - line) continue
    const entry = entryOfLine(text, above)
    if (entry - above === at - line) return entry
    return first ?? startAround(text, entry)
  }
  return first ?? at
}

/** A line without a colon goes on with a text and is no entry itself. */
function startAround(text: string, entry: number): number {
  return hasColon(text, entry) ? collectionStart(text, entry, entry) : collectionStart(text, entry)
}

function hasColon(text: string, at: number): boolean {
  return /:(?:\s|$)/.test(text.slice(at, endOfLine(text, at)))
}

/** What follows the dashes of a line. */
function entryOfLine(text: string, start: number): number {
  return start + (/^ *(?:- +)*/.exec(text.slice(start, endOfLine(text, start)))?.[0].length ?? 0)
}

const ENTRY = /^-(?:\s|$)/

const MISPLACED = new Set([
  'bad indentation of a mapping entry',
  'bad indentation of a sequence entry',
  'end of the stream or a document separator is expected',
  'tab characters must not be used in indentation',
])
