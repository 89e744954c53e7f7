/** `docs/differences.md` names a test for each difference, and no difference that programs are marked with (`~`) is left out. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { parseCases } from '../programs/run-case.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const page = readFileSync(`${root}docs/differences.md`, 'utf8')
const references = [...page.matchAll(/^ {2}Test: `(.+)`, "(.+)"\.$/gm)].map(([, path = '', title = '']) => ({ path, title }))

test('every difference names a test', () => {
  for (const item of page.split(/^- /m).slice(1)) expect(item).toMatch(/^ {2}Test: `.+`, ".+"\.$/m)
})

test.each(references)('$path: $title', ({ path, title }) => {
  const lines = readFileSync(root + path, 'utf8').split('\n')
  expect(lines.some((line) => line === `=== ${title}` || line === `# ${title}.`)).toBe(true)
})

test('every program that differs is on the page', () => {
  const folder = 'test/programs/cases/'
  const marked = readdirSync(root + folder).flatMap((name) =>
    parseCases(readFileSync(root + folder + name, 'utf8'))
      .filter(({ difference }) => difference !== undefined)
      .map(({ title }) => ({ path: folder + name, title })),
  )
  expect(marked.length).toBeGreaterThan(0)
  expect(references).toEqual(expect.arrayContaining(marked))
})
