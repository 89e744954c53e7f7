/** The text of `-O`: `path=value`, `path:value`, `path+=value` or `path-`. What counts as a value is what the real engine does with one: an expression is
 *  read from its start, broken or not, and what follows is ignored. */
import { parseExpressionPrefix } from '../2-parse/parse.ts'
import { rewriteSugarIn } from '../4-bind/sugar.ts'
import type { ConfigOperator, Expression, Span, StringLiteral } from '../model/ast.ts'

export type Override =
  | { readonly action: 'set'; readonly path: OverridePath; readonly operator: ConfigOperator; readonly value: Expression }
  | { readonly action: 'delete'; readonly path: OverridePath }

/** A top-level variable, then keys. */
export type OverridePath = readonly [variable: string, ...keys: string[]]

/** The span of what was written in no file. */
export const NOWHERE: Span = { start: -1, end: -1 }

/** The override, or the sentence that says what is wrong with it. */
export function parseOverride(text: string): Override | { readonly fault: string } {
  const at = findOperator(text)
  if (at === undefined && !text.endsWith('-')) return invalid(text)
  const path = parsePath(text.slice(0, at?.start ?? -1).trim())
  if (!Array.isArray(path)) return path
  const [variable, ...keys] = path
  if (variable === undefined) return invalid(text)
  if (at === undefined) return { action: 'delete', path: [variable, ...keys] }
  const value = parseValue(text.slice(at.end).trim())
  return value.kind === 'missing' ? invalid(text) : { action: 'set', path: [variable, ...keys], operator: at.operator, value }
}

function invalid(text: string): { readonly fault: string } {
  return {
    fault: `Invalid spec format '${text}', expected <field_path>=<filed_value>, <field_path>:<filed_value>, <field_path>+=<filed_value> or <field_path>-`,
  }
}

/** The first operator outside brackets, braces and quotes; a quote that does not end is none. */
function findOperator(text: string): { readonly start: number; readonly end: number; readonly operator: ConfigOperator } | undefined {
  let depth = 0
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at)
    if (char === '"' || char === "'") at = Math.max(at, text.indexOf(char, at + 1))
    else if (char === '[' || char === '{') depth += 1
    else if (char === ']' || char === '}') depth = Math.max(depth - 1, 0)
    else if (depth === 0 && text.startsWith('+=', at)) return { start: at, end: at + 2, operator: '+=' }
    else if (depth === 0 && (char === '=' || char === ':')) return { start: at, end: at + 1, operator: char }
  }
  return undefined
}

/** `a.b`, `a["b.c"]`: a quote ends at the next one of either kind, or with the text. */
function parsePath(text: string): string[] | { readonly fault: string } {
  const parts: string[] = []
  let part = ''
  const endPart = () => {
    if (part !== '') parts.push(part)
    part = ''
  }
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at)
    if (char === ']') return { fault: 'Unmatched closing bracket' }
    if (char === '.' || char === '[') endPart()
    else part += char
    if (char !== '[') continue
    if (!/["']/.test(text.charAt(at + 1))) return { fault: "Expected opening quote after '['" }
    const quoted = /^[^"']*/.exec(text.slice(at + 2))?.[0] ?? ''
    part = quoted
    at += 2 + quoted.length
    if (at < text.length && text.charAt(++at) !== ']') return { fault: 'Expected closing bracket' }
  }
  endPart()
  return parts
}

/** Operations are not evaluated but stand for their own text, except comparisons. */
function parseValue(text: string): Expression {
  const expression = parseExpressionPrefix(text)
  const isOperation = expression.kind === 'unary' || expression.kind === 'binary'
  return isOperation ? stringLiteral(text) : placeAll(rewriteSugarIn(expression), NOWHERE)
}

export function stringLiteral(value: string): StringLiteral {
  return { kind: 'string', ...NOWHERE, value, isLong: false, isRaw: false }
}

/** A copy of a tree with every span set to one place. */
function placeAll<T extends Expression>(node: T, place: Span): T {
  return copyAt(node, place) as T // A copy differs in `start` and `end` only.
}

function copyAt(value: unknown, place: Span): unknown {
  if (Array.isArray(value)) return value.map((item) => copyAt(item, place))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, key === 'start' ? place.start : key === 'end' ? place.end : copyAt(member, place)]),
  )
}
