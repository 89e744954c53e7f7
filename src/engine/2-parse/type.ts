/** Type annotations (frontend B.3). */
import * as Kind from '../1-lex/token-kind.ts'
import { stringOf } from '../1-lex/tokens.ts'
import type { LiteralTypeNode, TypeNode } from '../model/type-node.ts'
import type { Cursor } from './cursor.ts'
import { parseDotted } from './name.ts'
import { parseNumber } from './number.ts'

/** `int | [str]` */
export function parseType(cursor: Cursor): TypeNode {
  const first = parseElement(cursor)
  if (cursor.kind !== Kind.BAR) return first
  const members = [first]
  while (cursor.kind === Kind.BAR) {
    cursor.advance()
    members.push(parseElement(cursor))
  }
  return { kind: 'unionType', start: first.start, end: cursor.previousEnd, members }
}

const EXPECTED_TYPE = ['any', 'bool', 'int', 'float', 'str', 'True', 'False', 'identifier', 'literal', '[', '{', ')'] as const

function parseElement(cursor: Cursor): TypeNode {
  switch (cursor.kind) {
    case Kind.ANY:
      return parseAny(cursor)
    case Kind.TRUE:
    case Kind.FALSE: {
      const { start, kind } = cursor
      cursor.advance()
      return { kind: 'literalType', start, end: cursor.previousEnd, literal: { kind: 'bool', value: kind === Kind.TRUE } }
    }
    case Kind.STRING: {
      const { start } = cursor
      const { value } = stringOf(cursor.tokens, cursor.index)
      cursor.advance()
      return { kind: 'literalType', start, end: cursor.previousEnd, literal: { kind: 'str', value } }
    }
    case Kind.INTEGER:
    case Kind.FLOAT:
      return parseNumberType(cursor)
    case Kind.OPEN_BRACKET:
    case Kind.OPEN_BRACE:
    case Kind.OPEN_PAREN:
      return parseBracketed(cursor)
  }
  if (cursor.kind >= Kind.NAME) return parseNamed(cursor)
  cursor.reportExpected(...EXPECTED_TYPE)
  return parseAny(cursor)
}

function parseAny(cursor: Cursor): TypeNode {
  const { start } = cursor
  cursor.advance()
  return { kind: 'anyType', start, end: cursor.previousEnd }
}

function parseNumberType(cursor: Cursor): LiteralTypeNode {
  const { start, end, value, isFloat, suffix } = parseNumber(cursor)
  return {
    kind: 'literalType',
    start,
    end,
    literal: isFloat ? { kind: 'float', value: Number(value) } : { kind: 'int', value, suffix },
  }
}

function parseNamed(cursor: Cursor): TypeNode {
  const { start, end, text } = cursor
  const length = end - start
  if (length === 3 && text.startsWith('str', start)) return parseBasic(cursor, 'str')
  if (length === 3 && text.startsWith('int', start)) return parseBasic(cursor, 'int')
  if (length === 4 && text.startsWith('bool', start)) return parseBasic(cursor, 'bool')
  if (length === 5 && text.startsWith('float', start)) return parseBasic(cursor, 'float')
  const name = parseDotted(cursor)
  return { kind: 'namedType', start: name.start, end: name.end, name }
}

function parseBasic(cursor: Cursor, name: 'bool' | 'int' | 'float' | 'str'): TypeNode {
  const { start } = cursor
  cursor.advance()
  return { kind: 'basicType', start, end: cursor.previousEnd, name }
}

function parseBracketed(cursor: Cursor): TypeNode {
  const { start, kind } = cursor
  cursor.advance()
  if (!cursor.enter()) {
    cursor.leave()
    return { kind: 'anyType', start, end: cursor.previousEnd }
  }
  const type =
    kind === Kind.OPEN_BRACKET
      ? parseList(cursor, start)
      : kind === Kind.OPEN_BRACE
        ? parseDict(cursor, start)
        : parseFunction(cursor, start)
  cursor.leave()
  return type
}

function parseList(cursor: Cursor, start: number): TypeNode {
  if (cursor.kind === Kind.CLOSE_BRACKET) {
    cursor.advance()
    return { kind: 'listType', start, end: cursor.previousEnd, element: undefined }
  }
  const element = parseType(cursor)
  cursor.expect(Kind.CLOSE_BRACKET, ']')
  return { kind: 'listType', start, end: cursor.previousEnd, element }
}

function parseDict(cursor: Cursor, start: number): TypeNode {
  const key = cursor.kind === Kind.COLON ? undefined : parseType(cursor)
  cursor.expect(Kind.COLON, ':')
  const value = cursor.kind === Kind.CLOSE_BRACE ? undefined : parseType(cursor)
  cursor.expect(Kind.CLOSE_BRACE, '}')
  return { kind: 'dictType', start, end: cursor.previousEnd, key, value }
}

function parseFunction(cursor: Cursor, start: number): TypeNode {
  const parameters: TypeNode[] = []
  while (cursor.kind !== Kind.CLOSE_PAREN && cursor.kind !== Kind.EOF) {
    parameters.push(parseType(cursor))
    if (cursor.kind === Kind.COMMA) cursor.advance()
  }
  cursor.expect(Kind.CLOSE_PAREN, ')')
  let returnType: TypeNode | undefined
  if (cursor.kind === Kind.ARROW) {
    cursor.advance()
    returnType = parseType(cursor)
  }
  return { kind: 'functionType', start, end: cursor.previousEnd, parameters, returnType }
}
