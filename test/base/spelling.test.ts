import { expect, test } from 'vitest'
import { similarity, similarNames } from '../../src/base/spelling.ts'

test.each([
  ['replica', ['name', 'replicas', 'image'], ['replicas']],
  ['namee', ['name', 'nam', 'port'], ['nam', 'name']],
  ['mat', ['max', 'math', 'map'], ['max', 'map', 'math']],
  ['x', ['y', 'z'], []],
  ['', ['a'], []],
])('%s among %j: %j', (name, candidates, expected) => {
  expect(similarNames(name, candidates)).toEqual(expected)
})

test('the same name is as similar as can be', () => {
  expect(similarity('name', 'name')).toBe(1)
  expect(similarity('', '')).toBe(1)
})
