/** The pages in `docs/errors`: their examples are run, and no code is without a page or a row. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { readExamples, saidOf } from './examples.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const pages = readdirSync(`${root}docs/errors`)
  .filter((name) => name !== 'README.md')
  .map((name) => ({ code: name.replace('.md', ''), text: readFileSync(`${root}docs/errors/${name}`, 'utf8') }))
const overview = readFileSync(`${root}docs/errors/README.md`, 'utf8')
const sources = readdirSync(`${root}src`, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => ({ path, text: readFileSync(`${root}src/${path}`, 'utf8') }))

describe.each(pages)('$code', ({ code, text }) => {
  const examples = readExamples(text)

  test('has examples, and its name as title', () => {
    expect(text).toMatch(new RegExp(`^# ${code}\n`))
    expect(examples.length).toBeGreaterThan(0)
    // Each example has two programs: none is overlooked.
    expect(text.match(/^```kcl$/gm)?.length).toBe(2 * examples.length)
  })

  test.each(examples)('$heading', async ({ faulty, message, fixed }) => {
    expect(await saidOf(faulty)).toBe(`${message}\n`)
    expect(message).toContain(`[${code}]: `)
    expect(await saidOf(fixed)).toBe('')
  })
})

test('every code of a diagnostic has a page and a row', () => {
  const codes = new Set(sources.flatMap(({ text }) => [...text.matchAll(/'([EW]\d[A-Z\d]\d\d)'/g)].map((match) => match[1])))
  expect(pages.map(({ code }) => code).toSorted()).toEqual([...codes].toSorted())
  expect([...overview.matchAll(/^\| \[(\w+)\]\(\1\.md\)/gm)].map((match) => match[1])).toEqual([...codes].toSorted())
})

test('every code of a failure has one row', () => {
  const rows = [...overview.matchAll(/^\| `(\w+)` \|/gm)].map((match) => match[1] ?? '')
  const literal = /'([A-Z]+(?:_[A-Z]+)*)'/g
  const named = sources.flatMap(({ path, text }) => {
    // In a layer's errors.ts every code is a literal after `code:` or the first argument of a helper; elsewhere only after `code:`.
    const pattern = path.endsWith('errors.ts')
      ? /(?:code: |[a-z]\w*\(|\?\? )'([A-Z]+(?:_[A-Z]+)+|[A-Z]{5,})'/g
      : /new KpmError\(\{ code: '(\w+)'/g
    return [...text.matchAll(pattern)].map((match) => match[1] ?? '')
  })
  const written = new Set(sources.flatMap(({ text }) => [...text.matchAll(literal)].map((match) => match[1])))
  expect(new Set(named).size).toBeGreaterThan(50)
  expect(rows).toEqual([...new Set(rows)].toSorted())
  expect([...new Set(named)].filter((code) => !rows.includes(code))).toEqual([])
  expect(rows.filter((code) => !written.has(code))).toEqual([])
})
