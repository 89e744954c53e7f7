import { expect, test } from 'vitest'
import { isAbsolutePath, isInside, joinPath, parentOf } from '../../src/base/path.ts'

test.each([
  [['/a', 'b'], '/a/b'],
  [['/a/', './b/', '..', 'c'], '/a/c'],
  [['/a', '/b'], '/b'],
  [['/', '..', '..'], '/'],
  [['a', '../../b'], '../b'],
  [['', 'x'], 'x'],
  [['.'], '.'],
  [['C:/a', '../b'], 'C:/b'],
  [['/a', 'C:/b'], 'C:/b'],
  [['/a//b///c'], '/a/b/c'],
])('join %j → %s', (parts, joined) => expect(joinPath(...parts)).toBe(joined))

test.each([
  ['/a/b', '/a'],
  ['/a', '/'],
  ['/', '/'],
  ['a', '.'],
  ['a/b/', 'a'],
  ['C:/a', 'C:/'],
])('the parent of %s is %s', (path, parent) => expect(parentOf(path)).toBe(parent))

test.each([
  ['/a', '/a', true],
  ['/a', '/a/b', true],
  ['/a', '/ab', false],
  ['/', '/a', true],
])('inside %s: %s %s', (folder, path, inside) => expect(isInside(folder, path)).toBe(inside))

test('absolute', () => {
  expect(['/a', 'C:/a', 'c:/'].every(isAbsolutePath)).toBe(true)
  expect(['a', './a', '', 'C:a'].some(isAbsolutePath)).toBe(false)
})
