/** Expressions as text that shows their structure: an operation is in brackets, a node the parser joins is not. */
import { assertNever } from '../../../src/base/assert-never.ts'
import type { ConfigEntry, Expression, Identifier, Keyword } from '../../../src/engine/model/ast.ts'

export function show(expression: Expression): string {
  switch (expression.kind) {
    case 'identifier':
      return showName(expression)
    case 'unary':
      return `(${expression.operator} ${show(expression.operand)})`
    case 'binary':
      return `(${show(expression.left)} ${expression.operator} ${show(expression.right)})`
    case 'compare':
      return `(${[show(expression.left), ...expression.comparators.map((right, at) => `${expression.operators[at]} ${show(right)}`)].join(' ')})`
    case 'conditional':
      return `(${show(expression.body)} if ${show(expression.condition)} else ${show(expression.orElse)})`
    case 'selector':
      return `<${show(expression.value)}>${expression.optional ? '?' : ''}.${showName(expression.attribute)}`
    case 'subscript': {
      const { slice, index } = expression
      const parts = slice === undefined ? [index] : [slice.lower, slice.upper, slice.step]
      return `<${show(expression.value)}>${expression.optional ? '?' : ''}[${parts.map((part) => (part === undefined ? '' : show(part))).join(':')}]`
    }
    case 'call':
      return `<${show(expression.callee)}>(${showArguments(expression.args, expression.keywords)})`
    case 'parenthesized':
      return `paren ${show(expression.value)}`
    case 'quantifier':
      return `${expression.operation} ${expression.variables.map(showName).join(', ')} in ${show(expression.target)} {${show(expression.test)}${expression.condition === undefined ? '' : ` if ${show(expression.condition)}`}}`
    case 'list':
      return `[${expression.items.map(show).join(', ')}]`
    case 'listIf':
      return `if ${show(expression.condition)}: ${expression.items.map(show).join(', ')}${expression.orElse === undefined ? '' : ` else ${show(expression.orElse)}`}`
    case 'listComprehension':
      return `[${show(expression.element)}${expression.clauses.map(showClause).join('')}]`
    case 'starred':
      return `*${show(expression.value)}`
    case 'config':
      return `{${expression.entries.map(showEntry).join(', ')}}`
    case 'configIf':
      return `if ${show(expression.condition)}: ${expression.entries.map(showEntry).join(', ')}${expression.orElse === undefined ? '' : ` else ${show(expression.orElse)}`}`
    case 'dictComprehension':
      return `{${showEntry(expression.entry)}${expression.clauses.map(showClause).join('')}}`
    case 'schemaExpression':
      return `${showName(expression.name)}(${showArguments(expression.args, expression.keywords)}) ${show(expression.config)}`
    case 'lambda':
      return `lambda ${expression.parameters?.items.map(({ name, value }) => showName(name) + (value === undefined ? '' : ` = ${show(value)}`)).join(', ') ?? ''} {${expression.body.length}}`
    case 'number':
      return `${expression.value}${expression.isFloat ? 'f' : ''}${expression.suffix ?? ''}`
    case 'string':
      return JSON.stringify(expression.value)
    case 'joinedString':
      return `joined ${expression.parts.map((part) => (part.kind === 'string' ? JSON.stringify(part.value) : `\${${show(part.value)}${part.format === undefined ? '' : `:${part.format}`}}`)).join(' ')}`
    case 'constant':
      return expression.value
    case 'missing':
      return '?'
    default:
      return assertNever(expression)
  }
}

function showName(identifier: Identifier): string {
  return identifier.names.map(({ text }) => text).join('.')
}

function showArguments(args: readonly Expression[], keywords: readonly Keyword[]): string {
  return [...args.map(show), ...keywords.map(({ name, value }) => `${showName(name)}=${show(value)}`)].join(', ')
}

function showEntry({ key, operator, value, shorthand }: ConfigEntry): string {
  if (shorthand) return `shorthand ${show(value)}`
  return key === undefined ? `${operator} ${show(value)}` : `${show(key)} ${operator} ${show(value)}`
}

function showClause(clause: { targets: readonly Identifier[]; iterable: Expression; conditions: readonly Expression[] }): string {
  const conditions = clause.conditions.map((condition) => ` if ${show(condition)}`).join('')
  return ` for ${clause.targets.map(showName).join(', ')} in ${show(clause.iterable)}${conditions}`
}
