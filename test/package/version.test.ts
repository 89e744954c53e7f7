import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareVersions, isSameVersion, latestVersion, parseVersion } from '../../src/package/version.ts'

test.each([
  '1',
  'v1',
  '1.31',
  '1.2.3.4',
  '0.0.1',
  '1.2.3-beta',
  '1.2beta',
  '1.2.3-beta.2',
  '1.2.3+build.5',
  '1.2-5.alpha',
  '1.0-~x',
  'v1.2.3-rc1+m',
  // The grammar takes a lone hyphen for a pre-release.
  '1.2-',
])('%s is a version', (text) => expect(parseVersion(text)?.text).toBe(text))

test.each([
  '',
  'latest',
  'main',
  'V1',
  'vv1',
  '1.',
  '.1',
  '1..2',
  '1.2 ',
  '1_2',
  '1.2+',
  '1.2.',
  'sha256-44136fa.sig',
  '9223372036854775808',
])("'%s' is not a version", (text) => expect(parseVersion(text)).toBeUndefined())

describe('order', () => {
  test.each([
    ['1.2', '1.2.0', 0],
    ['1.2', '1.2.0.0', 0],
    ['v1.2.3', '1.2.3', 0],
    ['1.2.3+a', '1.2.3+b', 0],
    ['1.2.3', '1.10.0', -1],
    ['1.31', '1.31.2', -1],
    ['1.0.0-alpha', '1.0.0', -1],
    ['1.0.0-alpha', '1.0.0-beta', -1],
    ['1.0.0-beta.2', '1.0.0-beta.11', -1],
    ['1.0.0-2', '1.0.0-alpha', -1],
    ['1.0.0-alpha', '1.0.0-alpha.1', -1],
    // go-version puts a missing part above a word, where SemVer puts it below.
    ['1.0.0-alpha', '1.0.0-alpha.beta', 1],
    ['1.0beta', '1.0-beta', 0],
    ['9223372036854775807', '9223372036854775806', 1],
  ])('%s against %s', (left, right, order) => {
    expect(compare(left, right)).toBe(order)
    expect(compare(right, left)).toBe(order === 0 ? 0 : -order)
  })

  test('of plain versions it is the order of their numbers', () => {
    const numbers = fc.array(fc.nat({ max: 12 }), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(numbers, numbers, (left, right) => {
        const byNumber = [0, 1, 2, 3].map((place) => Math.sign((left[place] ?? 0) - (right[place] ?? 0))).find((sign) => sign !== 0) ?? 0
        expect(compare(left.join('.'), right.join('.'))).toBe(byNumber)
      }),
    )
  })
})

describe('the latest of tags', () => {
  test.each([
    [['0.1.0', '0.10.0', '0.9.0'], '0.10.0'],
    [['latest', 'main', 'sha256-44136fa355b3678a.sig', '0.1.0'], '0.1.0'],
    [['1.31', '1.31.0'], '1.31'],
    [['1.0.0', '1.1.0-rc1'], '1.1.0-rc1'],
    [['1.1.0-rc1', '1.1.0'], '1.1.0'],
    [['v2', '1.9.9'], 'v2'],
    [['1.0.0', '1.1.0_b1', '1.1.0_b2'], '1.1.0_b1'],
    [['latest'], undefined],
    [[], undefined],
  ])('%j → %s', (tags, latest) => expect(latestVersion(tags)?.text).toBe(latest))
})

test('the same version', () => {
  expect(isSameVersion('1.0', '1.0.0')).toBe(true)
  expect(isSameVersion('main', 'main')).toBe(true)
  expect(isSameVersion('main', '1.0')).toBe(false)
  expect(isSameVersion('1.0', '1.1')).toBe(false)
})

function compare(left: string, right: string): number {
  const a = parseVersion(left)
  const b = parseVersion(right)
  if (a === undefined || b === undefined) throw new Error('not versions')
  return Math.sign(compareVersions(a, b)) + 0
}
