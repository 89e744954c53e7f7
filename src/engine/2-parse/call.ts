/** Arguments, calls and schema expressions (frontend B.4). */
import * as Kind from '../1-lex/token-kind.ts'
import { POSITIONAL_AFTER_KEYWORD } from '../faults/syntax.ts'
import type { CallExpression, Expression, Identifier, Keyword, SchemaExpression } from '../model/ast.ts'
import { parseConfig } from './config.ts'
import type { Cursor } from './cursor.ts'

export interface CallArguments {
  readonly args: readonly Expression[]
  readonly keywords: readonly Keyword[]
}

/** `callee(…)` */
export function parseCall(cursor: Cursor, callee: Expression, start: number): CallExpression {
  const { args, keywords } = parseArguments(cursor)
  return { kind: 'call', start, end: cursor.previousEnd, callee, args, keywords }
}

/** `name {…}`; `call` when arguments stand between. `start` is that of the name, and in `a: S {…}` that of the statement. */
export function parseSchemaExpression(cursor: Cursor, name: Identifier, call: CallArguments | undefined, start: number): SchemaExpression {
  const config = parseConfig(cursor)
  const args = call === undefined ? NONE : call.args
  const keywords = call === undefined ? NO_KEYWORDS : call.keywords
  return { kind: 'schemaExpression', start, end: cursor.previousEnd, name, args, keywords, config }
}

const NONE: readonly Expression[] = []
const NO_KEYWORDS: readonly Keyword[] = []

/** `(1, k=2)`. Line breaks are allowed only when one follows the opener; commas may be missing. */
export function parseArguments(cursor: Cursor): CallArguments {
  const args: Expression[] = []
  const keywords: Keyword[] = []
  cursor.want(Kind.OPEN_PAREN, '(')
  const isMultiline = cursor.kind === Kind.NEWLINE
  if (isMultiline) cursor.skipLayout()
  while (!isCallEnd(cursor.kind, isMultiline)) {
    parseArgument(cursor, args, keywords)
    if (cursor.kind === Kind.COMMA) cursor.advance()
    if (isMultiline) cursor.skipNewlines()
    cursor.skipIndentation()
  }
  cursor.want(Kind.CLOSE_PAREN, ')')
  return { args, keywords }
}

function isCallEnd(kind: number, isMultiline: boolean): boolean {
  return kind === Kind.CLOSE_PAREN || kind === Kind.EOF || kind === Kind.FOR || (kind === Kind.NEWLINE && !isMultiline)
}

function parseArgument(cursor: Cursor, args: Expression[], keywords: Keyword[]): void {
  const { start } = cursor
  const value = cursor.grammar.expression(cursor)
  if (cursor.kind === Kind.EQUAL) {
    cursor.advance()
    if (value.kind !== 'identifier') cursor.reportExpected('identifier')
    const name: Identifier = value.kind === 'identifier' ? value : { kind: 'identifier', start: value.start, end: value.end, names: [] }
    const given = cursor.grammar.expression(cursor)
    keywords.push({ start, end: cursor.previousEnd, name, value: given })
    return
  }
  if (value.kind === 'missing') {
    cursor.reportExpected(',')
    cursor.advance()
  }
  if (keywords.length > 0) cursor.reportAt(POSITIONAL_AFTER_KEYWORD, start, cursor.previousEnd)
  if (value.kind !== 'missing') args.push(value)
}
