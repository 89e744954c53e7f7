/** Text of a `kcl.mod.lock` → Lockfile. An empty file is a lock without entries. */
import { joinPath } from '../../base/path.ts'
import type { Files } from '../../host/files.ts'
import { lockInvalid } from '../errors.ts'
import { LOCK_NAME } from '../manifest/manifest.ts'
import { findKey } from '../manifest/position.ts'
import { isTable, parseToml, type TomlTable } from '../manifest/toml.ts'
import type { LockEntry, Lockfile } from './lockfile.ts'

/** Of the package in the folder; a missing file is an empty lock. Throws LOCK_INVALID. */
export async function readLockfile(files: Files, folder: string): Promise<Lockfile> {
  const path = joinPath(folder, LOCK_NAME)
  const content = await files.read(path)
  return content === undefined ? { path, entries: new Map() } : parseLockfile(new TextDecoder().decode(content), path)
}

/** Throws LOCK_INVALID with the line. */
export function parseLockfile(text: string, path: string): Lockfile {
  const dependencies = parseToml(text, (position, reason) => lockInvalid(path, position, reason))['dependencies'] ?? {}
  if (!isTable(dependencies)) throw lockInvalid(path, findKey(text, '', 'dependencies'), "'dependencies' is not a table")
  const entries = new Map<string, LockEntry>()
  for (const [name, value] of Object.entries(dependencies)) {
    if (!isTable(value)) throw lockInvalid(path, findKey(text, 'dependencies', name), `'${name}' is not a table`)
    entries.set(name, readEntry(name, value))
  }
  return { path, entries }
}

const FIELDS = { version: 'version', sum: 'sum', reg: 'registry', repo: 'repository', oci_tag: 'tag' } as const

function readEntry(name: string, table: TomlTable): LockEntry {
  const fields = Object.entries(FIELDS).flatMap(([key, field]) => {
    const value = table[key]
    // kpm writes some repositories with a slash in front.
    return typeof value === 'string' && value !== '' ? [[field, key === 'repo' ? value.replace(/^\/+/, '') : value] as const] : []
  })
  return { name, ...Object.fromEntries(fields) }
}
