/** Lambdas and parameter lists (frontend B.6). */
import * as Kind from '../1-lex/token-kind.ts'
import { spellingOf } from '../1-lex/token-kind.ts'
import type { LambdaExpression, Parameter, Parameters, Statement } from '../model/ast.ts'
import type { TypeNode } from '../model/type-node.ts'
import type { Cursor } from './cursor.ts'
import { parseDotted } from './name.ts'
import { parseType } from './type.ts'

/** `lambda x: int, y = 1 -> int { x + y }` */
export function parseLambda(cursor: Cursor): LambdaExpression {
  const { start } = cursor
  cursor.advance()
  const parameters = parseLambdaParameters(cursor)
  let returnType: TypeNode | undefined
  if (cursor.kind === Kind.ARROW) {
    cursor.advance()
    returnType = parseType(cursor)
  }
  cursor.expect(Kind.OPEN_BRACE, '{')
  const body = cursor.enter() ? parseLambdaBody(cursor) : []
  cursor.leave()
  cursor.expect(Kind.CLOSE_BRACE, '}')
  return { kind: 'lambda', start, end: cursor.previousEnd, parameters, returnType, body }
}

function parseLambdaParameters(cursor: Cursor): Parameters | undefined {
  if (cursor.kind === Kind.OPEN_PAREN || cursor.kind === Kind.OPEN_BRACKET) return undefined
  if (cursor.kind !== Kind.OPEN_BRACE) return parseParameters(cursor, LAMBDA_CLOSERS, { isMultiline: false, takesCloser: false })
  if (!isBracedParameters(cursor)) return undefined
  cursor.advance()
  return parseParameters(cursor, BRACE_CLOSER, { isMultiline: true, takesCloser: true })
}

const LAMBDA_CLOSERS: readonly number[] = [Kind.ARROW, Kind.OPEN_BRACE]
const BRACE_CLOSER: readonly number[] = [Kind.CLOSE_BRACE]

/** Does the brace at the cursor close before an arrow? Then it holds parameters and not the body. */
function isBracedParameters(cursor: Cursor): boolean {
  cursor.closingBraces ??= matchBraces(cursor)
  const closing = cursor.closingBraces.get(cursor.index)
  return closing !== undefined && cursor.peek(closing - cursor.index + 1) === Kind.ARROW
}

/** Token of an opening brace → token of the brace that closes it, from here on. Found once: nested lambdas all ask. */
function matchBraces(cursor: Cursor): ReadonlyMap<number, number> {
  const matches = new Map<number, number>()
  const open: number[] = []
  for (let index = cursor.index; ; index++) {
    const kind = cursor.peek(index - cursor.index)
    if (kind === Kind.EOF) return matches
    if (kind === Kind.OPEN_BRACE) open.push(index)
    if (kind !== Kind.CLOSE_BRACE) continue
    const opening = open.pop()
    if (opening !== undefined) matches.set(opening, index)
  }
}

/** `a: int, b = 1` up to a closer. Commas may be missing; a line break ends the list with a report unless `isMultiline`. */
export function parseParameters(
  cursor: Cursor,
  closers: readonly number[],
  options: { readonly isMultiline: boolean; readonly takesCloser: boolean },
): Parameters | undefined {
  const items: Parameter[] = []
  const { start } = cursor
  let end = start
  if (options.isMultiline) cursor.skipLayout()
  for (;;) {
    if (closers.includes(cursor.kind)) {
      end = cursor.previousEnd
      if (options.takesCloser) cursor.advance()
      break
    }
    const mark = cursor.index
    if (options.isMultiline) cursor.skipLayout()
    if (cursor.kind === Kind.NEWLINE || cursor.kind === Kind.EOF) {
      cursor.reportExpected(...closers.map((kind) => spellingOf(kind) ?? ''))
      end = cursor.previousEnd
      cursor.skipNewlines()
      break
    }
    items.push(parseParameter(cursor))
    if (cursor.kind === Kind.COMMA) cursor.advance()
    if (options.isMultiline) cursor.skipLayout()
    cursor.ensureProgress(mark)
  }
  return items.length === 0 ? undefined : { start, end, items }
}

function parseParameter(cursor: Cursor): Parameter {
  const { start } = cursor
  const name = parseDotted(cursor)
  let type: TypeNode | undefined
  if (cursor.kind === Kind.COLON) {
    cursor.advance()
    type = parseType(cursor)
  }
  if (cursor.kind !== Kind.EQUAL) return { start, end: cursor.previousEnd, name, type, value: undefined }
  cursor.advance()
  const value = cursor.grammar.expression(cursor)
  return { start, end: cursor.previousEnd, name, type, value }
}

function parseLambdaBody(cursor: Cursor): Statement[] {
  const body: Statement[] = []
  cursor.skipLayout()
  while (cursor.kind !== Kind.CLOSE_BRACE && cursor.kind !== Kind.EOF) {
    cursor.skipNewlines()
    if (cursor.kind === Kind.EOF) break
    const statement = cursor.grammar.statement(cursor)
    if (statement === undefined) {
      cursor.reportUnexpected()
      cursor.advance()
      continue
    }
    body.push(statement)
    cursor.skipIndentation()
    cursor.skipNewlines()
  }
  return body
}
