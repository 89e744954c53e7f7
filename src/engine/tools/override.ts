/** `-O path=value`: edits of the tree before it is bound (`spec/kcl-runtime.md` D6 and corrections 19; where they are silent, what the real engine was
 *  seen to do). The first part of the path is a top-level variable; its configs are edited at the rest of the path. What finds no place in them is
 *  appended to the module as a new statement. Of a new value only the outermost node has a place: that of what it replaces. */
import { namesCharacters, preloadCharacterNames } from '../1-lex/unicode-name.ts'
import { rewriteSugar } from '../4-bind/sugar.ts'
import type {
  AssignStatement,
  AugmentedAssignStatement,
  ConfigEntry,
  ConfigExpression,
  ConfigOperator,
  Expression,
  Module,
  Name,
  SchemaExpression,
  Span,
  Statement,
  Target,
  UnificationStatement,
} from '../model/ast.ts'
import type { Diagnostic, Outcome } from '../model/diagnostic.ts'
import { MAIN_PACKAGE, type Program } from '../model/program.ts'
import { NOWHERE, type Override, parseOverride, stringLiteral } from './override-spec.ts'

/** The program with the overrides applied to each module of the entry package, which are treated independently (corrections 19). */
export async function applyOverrides(program: Program, texts: readonly string[]): Promise<Outcome<Program>> {
  const main = program.packages.get(MAIN_PACKAGE)
  if (texts.length === 0 || main === undefined) return { value: program, diagnostics: [] }
  if (texts.some(namesCharacters)) await preloadCharacterNames()
  let modules = main.modules.map((module): Module => ({ ...module, body: splitMultiTargets(rewriteSugar(module).body) }))
  for (const text of texts) {
    const override = parseOverride(text)
    if ('fault' in override) return { value: program, diagnostics: [invalidOverride(override.fault)] }
    modules = modules.map((module) => ({ ...module, body: editBody(module.body, override) }))
  }
  const packages = new Map(program.packages).set(MAIN_PACKAGE, { ...main, modules })
  return { value: { ...program, packages, overrides: texts }, diagnostics: [] }
}

function invalidOverride(text: string): Diagnostic {
  return { severity: 'error', code: 'E3M38', title: text, messages: [] }
}

/** `a = b = v` as two statements, so that each can be edited on its own. */
function splitMultiTargets(body: readonly Statement[]): readonly Statement[] {
  return body.flatMap((statement): Statement[] =>
    statement.kind === 'assign' && statement.targets.length > 1
      ? statement.targets.map((target): AssignStatement => ({ ...statement, targets: [target] }))
      : [statement],
  )
}

function editBody(body: readonly Statement[], override: Override): readonly Statement[] {
  const [variable, ...keys] = override.path
  const isWhole = keys.length === 0
  let found = false
  const edited = body.flatMap((statement): readonly Statement[] => {
    // A value inside is edited in the first statement that takes it, a whole one in all.
    if ((found && !isWhole) || !isDefinition(statement, variable)) return [statement]
    const result = isWhole ? editWhole(statement, override) : editInside(statement, keys, override)
    if (result !== undefined) found = true
    return result ?? [statement]
  })
  return found || override.action === 'delete' ? edited : [...edited, newStatement(variable, keys, override)]
}

type Definition = AssignStatement | AugmentedAssignStatement | UnificationStatement

function isDefinition(statement: Statement, variable: string): statement is Definition {
  if (statement.kind === 'unification') return statement.target.names.length === 1 && statement.target.names[0]?.text === variable
  const target = statement.kind === 'assign' ? statement.targets[0] : statement.kind === 'augmentedAssign' ? statement.target : undefined
  return target !== undefined && target.path.length === 0 && target.name.text === variable
}

/** The statements that replace this one; undefined when it cannot take the override. */
function editWhole(statement: Definition, override: Override): readonly Statement[] | undefined {
  if (override.action === 'delete') return statement.kind === 'augmentedAssign' ? undefined : []
  const { operator } = override
  if (statement.kind !== 'unification') {
    const value = replace(statement.value, { operator, value: override.value, place: statement.value })
    return value && [{ ...statement, value }]
  }
  if (operator !== ':') {
    return override.value.kind === 'schemaExpression' ? [{ ...statement, value: placeAt(override.value, statement.value) }] : undefined
  }
  const config = configOf(override.value)
  return config && [{ ...statement, value: mergeIntoSchema(statement.value, config) }]
}

function editInside(statement: Definition, keys: readonly string[], override: Override): readonly Statement[] | undefined {
  if (statement.kind === 'unification') {
    const value = editInSchema(statement.value, keys, override)
    return value && [{ ...statement, value }]
  }
  const value = editValue(statement.value, keys, override)
  return value && [{ ...statement, value }]
}

/** Undefined for what holds no keys, and where there is nothing to delete. */
function editValue(value: Expression, keys: readonly string[], override: Override): Expression | undefined {
  if (value.kind === 'schemaExpression') return editInSchema(value, keys, override)
  return value.kind === 'config' ? editConfig(value, keys, override) : undefined
}

