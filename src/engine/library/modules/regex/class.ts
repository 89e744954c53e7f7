/** What `parse-pieces.ts` cut out, read in the syntax of the Rust crate regex and written as a class of JavaScript's `v` mode. */
import { resolveProperty } from './properties.ts'
import type { DelegateNode } from './tree.ts'

/** A fault and the characters of the piece it is about. */
export class PieceFault extends Error {
  readonly start: number
  readonly end: number
  constructor(message: string, start: number, end: number) {
    super(message)
    this.start = start
    this.end = end
  }
}

export type Assertion = 'wordBoundary' | 'noWordBoundary' | 'textStart' | 'textEnd'

const ASSERTIONS: ReadonlyMap<string, Assertion> = new Map<string, Assertion>([
  ['\\b', 'wordBoundary'],
  ['\\B', 'noWordBoundary'],
  ['\\A', 'textStart'],
  ['\\z', 'textEnd'],
])

export function assertionOf(node: DelegateNode): Assertion | undefined {
  return ASSERTIONS.get(node.source)
}

export const WORD = '[\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\p{Join_Control}]'

const PERL_CLASSES: Readonly<Record<string, string>> = {
  d: '\\p{Nd}',
  D: '\\P{Nd}',
  s: '\\p{White_Space}',
  S: '\\P{White_Space}',
  w: WORD,
  W: `[^${WORD}]`,
}

/** The class, in `v` syntax. Throws PieceFault. */
export function translateClass(source: string): string {
  const cursor: ClassCursor = { characters: [...source], at: 0 }
  return source.startsWith('[') ? readSet(cursor) : readEscaped(cursor).source
}

interface ClassCursor {
  readonly characters: readonly string[]
  at: number
}

/** One member of a class; `character` when it can end a range. */
interface Member {
  readonly source: string
  readonly character: string | undefined
  readonly start: number
  readonly end: number
}

const OPERATORS: readonly string[] = ['&', '-', '~']

/** `[^a-z&&[^b]--c]`: operators bind alike, from left to right. The cursor stands at the bracket. */
function readSet(cursor: ClassCursor): string {
  const open = cursor.at++
  const negated = takeSign(cursor, '^')
  let members = ''
  let left: { readonly source: string; readonly operator: string } | undefined
  while (takeSign(cursor, '-')) members += escapeForClass('-')
  if (members === '' && takeSign(cursor, ']')) members = escapeForClass(']')
  for (;;) {
    const sign = cursor.characters[cursor.at]
    if (sign === undefined) throw new PieceFault('unclosed character class', open, open + 1)
    if (sign === ']') break
    if (OPERATORS.includes(sign) && cursor.characters[cursor.at + 1] === sign) {
      cursor.at += 2
      left = { source: combine(left, `[${members}]`), operator: sign }
      members = ''
    } else if (sign === '[') members += readPosixClass(cursor) ?? readSet(cursor)
    else members += readRange(cursor)
  }
  cursor.at++
  return `[${negated ? '^' : ''}${left === undefined ? members : combine(left, `[${members}]`)}]`
}

function combine(left: { readonly source: string; readonly operator: string } | undefined, right: string): string {
  if (left === undefined) return right
  if (left.operator === '&') return `[${left.source}&&${right}]`
  if (left.operator === '-') return `[${left.source}--${right}]`
  return `[[${left.source}--${right}][${right}--${left.source}]]`
}

const POSIX_CLASSES: ReadonlyMap<string, string> = new Map([
  ['alnum', '0-9A-Za-z'],
  ['alpha', 'A-Za-z'],
  ['ascii', '\\x00-\\x7F'],
  ['blank', '\\t\\x20'],
  ['cntrl', '\\x00-\\x1F\\x7F'],
  ['digit', '0-9'],
  ['graph', '\\x21-\\x7E'],
  ['lower', 'a-z'],
  ['print', '\\x20-\\x7E'],
  ['punct', '\\x21-\\x2F\\x3A-\\x40\\x5B-\\x60\\x7B-\\x7E'],
  ['space', '\\t\\n\\v\\f\\r\\x20'],
  ['upper', 'A-Z'],
  ['word', '0-9A-Za-z_'],
  ['xdigit', '0-9A-Fa-f'],
])

/** `[:alpha:]`; undefined, without moving, when it is none. */
function readPosixClass(cursor: ClassCursor): string | undefined {
  const match = /^\[:(\^?)([^:\]]*):\]/.exec(cursor.characters.slice(cursor.at, cursor.at + 12).join(''))
  const members = POSIX_CLASSES.get(match?.[2] ?? '')
  if (match === null || members === undefined) return undefined
  cursor.at += match[0].length
  return `[${match[1]}${members}]`
}

function readRange(cursor: ClassCursor): string {
  const low = readMember(cursor)
  const [sign, next] = cursor.characters.slice(cursor.at, cursor.at + 2)
  if (sign !== '-' || next === ']' || next === '-' || next === undefined) return low.source
  cursor.at++
  const high = readMember(cursor)
  for (const end of [low, high]) {
    if (end.character === undefined) throw new PieceFault('invalid range boundary, must be a literal', end.start, end.end)
  }
  if ((low.character?.codePointAt(0) ?? 0) > (high.character?.codePointAt(0) ?? 0)) {
    throw new PieceFault('invalid character class range, the start must be <= the end', low.start, high.end)
  }
  return `${low.source}-${high.source}`
}

function readMember(cursor: ClassCursor): Member {
  const start = cursor.at
  const character = cursor.characters[start] ?? ''
  if (character === '\\') return readEscaped(cursor)
  cursor.at++
  return { source: escapeForClass(character), character, start, end: cursor.at }
}

/** The cursor stands at the backslash. */
function readEscaped(cursor: ClassCursor): Member {
  const start = cursor.at
  const sign = cursor.characters[start + 1] ?? ''
  cursor.at += 2
  const perl = PERL_CLASSES[sign]
  if (perl !== undefined) return { source: perl, character: undefined, start, end: cursor.at }
  if (sign === 'p' || sign === 'P') return readProperty(cursor, start)
  if (/[bBAz]/.test(sign)) throw new PieceFault('invalid escape sequence found in character class', start, cursor.at)
  if ((sign.codePointAt(0) ?? 0) > 0x7f) throw new PieceFault('unrecognized escape sequence', start, cursor.at)
  return { source: escapeForClass(sign), character: sign, start, end: cursor.at }
}

function readProperty(cursor: ClassCursor, start: number): Member {
  const braced = cursor.characters[cursor.at] === '{'
  const end = braced ? cursor.characters.indexOf('}', cursor.at) + 1 : cursor.at + 1
  const name = cursor.characters.slice(cursor.at + (braced ? 1 : 0), braced ? end - 1 : end).join('')
  cursor.at = end
  const resolved = resolveProperty(name)
  if ('fault' in resolved) throw new PieceFault(resolved.fault, start, end)
  const negated = (cursor.characters[start + 1] === 'P') !== resolved.source.startsWith('P')
  return { source: `\\${negated ? 'P' : 'p'}${resolved.source.slice(1)}`, character: undefined, start, end }
}

function takeSign(cursor: ClassCursor, sign: string): boolean {
  if (cursor.characters[cursor.at] !== sign) return false
  cursor.at++
  return true
}

export function escapeForClass(character: string): string {
  const code = character.codePointAt(0) ?? 0
  return /^[0-9A-Za-z]$/.test(character) || code > 0xffff ? character : `\\u{${code.toString(16)}}`
}
