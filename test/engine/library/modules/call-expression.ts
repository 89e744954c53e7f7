/** The calls of the case files: `module.member(…)` or `module.constant`, with literals of KCL as arguments (numbers, quantities, texts, lists,
 *  dicts with bare or quoted keys, names of constants). */
import { Dict, FloatValue, UnitValue, integer, type Value } from '../../../../src/engine/model/value.ts'

export interface CallExpression {
  readonly module: string
  readonly member: string
  /** Absent when the member is read, not called. */
  readonly args: { readonly positional: readonly Value[]; readonly keywords: ReadonlyMap<string, Value> } | undefined
}

export function parseCallExpression(text: string): CallExpression {
  const cursor = { text, at: 0 }
  const module = readName(cursor)
  expectSign(cursor, '.')
  const member = readName(cursor)
  if (cursor.at === text.length) return { module, member, args: undefined }
  const positional: Value[] = []
  const keywords = new Map<string, Value>()
  expectSign(cursor, '(')
  while (!takeSign(cursor, ')')) {
    const keyword = /^(\w+)\s*=(?!=)/.exec(text.slice(cursor.at))
    if (keyword === null) positional.push(readValue(cursor))
    else {
      cursor.at += keyword[0].length
      keywords.set(keyword[1] ?? '', readValue(cursor))
    }
    takeSign(cursor, ',')
  }
  if (cursor.at !== text.length) throw new Error(`${text}: unexpected text at ${cursor.at}`)
  return { module, member, args: { positional, keywords } }
}

interface Cursor {
  readonly text: string
  at: number
}

const CONSTANTS = new Map<string, Value>([
  ['True', true],
  ['False', false],
  ['None', null],
  ['Undefined', undefined],
])

const FACTORS: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  K: 1e3,
  M: 1e6,
  G: 1e9,
  Ki: 1024,
  Mi: 1024 ** 2,
  Gi: 1024 ** 3,
}

function readValue(cursor: Cursor): Value {
  skipBlanks(cursor)
  const rest = cursor.text.slice(cursor.at)
  if (/^(?:r?["'])/.test(rest)) return readText(cursor)
  if (takeSign(cursor, '[')) return readList(cursor)
  if (takeSign(cursor, '{')) return readDict(cursor)
  const number = /^(-?)((?:\d+\.\d*|\.\d+|\d+)(?:e[+-]?\d+)?)([numkKMG]i?)?/.exec(rest)
  if (number !== null) {
    cursor.at += number[0].length
    return numberValue(number[1] ?? '', number[2] ?? '', number[3])
  }
  const name = readName(cursor)
  if (!CONSTANTS.has(name)) throw new Error(`${cursor.text}: unknown name ${name}`)
  return CONSTANTS.get(name)
}

function numberValue(sign: string, digits: string, suffix: string | undefined): Value {
  if (suffix !== undefined) return new UnitValue(Number(sign + digits) * (FACTORS[suffix] ?? Number.NaN), Number(sign + digits), suffix)
  if (/^\d+$/.test(digits)) return integer(BigInt(sign + digits))
  return new FloatValue(sign === '' ? Number(digits) : 0 - Number(digits))
}

function readList(cursor: Cursor): Value {
  const items: Value[] = []
  while (!takeSign(cursor, ']')) {
    items.push(readValue(cursor))
    takeSign(cursor, ',')
  }
  return items
}

function readDict(cursor: Cursor): Value {
  const entries = new Map<string, Value>()
  while (!takeSign(cursor, '}')) {
    skipBlanks(cursor)
    const key = /^["']/.test(cursor.text.slice(cursor.at)) ? readText(cursor) : readName(cursor)
    if (!takeSign(cursor, '=')) expectSign(cursor, ':')
    entries.set(key, readValue(cursor))
    takeSign(cursor, ',')
  }
  return new Dict(entries)
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', a: '\u0007', b: '\b', f: '\f', v: '\v' }

function readText(cursor: Cursor): string {
  const match = /^(r?)(["'])((?:\\[\s\S]|(?!\2)[^\\])*)\2/.exec(cursor.text.slice(cursor.at))
  if (match === null) throw new Error(`${cursor.text}: text without end at ${cursor.at}`)
  cursor.at += match[0].length
  const body = match[3] ?? ''
  if (match[1] === 'r') return body
  return body.replace(
    /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{2})|([\s\S]))/g,
    (_, short, long, byte, sign: string | undefined) => {
      const code = short ?? long ?? byte
      return code === undefined ? (ESCAPES[sign ?? ''] ?? sign ?? '') : String.fromCodePoint(Number.parseInt(code, 16))
    },
  )
}

function readName(cursor: Cursor): string {
  skipBlanks(cursor)
  const name = /^\w+/.exec(cursor.text.slice(cursor.at))?.[0]
  if (name === undefined) throw new Error(`${cursor.text}: name expected at ${cursor.at}`)
  cursor.at += name.length
  return name
}

function expectSign(cursor: Cursor, sign: string): void {
  if (!takeSign(cursor, sign)) throw new Error(`${cursor.text}: ${sign} expected at ${cursor.at}`)
}

function takeSign(cursor: Cursor, sign: string): boolean {
  skipBlanks(cursor)
  if (!cursor.text.startsWith(sign, cursor.at)) return false
  cursor.at += sign.length
  return true
}

function skipBlanks(cursor: Cursor): void {
  while (cursor.text[cursor.at] === ' ') cursor.at++
}
