/** The pattern language of the Rust crate fancy_regex 0.7. Flags set inside a group stay on after it, as there; only `(?i:…)` ends its own. */
import { debugText } from '../rust-text.ts'
import { readIdentifier, take, type Flags, type PatternCursor } from './cursor.ts'
import { namedBackreference, readClass, readEscape } from './parse-pieces.ts'
import { PatternFault, type Pattern, type PatternNode } from './tree.ts'

const MAX_DEPTH = 64

/** Throws PatternFault. */
export function parsePattern(text: string): Pattern {
  const cursor: PatternCursor = {
    text,
    at: 0,
    flags: { fold: false, multiLine: false, dotAll: false, swapGreed: false, verbose: false },
    groups: 0,
    names: new Map(),
    hasNumericBackreference: false,
  }
  const root = readAlternatives(cursor, 0)
  if (cursor.at < text.length) throw new PatternFault('ParseError')
  return { root, groupCount: cursor.groups + 1, groupNames: cursor.names }
}

function readAlternatives(cursor: PatternCursor, depth: number): PatternNode {
  const first = readBranch(cursor, depth)
  skipIgnored(cursor)
  if (cursor.text[cursor.at] !== '|') {
    if (cursor.hasNumericBackreference && cursor.names.size > 0) throw new PatternFault('NamedBackrefOnly')
    return first
  }
  const items = [first]
  while (cursor.text[cursor.at] === '|') {
    cursor.at++
    items.push(readBranch(cursor, depth))
    skipIgnored(cursor)
  }
  return { kind: 'alternatives', items }
}

function readBranch(cursor: PatternCursor, depth: number): PatternNode {
  const items: PatternNode[] = []
  while (cursor.at < cursor.text.length) {
    const before = cursor.at
    const item = readPiece(cursor, depth)
    if (cursor.at === before) break
    if (item.kind !== 'empty') items.push(item)
  }
  const [only] = items
  if (only === undefined) return { kind: 'empty' }
  return items.length === 1 ? only : { kind: 'concat', items }
}

/** An atom and what repeats it. */
function readPiece(cursor: PatternCursor, depth: number): PatternNode {
  const child = readAtom(cursor, depth)
  skipIgnored(cursor)
  const range = readRange(cursor)
  if (range === undefined) return child
  if (['look', 'empty', 'anchor'].includes(child.kind)) throw new PatternFault('TargetNotRepeatable')
  skipIgnored(cursor)
  const lazy = take(cursor, '?')
  const node: PatternNode = { kind: 'repeat', child, min: range[0], max: range[1], greedy: lazy === cursor.flags.swapGreed }
  return take(cursor, '+') ? { kind: 'atomic', child: node } : node
}

function readRange(cursor: PatternCursor): readonly [number, number] | undefined {
  if (take(cursor, '?')) return [0, 1]
  if (take(cursor, '*')) return [0, Infinity]
  if (take(cursor, '+')) return [1, Infinity]
  return cursor.text[cursor.at] === '{' ? readCounts(cursor) : undefined
}

/** `{2}`, `{2,}`, `{,3}`, `{2,3}`; undefined, without moving, when the brace is just a brace. */
function readCounts(cursor: PatternCursor): readonly [number, number] | undefined {
  const start = cursor.at++
  const fail = () => {
    cursor.at = start
    return undefined
  }
  skipIgnored(cursor)
  const low = readDecimal(cursor)
  if (low === undefined && cursor.text[cursor.at] !== ',') return fail()
  skipIgnored(cursor)
  let high = low
  if (take(cursor, ',')) {
    skipIgnored(cursor)
    high = readDecimal(cursor) ?? Infinity
    skipIgnored(cursor)
  }
  return take(cursor, '}') ? [low ?? 0, high ?? Infinity] : fail()
}

function readDecimal(cursor: PatternCursor): number | undefined {
  const digits = /^\d+/.exec(cursor.text.slice(cursor.at, cursor.at + 20))?.[0]
  if (digits === undefined) return undefined
  cursor.at += digits.length
  return Number(digits)
}

function readAtom(cursor: PatternCursor, depth: number): PatternNode {
  skipIgnored(cursor)
  const { flags } = cursor
  const sign = cursor.text[cursor.at]
  switch (sign) {
    case undefined:
    case '+':
    case '*':
    case '?':
    case '|':
    case ')':
      return { kind: 'empty' }
    case '.':
      cursor.at++
      return { kind: 'any', newline: flags.dotAll }
    case '^':
      cursor.at++
      return { kind: 'anchor', at: flags.multiLine ? 'lineStart' : 'textStart' }
    case '$':
      cursor.at++
      return { kind: 'anchor', at: flags.multiLine ? 'lineEnd' : 'textEnd' }
    case '(':
      return readGroup(cursor, depth + 1)
    case '\\':
      return readEscape(cursor)
    case '[':
      return readClass(cursor)
    default: {
      const text = String.fromCodePoint(cursor.text.codePointAt(cursor.at) ?? 0)
      cursor.at += text.length
      return { kind: 'literal', text, fold: flags.fold }
    }
  }
}

