/** Reads the type texts of built-ins (`str|{:}|[]`, `(any, any) -> any`) into types. The texts are the project's own, so they are well-formed. */
import type { Builtin } from '../library/declare.ts'
import { ANY, basicType, dictOf, functionType, listOf, NONE, UNIT, unionOf } from '../types/type.ts'
import type { FunctionType, Type } from '../types/type.ts'

export function signatureOf(builtin: Pick<Builtin, 'parameters' | 'returns' | 'variadic'>): FunctionType {
  const parameters = builtin.parameters.map((parameter) => ({
    name: parameter.name,
    type: parseTypeText(parameter.type),
    hasDefault: parameter.optional,
    place: undefined,
  }))
  return functionType(parameters, parseTypeText(builtin.returns), builtin.variadic)
}

export function parseTypeText(text: string): Type {
  const cursor = { tokens: text.match(/->|\w+|[^\s\w]/g) ?? [], index: 0 }
  return parseUnion(cursor)
}

interface Cursor {
  readonly tokens: readonly string[]
  index: number
}

function parseUnion(cursor: Cursor): Type {
  const members = [parseMember(cursor)]
  while (take(cursor, '|')) members.push(parseMember(cursor))
  const [first] = members
  return members.length === 1 && first ? first : unionOf(members)
}

function parseMember(cursor: Cursor): Type {
  if (take(cursor, '[')) {
    const element = peek(cursor) === ']' ? ANY : parseUnion(cursor)
    expect(cursor, ']')
    return listOf(element)
  }
  if (take(cursor, '{')) {
    const key = peek(cursor) === ':' ? ANY : parseUnion(cursor)
    expect(cursor, ':')
    const value = peek(cursor) === '}' ? ANY : parseUnion(cursor)
    expect(cursor, '}')
    return dictOf(key, value)
  }
  if (take(cursor, '(')) return parseFunction(cursor)
  return namedType(cursor.tokens[cursor.index++] ?? '')
}

function namedType(name: string): Type {
  if (name === 'NoneType') return NONE
  if (name === 'number_multiplier') return UNIT
  const basic = basicType(name)
  if (basic === undefined) throw new Error(`unknown type in a signature: ${name}`)
  return basic
}

function parseFunction(cursor: Cursor): Type {
  const parameters: Type[] = []
  while (peek(cursor) !== ')') {
    parameters.push(parseUnion(cursor))
    take(cursor, ',')
  }
  expect(cursor, ')')
  const returns = take(cursor, '->') ? parseUnion(cursor) : ANY
  return functionType(
    parameters.map((type) => ({ name: '', type, hasDefault: false, place: undefined })),
    returns,
    false,
  )
}

function peek(cursor: Cursor): string | undefined {
  return cursor.tokens[cursor.index]
}

function take(cursor: Cursor, token: string): boolean {
  if (peek(cursor) !== token) return false
  cursor.index++
  return true
}

function expect(cursor: Cursor, token: string): void {
  if (!take(cursor, token)) throw new Error(`expected ${token} in a signature, got ${peek(cursor)}`)
}
