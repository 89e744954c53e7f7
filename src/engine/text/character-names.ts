/** The names of Unicode characters, unpacked. The table is large: only `../library/modules/preload.ts` imports this, and only when asked to. */
import { CHARACTER_NAMES } from './character-name-table.ts'

/** An entry: how many code points are skipped, how many words its name starts with that the name before starts with, how many it ends with that the name
 *  before ends with (both as letters, `a` for none; the second may be left out), and its own words between them, in which `@` is the code point. */
const ENTRY = /(?:~(\d+))?([a-z])([a-z]?)([^a-z~]*)/g

/** Upper-case name → code point. */
export function readCharacterNames(): ReadonlyMap<string, number> {
  const names = new Map<string, number>()
  let code = -1
  let previous: readonly string[] = []
  for (const [, skipped = '0', prefix = 'a', suffix = '', own = ''] of CHARACTER_NAMES.matchAll(ENTRY)) {
    code += Number(skipped) + 1
    const last = suffix === '' ? [] : previous.slice(previous.length - countOf(suffix))
    previous = [...previous.slice(0, countOf(prefix)), ...(own === '' ? [] : own.split(' ')), ...last]
    names.set(previous.join(' ').replace('@', code.toString(16).toUpperCase()), code)
  }
  return names
}

function countOf(letter: string): number {
  return letter.charCodeAt(0) - 97
}
