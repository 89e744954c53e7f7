/** The scalars of commonly written YAML (`yaml-common.ts`): plain, quoted and as literal block. `indent` is the column of the collection they stand in. */
import type { Value } from '../model/value.ts'
import { UncommonYaml, type YamlLines } from './yaml-lines.ts'
import { resolvePlain, WideInteger } from './yaml-plain.ts'

const LINE_FEED = 10
const SPACE = 32
const DOUBLE_QUOTE = 34
const HASH = 35
const DASH = 45
const COLON = 58
const BACKSLASH = 92

export function plainValue(text: string): Value {
  const value = resolvePlain(text)
  if (value instanceof WideInteger) throw new UncommonYaml()
  return value
}

const ESCAPES: ReadonlyMap<number, string> = new Map([
  [DOUBLE_QUOTE, '"'],
  [BACKSLASH, '\\'],
  [SPACE, ' '],
  [47, '/'],
  [110, '\n'],
  [116, '\t'],
])

const LETTER_U = 117
/** Four hexadecimal digits that are no half of a pair. */
const BASIC_CODE_UNIT = /^(?:[0-9a-cefA-CEF][0-9a-fA-F]{3}|[dD][0-7][0-9a-fA-F]{2})$/

/** Goes on on the next lines as long as these are indented deeper than the collection. */
export function readPlain(lines: YamlLines, start: number, indent: number): string {
  const text = lines.text
  let end = plainEnd(lines, start)
  let result = text.slice(start, lines.trimEnd(start, end))
  while (text.charCodeAt(end) === LINE_FEED) {
    const next = lines.contentAfter(end, indent)
    if (next === undefined) break
    end = plainEnd(lines, next.at)
    result += next.separator + text.slice(next.at, lines.trimEnd(next.at, end))
  }
  lines.goToLine(lines.lineEnd(end) + 1)
  return result
}

/** Where the plain text of a line ends: at its end or before a comment. */
function plainEnd(lines: YamlLines, start: number): number {
  const text = lines.text
  let at = start
  for (; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit === LINE_FEED) return at
    if (unit === COLON && lines.isBlank(at + 1)) throw new UncommonYaml()
    if (unit === HASH && at > start && text.charCodeAt(at - 1) === SPACE) return at
  }
  return at
}

/** Leaves the place after the closing quote. With `indent` -1 the text must end on its line. */
export function readQuoted(lines: YamlLines, start: number, indent: number): string {
  const text = lines.text
  const quote = text.charCodeAt(start)
  let result = ''
  let from = start + 1
  for (let at = from; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit === quote) {
      result += text.slice(from, at)
      if (quote === DOUBLE_QUOTE || text.charCodeAt(at + 1) !== quote) {
        lines.at = at + 1
        return result
      }
      from = ++at
    } else if (unit === BACKSLASH && quote === DOUBLE_QUOTE) {
      const escape = readEscape(lines, at + 1, indent)
      if (escape === undefined) break
      result += text.slice(from, at) + escape.text
      from = escape.end
      at = from - 1
    } else if (unit === LINE_FEED) {
      const next = indent < 0 ? undefined : lines.contentAfter(at, indent)
      if (next === undefined) break
      result += text.slice(from, lines.trimEnd(from, at)) + next.separator
      from = next.at
      at = from - 1
    }
  }
  throw new UncommonYaml()
}

/** What follows a backslash: a sign, a code unit, or a line end that counts for nothing. */
function readEscape(lines: YamlLines, at: number, indent: number): { readonly text: string; readonly end: number } | undefined {
  const unit = lines.text.charCodeAt(at)
  if (unit === LINE_FEED) {
    const next = indent < 0 ? undefined : lines.contentAfter(at, indent)
    return next?.separator === ' ' ? { text: '', end: next.at } : undefined
  }
  const known = ESCAPES.get(unit)
  if (known !== undefined) return { text: known, end: at + 1 }
  const digits = unit === LETTER_U ? lines.text.slice(at + 1, at + 5) : ''
  if (!BASIC_CODE_UNIT.test(digits)) return undefined
  return { text: String.fromCharCode(Number.parseInt(digits, 16)), end: at + 5 }
}

/** `|` and `|-`: the lines as they are, without their common indentation. `start` is after the `|`. */
export function readLiteral(lines: YamlLines, start: number, indent: number): string {
  const text = lines.text
  const isStripped = text.charCodeAt(start) === DASH
  const headEnd = isStripped ? start + 1 : start
  if (text.charCodeAt(headEnd) !== LINE_FEED) throw new UncommonYaml()
  let at = headEnd + 1
  let column = at
  while (text.charCodeAt(column) === SPACE) column++
  const margin = column - at
  if (margin <= indent || lines.isBlank(column)) throw new UncommonYaml()
  let result = ''
  let breaks = 0
  for (; at < text.length; ) {
    const end = lines.lineEnd(at)
    let content = at
    while (text.charCodeAt(content) === SPACE) content++
    if (content >= end) {
      if (content > at + margin) throw new UncommonYaml()
      breaks++
    } else {
      if (content - at < margin) break
      result += '\n'.repeat(breaks) + text.slice(at + margin, end)
      breaks = 1
    }
    if (end >= text.length) throw new UncommonYaml()
    at = end + 1
  }
  lines.goToLine(at)
  return isStripped ? result : `${result}\n`
}