const LOOKS: readonly (readonly [prefix: string, behind: boolean, negative: boolean])[] = [
  ['?=', false, false],
  ['?!', false, true],
  ['?<=', true, false],
  ['?<!', true, true],
]

function readGroup(cursor: PatternCursor, depth: number): PatternNode {
  if (depth >= MAX_DEPTH) throw new PatternFault('RecursionExceeded')
  cursor.at++
  skipIgnored(cursor)
  for (const [prefix, behind, negative] of LOOKS) {
    if (take(cursor, prefix)) return { kind: 'look', child: readClosed(cursor, depth), behind, negative }
  }
  if (take(cursor, '?<') || take(cursor, '?P<')) {
    const index = ++cursor.groups
    const name = readIdentifier(cursor, '>')
    if (name === undefined) throw new PatternFault('InvalidGroupName')
    cursor.names.set(name, index)
    return { kind: 'group', child: readClosed(cursor, depth), index }
  }
  if (take(cursor, '?P=')) return namedBackreference(cursor, ')')
  if (take(cursor, '?>')) return { kind: 'atomic', child: readClosed(cursor, depth) }
  if (take(cursor, '?')) return readFlags(cursor, depth)
  const index = ++cursor.groups
  return { kind: 'group', child: readClosed(cursor, depth), index }
}

function readClosed(cursor: PatternCursor, depth: number): PatternNode {
  const child = readAlternatives(cursor, depth)
  skipIgnored(cursor)
  if (cursor.at === cursor.text.length) throw new PatternFault('UnclosedOpenParen')
  if (!take(cursor, ')')) throw new PatternFault('ParseError')
  return child
}

const FLAG_NAMES: Readonly<Record<string, keyof Flags>> = { i: 'fold', m: 'multiLine', s: 'dotAll', U: 'swapGreed', x: 'verbose' }

/** `(?i)`, `(?i-s:…)`; the cursor stands behind the question mark. */
function readFlags(cursor: PatternCursor, depth: number): PatternNode {
  const start = cursor.at
  const before = cursor.flags
  let off = false
  for (;;) {
    skipIgnored(cursor)
    const sign = cursor.text[cursor.at]
    if (sign === undefined) throw new PatternFault('UnclosedOpenParen')
    const dangling = off && cursor.text[cursor.at - 1] === '-' && cursor.at === start + 1
    const name = FLAG_NAMES[sign]
    if (name !== undefined) cursor.flags = { ...cursor.flags, [name]: !off }
    else if (sign === 'u' && off) throw new PatternFault('NonUnicodeUnsupported')
    else if (sign === '-' && !off) off = true
    else if (sign === ')' && cursor.at > start && !dangling) {
      cursor.at++
      return { kind: 'empty' }
    } else if (sign === ':' && !dangling) {
      cursor.at++
      const child = readAlternatives(cursor, depth)
      cursor.flags = before
      skipIgnored(cursor)
      if (cursor.at === cursor.text.length) throw new PatternFault('UnclosedOpenParen')
      if (!take(cursor, ')')) throw new PatternFault('ParseError')
      return child
    } else if (sign !== 'u') {
      const character = String.fromCodePoint(cursor.text.codePointAt(cursor.at) ?? 0)
      throw new PatternFault(`UnknownFlag(${debugText(`(?${cursor.text.slice(start, cursor.at)}${character}`)})`)
    }
    cursor.at++
  }
}

/** Comments `(?#…)`, and in verbose mode blanks and `#` to the end of the line. */
function skipIgnored(cursor: PatternCursor): void {
  for (;;) {
    const sign = cursor.text[cursor.at]
    if (cursor.flags.verbose && sign === '#') {
      const end = cursor.text.indexOf('\n', cursor.at)
      cursor.at = end < 0 ? cursor.text.length : end + 1
    } else if (cursor.flags.verbose && sign !== undefined && ' \r\n\t'.includes(sign)) cursor.at++
    else if (cursor.text.startsWith('(?#', cursor.at)) {
      cursor.at += 3
      while (cursor.text[cursor.at] !== ')') {
        if (cursor.at >= cursor.text.length) throw new PatternFault('UnclosedOpenParen')
        cursor.at += cursor.text[cursor.at] === '\\' ? 2 : 1
      }
      cursor.at++
    } else return
  }
}
