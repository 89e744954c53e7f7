/** TOML as `kcl.mod` and `kcl.mod.lock` use it. */
import { parse, TomlError } from 'smol-toml'
import type { KpmError } from '../../base/error.ts'
import type { Position } from './position.ts'

export type TomlTable = Readonly<Record<string, unknown>>

/** Throws what `failure` makes of a text that is not TOML. */
export function parseToml(text: string, failure: (position: Position, reason: string) => KpmError): TomlTable {
  try {
    return parse(text)
  } catch (error) {
    if (!(error instanceof TomlError)) throw error
    const reason = (error.message.split('\n')[0] ?? '').replace(/^Invalid TOML document: /, '')
    throw failure({ line: error.line, column: error.column }, `not TOML: ${reason}`)
  }
}

export function isTable(value: unknown): value is TomlTable {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)
}
