/** `-O path=value`: edits of the tree before it is bound (`spec/kcl-runtime.md` D6 and corrections 19). The first part of the path is a top-level
 *  variable; its config is edited in place at the rest of the path. A variable that no statement defines is appended to the module as a new statement.
 *  New nodes take the span of what they replace, or none (`start: -1`) when they are appended. */
import { parseModule } from '../2-parse/parse.ts'
import type {
  AssignStatement,
  ConfigEntry,
  ConfigExpression,
  ConfigOperator,
  Expression,
  Identifier,
  Module,
  SchemaExpression,
  Span,
  Statement,
  StringLiteral,
  UnificationStatement,
} from '../model/ast.ts'
import type { Diagnostic, Outcome } from '../model/diagnostic.ts'
import { MAIN_PACKAGE, type Program } from '../model/program.ts'

type OverrideAction = ConfigOperator | 'delete'

interface Override {
  readonly path: readonly string[]
  readonly action: OverrideAction
  /** Undefined for `delete`. */
  readonly value: Expression | undefined
}

const NOWHERE: Span = { start: -1, end: -1 }

/** The program with the overrides applied to each module of the entry package, which are treated independently (corrections 19). */
export function applyOverrides(program: Program, texts: readonly string[]): Outcome<Program> {
  const main = program.packages.get(MAIN_PACKAGE)
  if (texts.length === 0 || main === undefined) return { value: program, diagnostics: [] }
  let modules = main.modules
  for (const text of texts) {
    const override = parseOverride(text)
    if ('fault' in override) return { value: program, diagnostics: [invalidOverride(override.fault)] }
    modules = modules.map((module) => applyOverride(module, override))
  }
  return { value: { ...program, packages: new Map(program.packages).set(MAIN_PACKAGE, { ...main, modules }) }, diagnostics: [] }
}

function invalidOverride(text: string): Diagnostic {
  return { severity: 'error', code: 'E3M38', title: text, messages: [] }
}

function applyOverride(module: Module, override: Override): Module {
  const body = splitMultiTargets(module.body)
  const [name, ...rest] = override.path
  if (name === undefined) return module
  let found = false
  const edited: Statement[] = []
  for (const statement of body) {
    const result = definesVariable(statement, name) ? editStatement(statement, rest, override) : undefined
    if (result === undefined) {
      edited.push(statement)
      continue
    }
    found = true
    if (result !== 'deleted') edited.push(result)
  }
  if (!found && override.action !== 'delete') edited.push(newStatement(name, rest, override))
  return { ...module, body: edited }
}

/** The override, or the sentence that says what is wrong with it. */
function parseOverride(text: string): Override | { readonly fault: string } {
  const invalid = {
    fault: `Invalid spec format '${text}', expected <field_path>=<filed_value>, <field_path>:<filed_value>, <field_path>+=<filed_value> or <field_path>-`,
  }
  const at = findOperator(text)
  if (at === undefined) {
    if (!text.endsWith('-')) return invalid
    const path = parsePath(text.slice(0, -1))
    return Array.isArray(path) ? (path.length === 0 ? invalid : { path, action: 'delete', value: undefined }) : path
  }
  const path = parsePath(text.slice(0, at.start))
  if (!Array.isArray(path)) return path
  const value = text.slice(at.end).trim()
  if (path.length === 0 || value === '') return invalid
  return { path, action: at.action, value: parseValue(value) }
}

function findOperator(text: string): { start: number; end: number; action: ConfigOperator } | undefined {
  let quote = ''
  for (let i = 0; i < text.length; i++) {
    const char = text[i]
    if (quote !== '') {
      if (char === quote) quote = ''
    } else if ((char === '"' || char === "'") && text[i - 1] === '[') quote = char
    else if (char === '+' && text[i + 1] === '=') return { start: i, end: i + 2, action: '+=' }
    else if (char === '=' || char === ':') return { start: i, end: i + 1, action: char }
  }
  return undefined
}

function parsePath(text: string): string[] | { readonly fault: string } {
  const parts: string[] = []
  let part = ''
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i)
    if (char === '.') {
      if (part !== '') parts.push(part)
      part = ''
    } else if (char === '[') {
      if (part !== '') parts.push(part)
      part = ''
      const quote = text.charAt(i + 1)
      if (quote !== '"' && quote !== "'") return { fault: "Expected opening quote after '['" }
      const end = text.indexOf(`${quote}]`, i + 2)
      if (end < 0) return { fault: "Expected closing quote before ']'" }
      parts.push(text.slice(i + 2, end))
      i = end + 1
    } else part += char
  }
  if (part !== '') parts.push(part)
  return parts
}

/** A KCL expression; operators and everything that does not parse stand for their own text. */
function parseValue(text: string): Expression {
  const { value: module, diagnostics } = parseModule('', text)
  const first = module.body[0]
  if (diagnostics.length > 0 || first?.kind !== 'expression') return stringLiteral(text)
  const expression = first.value
  if (expression.kind === 'unary' || expression.kind === 'binary' || expression.kind === 'compare') return stringLiteral(text)
  return relocate(expression, NOWHERE)
}

function stringLiteral(value: string): StringLiteral {
  return { kind: 'string', ...NOWHERE, value, isLong: false, isRaw: false }
}

/** `a = b = v` as two statements, so that each can be edited on its own. */
function splitMultiTargets(body: readonly Statement[]): readonly Statement[] {
  if (!body.some((statement) => statement.kind === 'assign' && statement.targets.length > 1)) return body
  return body.flatMap((statement): Statement[] =>
    statement.kind === 'assign' ? statement.targets.map((target): AssignStatement => ({ ...statement, targets: [target] })) : [statement],
  )
}

