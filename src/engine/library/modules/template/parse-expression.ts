/** What stands between the braces of a tag: paths, literals, calls (the grammar of the Rust crate handlebars). */
import { Dict, FloatValue, integer, type Value } from '../../../model/value.ts'
import { TemplateSyntaxError, type HelperCall, type Parameter, type TemplatePath } from './tree.ts'

export interface TagCursor {
  readonly text: string
  at: number
  /** Blocks, parentheses and brackets that are open. */
  depth: number
}

const MAX_DEPTH = 400

/** Reads one level deeper; the host's stack is finite. */
export function nested<T>(cursor: TagCursor, read: () => T): T {
  if (cursor.depth >= MAX_DEPTH) throw new TemplateSyntaxError('InvalidSyntax("nested too deeply")', cursor.at)
  cursor.depth++
  const result = read()
  cursor.depth--
  return result
}

const SYMBOL = '[\\w\\-$\\u0080-\\u{10ffff}]'
const IDENTIFIER = new RegExp(`${SYMBOL}+`, 'uy')
const PARTIAL_NAME = new RegExp(`(?:[./]|${SYMBOL})+`, 'uy')
const HASH_KEY = new RegExp(`(${SYMBOL}+)\\s*=`, 'uy')
const BLOCK_PARAMS = new RegExp(`as\\s*\\|\\s*(${SYMBOL}+)(?:\\s+(${SYMBOL}+))?\\s*\\|`, 'uy')
const NUMBER = new RegExp(`-?\\d+\\.?\\d*(?:E-?\\d+)?(?!${SYMBOL})`, 'uy')
const WORD_LITERAL = new RegExp(`(?:true|false|null)(?!${SYMBOL}|[./])`, 'uy')
const TEXT = /"((?:[^"\\]|\\["\\/bfnrt]|\\u[0-9A-Fa-f]{4})*)"|'((?:[^'\\]|\\['\\/bfnrt]|\\u[0-9A-Fa-f]{4})*)'/uy

/** A name, what it is given, and block parameters; the cursor ends behind them. `wanted` is what a fault says was expected. */
export function readCall(cursor: TagCursor, wanted?: string): HelperCall {
  skipBlanks(cursor)
  const start = cursor.at
  if (take(cursor, /\(/y) !== undefined) {
    cursor.at = start
    return plainCall('', readSubexpression(cursor))
  }
  const path = readPath(cursor)
  if (path === undefined) {
    const tilde = cursor.text[start - 1] === '~' ? '' : 'leading_tilde_to_omit_whitespace, '
    throw expected(wanted ?? `identifier, subexpression, ${tilde}or path_inline`, start)
  }
  const isIdentifier = !path.local && !path.root && path.up === 0 && path.segments.length === 1 && path.written === path.segments[0]
  if (!isIdentifier) return plainCall(path.written, path)
  return { name: path.written, path, ...readArguments(cursor) }
}

function plainCall(name: string, path: Parameter): HelperCall {
  return { name, path, params: [], hash: new Map(), blockParams: [] }
}

/** A partial's name may hold slashes and points, be quoted, or be computed. */
export function readPartialCall(cursor: TagCursor): Pick<HelperCall, 'params' | 'hash'> & { readonly target: Parameter } {
  skipBlanks(cursor)
  const name = take(cursor, /@partial-block/y) ?? take(cursor, PARTIAL_NAME) ?? take(cursor, TEXT)?.slice(1, -1)
  const target: Parameter = name === undefined ? readSubexpression(cursor) : { kind: 'literal', value: name }
  return { target, ...readArguments(cursor) }
}

export function readIdentifier(cursor: TagCursor): string | undefined {
  skipBlanks(cursor)
  return take(cursor, IDENTIFIER)
}

function readArguments(cursor: TagCursor): Pick<HelperCall, 'params' | 'hash' | 'blockParams'> {
  const params: Parameter[] = []
  const hash = new Map<string, Parameter>()
  for (;;) {
    skipBlanks(cursor)
    const block = match(cursor, BLOCK_PARAMS)
    if (block !== null) return { params, hash, blockParams: block.slice(1).filter((name) => name !== undefined) }
    const key = match(cursor, HASH_KEY)
    const parameter = readParameter(cursor)
    if (parameter === undefined) return { params, hash, blockParams: [] }
    if (key === null) params.push(parameter)
    else hash.set(key[1] ?? '', parameter)
  }
}

function readParameter(cursor: TagCursor): Parameter | undefined {
  skipBlanks(cursor)
  const literal = readLiteral(cursor)
  if (literal !== undefined) return { kind: 'literal', value: literal.value }
  if (cursor.text[cursor.at] === '(') return readSubexpression(cursor)
  return readPath(cursor)
}

function readSubexpression(cursor: TagCursor): Parameter {
  if (take(cursor, /\(/y) === undefined)
    throw expected('identifier, subexpression, leading_tilde_to_omit_whitespace, or path_inline', cursor.at)
  const call = nested(cursor, () => readCall(cursor))
  skipBlanks(cursor)
  if (take(cursor, /\)/y) === undefined) throw expected('identifier or helper_parameter', cursor.at)
  const isPath = call.params.length === 0 && call.hash.size === 0 && call.path !== undefined
  return isPath ? (call.path ?? { kind: 'literal', value: null }) : { kind: 'call', call }
}

function readLiteral(cursor: TagCursor): { readonly value: Value } | undefined {
  const word = take(cursor, WORD_LITERAL)
  if (word !== undefined) return { value: word === 'null' ? null : word === 'true' }
  const number = take(cursor, NUMBER)
  if (number !== undefined) return { value: /[.E]/.test(number) ? new FloatValue(Number(number)) : integer(BigInt(number)) }
  const quoted = match(cursor, TEXT)
  if (quoted !== null) return { value: unquote(quoted[1] ?? quoted[2] ?? '') }
  const start = cursor.at
  const collection =
    take(cursor, /\[/y) !== undefined ? readArray(cursor) : take(cursor, /\{/y) !== undefined ? readObject(cursor) : undefined
  if (collection === undefined) cursor.at = start
  return collection
}

/** Undefined when it is no literal after all, but a name in brackets. */
function readArray(cursor: TagCursor): { readonly value: Value } | undefined {
  const items: Value[] = []
  for (;;) {
    skipBlanks(cursor)
    if (take(cursor, /\]/y) !== undefined) return { value: items }
    if (items.length > 0 && take(cursor, /,\s*/y) === undefined) return undefined
    const item = nested(cursor, () => readLiteral(cursor))
    if (item === undefined) return undefined
    items.push(item.value)
  }
}

function readObject(cursor: TagCursor): { readonly value: Value } | undefined {
  const entries = new Map<string, Value>()
  for (;;) {
    skipBlanks(cursor)
    if (take(cursor, /\}/y) !== undefined) return { value: new Dict(entries) }
    if (entries.size > 0 && take(cursor, /,\s*/y) === undefined) return undefined
    const key = match(cursor, TEXT)
    if (key === null || take(cursor, /\s*:\s*/y) === undefined) return undefined
    const value = nested(cursor, () => readLiteral(cursor))
    if (value === undefined) return undefined
    entries.set(unquote(key[1] ?? key[2] ?? ''), value.value)
  }
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
])

function unquote(text: string): string {
  return text.replace(/\\(?:u([0-9A-Fa-f]{4})|(.))/gsu, (_, hex: string | undefined, sign: string | undefined) =>
    hex === undefined ? (ESCAPES.get(sign ?? '') ?? sign ?? '') : String.fromCharCode(Number.parseInt(hex, 16)),
  )
}

/** Undefined, without moving, when no path begins here. */
function readPath(cursor: TagCursor): TemplatePath | undefined {
  const start = cursor.at
  if (take(cursor, /this[./](?![./}\s])/y) === undefined) take(cursor, /\.\//y)
  const root = take(cursor, /@root[./]/y) !== undefined
  const local = take(cursor, /@/y) !== undefined
  let up = 0
  while (take(cursor, /\.\.[./]/y) !== undefined) up++
  const first = readSegment(cursor)
  if (first === undefined) {
    cursor.at = start
    return undefined
  }
  const segments = [first]
  while (take(cursor, /[./]/y) !== undefined) {
    const segment = readSegment(cursor)
    if (segment === undefined) throw expected('path_id', cursor.at)
    segments.push(segment)
  }
  return { kind: 'path', written: cursor.text.slice(start, cursor.at), root, local, up, segments }
}

function readSegment(cursor: TagCursor): string | undefined {
  return take(cursor, /\[[^\]]*\]/y)?.slice(1, -1) ?? take(cursor, IDENTIFIER)
}

export function expected(what: string, at: number): TemplateSyntaxError {
  return new TemplateSyntaxError(`InvalidSyntax("expected ${what}")`, at)
}

export function skipBlanks(cursor: TagCursor): void {
  while (' \t\n\r'.includes(cursor.text[cursor.at] ?? '-')) cursor.at++
}

/** The matched text; `pattern` is sticky. */
export function take(cursor: TagCursor, pattern: RegExp): string | undefined {
  return match(cursor, pattern)?.[0]
}

function match(cursor: TagCursor, pattern: RegExp): RegExpExecArray | null {
  pattern.lastIndex = cursor.at
  const found = pattern.exec(cursor.text)
  if (found !== null) cursor.at += found[0].length
  return found
}
