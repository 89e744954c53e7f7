/** Every kind of fault, and the same program without it, with what the real engine 0.13.2 says. `node scripts/oracle/faults.js` records and compares. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { formatOutcome, runInMemory } from '../programs/run-case.ts'
import { parseFaults } from './read-faults.ts'

const folder = fileURLToPath(new URL('cases/', import.meta.url))
const ROOT = '/programs/case'
/** Texts of our own inside that no user should meet. */
const INTERNAL = /\bundefined\b|\[object |^\s+at .*\.[jt]s:\d/m

describe.each(readdirSync(folder).toSorted())('%s', (name) => {
  const cases = parseFaults(readFileSync(folder + name, 'utf8'))

  test('has a fault in every case, and each title once', () => {
    expect(cases.filter((each) => each.fault === '').map((each) => each.title)).toEqual([])
    expect(new Set(cases.map((each) => each.title)).size).toBe(cases.length)
  })

  test.each(cases.map((each) => [each.title, each] as const))('%s', async (_, { words, faulty, corrected, fault, output }) => {
    const refused = await runInMemory(faulty, words, ROOT)
    expect(formatOutcome({ ...refused, out: '' }, ROOT)).toBe(formatOutcome({ code: 1, out: '', err: fault }, ROOT))
    expect(refused.err).not.toMatch(INTERNAL)
    const accepted = await runInMemory(corrected, words, ROOT)
    expect(formatOutcome(accepted, ROOT)).toBe(formatOutcome({ code: 0, out: output, err: '' }, ROOT))
  })
})
