/** Text of a `kcl.mod` → Manifest. Unknown keys and tables are passed over, as kpm does; a known key with a value of the wrong type is an error with its
 *  line, where kpm silently takes it for absent. */
import { KpmError } from '../../base/error.ts'
import { isRepository, isTag } from '../../oci/reference.ts'
import type { Dependency, GitDependency, OciDependency } from '../dependency.ts'
import { importNameConflict, manifestInvalid } from '../errors.ts'
import { importNameOf } from '../name.ts'
import { parseOciUrl, withTag } from '../oci-url.ts'
import { tagOf } from '../version.ts'
import type { Manifest, Profile } from './manifest.ts'
import { findKey } from './position.ts'
import { isTable, parseToml, type TomlTable } from './toml.ts'

/** Throws MANIFEST_INVALID with line and column. `path` is for messages only. */
export function parseManifest(text: string, path: string): Manifest {
  const values = parseToml(text, (position, reason) => manifestInvalid(path, position, reason))
  const root: Table = { text, path, name: '', values }
  const pkg = readTable(root, 'package')
  return {
    path,
    ...optional('name', readString(pkg, 'name')),
    ...optional('version', readString(pkg, 'version')),
    ...optional('edition', readString(pkg, 'edition')),
    ...optional('description', readString(pkg, 'description')),
    include: readStrings(pkg, 'include'),
    exclude: readStrings(pkg, 'exclude'),
    dependencies: readDependencies(readTable(root, 'dependencies')),
    profile: readProfile(readTable(root, 'profile')),
  }
}

/** A table with its name, so that a message can say where. */
interface Table {
  readonly text: string
  readonly path: string
  readonly name: string
  readonly values: TomlTable
}

function readProfile(table: Table): Profile {
  const disableNone = readBoolean(table, 'disable_none')
  const sortKeys = readBoolean(table, 'sort_keys')
  return {
    entries: readStrings(table, 'entries'),
    ...optional('disableNone', disableNone),
    ...optional('sortKeys', sortKeys),
    selectors: readStrings(table, 'selectors'),
    overrides: readStrings(table, 'overrides'),
    // The engine's own reader of the file calls them `options`.
    arguments: [...readStrings(table, 'arguments'), ...readStrings(table, 'options')],
  }
}

function readDependencies(table: Table): readonly Dependency[] {
  const names = new Map<string, string>()
  for (const name of Object.keys(table.values)) {
    const other = names.get(importNameOf(name))
    if (other !== undefined) throw importNameConflict(table.path, findKey(table.text, table.name, name), other, name)
    names.set(importNameOf(name), name)
  }
  return Object.entries(table.values).map(([name, value]) => {
    if (typeof value === 'string') return readVersion(table, { name }, value)
    if (!isTable(value)) throw invalidKey(table, name, `dependency '${name}' is neither a version nor a table`)
    return readDependency(table, name, { ...table, name: `dependencies.${name}`, values: value })
  })
}

/** Where several sources are given, `path` goes before `git`, `git` before `oci`, `oci` before `repo` (§2.1). */
function readDependency(parent: Table, name: string, table: Table): Dependency {
  const [path, git, oci, repo, version, tag] = ['path', 'git', 'oci', 'repo', 'version', 'tag'].map((key) =>
    nonEmpty(readString(table, key)),
  )
  const named = { name, ...optional('packageName', nonEmpty(readString(table, 'package'))), ...optional('packageVersion', version) }
  if (path !== undefined) return { kind: 'path', ...named, path }
  if (git !== undefined) return readGit(parent, table, named, git)
  if (oci !== undefined) return readOci(parent, named, oci, tag)
  const registry = nonEmpty(readString(table, 'reg'))
  if (repo !== undefined && registry !== undefined) return readOci(parent, named, `oci://${registry}/${repo}`, tag)
  if (repo !== undefined) return readRepository(parent, named, repo, tag)
  if (version === undefined) {
    throw invalidKey(parent, name, `dependency '${name}' names no source`, 'give it a version, or one of path, git, oci and repo')
  }
  return readVersion(parent, named, version)
}

