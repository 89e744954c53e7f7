/** The place in a pattern where the parser is, and the flags in force there. */

export interface Flags {
  readonly fold: boolean
  readonly multiLine: boolean
  readonly dotAll: boolean
  readonly swapGreed: boolean
  readonly verbose: boolean
}

/** Where the parser is; `flags` are replaced as a whole. */
export interface PatternCursor {
  readonly text: string
  at: number
  flags: Flags
  groups: number
  readonly names: Map<string, number>
  hasNumericBackreference: boolean
}

export function take(cursor: PatternCursor, text: string): boolean {
  if (!cursor.text.startsWith(text, cursor.at)) return false
  cursor.at += text.length
  return true
}

/** A name up to `close`; undefined when there is none. */
export function readIdentifier(cursor: PatternCursor, close: string): string | undefined {
  const name = /^[\p{Alphabetic}\p{N}_]+/u.exec(cursor.text.slice(cursor.at))?.[0]
  if (name === undefined || !cursor.text.startsWith(close, cursor.at + name.length)) return undefined
  cursor.at += name.length + close.length
  return name
}
