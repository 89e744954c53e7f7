/** Places in a YAML text as messages show them. */
import { characterCount } from './characters.ts'
import type { IndentedText } from './yaml-flow.ts'

/** ` at line 1 column 4`. */
export function yamlPlace({ text, addedTo }: IndentedText, at: number): string {
  const before = text.slice(0, at)
  const line = before.split('\n').length
  return ` at line ${line} column ${characterCount(before.slice(before.lastIndexOf('\n') + 1)) - addedTo(line - 1) + 1}`
}
