/** Several declarations of one variable in the entry package, in one file or many, become one (frontend D.3.5, runtime B2): all entries go into
 *  the last statement and the earlier statements disappear. Names of schemas are not compared. */
import type { ConfigEntry, Expression, Module, SchemaExpression, Statement } from '../model/ast.ts'

export function mergeDeclarations(modules: readonly Module[]): readonly Module[] {
  const merged = new Map<Statement, Statement | undefined>()
  for (const declarations of collectDeclarations(modules).values()) {
    const last = declarations.at(-1)
    if (last === undefined || declarations.length < 2) continue
    const entries = unifyEntries(declarations.flatMap((declaration) => movedEntries(declaration, last.path)))
    for (const { statement } of declarations) merged.set(statement, undefined)
    merged.set(last.statement, { ...last.statement, value: withEntries(last.value, entries) })
  }
  return merged.size === 0 ? modules : modules.map((module) => replaceStatements(module, merged))
}

interface Declaration {
  readonly statement: Extract<Statement, { readonly kind: 'unification' | 'assign' }>
  readonly value: SchemaExpression
  readonly path: string
}

/** By name, in the order of files and statements: all `n: S {…}`, and `n = S {…}` when it comes first
 *  (later it is a second definition, which is a fault). For `_n` each assignment starts anew. */
function collectDeclarations(modules: readonly Module[]): ReadonlyMap<string, readonly Declaration[]> {
  const byName = new Map<string, Declaration[]>()
  const statements = modules.flatMap(({ path, body }) => body.map((statement) => ({ path, statement })))
  for (const { path, statement } of statements) {
    if (statement.kind === 'unification') {
      const name = statement.target.names.map(({ text }) => text).join('.')
      const known = byName.get(name)
      const declaration = { statement, value: statement.value, path }
      if (known === undefined) byName.set(name, [declaration])
      else known.push(declaration)
    }
    if (statement.kind !== 'assign' || statement.value.kind !== 'schemaExpression') continue
    const [target] = statement.targets
    if (target === undefined || statement.targets.length > 1 || target.path.length > 0) continue
    const name = target.name.text
    const known = name.startsWith('_') ? [] : (byName.get(name) ?? [])
    if (known.length === 0) byName.set(name, [{ statement, value: statement.value, path }])
  }
  return byName
}

function movedEntries({ value, path }: Declaration, destination: string): readonly ConfigEntry[] {
  const entries = entriesOf(value.config)
  return path === destination ? entries : entries.map((entry) => ({ ...entry, movedFrom: path }))
}

function entriesOf(config: Expression): readonly ConfigEntry[] {
  return config.kind === 'config' ? config.entries : []
}

function withEntries(value: SchemaExpression, entries: readonly ConfigEntry[]): SchemaExpression {
  const { config } = value
  return config.kind === 'config' ? { ...value, config: { ...config, entries } } : value
}

/** Groups entries by key, in the order in which keys appear; an `=` entry discards the earlier ones of its group. Entries without a plain key
 *  share one group. */
function unifyEntries(entries: readonly ConfigEntry[]): readonly ConfigEntry[] {
  const groups = new Map<string | undefined, ConfigEntry[]>()
  for (const entry of entries) {
    const name = keyName(entry)
    const group = groups.get(name)
    if (group === undefined || entry.operator === '=') groups.set(name, [entry])
    else group.push(entry)
  }
  return [...groups.values()].flat().map(unifyValue)
}

function keyName({ key }: ConfigEntry): string | undefined {
  if (key?.kind === 'identifier') return key.names.map(({ text }) => text).join('.')
  return key?.kind === 'string' ? key.value : undefined
}

function unifyValue(entry: ConfigEntry): ConfigEntry {
  const { value } = entry
  if (value.kind === 'config') return { ...entry, value: { ...value, entries: unifyEntries(value.entries) } }
  if (value.kind !== 'schemaExpression') return entry
  return { ...entry, value: withEntries(value, unifyEntries(entriesOf(value.config))) }
}

function replaceStatements(module: Module, merged: ReadonlyMap<Statement, Statement | undefined>): Module {
  if (!module.body.some((statement) => merged.has(statement))) return module
  const body: Statement[] = []
  for (const statement of module.body) {
    const replacement = merged.has(statement) ? merged.get(statement) : statement
    if (replacement !== undefined) body.push(replacement)
  }
  return { ...module, body }
}
