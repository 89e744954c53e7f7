/** Statements (frontend B.1). A line end between two statements is not required. */
import * as Kind from '../1-lex/token-kind.ts'
import { BAD_IMPORT_ALIAS, EXPECTED_IDENTIFIER } from '../faults/syntax.ts'
import type { ImportStatement, Name, Statement, TypeAliasStatement } from '../model/ast.ts'
import { parseAssignment } from './assignment.ts'
import type { Cursor } from './cursor.ts'
import { parseAssert, parseIf } from './if.ts'
import { joinNames, parseDotted } from './name.ts'
import { parseDecorators, parseRule, parseSchema } from './schema.ts'
import { parseType } from './type.ts'

/** A statement and the line ends after it; undefined when none can start here. */
export function parseStatement(cursor: Cursor): Statement | undefined {
  cursor.skipNewlines()
  const statement = parseStatementLine(cursor)
  if (statement !== undefined) cursor.skipNewlines()
  return statement
}

function parseStatementLine(cursor: Cursor): Statement | undefined {
  switch (cursor.kind) {
    case Kind.NAME:
    case Kind.STRING:
    case Kind.INTEGER:
    case Kind.FLOAT:
    case Kind.OPEN_PAREN:
    case Kind.OPEN_BRACKET:
    case Kind.OPEN_BRACE:
      return parseAssignment(cursor, { isInSchema: false })
    case Kind.TILDE:
    case Kind.BANG: {
      const { start } = cursor
      const value = cursor.grammar.expression(cursor)
      return { kind: 'expression', start, end: cursor.previousEnd, value }
    }
    case Kind.IMPORT:
      return parseImport(cursor)
    case Kind.TYPE:
      return parseTypeAlias(cursor)
    case Kind.ASSERT:
      return parseAssert(cursor)
    case Kind.IF:
      return parseIf(cursor)
    case Kind.AT:
    case Kind.SCHEMA:
    case Kind.MIXIN:
    case Kind.PROTOCOL:
    case Kind.RULE:
      return parseDeclaration(cursor)
  }
  return cursor.kind > Kind.NAME ? parseAssignment(cursor, { isInSchema: false }) : undefined
}

/** `@a schema S: …`. Decorators of anything else are dropped; `if` is a name behind them. */
function parseDeclaration(cursor: Cursor): Statement | undefined {
  const decorators = parseDecorators(cursor)
  switch (cursor.kind) {
    case Kind.SCHEMA:
      return parseSchema(cursor, 'schema', decorators)
    case Kind.MIXIN:
      return parseSchema(cursor, 'mixin', decorators)
    case Kind.PROTOCOL:
      return parseSchema(cursor, 'protocol', decorators)
    case Kind.RULE:
      return parseRule(cursor, decorators)
    case Kind.IF:
      return parseAssignment(cursor, { isInSchema: false })
  }
  return parseStatementLine(cursor)
}

function parseImport(cursor: Cursor): ImportStatement {
  const { start } = cursor
  cursor.advance()
  const pathStart = cursor.start
  let dots = ''
  // `...` is one token, and only `.` may follow a `.`.
  for (; cursor.kind === Kind.ELLIPSIS; cursor.advance()) dots += '...'
  for (; cursor.kind === Kind.DOT; cursor.advance()) dots += '.'
  const dotted = parseDotted(cursor)
  const rawPath = dots + dotted.names.map((name) => name.text).join('.')
  const path = { start: pathStart, end: cursor.previousEnd }
  const alias = cursor.kind === Kind.AS ? parseAlias(cursor) : undefined
  const name = alias?.text ?? dotted.names.at(-1)?.text ?? ''
  return { kind: 'import', start, end: cursor.previousEnd, rawPath, path, name, alias }
}

function parseAlias(cursor: Cursor): Name | undefined {
  cursor.advance()
  const alias = parseDotted(cursor)
  if (alias.names.length > 1) cursor.report(BAD_IMPORT_ALIAS)
  return alias.names[0]
}

function parseTypeAlias(cursor: Cursor): TypeAliasStatement {
  cursor.advance()
  const target = cursor.grammar.expression(cursor)
  const { start, end } = target
  if (target.kind !== 'identifier') cursor.reportAt(EXPECTED_IDENTIFIER, start, end)
  cursor.expect(Kind.EQUAL, '=')
  const type = parseType(cursor)
  const name = target.kind === 'identifier' ? joinNames(target) : { start, end, text: '' }
  return { kind: 'typeAlias', start, end: cursor.previousEnd, name, type }
}
