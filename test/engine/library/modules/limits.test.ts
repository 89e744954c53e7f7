/** Where the real engine runs on forever or falls over, the modules stop with an answer. */
import { expect, test } from 'vitest'
import { runCall } from './call.ts'

test('splitting at empty matches comes to an end', () => {
  expect(runCall('regex.split("abc", "")')).toBe('["a", "b", "c"]')
  expect(runCall('regex.split("a,b", ",|$")')).toBe('["a", "b"]')
  expect(runCall('regex.split("abc", "", 9007199254740991)')).toBe('["a", "b", "c"]')
  expect(runCall('regex.split("abc", "", 2)')).toBe('["", ""]')
})

test('nested loops of a pattern take linear time', () => {
  expect(runCall(`regex.match("${'a'.repeat(5000)}b", "^(a+)+$")`)).toBe('false')
  expect(runCall(`regex.replace("${'ab'.repeat(2000)}c", "^(?:(a|b)+)+$", "x")`)).toBe(`"${'ab'.repeat(2000)}c"`)
})

test('a search that only backtracks gives up like the real engine', () => {
  expect(runCall(`regex.replace("${'a'.repeat(40)}b", "^(a+)+(?!a)$", "x")`)).toBe(
    '! called `Result::unwrap()` on an `Err` value: BacktrackLimitExceeded',
  )
})

test('templates nest to a depth the stack can bear', () => {
  const nested = (depth: number) => `template.execute("${'{{#if a}}'.repeat(depth)}x${'{{/if}}'.repeat(depth)}", {a = 1})`
  expect(runCall(nested(200))).toBe('"x"')
  expect(runCall(nested(20_000))).toContain('nested too deeply')
})

test('a partial that includes itself without end', () => {
  expect(runCall(`template.execute("{{#*inline 'p'}}{{> p}}{{/inline}}{{> p}}", {})`)).toContain('CannotIncludeSelf')
})
