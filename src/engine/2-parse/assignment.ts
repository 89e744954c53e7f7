/** Statements that begin with an expression: assignments, unifications, attributes of a schema, and expressions alone (frontend B.1). */
import * as Kind from '../1-lex/token-kind.ts'
import { EXPECTED_IDENTIFIER } from '../faults/syntax.ts'
import type {
  AssignStatement,
  AugmentedOperator,
  Expression,
  Identifier,
  SchemaAttribute,
  Statement,
  Target,
  TargetStep,
  UnificationStatement,
} from '../model/ast.ts'
import type { TypeNode } from '../model/type-node.ts'
import { parseCall, parseSchemaExpression } from './call.ts'
import type { Cursor } from './cursor.ts'
import { joinNames } from './name.ts'
import { parseType } from './type.ts'

/** In a schema body `name: type` declares an attribute. Undefined when the target of `op=` is illegal. */
export function parseAssignment(cursor: Cursor, options: { readonly isInSchema: boolean }): Statement | undefined {
  const { start } = cursor
  const first = cursor.grammar.expression(cursor)
  if (isAugmented(cursor.kind)) return parseAugmented(cursor, first, start)
  let type: TypeNode | undefined
  if (cursor.kind === Kind.COLON) {
    cursor.advance()
    type = parseType(cursor)
    if (type.kind === 'namedType' && (cursor.kind === Kind.OPEN_BRACE || cursor.kind === Kind.OPEN_PAREN))
      return parseUnification(cursor, first, type.name, start)
  }
  if (options.isInSchema && type !== undefined) return parseTyped(cursor, first, type, start)
  if (cursor.kind === Kind.EQUAL) return parseChain(cursor, first, type, start)
  if (type === undefined) return { kind: 'expression', start, end: cursor.previousEnd, value: first }
  const end = cursor.previousEnd
  cursor.skipNewlines()
  cursor.reportExpected('=')
  const target = toTarget(cursor, first)
  const value: Expression = { kind: 'missing', start: cursor.start, end: cursor.end }
  return { kind: 'assign', start, end, targets: target === undefined ? [] : [target], type, value }
}

export function isAugmented(kind: number): boolean {
  return kind >= Kind.PLUS_EQUAL && kind <= Kind.CARET_EQUAL
}

/** The operator of an augmented assignment at the cursor. */
export function augmentedOperator(kind: number): AugmentedOperator {
  return AUGMENTED[kind - Kind.PLUS_EQUAL] ?? '+='
}

const AUGMENTED: readonly AugmentedOperator[] = ['+=', '-=', '*=', '/=', '%=', '**=', '//=', '<<=', '>>=', '&=', '|=', '^=']

function parseAugmented(cursor: Cursor, first: Expression, start: number): Statement | undefined {
  const operator = augmentedOperator(cursor.kind)
  const target = toTarget(cursor, first)
  cursor.advance()
  const value = cursor.grammar.expression(cursor)
  const end = cursor.previousEnd
  if (target !== undefined) return { kind: 'augmentedAssign', start, end, target, operator, value }
  cursor.skipNewlines()
  return undefined
}

/** `name: S {…}`, `name: S(…) {…}` */
function parseUnification(cursor: Cursor, first: Expression, name: Identifier, start: number): UnificationStatement {
  const call = cursor.kind === Kind.OPEN_PAREN ? parseCall(cursor, name, name.start) : undefined
  const value = parseSchemaExpression(cursor, name, call, start)
  if (first.kind !== 'identifier') cursor.reportAt(EXPECTED_IDENTIFIER, first.start, first.end)
  const target: Identifier = first.kind === 'identifier' ? first : { kind: 'identifier', start: first.start, end: first.end, names: [] }
  return { kind: 'unification', start, end: cursor.previousEnd, target, value }
}

/** `x: int`, `x: int = 1`, `x: int |= 1` in a schema body; the cursor is behind the type. */
function parseTyped(cursor: Cursor, first: Expression, type: TypeNode, start: number): Statement {
  const chain = cursor.kind === Kind.EQUAL ? parseChain(cursor, first, type, start) : undefined
  const isSimple = first.kind === 'identifier' && (chain === undefined || chain.targets.length === 1)
  let operator: SchemaAttribute['operator'] = chain === undefined ? undefined : '='
  let value: Expression | undefined = chain?.value
  if (isAugmented(cursor.kind)) {
    operator = augmentedOperator(cursor.kind)
    cursor.advance()
    value = cursor.grammar.expression(cursor)
  }
  const end = cursor.previousEnd
  if (isSimple) {
    if (type.kind === 'literalType') cursor.hasSugar = true
    // Of a dotted name with `=` only the first part counts.
    const name = operator === '=' ? { ...joinNames(first), text: first.names[0]?.text ?? '' } : joinNames(first)
    return { kind: 'attribute', start, end, name, quoted: false, optional: false, type, operator, value, decorators: [] }
  }
  if (chain !== undefined) return chain
  // The real engine skips the token and reports no illegal target here.
  cursor.skipNewlines()
  cursor.reportExpected('=')
  cursor.advance()
  return { kind: 'assign', start, end, targets: [], type, value: { kind: 'missing', start: cursor.start, end: cursor.start } }
}

