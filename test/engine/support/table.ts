/** Reads tables of cases: one per line, columns parted by tabs. */
import { readFileSync } from 'node:fs'

export function readTable(file: URL): readonly (readonly [operation: string, expected: string])[] {
  const lines = readFileSync(file, 'utf8').split('\n')
  return lines.filter((line) => line !== '').map((line) => [line.slice(0, line.indexOf('\t')), line.slice(line.indexOf('\t') + 1)])
}
