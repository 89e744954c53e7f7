/** Schemas, mixins, protocols and rules (frontend B.2). */
import * as Kind from '../1-lex/token-kind.ts'
import { DUPLICATE_INDEX_SIGNATURE, EXPECTED_IDENTIFIER } from '../faults/syntax.ts'
import type {
  CheckExpression,
  Decorator,
  Expression,
  Identifier,
  IndexSignature,
  Parameters,
  RuleStatement,
  SchemaAttribute,
  SchemaStatement,
  Statement,
  StringLiteral,
} from '../model/ast.ts'
import { augmentedOperator, isAugmented, parseAssignment, isWithoutValue } from './assignment.ts'
import type { Cursor } from './cursor.ts'
import { parseDoc } from './doc.ts'
import { parseAssert, parseIf } from './if.ts'
import { parseString } from './interpolation.ts'
import { parseParameters } from './lambda.ts'
import { parseList } from './list.ts'
import { joinNames, parseDotted, parseName } from './name.ts'
import { parseType } from './type.ts'

/** `@a`, `@b(1)`, one a line. */
export function parseDecorators(cursor: Cursor): readonly Decorator[] {
  const decorators: Decorator[] = []
  while (cursor.kind === Kind.AT) {
    const { start } = cursor
    cursor.advance()
    const value = cursor.grammar.expression(cursor)
    const end = cursor.previousEnd
    if (value.kind === 'identifier') decorators.push({ start, end, name: value, args: [], keywords: [] })
    else if (value.kind === 'call') decorators.push({ start, end, name: asName(value.callee), args: value.args, keywords: value.keywords })
    else cursor.reportExpected('identifier')
    cursor.skipNewlines()
  }
  return decorators
}

/** An identifier without names where the expression is none. */
function asName(expression: Expression): Identifier {
  if (expression.kind === 'identifier') return expression
  return { kind: 'identifier', start: expression.start, end: expression.end, names: [] }
}

/** The cursor is at the keyword. */
export function parseSchema(cursor: Cursor, keyword: SchemaStatement['keyword'], decorators: readonly Decorator[]): SchemaStatement {
  const { start } = cursor
  cursor.advance()
  const name = joinNames(parseDotted(cursor))
  const parameters = parseHeaderParameters(cursor)
  let base: Identifier | undefined
  if (cursor.kind === Kind.OPEN_PAREN) {
    cursor.advance()
    base = parseDotted(cursor)
    cursor.expect(Kind.CLOSE_PAREN, ')')
  }
  const host = parseHost(cursor)
  cursor.expect(Kind.COLON, ':')
  cursor.skipNewlines()
  const body = cursor.kind === Kind.INDENT && cursor.enter() ? parseBody(cursor) : EMPTY_BODY
  if (body !== EMPTY_BODY) cursor.leave()
  return {
    kind: 'schema',
    start,
    end: cursor.previousEnd,
    keyword,
    name,
    isMixin: keyword === 'mixin' || (keyword === 'schema' && name.text.endsWith('Mixin')),
    isProtocol: keyword === 'protocol' || (keyword === 'schema' && name.text.endsWith('Protocol')),
    parameters,
    base,
    host,
    mixins: body.mixins,
    doc: body.doc,
    body: body.statements,
    checks: body.checks,
    indexSignature: body.indexSignature,
    decorators,
  }
}

function parseHeaderParameters(cursor: Cursor): Parameters | undefined {
  if (cursor.kind !== Kind.OPEN_BRACKET) return undefined
  cursor.advance()
  const parameters = parseParameters(cursor, [Kind.CLOSE_BRACKET], { isMultiline: false, takesCloser: true })
  cursor.skipNewlines()
  return parameters
}

function parseHost(cursor: Cursor): Identifier | undefined {
  if (cursor.kind !== Kind.FOR) return undefined
  cursor.advance()
  const host = cursor.grammar.expression(cursor)
  if (host.kind !== 'identifier') cursor.reportAt(EXPECTED_IDENTIFIER, host.start, host.end)
  return asName(host)
}

interface Body {
  readonly doc: StringLiteral | undefined
  readonly mixins: readonly Identifier[]
  readonly statements: readonly Statement[]
  readonly checks: readonly CheckExpression[]
  readonly indexSignature: IndexSignature | undefined
}

const EMPTY_BODY: Body = { doc: undefined, mixins: [], statements: [], checks: [], indexSignature: undefined }

