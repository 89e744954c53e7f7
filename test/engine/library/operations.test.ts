/** Global functions, methods of str and `format` on literals of all kinds. The expected outcomes are those of the real engine 0.13.2. */
import { describe, expect, test } from 'vitest'
import { outcomeOf } from '../support/outcome.ts'
import { readTable } from '../support/table.ts'

describe.each(['functions.tsv', 'string-methods.tsv', 'format.tsv'])('%s', (file) => {
  test('has the outcomes of the real engine', () => {
    const different = readTable(new URL(file, import.meta.url)).filter(([operation, expected]) => outcomeOf(operation) !== expected)
    expect(different.map(([operation, expected]) => `${operation} → ${outcomeOf(operation)}, not ${expected}`)).toEqual([])
  })
})