function definesVariable(statement: Statement, name: string): statement is AssignStatement | UnificationStatement {
  if (statement.kind === 'unification') return statement.target.names.length === 1 && statement.target.names[0]?.text === name
  if (statement.kind !== 'assign') return false
  const target = statement.targets[0]
  return target !== undefined && target.path.length === 0 && target.name.text === name
}

/** Undefined when this statement cannot take the override. */
function editStatement(
  statement: AssignStatement | UnificationStatement,
  path: readonly string[],
  override: Override,
): Statement | 'deleted' | undefined {
  if (path.length > 0) return editNested(statement, path, override)
  if (override.action === 'delete') return 'deleted'
  const value = override.value
  if (value === undefined) return undefined
  if (statement.kind === 'unification') {
    if (override.action === ':' && value.kind === 'config') {
      const config = mergeConfigs(statement.value.config, value)
      return { ...statement, value: { ...statement.value, config } }
    }
    return value.kind === 'schemaExpression' ? { ...statement, value: relocate(value, statement.value) } : undefined
  }
  return { ...statement, value: combine(statement.value, value, override.action) }
}

function editNested(statement: AssignStatement | UnificationStatement, path: readonly string[], override: Override): Statement | undefined {
  if (statement.kind === 'unification') {
    const config = editConfig(statement.value.config, path, override)
    return config && { ...statement, value: { ...statement.value, config } }
  }
  const value = editConfig(statement.value, path, override)
  return value && { ...statement, value }
}

function editConfig(value: Expression, path: readonly string[], override: Override): Expression | undefined {
  if (value.kind === 'schemaExpression') {
    const config = editConfig(value.config, path, override)
    return config && { ...value, config }
  }
  if (value.kind !== 'config') return undefined
  const [name, ...rest] = path
  if (name === undefined) return undefined
  let found = false
  const entries: ConfigEntry[] = []
  for (const entry of value.entries) {
    const keyPath = keyOf(entry)
    if (keyPath === undefined || !startsWith(path, keyPath)) {
      entries.push(entry)
      continue
    }
    found = true
    const inner = path.slice(keyPath.length)
    if (inner.length > 0) entries.push({ ...entry, value: editConfig(entry.value, inner, override) ?? nestedConfig(inner, override) })
    else if (override.action !== 'delete' && override.value !== undefined) {
      entries.push({ ...entry, shorthand: false, operator: override.action, value: combine(entry.value, override.value, override.action) })
    }
  }
  if (!found && override.action !== 'delete') entries.push(newEntry(name, rest, override))
  return { ...value, entries } satisfies ConfigExpression
}

function keyOf(entry: ConfigEntry): readonly string[] | undefined {
  if (entry.key?.kind === 'identifier') return entry.key.names.map((name) => name.text)
  if (entry.key?.kind === 'string') return [entry.key.value]
  return undefined
}

function startsWith(path: readonly string[], prefix: readonly string[]): boolean {
  return prefix.length <= path.length && prefix.every((part, i) => part === path[i])
}

/** What becomes of an old value: `:` merges configs and replaces the rest, `+=` extends lists, `=` replaces. */
function combine(old: Expression, value: Expression, action: OverrideAction): Expression {
  if (action === ':' && value.kind === 'config' && (old.kind === 'config' || old.kind === 'schemaExpression')) {
    if (old.kind === 'config') return mergeConfigs(old, value)
    return { ...old, config: mergeConfigs(old.config, value) } satisfies SchemaExpression
  }
  if (action === '+=' && value.kind === 'list' && old.kind === 'list') return { ...old, items: [...old.items, ...value.items] }
  return relocate(value, old)
}

function mergeConfigs(old: Expression, value: ConfigExpression): Expression {
  if (old.kind !== 'config') return value
  let merged: Expression = old
  for (const entry of value.entries) {
    const path = keyOf(entry)
    const edited: Expression | undefined = path && editConfig(merged, path, { path, action: entry.operator, value: entry.value })
    merged = edited ?? { ...old, entries: [...(merged.kind === 'config' ? merged.entries : []), entry] }
  }
  return merged
}

function newStatement(name: string, path: readonly string[], override: Override): Statement {
  const value = path.length === 0 ? (override.value ?? stringLiteral('')) : nestedConfig(path, override)
  const target = { kind: 'target' as const, ...NOWHERE, name: { ...NOWHERE, text: name }, path: [] }
  if (value.kind === 'schemaExpression' && override.action === ':')
    return { kind: 'unification', ...NOWHERE, target: identifier(name), value }
  return { kind: 'assign', ...NOWHERE, targets: [target], type: undefined, value }
}

function nestedConfig(path: readonly string[], override: Override): Expression {
  const [name, ...rest] = path
  if (name === undefined) return override.value ?? { kind: 'config', ...NOWHERE, entries: [] }
  return { kind: 'config', ...NOWHERE, entries: override.action === 'delete' ? [] : [newEntry(name, rest, override)] }
}

function newEntry(name: string, rest: readonly string[], override: Override): ConfigEntry {
  const operator: ConfigOperator = rest.length > 0 || override.action === 'delete' ? ':' : override.action
  return { ...NOWHERE, key: stringLiteral(name), operator, value: nestedConfig(rest, override), shorthand: false }
}

function identifier(name: string): Identifier {
  return { kind: 'identifier', ...NOWHERE, names: [{ ...NOWHERE, text: name }] }
}

/** A copy of a tree with every span set to one place. */
function relocate<T extends Expression>(node: T, place: Span): T {
  return copyAt(node, place) as T // A copy differs in `start` and `end` only.
}

function copyAt(value: unknown, place: Span): unknown {
  if (Array.isArray(value)) return value.map((item) => copyAt(item, place))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, key === 'start' ? place.start : key === 'end' ? place.end : copyAt(member, place)]),
  )
}
