/** Programs as people write them, with what the real engine 0.13.2 makes of each. `node scripts/oracle/programs.js` records and compares. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { formatOutcome, parseCases, runInMemory } from './run-case.ts'

const folder = fileURLToPath(new URL('cases/', import.meta.url))
const ROOT = '/programs/case'

describe.each(readdirSync(folder))('%s', (name) => {
  const cases = parseCases(readFileSync(folder + name, 'utf8'))

  test('has cases, each with an outcome', () => {
    expect(cases.filter((each) => each.expected.out === '' && each.expected.err === '')).toEqual([])
    expect(new Set(cases.map((each) => each.title)).size).toBe(cases.length)
    expect(cases.length).toBeGreaterThan(0)
  })

  test.each(cases.map((each) => [each.title, each] as const))('%s', async (_, { files, words, expected }) => {
    const outcome = await runInMemory(files, words, ROOT)
    expect(formatOutcome(outcome, ROOT)).toBe(formatOutcome(expected, ROOT))
  })
})
