/** Escapes and classes of a pattern. What the Rust crate regex understands by itself is cut out, not yet read (see `class.ts`). */
import { debugText } from '../rust-text.ts'
import { readIdentifier, take, type PatternCursor } from './cursor.ts'
import { PatternFault, type PatternNode } from './tree.ts'

/** A name or, failing that, a number; the cursor stands behind the opening sign. */
export function namedBackreference(cursor: PatternCursor, close: string): PatternNode {
  const name = readIdentifier(cursor, close)
  if (name === undefined) throw new PatternFault('InvalidGroupName')
  const group = cursor.names.get(name) ?? (/^\d+$/.test(name) ? Number(name) : undefined)
  if (group === undefined) throw new PatternFault(`InvalidGroupNameBackref(${debugText(name)})`)
  return { kind: 'backreference', group }
}

const CONTROLS: Readonly<Record<string, string>> = { a: '\u0007', e: '\u001b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' }

const HEX_DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 }

/** The cursor stands at the backslash. */
export function readEscape(cursor: PatternCursor): PatternNode {
  const start = cursor.at
  const code = cursor.text.codePointAt(start + 1)
  if (code === undefined) throw new PatternFault('TrailingBackslash')
  const sign = String.fromCodePoint(code)
  const { fold } = cursor.flags
  if (/[0-9]/.test(sign)) return readNumericBackreference(cursor)
  cursor.at += 1 + sign.length
  if (sign === 'k') {
    if (!take(cursor, '<')) throw new PatternFault('InvalidGroupName')
    return namedBackreference(cursor, '>')
  }
  if (/[AzbB]/.test(sign)) return { kind: 'delegate', source: `\\${sign}`, size: 0, fold }
  if (/[dDsSwW]/.test(sign)) return { kind: 'delegate', source: `\\${sign}`, size: 1, fold }
  if (/[hH]/.test(sign)) return { kind: 'delegate', source: sign === 'h' ? '[0-9A-Fa-f]' : '[^0-9A-Fa-f]', size: 1, fold: false }
  const digits = HEX_DIGITS[sign]
  if (digits !== undefined) return { kind: 'literal', text: readHex(cursor, digits), fold }
  if (/[pP]/.test(sign) && cursor.at < cursor.text.length) {
    skipPropertyName(cursor)
    return { kind: 'delegate', source: cursor.text.slice(start, cursor.at), size: 1, fold }
  }
  const control = CONTROLS[sign]
  if (control !== undefined) return { kind: 'literal', text: control, fold }
  if (sign === 'p' || sign === 'P') throw new PatternFault('TrailingBackslash')
  if (/[A-Za-z]/.test(sign)) throw new PatternFault(`InvalidEscape(${debugText(`\\${sign}`)})`)
  if (code >= 0x20 && code <= 0x7f) return { kind: 'literal', text: sign, fold }
  return { kind: 'delegate', source: cursor.text.slice(start, cursor.at), size: 1, fold }
}

function readNumericBackreference(cursor: PatternCursor): PatternNode {
  const digits = /^\d+/.exec(cursor.text.slice(cursor.at + 1))?.[0] ?? ''
  const group = Number(digits)
  const bytes = new TextEncoder().encode(cursor.text).length
  if (group >= Math.floor(bytes / 2)) throw new PatternFault('InvalidBackref')
  cursor.at += 1 + digits.length
  cursor.hasNumericBackreference = true
  return { kind: 'backreference', group }
}

/** `41` or `{1F600}`; the cursor stands behind the letter. */
function readHex(cursor: PatternCursor, digits: number): string {
  const rest = cursor.text.slice(cursor.at)
  const match = new RegExp(`^(?:([0-9A-Fa-f]{${digits}})|\\{([0-9A-Fa-f]{1,8})\\})`).exec(rest)
  if (match === null) throw new PatternFault('InvalidHex')
  const code = Number.parseInt(match[1] ?? match[2] ?? '', 16)
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) throw new PatternFault('InvalidCodepointValue')
  cursor.at += match[0].length
  return String.fromCodePoint(code)
}

function skipPropertyName(cursor: PatternCursor): void {
  const first = String.fromCodePoint(cursor.text.codePointAt(cursor.at) ?? 0)
  cursor.at += first.length
  if (first !== '{') return
  const end = cursor.text.indexOf('}', cursor.at)
  if (end < 0) throw new PatternFault('UnclosedUnicodeName')
  cursor.at = end + 1
}

/** The cursor stands at the bracket. Escapes are replaced by what the crate regex knows; a `]` right at the start is a plain character. */
export function readClass(cursor: PatternCursor): PatternNode {
  let source = '['
  cursor.at++
  if (take(cursor, '^')) source += '^'
  if (take(cursor, ']')) source += '\\]'
  for (let depth = 1; ; ) {
    const sign = cursor.text[cursor.at]
    if (sign === undefined) throw new PatternFault('InvalidClass')
    if (sign === '\\') {
      source += classEscape(readEscape(cursor))
      continue
    }
    source += sign
    cursor.at++
    if (sign === '[') depth++
    if (sign === ']') depth--
    if (depth === 0) return { kind: 'delegate', source, size: 1, fold: cursor.flags.fold }
  }
}

function classEscape(node: PatternNode): string {
  if (node.kind === 'literal') return quote(node.text)
  if (node.kind === 'delegate') return node.source
  throw new PatternFault('InvalidClass')
}

/** As the crate regex quotes. */
export function quote(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$#&\-~]/g, '\\$&')
}
