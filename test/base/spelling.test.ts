import { expect, test } from 'vitest'
import { FULL_EFFORT, similarity, similarNames } from '../../src/base/spelling.ts'

test.each([
  ['replica', ['name', 'replicas', 'image'], ['replicas']],
  ['namee', ['name', 'nam', 'port'], ['nam', 'name']],
  ['mat', ['max', 'math', 'map'], ['max', 'map', 'math']],
  ['x', ['y', 'z'], []],
  ['', ['a'], []],
])('%s among %j: %j', (name, candidates, expected) => {
  expect(similarNames(name, () => candidates, { left: FULL_EFFORT })).toEqual(expected)
})

test('characters outside the basic plane are one character', () => {
  expect(similarity('😀😁', '😀😂')).toBeCloseTo(similarity('ab', 'ac'))
})

test('many or long wrong names use up the effort; then none is similar to any', () => {
  const effort = { left: 1000 }
  expect(similarNames('namee', () => ['name'], effort)).toEqual(['name'])
  expect(effort.left).toBeLessThan(1000)
  expect(similarNames('n'.repeat(100), () => ['n'.repeat(99)], effort)).toEqual([])
  expect(similarNames('namee', () => ['name'], effort)).toEqual([])
})

test('the same name is as similar as can be', () => {
  expect(similarity('name', 'name')).toBe(1)
  expect(similarity('', '')).toBe(1)
})
