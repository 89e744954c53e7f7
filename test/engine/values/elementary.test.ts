/** Arguments and results of the C library (glibc 2.36): where it rounds other than correctly, at the borders of its intervals and of the numbers. */
import { expect, test } from 'vitest'
import { exp, log, log10, log2, power } from '../../../src/engine/values/elementary.ts'
import { expm1, log1p } from '../../../src/engine/values/elementary-near-zero.ts'
import { readTable } from '../support/table.ts'

const FUNCTIONS: Record<string, (...args: number[]) => number> = {
  pow: (base = 0, exponent = 0) => power(base, exponent),
  exp: (x = 0) => exp(x),
  log: (x = 0) => log(x),
  log2: (x = 0) => log2(x),
  log10: (x = 0) => log10(x),
  expm1: (x = 0) => expm1(x),
  log1p: (x = 0) => log1p(x),
}

test('elementary functions agree with the C library to the last digit', () => {
  const table = readTable(new URL('elementary.tsv', import.meta.url))
  expect(table.length).toBeGreaterThan(100)
  for (const [call, expected] of table) {
    const [name = '', ...args] = call.split(' ')
    expect(FUNCTIONS[name]?.(...args.map(Number)), call).toBe(Number(expected))
  }
})