/** `f(): int` in a schema body, recovered from: its value has no width. */
export function isWithoutValue(statement: Statement): boolean {
  return (
    statement.kind === 'assign' &&
    statement.targets.length === 0 &&
    statement.value.kind === 'missing' &&
    statement.value.start === statement.value.end
  )
}

/** `a = b = 1`, `x: int = 1`; the cursor is at the first `=`. */
function parseChain(cursor: Cursor, first: Expression, type: TypeNode | undefined, start: number): AssignStatement {
  const operands = [first]
  while (cursor.kind === Kind.EQUAL) {
    cursor.advance()
    operands.push(cursor.grammar.expression(cursor))
  }
  const end = cursor.previousEnd
  const value = operands.pop() ?? first
  const targets: Target[] = []
  for (const operand of operands) {
    const target = toTarget(cursor, operand)
    if (target !== undefined) targets.push(target)
  }
  return { kind: 'assign', start, end, targets, type, value }
}

/* ── targets ────────────────────────────────────────────────────────────── */

/** What an expression is as the left side of an assignment; undefined, after a report, when it cannot be one. */
function toTarget(cursor: Cursor, expression: Expression): Target | undefined {
  const steps: TargetStep[] = []
  let current = expression
  let slice: Expression | undefined
  for (;;) {
    switch (current.kind) {
      case 'identifier': {
        const [name, ...rest] = current.names
        if (name === undefined) return undefined
        if (slice !== undefined) return refuse(cursor, expression, slice, SLICE)
        const path: TargetStep[] = rest.map((member) => ({ kind: 'member', name: member }))
        return { kind: 'target', start: expression.start, end: expression.end, name, path: [...path, ...steps] }
      }
      case 'selector': {
        if (current.optional) return refuse(cursor, expression, current, OPTIONAL_ATTRIBUTE)
        steps.unshift(...current.attribute.names.map((name): TargetStep => ({ kind: 'member', name })))
        current = current.value
        continue
      }
      case 'subscript': {
        if (current.optional) return refuse(cursor, expression, current, OPTIONAL_SUBSCRIPT)
        if (current.index === undefined) slice = current
        else steps.unshift({ kind: 'index', index: current.index })
        current = current.value
        continue
      }
    }
    return refuse(cursor, expression, current, '')
  }
}

const BECAUSE = ', because the left-hand side of an assignment expression may not be'
const OPTIONAL_ATTRIBUTE = `${BECAUSE} an optional attribute access.`
const OPTIONAL_SUBSCRIPT = `${BECAUSE} an optional subscript access.`
const SLICE = `${BECAUSE} a slice access.`

function refuse(cursor: Cursor, whole: Expression, culprit: Expression, reason: string): undefined {
  // A missing target is reported where the token before it ends.
  const start = whole.kind === 'missing' ? cursor.endBefore(whole.start) : whole.start
  cursor.reportAt(`'${KIND_NAMES[culprit.kind]}Expression' is an illegal expression for assignment${reason}`, start, whole.end)
  return undefined
}

const KIND_NAMES: Readonly<Record<Expression['kind'], string>> = {
  identifier: 'Identifier',
  unary: 'Unary',
  binary: 'Binary',
  compare: 'Compare',
  conditional: 'If',
  selector: 'Selector',
  subscript: 'Subscript',
  call: 'Call',
  parenthesized: 'Paren',
  quantifier: 'Quant',
  list: 'List',
  listIf: 'ListIfItem',
  listComprehension: 'ListComp',
  starred: 'Starred',
  config: 'Config',
  configIf: 'ConfigIfEntry',
  dictComprehension: 'DictComp',
  schemaExpression: 'Schema',
  lambda: 'Lambda',
  number: 'NumberLit',
  string: 'StringLit',
  joinedString: 'JoinedString',
  constant: 'NameConstantLit',
  missing: 'Missing',
}
