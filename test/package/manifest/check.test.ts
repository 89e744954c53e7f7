import { expect, test } from 'vitest'
import { expectPublishable, tagOfVersion } from '../../../src/package/manifest/check.ts'
import { parseManifest } from '../../../src/package/manifest/parse.ts'

const check = (text: string) => expectPublishable(parseManifest(`[package]\n${text}`, 'kcl.mod'))

test.each([
  'name = "k8s"\nversion = "1.31.2"',
  'name = "add-default-resources"\nversion = "0.1.0"',
  'name = "json_merge_patch"\nversion = "1-rc1"',
  'name = "helloAH"\nversion = "1"',
])('can be published: %j', (text) => expect(check(text).version).not.toBe(''))

test.each([
  ['', 'the package has no name'],
  ['name = "a"', 'the package has no version'],
  ['name = "a b"\nversion = "1"', "'a b' is not a package name"],
  ['name = "a--b"\nversion = "1"', "'a--b' is not a package name"],
  ['name = "a/b"\nversion = "1"', "'a/b' is not a package name"],
  ['name = "1a"\nversion = "1"', "'1a' is not a package name"],
  ['name = "a"\nversion = "one"', "'one' is not a version"],
])('cannot be published: %j', (text, message) => {
  expect(() => check(text)).toThrow(expect.objectContaining({ code: 'MANIFEST_INCOMPLETE', message: `kcl.mod: ${message}` }))
})

test('build metadata becomes part of the tag', () => {
  expect(tagOfVersion('1.2.3+build.5')).toBe('1.2.3_build.5')
  expect(tagOfVersion('v1.2')).toBe('v1.2')
  expect(() => tagOfVersion(`1.${'0'.repeat(200)}`)).toThrow('cannot be a tag')
})
