/** Each program of the chunk files gives the real engine's diagnostics: code, title, texts, places and order. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { checkChunk, readChunks } from './chunk.ts'

const folder = fileURLToPath(new URL('programs/', import.meta.url))

describe.each(readdirSync(folder).toSorted())('%s', (name) => {
  const chunks = readChunks(readFileSync(`${folder}${name}`, 'utf8'))
  test.each(chunks.map((chunk) => [chunk.title, chunk] as const))('%s', (_, chunk) => {
    expect(checkChunk(chunk.files)).toEqual(chunk.expected)
  })
})