function editInSchema(value: SchemaExpression, keys: readonly string[], override: Override): SchemaExpression | undefined {
  const config = editValue(value.config, keys, override)
  return config && { ...value, config }
}

function editConfig(value: ConfigExpression, [key, ...rest]: readonly string[], override: Override): ConfigExpression | undefined {
  if (key === undefined) return undefined
  let found = false
  const entries = value.entries.flatMap((entry): readonly ConfigEntry[] => {
    if (keysOf(entry)[0] !== key) return [entry]
    const result = rest.length === 0 ? editEntry(entry, override) : editBelow(entry, rest, override)
    if (result !== undefined) found = true
    return result ?? [entry]
  })
  if (found) return { ...value, entries }
  return override.action === 'delete' ? undefined : { ...value, entries: [...entries, newEntry(key, rest, override)] }
}

/** The entry keeps its operator. */
function editEntry(entry: ConfigEntry, override: Override): readonly ConfigEntry[] | undefined {
  if (override.action === 'delete') return []
  const value = replace(entry.value, { operator: override.operator, value: override.value, place: entry })
  return value && [{ ...entry, shorthand: false, value }]
}

function editBelow(entry: ConfigEntry, keys: readonly string[], override: Override): readonly ConfigEntry[] | undefined {
  const value = editValue(entry.value, keys, override)
  return value && [{ ...entry, shorthand: false, value }]
}

/** None for keys that are computed. */
function keysOf({ key }: ConfigEntry): readonly string[] {
  if (key?.kind === 'identifier') return key.names.map((name) => name.text)
  return key?.kind === 'string' ? [key.value] : []
}

interface Replacement {
  readonly operator: ConfigOperator
  readonly value: Expression
  readonly place: Span
}

/** What becomes of an old value: `:` merges configs, `+=` extends lists, all else replaces. Undefined when the two do not go together. */
function replace(old: Expression, { operator, value, place }: Replacement): Expression | undefined {
  if (operator === '+=') return old.kind === 'list' && value.kind === 'list' ? { ...old, items: [...old.items, ...value.items] } : undefined
  const config = operator === ':' ? configOf(value) : undefined
  if (config === undefined) return placeAt(value, place)
  if (old.kind === 'schemaExpression') return mergeIntoSchema(old, config)
  return old.kind === 'config' && value.kind === 'config' ? mergeConfigs(old, config) : undefined
}

function configOf(value: Expression): ConfigExpression | undefined {
  const config = value.kind === 'schemaExpression' ? value.config : value
  return config.kind === 'config' ? config : undefined
}

function mergeIntoSchema(old: SchemaExpression, config: ConfigExpression): SchemaExpression {
  return old.config.kind === 'config' ? { ...old, config: mergeConfigs(old.config, config) } : old
}

function mergeConfigs(old: ConfigExpression, config: ConfigExpression): ConfigExpression {
  return config.entries.reduce((merged, entry) => {
    const [first, ...rest] = keysOf(entry)
    if (first === undefined) return { ...merged, entries: [...merged.entries, entry] }
    const override: Override = { action: 'set', path: ['', first, ...rest], operator: entry.operator, value: entry.value }
    return editConfig(merged, [first, ...rest], override) ?? merged
  }, old)
}

function placeAt<T extends Expression>(value: T, { start, end }: Span): T {
  return { ...value, start, end }
}

function newStatement(variable: string, keys: readonly string[], override: Override & { readonly action: 'set' }): Statement {
  const value = keys.length === 0 ? override.value : newConfig(keys, override)
  const name: Name = { ...NOWHERE, text: withoutDollar(variable) }
  const target: Target = { kind: 'target', ...NOWHERE, name, path: [] }
  if (override.operator === '+=') return { kind: 'augmentedAssign', ...NOWHERE, target, operator: '+=', value }
  if (override.operator === ':' && value.kind === 'schemaExpression') {
    return { kind: 'unification', ...NOWHERE, target: { kind: 'identifier', ...NOWHERE, names: [name] }, value }
  }
  return { kind: 'assign', ...NOWHERE, targets: [target], type: undefined, value }
}

function newConfig([key = '', ...rest]: readonly string[], override: Override & { readonly action: 'set' }): ConfigExpression {
  return { kind: 'config', ...NOWHERE, entries: [newEntry(key, rest, override)] }
}

function newEntry(key: string, rest: readonly string[], override: Override & { readonly action: 'set' }): ConfigEntry {
  const isLast = rest.length === 0
  return {
    ...NOWHERE,
    key: stringLiteral(withoutDollar(key)),
    operator: isLast ? override.operator : ':',
    value: isLast ? override.value : newConfig(rest, override),
    shorthand: false,
  }
}

function withoutDollar(name: string): string {
  return name.startsWith('$') ? name.slice(1) : name
}
