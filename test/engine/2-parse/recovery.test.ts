/** Broken programs and what the real engine 0.13.2 says about them. Chunks of `recovery/*.k` are parted by `---`; below a program stand its faults
 *  as `=> line:column message`, `\n` in a message for a line end. No fault means that the parser accepts it. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parseModule } from '../../../src/engine/2-parse/parse.ts'
import { MOST_FAULTS } from '../../../src/engine/faults/syntax.ts'

const folder = new URL('recovery/', import.meta.url)

for (const file of readdirSync(folder).toSorted()) {
  describe(file, () => {
    const chunks = readFileSync(new URL(file, folder), 'utf8').split('---\n')
    test.each(chunks.map(parseChunk))('$name', ({ program, faults }) => {
      expect(faultsOf(program)).toEqual(faults)
    })
  })
}

function parseChunk(chunk: string): { name: string; program: string; faults: readonly string[] } {
  const [first = '', ...rest] = chunk.split('=> ')
  const program = first.slice(0, -1)
  return { name: program.replaceAll('\n', '⏎'), program, faults: rest.map((line) => line.slice(0, -1).replaceAll('\\n', '\n')) }
}

function faultsOf(program: string): readonly string[] {
  const { value, diagnostics } = parseModule('main.k', program)
  return diagnostics.map(({ messages: [message] }) => {
    const before = value.text.slice(0, message?.place?.start)
    const lineStart = before.lastIndexOf('\n') + 1
    return `${before.split('\n').length}:${Array.from(before.slice(lineStart)).length + 1} ${message?.text}`
  })
}

test.each([
  ['the lexer', '$'],
  ['the parser', '] '],
])('a file with faults of %s without end is not read to its end', (_, piece) => {
  const { diagnostics } = parseModule('/main.k', piece.repeat(MOST_FAULTS + 1000))
  expect(diagnostics.length).toBeGreaterThanOrEqual(MOST_FAULTS)
  expect(diagnostics.length).toBeLessThan(MOST_FAULTS + 2)
})
