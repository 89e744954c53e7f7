/** Where a key stands in a TOML text, for messages about values that parse but make no sense: the parser keeps no positions of those. */

export interface Position {
  readonly line: number
  readonly column: number
}

/** The line and column (from 1) of `key` in `[table]`; of what holds it where the key is not on a line of its own. */
export function findKey(text: string, table: string, key: string): Position | undefined {
  const dot = table.lastIndexOf('.')
  return findLine(text, table, key) ?? (dot < 0 ? undefined : findLine(text, table.slice(0, dot), table.slice(dot + 1)))
}

function findLine(text: string, table: string, key: string): Position | undefined {
  let current = ''
  let header: Position | undefined
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const name = /^\s*\[\s*([^[\]]+?)\s*\]/.exec(line)?.[1]
    if (name !== undefined) {
      current = unquoted(name)
      const isTable = current === table
      const isOwnTable = current === `${table}.${key}`
      if (isTable || isOwnTable) header = { line: index + 1, column: line.indexOf('[') + 1 }
      if (isOwnTable) return header
      continue
    }
    if (current !== table) continue
    const written = /^(\s*)("[^"]*"|'[^']*'|[A-Za-z0-9_-]+)\s*[=.]/.exec(line)
    if (written !== null && unquoted(written[2] ?? '') === key) return { line: index + 1, column: (written[1] ?? '').length + 1 }
  }
  return header
}

function unquoted(name: string): string {
  return name.replaceAll(/["']/g, '')
}