function parseBody(cursor: Cursor): Body {
  cursor.checkDedent()
  cursor.expect(Kind.INDENT, 'indent')
  const doc = cursor.peek(1) === Kind.COLON ? undefined : parseDoc(cursor)
  const mixins = cursor.kind === Kind.MIXIN ? parseMixins(cursor) : []
  const statements: Statement[] = []
  let indexSignature: IndexSignature | undefined
  for (;;) {
    const mark = cursor.index
    cursor.checkDedent()
    if (cursor.kind === Kind.DEDENT || cursor.kind === Kind.EOF || cursor.kind === Kind.CHECK) break
    const { start, end } = cursor
    if (cursor.kind === Kind.OPEN_BRACKET && cursor.peek(1) !== Kind.QUESTION && bracketMeaning(cursor) === undefined) {
      cursor.advance()
      cursor.report(`expected a index signature or list expression here, got ${cursor.tokenText()}`)
      continue
    }
    const statement = parseBodyItem(cursor)
    if (statement?.kind === 'indexSignature') {
      if (indexSignature !== undefined) cursor.reportAt(DUPLICATE_INDEX_SIGNATURE, start, end)
      indexSignature = statement
    } else if (statement === undefined) {
      cursor.advance()
      continue
    } else statements.push(statement)
    // After the recovery of `x: T` with a target that cannot be one, a line end is the next item to the real engine.
    if (!isWithoutValue(statement)) cursor.skipNewlines()
    cursor.ensureProgress(mark)
  }
  const checks = cursor.kind === Kind.CHECK ? parseCheckBlock(cursor) : []
  cursor.expectDedent()
  return { doc, mixins, statements, checks, indexSignature }
}

/** `mixin [A, B]`; with a line end behind the bracket the names are a block. */
function parseMixins(cursor: Cursor): readonly Identifier[] {
  cursor.advance()
  cursor.expect(Kind.OPEN_BRACKET, '[')
  const isBlock = cursor.kind === Kind.NEWLINE
  cursor.skipNewlines()
  if (isBlock) cursor.want(Kind.INDENT, 'indent')
  const mixins: Identifier[] = []
  while (cursor.kind !== Kind.CLOSE_BRACKET && cursor.kind !== Kind.DEDENT && cursor.kind !== Kind.EOF) {
    const mark = cursor.index
    cursor.checkDedent()
    if (cursor.kind === Kind.CLOSE_BRACKET) break
    mixins.push(parseDotted(cursor))
    if (cursor.kind === Kind.COMMA) cursor.advance()
    cursor.skipNewlines()
    cursor.ensureProgress(mark)
  }
  if (isBlock && cursor.kind === Kind.CLOSE_BRACKET) cursor.expect(Kind.DEDENT, 'dedent')
  else {
    if (isBlock && cursor.kind === Kind.DEDENT) cursor.advance()
    cursor.expect(Kind.CLOSE_BRACKET, ']')
  }
  cursor.skipNewlines()
  return mixins
}

function parseBodyItem(cursor: Cursor): Statement | undefined {
  const next = cursor.peek(1)
  switch (cursor.kind) {
    case Kind.ASSERT:
      return parseAssert(cursor)
    case Kind.IF:
      return parseIf(cursor)
    case Kind.AT:
      return parseAttribute(cursor)
    case Kind.STRING:
      if (next === Kind.COLON) return parseAttribute(cursor)
  }
  if (next === Kind.QUESTION) return parseAttribute(cursor)
  if (cursor.kind === Kind.OPEN_BRACKET) return bracketMeaning(cursor) === 'list' ? parseListStatement(cursor) : parseIndexSignature(cursor)
  return parseAssignment(cursor, { isInSchema: true })
}

/** `@a name?: T = v` */
function parseAttribute(cursor: Cursor): SchemaAttribute {
  const { start } = cursor
  const decorators = parseDecorators(cursor)
  const quoted = cursor.kind === Kind.STRING
  const name = quoted ? parseQuotedName(cursor) : joinNames(parseDotted(cursor))
  const optional = cursor.kind === Kind.QUESTION
  if (optional) cursor.advance()
  cursor.expect(Kind.COLON, ':')
  const type = parseType(cursor)
  let operator: SchemaAttribute['operator']
  let value: Expression | undefined
  if (cursor.kind === Kind.EQUAL || isAugmented(cursor.kind)) {
    operator = cursor.kind === Kind.EQUAL ? '=' : augmentedOperator(cursor.kind)
    cursor.advance()
    value = cursor.grammar.expression(cursor)
  }
  if (type.kind === 'literalType') cursor.hasSugar = true
  return { kind: 'attribute', start, end: cursor.previousEnd, name, quoted, optional, type, operator, value, decorators }
}

function parseQuotedName(cursor: Cursor): SchemaAttribute['name'] {
  const { start, end, kind, ...name } = parseString(cursor)
  if (kind === 'joinedString') cursor.reportExpected('identifier')
  return { start, end, text: 'value' in name ? name.value : '' }
}

