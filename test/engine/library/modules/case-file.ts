/** Case files: two lines per case, a call and what comes of it, as the real engine 0.13.2 answered. */
import { readFileSync } from 'node:fs'

export function readCases(url: URL): readonly (readonly [call: string, expected: string])[] {
  const lines = readFileSync(url, 'utf8').trimEnd().split('\n')
  return lines.flatMap((line, index) => (index % 2 === 0 ? [[line, (lines[index + 1] ?? '').trimStart()] as const] : []))
}
