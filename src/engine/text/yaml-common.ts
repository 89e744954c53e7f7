/** The YAML that tools write: block mappings and sequences, scalars, JSON-like flow collections. It is read directly, several times faster than by way of
 *  events. Whatever is not understood for certain, faults above all, gives undefined: then the full reader (`yaml-decode.ts`) reads the text, so what is
 *  here must agree with it or give up. Anchors, tags, tabs, folded blocks and characters beyond the first plane are given up at once. */
import { Dict, type Value } from '../model/value.ts'
import { plainValue, readLiteral, readPlain, readQuoted } from './yaml-common-scalar.ts'
import { UncommonYaml, YamlLines } from './yaml-lines.ts'

/** All documents of a stream. */
export function readCommonYaml(text: string): Value[] | undefined {
  if (UNCOMMON_CHARACTER.test(text)) return undefined
  try {
    return readDocuments(new YamlLines(text))
  } catch (error) {
    if (error instanceof UncommonYaml) return undefined
    throw error
  }
}

const UNCOMMON_CHARACTER = /[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]/

/** Below the limits of the full reader. */
const MAX_DEPTH = 100
const MAX_KEY_LENGTH = 1000

const LINE_FEED = 10
const SPACE = 32
const DOUBLE_QUOTE = 34
const HASH = 35
const SINGLE_QUOTE = 39
const PLUS = 43
const COMMA = 44
const DASH = 45
const POINT = 46
const COLON = 58
const QUESTION = 63
const OPEN_LIST = 91
const BACKSLASH = 92
const CLOSE_LIST = 93
const PIPE = 124
const OPEN_DICT = 123
const CLOSE_DICT = 125

/** Characters that start something else than a plain scalar; `-`, `?` and `:` do before a blank. */
const INDICATORS = new Set([...'#,[]{}&*!|>\'"%@`'].map((character) => character.charCodeAt(0)))

function readDocuments(lines: YamlLines): Value[] {
  const documents: Value[] = []
  lines.goToLine(0)
  while (lines.at < lines.text.length) {
    const isMarked = lines.indent < 0
    if (isMarked) lines.endLine(lines.at + 3)
    else if (documents.length > 0) throw new UncommonYaml()
    documents.push(lines.indent < 0 ? null : readRoot(lines))
    if (lines.indent >= 0) throw new UncommonYaml()
  }
  return documents
}

function readRoot(lines: YamlLines): Value {
  if (!isFlowStart(lines, lines.at)) return readBlock(lines, 0)
  const value = readFlow(lines, -1, 0)
  lines.endLine(lines.at)
  return value
}

function readBlock(lines: YamlLines, depth: number): Value {
  if (depth > MAX_DEPTH) throw new UncommonYaml()
  return lines.isDash(lines.at) ? readSequence(lines, lines.indent, depth) : readMapping(lines, lines.indent, depth)
}

function readSequence(lines: YamlLines, indent: number, depth: number): Value {
  const items: Value[] = []
  // A sequence in the column of its key ends where the next key starts.
  while (lines.indent === indent && lines.isDash(lines.at)) {
    lines.at++
    items.push(readItem(lines, indent, depth))
  }
  if (lines.indent > indent) throw new UncommonYaml()
  return items
}

function readItem(lines: YamlLines, indent: number, depth: number): Value {
  const dash = lines.at - 1
  let at = lines.at
  while (lines.text.charCodeAt(at) === SPACE) at++
  const isNested = lines.isDash(at) || (!isFlowStart(lines, at) && keyEnd(lines, at) >= 0)
  if (!isNested) return readValue(lines, indent, depth)
  lines.at = at
  lines.indent = indent + at - dash
  return readBlock(lines, depth + 1)
}

function readMapping(lines: YamlLines, indent: number, depth: number): Value {
  const entries = new Map<string, Value>()
  do {
    const key = readKey(lines)
    const value = readEntryValue(lines, indent, depth)
    entries.set(key, value)
  } while (lines.indent === indent)
  if (lines.indent > indent) throw new UncommonYaml()
  return new Dict(entries)
}

