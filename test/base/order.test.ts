import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareBytewise, orderByNeed } from '../../src/base/order.ts'

test('names compare like their UTF-8 bytes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (left, right) => {
      const bytes = Buffer.compare(Buffer.from(left), Buffer.from(right))
      expect(Math.sign(compareBytewise(left, right))).toBe(bytes)
    }),
  )
})

test.each([
  ['nothing', {}, [], []],
  ['a chain', { a: ['b'], b: ['c'] }, ['a'], ['c', 'b', 'a']],
  ['a diamond', { a: ['b', 'c'], b: ['d'], c: ['d'] }, ['a'], ['d', 'b', 'c', 'a']],
  ['several starts', { a: ['c'], b: ['c'] }, ['b', 'a'], ['c', 'b', 'a']],
])('%s is ordered', (_, needs: Record<string, string[]>, starts, nodes) => {
  expect(orderByNeed(starts, (node) => needs[node] ?? [])).toEqual({ kind: 'ordered', nodes })
})

test.each([
  ['itself', { a: ['a'] }, ['a', 'a']],
  ['two', { a: ['b'], b: ['a'] }, ['a', 'b', 'a']],
  ['a cycle behind a way in', { a: ['b'], b: ['c'], c: ['d'], d: ['b'] }, ['b', 'c', 'd', 'b']],
])('a cycle is found: %s', (_, needs: Record<string, string[]>, cycle) => {
  expect(orderByNeed(['a'], (node) => needs[node] ?? [])).toEqual({ kind: 'cyclic', cycle })
})

test('depth is no limit', () => {
  const result = orderByNeed([0], (node) => (node < 100_000 ? [node + 1] : []))
  expect(result.kind === 'ordered' && result.nodes.length).toBe(100_001)
})
