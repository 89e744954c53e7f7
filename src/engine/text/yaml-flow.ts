/** Where flow collections and quoted scalars of a YAML text lie. In the real engine's reader (libyaml) their further lines may be indented as they
 *  like, `a: [⏎1⏎]`; js-yaml wants them deeper than what holds them, so such lines are indented before it reads the text again. */

export interface IndentedText {
  readonly text: string
  /** How many blanks were put before a line, which counts from 0. */
  readonly addedTo: (line: number) => number
}

/** Indents every line that begins inside a flow collection or a quoted scalar; blanks there mean nothing. */
export function indentFlow(text: string): IndentedText {
  const inside = linesInside(text)
  const lines = text.split('\n')
  const width = 2 + lines.reduce((most, line) => Math.max(most, line.length - line.replace(LEADING, '').length), 0)
  const blanks = ' '.repeat(width)
  return {
    text: lines.map((line, index) => (line !== '' && inside.has(index) ? blanks + line : line)).join('\n'),
    addedTo: (line) => (inside.has(line) && lines[line] !== '' ? width : 0),
  }
}

const LEADING = /^[ ?-]*/

interface Opening {
  readonly kind: 'mapping' | 'sequence' | 'scalar'
  readonly at: number
}

/** The lines that begin inside something. */
function linesInside(text: string): ReadonlySet<number> {
  const inside = new Set<number>()
  const end = text.length
  let open: Opening[] = []
  let line = 0
  let startsToken = true
  let at = 0
  while (at < end) {
    const character = text.charAt(at)
    const current = open.at(-1)
    if (character === '\n') {
      line += 1
      at += 1
      if (at < end && isDocumentMark(text, at)) open = []
      if (open.length > 0) inside.add(line)
      else startsToken = true
    } else if (current?.kind === 'scalar') {
      const closing = text.charAt(current.at)
      if (closing === '"' && character === '\\' && text.charAt(at + 1) !== '\n') at += 2
      else if (character !== closing) at += 1
      else if (closing === "'" && text.charAt(at + 1) === "'") at += 2
      else {
        open.pop()
        startsToken = false
        at += 1
        if (text.charAt(at) === ':') startsToken = true
      }
    } else if (character === '#' && /^$|\s/.test(text.charAt(at - 1))) {
      at = endOfLine(text, at)
    } else if (startsToken && current === undefined && (character === '|' || character === '>')) {
      const next = endOfBlockScalar(text, at)
      line += text.slice(at, next).split('\n').length - 1
      at = next
    } else {
      if (startsToken && character in OPENERS) open.push({ kind: OPENERS[character] ?? 'scalar', at })
      else if (current !== undefined && (character === ']' || character === '}')) open.pop()
      startsToken = startsTokenAfter(text, at, startsToken, current !== undefined)
      at += 1
      if (startsToken && PROPERTY.test(character)) while (at < end && !/\s/.test(text.charAt(at))) at += 1
    }
  }
  return inside
}

const OPENERS: Readonly<Record<string, Opening['kind']>> = { '[': 'sequence', '{': 'mapping', '"': 'scalar', "'": 'scalar' }
const PROPERTY = /[&!]/

/** May a token begin behind the character? Plain text goes on until an indicator. */
function startsTokenAfter(text: string, at: number, before: boolean, isFlow: boolean): boolean {
  const character = text.charAt(at)
  const isBeforeBlank = /^$|\s/.test(text.charAt(at + 1))
  if (character === ' ' || character === '\t' || (before && PROPERTY.test(character))) return before
  if (character === ':') return isBeforeBlank || before
  if (before && (character === '-' || character === '?')) return isBeforeBlank
  if (character === '[' || character === '{') return before
  return isFlow && character === ','
}

function isDocumentMark(text: string, at: number): boolean {
  return /^(?:---|\.\.\.)(?:\s|$)/.test(text.slice(at, at + 4))
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end < 0 ? text.length : end
}

/** The lines below the header that are blank or deeper than the header's line. */
function endOfBlockScalar(text: string, at: number): number {
  const indentation = indentationOf(text, text.lastIndexOf('\n', at) + 1)
  let end = endOfLine(text, at)
  while (end < text.length) {
    const next = endOfLine(text, end + 1)
    if (text.slice(end + 1, next).trim() !== '' && indentationOf(text, end + 1) <= indentation) break
    end = next
  }
  return end
}

function indentationOf(text: string, start: number): number {
  let at = start
  while (text.charAt(at) === ' ') at += 1
  return at - start
}
