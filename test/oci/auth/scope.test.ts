import { expect, test } from 'vitest'
import { containsScopes, formatScopes, parseScopes, unionOfScopes } from '../../../src/oci/auth/scope.ts'

test.each([
  ['repository:a/b:pull', ['repository:a/b:pull']],
  ['repository:a/b:push,pull', ['repository:a/b:pull,push']],
  ['repository:host:5000/a:pull', ['repository:host:5000/a:pull']],
  ['repository:b:pull repository:a:pull', ['repository:a:pull', 'repository:b:pull']],
  ['repository:a:pull repository:a:push repository:a:pull', ['repository:a:pull,push']],
  ['repository:a:pull,* ', ['repository:a:*']],
  ['registry:catalog:*', ['registry:catalog:*']],
  ['', []],
  ['nonsense a:b', []],
])('%s', (text, expected) => {
  expect(formatScopes(parseScopes(text))).toEqual(expected)
})

test.each([
  ['repository:a:pull,push', 'repository:a:pull', true],
  ['repository:a:pull', 'repository:a:pull,push', false],
  ['repository:a:*', 'repository:a:pull,push,delete', true],
  ['repository:a:pull', 'repository:b:pull', false],
  ['repository:a:pull repository:b:pull', 'repository:b:pull', true],
  ['repository:a:pull', '', true],
])('%s contains %s: %s', (held, wanted, expected) => {
  expect(containsScopes(parseScopes(held), parseScopes(wanted))).toBe(expected)
})

test('a union has every right once', () => {
  const union = unionOfScopes(parseScopes('repository:a:pull'), parseScopes('repository:b:pull repository:a:push'))
  expect(formatScopes(union)).toEqual(['repository:a:pull,push', 'repository:b:pull'])
})
