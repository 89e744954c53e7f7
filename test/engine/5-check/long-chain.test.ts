/** Long programs of a simple shape must not exhaust the stack. */
import { expect, test } from 'vitest'
import { checkChunk } from './chunk.ts'

test.each([
  ['a sum', `a: str = ${Array.from({ length: 10_000 }, () => '1').join(' + ')}\n`],
  [
    'branches',
    `if True:\n    _y = 1\n${Array.from({ length: 2_000 }, (_, index) => `elif ${index} == 1:\n    _y = ${index}\n`).join('')}a: str = 1\n`,
  ],
  [
    'a chain of bases',
    `${Array.from({ length: 2_000 }, (_, index) => `schema S${index}(S${index + 1}):\n    a${index}: int\n`).join('')}schema S2000:\n    b: int\na: str = 1\n`,
  ],
])('%s', (_, program) => {
  const lines = checkChunk(new Map([['main.k', program]]))
  expect(lines.map((line) => line.replace(/:\d+:/, ':_:'))).toEqual([
    'E2G22 TypeError',
    expect.stringMatching(/^ {2}main\.k:_:1 expected str, got int/),
  ])
})