/** Leaves the place after the colon. */
function readKey(lines: YamlLines): string {
  const start = lines.at
  const end = keyEnd(lines, start)
  if (end < 0 || end - start > MAX_KEY_LENGTH) throw new UncommonYaml()
  const unit = lines.text.charCodeAt(start)
  const isQuoted = isQuote(unit)
  if (!isQuoted) checkPlainStart(lines, start)
  const key = isQuoted ? readQuoted(lines, start, -1) : lines.text.slice(start, lines.trimEnd(start, end))
  lines.at = end + 1
  return key
}

/** The place of the colon that makes what starts here a key, or -1. */
function keyEnd(lines: YamlLines, start: number): number {
  const text = lines.text
  const first = text.charCodeAt(start)
  if (isQuote(first)) {
    const end = quoteEnd(lines, start, first)
    return text.charCodeAt(end) === COLON && lines.isBlank(end + 1) ? end : -1
  }
  for (let at = start; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit === LINE_FEED) return -1
    if (unit === COLON && lines.isBlank(at + 1)) return at
    if (unit === HASH && (at === start || text.charCodeAt(at - 1) === SPACE)) return -1
  }
  return -1
}

/** The place after the quote that closes on the same line, else the end of that line. */
function quoteEnd(lines: YamlLines, start: number, quote: number): number {
  const text = lines.text
  for (let at = start + 1; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit === LINE_FEED) return at
    if (unit === BACKSLASH && quote === DOUBLE_QUOTE) at++
    else if (unit === quote) {
      if (quote === DOUBLE_QUOTE || text.charCodeAt(at + 1) !== quote) return at + 1
      at++
    }
  }
  return text.length
}

function isQuote(unit: number): boolean {
  return unit === DOUBLE_QUOTE || unit === SINGLE_QUOTE
}

function checkPlainStart(lines: YamlLines, at: number): void {
  const unit = lines.text.charCodeAt(at)
  const isIndicator = INDICATORS.has(unit) || ((unit === DASH || unit === QUESTION || unit === COLON) && lines.isBlank(at + 1))
  if (isIndicator) throw new UncommonYaml()
}

function readEntryValue(lines: YamlLines, indent: number, depth: number): Value {
  let at = lines.at
  while (lines.text.charCodeAt(at) === SPACE) at++
  const unit = lines.text.charCodeAt(at)
  if (unit === LINE_FEED || unit === HASH || Number.isNaN(unit)) {
    lines.endLine(lines.at)
    if (lines.indent === indent && lines.isDash(lines.at)) return readSequence(lines, indent, depth + 1)
    return lines.indent > indent ? readBlock(lines, depth + 1) : null
  }
  return readValue(lines, indent, depth)
}

/** What stands after a colon or dash: on the same line, or a block on further ones. `indent` is the collection's. */
function readValue(lines: YamlLines, indent: number, depth: number): Value {
  const text = lines.text
  const start = lines.at
  let at = start
  while (text.charCodeAt(at) === SPACE) at++
  const unit = text.charCodeAt(at)
  switch (unit) {
    case DOUBLE_QUOTE:
    case SINGLE_QUOTE: {
      const value = readQuoted(lines, at, indent)
      lines.endLine(lines.at)
      return value
    }
    case OPEN_LIST:
    case OPEN_DICT: {
      lines.at = at
      const value = readFlow(lines, indent, depth + 1)
      lines.endLine(lines.at)
      return value
    }
    case PIPE:
      return readLiteral(lines, at + 1, indent)
    default:
      break
  }
  if (unit === LINE_FEED || unit === HASH || Number.isNaN(unit)) {
    lines.endLine(start)
    return lines.indent > indent ? readBlock(lines, depth + 1) : null
  }
  checkPlainStart(lines, at)
  return plainValue(readPlain(lines, at, indent))
}

function isFlowStart(lines: YamlLines, at: number): boolean {
  const unit = lines.text.charCodeAt(at)
  return unit === OPEN_LIST || unit === OPEN_DICT
}

