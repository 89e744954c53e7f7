import { expect, test } from 'vitest'
import { isPrivateHost, printable, shownUrl } from '../../../src/oci/http/text.ts'

test.each([
  ['localhost', true],
  ['a.localhost', true],
  ['LOCALHOST', true],
  ['127.0.0.1', true],
  ['0.0.0.0', true],
  ['10.255.0.1', true],
  ['172.16.0.1', true],
  ['172.31.255.255', true],
  ['172.32.0.1', false],
  ['192.168.1.1', true],
  ['192.169.1.1', false],
  ['169.254.169.254', true],
  ['100.64.0.1', true],
  ['100.128.0.1', false],
  ['8.8.8.8', false],
  ['[::1]', true],
  ['[::]', true],
  ['[fd12:3456::1]', true],
  ['[fe80::1]', true],
  ['[::ffff:7f00:1]', true],
  ['[::ffff:a00:1]', true],
  ['[::ffff:808:808]', false],
  ['[2001:db8::1]', false],
  ['ghcr.io', false],
  ['localhost.evil.test', false],
])('%s is private: %s', (host, expected) => {
  expect(isPrivateHost(host)).toBe(expected)
})

test.each([
  ['https://a.test/x?signature=secret', 'https://a.test/x'],
  ['https://bob:secret@a.test/x#y', 'https://a.test/x'],
  ['HTTPS://A.test:443/', 'https://a.test/'],
  ['not an address?secret', 'not an address'],
  ['//bob:secret@a.test', '//a.test'],
])('%s is shown as %s', (url, shown) => {
  expect(shownUrl(url)).toBe(shown)
})

test.each([
  ['plain', 'plain'],
  [' a\r\nb\tc ', 'a b c'],
  ['\u001b[31mred\u001b[0m', '[31mred [0m'],
  ['a\u202eb\u200bc\ufeff', 'a b c'],
  ['ünï cödé 日本', 'ünï cödé 日本'],
  ['x'.repeat(400), `${'x'.repeat(300)}…`],
])('%j is printed as %j', (text, expected) => {
  expect(printable(text)).toBe(expected)
})