/** `x = "1.2"`: the package of that name in the default registry, under the tag of that version. */
function readVersion(parent: Table, named: { readonly name: string }, version: string): OciDependency {
  const tag = tagOf(version)
  if (version !== '' && !isTag(tag)) throw invalidKey(parent, named.name, `dependency '${named.name}': '${version}' is not a version`)
  return { kind: 'oci', ...named, ...optional('tag', nonEmpty(tag)) }
}

function readGit(parent: Table, table: Table, named: { readonly name: string }, url: string): GitDependency {
  const tag = nonEmpty(readString(table, 'tag'))
  const commit = nonEmpty(readString(table, 'commit'))
  const branch = nonEmpty(readString(table, 'branch'))
  if ([tag, commit, branch].filter((text) => text !== undefined).length > 1) {
    throw invalidKey(parent, named.name, `dependency '${named.name}': only one of branch, tag or commit is allowed`)
  }
  return { kind: 'git', ...named, url, ...optional('tag', tag), ...optional('commit', commit), ...optional('branch', branch) }
}

function readOci(parent: Table, named: { readonly name: string }, text: string, tag: string | undefined): OciDependency {
  try {
    const location = withTag(parseOciUrl(text), text, tag, 'tag =')
    return { kind: 'oci', ...location, ...named }
  } catch (error) {
    if (!(error instanceof KpmError)) throw error
    throw invalidKey(parent, named.name, `dependency '${named.name}': ${error.message}`)
  }
}

/** `repo = "a/b"` alone: of the registry that is the default when the package is used, so nothing can be checked against it here. */
function readRepository(parent: Table, named: { readonly name: string }, text: string, tag: string | undefined): OciDependency {
  const repository = text.replace(/^\/+/, '')
  if (!isRepository(repository)) throw invalidKey(parent, named.name, `dependency '${named.name}': '${text}' is not a repository`)
  if (tag !== undefined && !isTag(tag)) throw invalidKey(parent, named.name, `dependency '${named.name}': '${tag}' is not a tag`)
  return { kind: 'oci', ...named, repository, ...optional('tag', tag) }
}

function readTable(parent: Table, key: string): Table {
  const value = parent.values[key]
  if (value !== undefined && !isTable(value)) throw manifestInvalid(parent.path, findKey(parent.text, '', key), `'${key}' is not a table`)
  return { text: parent.text, path: parent.path, name: key, values: value ?? {} }
}

function readString(table: Table, key: string): string | undefined {
  const value = table.values[key]
  if (value === undefined || typeof value === 'string') return value
  throw invalidKey(table, key, `'${key}' is not a string`, `put it in quotes: ${key} = "${describeScalar(value)}"`)
}

function readBoolean(table: Table, key: string): boolean | undefined {
  const value = table.values[key]
  if (value === undefined || typeof value === 'boolean') return value
  throw invalidKey(table, key, `'${key}' is neither true nor false`)
}

function readStrings(table: Table, key: string): readonly string[] {
  const value = table.values[key]
  if (value === undefined) return []
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value
  throw invalidKey(table, key, `'${key}' is not a list of strings`)
}

function invalidKey(table: Table, key: string, reason: string, hint?: string): Error {
  return manifestInvalid(table.path, findKey(table.text, table.name, key), reason, hint)
}

function describeScalar(value: unknown): string {
  return typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean' ? `${value}` : '…'
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === '' ? undefined : text
}

function optional<Key extends string, Value>(key: Key, value: Value | undefined): { readonly [K in Key]?: Value } {
  // The object has exactly this one key; TypeScript widens a computed key to string.
  return (value === undefined ? {} : { [key]: value }) as { readonly [K in Key]?: Value }
}