/** `[…]` or `{…}`; leaves the place after the closing bracket. */
function readFlow(lines: YamlLines, indent: number, depth: number): Value {
  if (depth > MAX_DEPTH) throw new UncommonYaml()
  return lines.text.charCodeAt(lines.at) === OPEN_LIST ? readFlowList(lines, indent, depth) : readFlowDict(lines, indent, depth)
}

function readFlowList(lines: YamlLines, indent: number, depth: number): Value {
  const items: Value[] = []
  if (isFlowEmpty(lines, CLOSE_LIST, indent)) return items
  do {
    items.push(readFlowValue(lines, indent, depth))
  } while (hasFlowNext(lines, CLOSE_LIST, indent))
  return items
}

function readFlowDict(lines: YamlLines, indent: number, depth: number): Value {
  const entries = new Map<string, Value>()
  if (isFlowEmpty(lines, CLOSE_DICT, indent)) return new Dict(entries)
  do {
    const start = lines.at
    const isQuoted = isQuote(lines.text.charCodeAt(start))
    const key = isQuoted ? readQuoted(lines, start, -1) : readFlowPlain(lines)
    const isKey = lines.text.charCodeAt(lines.at) === COLON && (isQuoted || lines.isBlank(lines.at + 1))
    if (!isKey || lines.at - start > MAX_KEY_LENGTH) throw new UncommonYaml()
    lines.at++
    skipFlowBlanks(lines, indent)
    entries.set(key, readFlowValue(lines, indent, depth))
  } while (hasFlowNext(lines, CLOSE_DICT, indent))
  return new Dict(entries)
}

/** Goes behind the opening bracket, and behind the closing one where nothing lies between. */
function isFlowEmpty(lines: YamlLines, close: number, indent: number): boolean {
  lines.at++
  skipFlowBlanks(lines, indent)
  if (lines.text.charCodeAt(lines.at) !== close) return false
  lines.at++
  return true
}

function hasFlowNext(lines: YamlLines, close: number, indent: number): boolean {
  skipFlowBlanks(lines, indent)
  const unit = lines.text.charCodeAt(lines.at++)
  if (unit === close) return false
  if (unit !== COMMA) throw new UncommonYaml()
  skipFlowBlanks(lines, indent)
  return true
}

function readFlowValue(lines: YamlLines, indent: number, depth: number): Value {
  const unit = lines.text.charCodeAt(lines.at)
  if (unit === OPEN_LIST || unit === OPEN_DICT) return readFlow(lines, indent, depth + 1)
  if (!isQuote(unit)) return plainValue(readFlowPlain(lines))
  const value = readQuoted(lines, lines.at, -1)
  // A key of a pair without braces.
  if (lines.text.charCodeAt(lines.at) === COLON) throw new UncommonYaml()
  return value
}

/** A word of letters, digits and a few signs; what follows it must be understood by the caller. */
function readFlowPlain(lines: YamlLines): string {
  const text = lines.text
  const start = lines.at
  let at = start
  while (isWordUnit(text.charCodeAt(at))) at++
  if (at === start || (at === start + 1 && text.charCodeAt(start) === DASH)) throw new UncommonYaml()
  lines.at = at
  return text.slice(start, at)
}

function skipFlowBlanks(lines: YamlLines, indent: number): void {
  const text = lines.text
  while (text.charCodeAt(lines.at) === SPACE) lines.at++
  if (text.charCodeAt(lines.at) !== LINE_FEED) return
  const next = lines.contentAfter(lines.at, indent)
  if (next === undefined) throw new UncommonYaml()
  lines.at = next.at
  // Marks of documents stand at the start of a line.
  if (text.charCodeAt(next.at - 1) === LINE_FEED && (text.startsWith('---', next.at) || text.startsWith('...', next.at))) {
    throw new UncommonYaml()
  }
}

/** Letters, digits, `_`, `.`, `/`, `+` and `-`. */
function isWordUnit(unit: number): boolean {
  if (unit >= 97 && unit <= 122) return true
  if (unit >= 65 && unit <= 90) return true
  return (unit >= 46 && unit <= 57) || unit === 95 || unit === PLUS || unit === DASH || unit === POINT
}
