/** Each text in `scripts/` is one story; see `test/support/script.ts` for how it is read. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { parseScript, playScript } from '../support/script.ts'

const folder = fileURLToPath(new URL('scripts/', import.meta.url))

test.each(readdirSync(folder))('%s', async (name) => {
  const played = await playScript(parseScript(readFileSync(`${folder}/${name}`, 'utf8')))
  expect(played.map((step) => step.actual).join('\n\n')).toBe(played.map((step) => step.expected).join('\n\n'))
  expect(played.length).toBeGreaterThan(0)
})
