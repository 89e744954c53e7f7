/** Programs with what the real engine 0.13.2 makes of them: rules of evaluation, one area per file in `chunks/`. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { parseChunks, runFiles } from './run-chunk.ts'

const folder = fileURLToPath(new URL('chunks', import.meta.url))

describe.each(readdirSync(folder).toSorted())('%s', (name) => {
  const chunks = parseChunks(readFileSync(`${folder}/${name}`, 'utf8'))
  test.each(chunks.map((chunk) => [chunk.title, chunk] as const))('%s', (_, chunk) => {
    expect(runFiles(chunk.files, chunk.flags)).toBe(chunk.expected)
  })
})
