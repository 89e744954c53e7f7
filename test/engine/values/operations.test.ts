/** Operators, subscripts and slices on literals of all kinds. The expected outcomes are those of the real engine 0.13.2. */
import { describe, expect, test } from 'vitest'
import { outcomeOf } from '../support/outcome.ts'
import { readTable } from '../support/table.ts'

describe.each(['operators.tsv', 'subscripts.tsv'])('%s', (file) => {
  test('has the outcomes of the real engine', () => {
    const different = readTable(new URL(file, import.meta.url)).filter(([operation, expected]) => outcomeOf(operation) !== expected)
    expect(different.map(([operation, expected]) => `${operation} → ${outcomeOf(operation)}, not ${expected}`)).toEqual([])
  })
})

/** With `-r`, and with `-r -d`. */
test.each([
  ['2147483647 + 1', '! 2147483648: A 32 bit integer overflow'],
  ['-2147483648 - 1', '! -2147483649: A 32 bit integer overflow'],
  ['65536 * 65536', '! 4294967296: A 32 bit integer overflow'],
  ['2 ** 31', '! 2147483648: A 32 bit integer overflow'],
  ['2147483647 + 0', '{"r": 2147483647}'],
  ['1 << 31', '{"r": 2147483648}'],
  ['1.0 + 1e39', '! 1e+39: A 32-bit floating point number overflow'],
])('%s with strict ranges', (operation, expected) => {
  for (const debug of [false, true]) expect(outcomeOf(operation, { strictRange: true, debug, disableNone: false })).toBe(expected)
})

/** Where the real engine allocates until it is killed. */
test.each(['[1] * -1', '[1] * 9223372036854775807', '"ab" * 9223372036854775807'])('%s ends in a fault', (operation) => {
  expect(outcomeOf(operation)).toBe('! capacity overflow')
})
