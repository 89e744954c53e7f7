/** Reads the type texts of built-ins (`str|{:}|[]`, `(any, any) -> any`) into types. The texts are the project's own, so they are well-formed. */
import type { Builtin } from '../library/declare.ts'
import { unionOf } from '../types/table.ts'
import type { TypeTable } from '../types/table.ts'
import { ANY, BOOL, FLOAT, functionType, INT, NONE, STR, UNIT } from '../types/type.ts'
import type { FunctionType, Type } from '../types/type.ts'

const NAMED: Readonly<Record<string, Type>> = {
  any: ANY,
  NoneType: NONE,
  bool: BOOL,
  int: INT,
  float: FLOAT,
  str: STR,
  number_multiplier: UNIT,
}

export function signatureOf(types: TypeTable, builtin: Pick<Builtin, 'parameters' | 'returns' | 'variadic'>): FunctionType {
  const parameters = builtin.parameters.map((parameter) => ({
    name: parameter.name,
    type: parseTypeText(types, parameter.type),
    hasDefault: parameter.optional,
    place: undefined,
  }))
  return functionType(parameters, parseTypeText(types, builtin.returns), builtin.variadic)
}

export function parseTypeText(types: TypeTable, text: string): Type {
  const cursor = { tokens: text.match(/->|\w+|[^\s\w]/g) ?? [], index: 0 }
  return parseUnion(types, cursor)
}

interface Cursor {
  readonly tokens: readonly string[]
  index: number
}

function parseUnion(types: TypeTable, cursor: Cursor): Type {
  const members = [parseMember(types, cursor)]
  while (take(cursor, '|')) members.push(parseMember(types, cursor))
  const [first] = members
  return members.length === 1 && first ? first : unionOf(members)
}

function parseMember(types: TypeTable, cursor: Cursor): Type {
  if (take(cursor, '[')) {
    const element = peek(cursor) === ']' ? ANY : parseUnion(types, cursor)
    expect(cursor, ']')
    return types.list(element)
  }
  if (take(cursor, '{')) {
    const key = peek(cursor) === ':' ? ANY : parseUnion(types, cursor)
    expect(cursor, ':')
    const value = peek(cursor) === '}' ? ANY : parseUnion(types, cursor)
    expect(cursor, '}')
    return types.dict(key, value)
  }
  if (take(cursor, '(')) return parseFunction(types, cursor)
  const name = cursor.tokens[cursor.index++] ?? ''
  const type = NAMED[name]
  if (!type) throw new Error(`unknown type in a signature: ${name}`)
  return type
}

function parseFunction(types: TypeTable, cursor: Cursor): Type {
  const parameters: Type[] = []
  while (peek(cursor) !== ')') {
    parameters.push(parseUnion(types, cursor))
    take(cursor, ',')
  }
  expect(cursor, ')')
  const returns = take(cursor, '->') ? parseUnion(types, cursor) : ANY
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