/** What a `[` in a body begins. */
function bracketMeaning(cursor: Cursor): 'list' | 'indexSignature' | undefined {
  const next = cursor.peek(1)
  if (next === Kind.NEWLINE || next === Kind.CLOSE_BRACKET) return 'list'
  if (next >= Kind.NAME) return cursor.peek(2) !== Kind.COLON && cursor.peek(3) !== Kind.COLON ? 'list' : 'indexSignature'
  return next === Kind.ELLIPSIS && cursor.peek(2) >= Kind.NAME ? 'indexSignature' : undefined
}

function parseListStatement(cursor: Cursor): Statement {
  const { start } = cursor
  const value = parseList(cursor)
  return { kind: 'expression', start, end: cursor.previousEnd, value }
}

/** `[k: ...str]: int = 1` */
function parseIndexSignature(cursor: Cursor): IndexSignature {
  const { start } = cursor
  cursor.expect(Kind.OPEN_BRACKET, '[')
  const keyName = cursor.kind >= Kind.NAME && cursor.peek(1) !== Kind.CLOSE_BRACKET ? parseName(cursor) : undefined
  if (keyName !== undefined) cursor.expect(Kind.COLON, ':')
  const anyOther = cursor.kind === Kind.ELLIPSIS
  if (anyOther) cursor.advance()
  const keyType = parseType(cursor)
  cursor.expect(Kind.CLOSE_BRACKET, ']')
  cursor.expect(Kind.COLON, ':')
  const valueType = parseType(cursor)
  let value: Expression | undefined
  if (cursor.kind === Kind.EQUAL) {
    cursor.advance()
    value = cursor.grammar.expression(cursor)
  }
  return { kind: 'indexSignature', start, end: cursor.previousEnd, keyName, keyType, anyOther, valueType, value }
}

function parseCheckBlock(cursor: Cursor): readonly CheckExpression[] {
  cursor.advance()
  cursor.expect(Kind.COLON, ':')
  cursor.skipNewlines()
  cursor.expect(Kind.INDENT, 'indent')
  const checks = parseChecks(cursor)
  cursor.expectDedent()
  return checks
}

function parseChecks(cursor: Cursor): readonly CheckExpression[] {
  const checks: CheckExpression[] = []
  while (cursor.kind !== Kind.DEDENT && cursor.kind !== Kind.EOF) {
    const mark = cursor.index
    checks.push(parseCheck(cursor))
    cursor.skipNewlines()
    cursor.ensureProgress(mark)
  }
  if (cursor.kind === Kind.EOF) cursor.reportExpected('newline')
  return checks
}

/** `x > 1 if y, "message"`; the message is only a primary. */
function parseCheck(cursor: Cursor): CheckExpression {
  const { start } = cursor
  const test = cursor.grammar.simple(cursor)
  let condition: Expression | undefined
  if (cursor.kind === Kind.IF) {
    cursor.advance()
    condition = cursor.grammar.expression(cursor)
  }
  let message: Expression | undefined
  if (cursor.kind === Kind.COMMA) {
    cursor.advance()
    message = cursor.grammar.primary(cursor)
  }
  return { kind: 'check', start, end: cursor.previousEnd, test, condition, message }
}

/** The cursor is at the keyword. */
export function parseRule(cursor: Cursor, decorators: readonly Decorator[]): RuleStatement {
  const { start } = cursor
  cursor.advance()
  const name = joinNames(parseDotted(cursor))
  const parameters = parseHeaderParameters(cursor)
  const parents = cursor.kind === Kind.OPEN_PAREN ? parseParents(cursor) : []
  const host = parseHost(cursor)
  cursor.expect(Kind.COLON, ':')
  cursor.skipNewlines()
  cursor.expect(Kind.INDENT, 'indent')
  const doc = parseDoc(cursor)
  const checks = parseChecks(cursor)
  cursor.expectDedent()
  return { kind: 'rule', start, end: cursor.previousEnd, name, parameters, parents, host, doc, checks, decorators }
}

/** `(A, b.C)`; a line end ends it. */
function parseParents(cursor: Cursor): readonly Identifier[] {
  const parents: Identifier[] = []
  cursor.advance()
  while (cursor.kind !== Kind.CLOSE_PAREN) {
    if (cursor.kind === Kind.NEWLINE || cursor.kind === Kind.EOF) {
      cursor.reportExpected(')', ',')
      return parents
    }
    const parent = cursor.grammar.expression(cursor)
    if (parent.kind !== 'identifier') cursor.reportAt(EXPECTED_IDENTIFIER, parent.start, parent.end)
    parents.push(asName(parent))
    if (cursor.kind === Kind.CLOSE_PAREN || cursor.kind === Kind.NEWLINE || cursor.kind === Kind.EOF) continue
    if (cursor.kind !== Kind.COMMA) {
      cursor.reportExpected(',', ')')
      cursor.advance()
    }
    if (cursor.kind === Kind.COMMA) cursor.advance()
  }
  cursor.advance()
  return parents
}
