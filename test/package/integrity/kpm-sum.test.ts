import { expect, test } from 'vitest'
import { createMemoryHost } from '../../../src/host/memory.ts'
import { kpmSumOf } from '../../../src/package/integrity/kpm-sum.ts'

const sum = (files: Readonly<Record<string, string>>) =>
  kpmSumOf(
    createMemoryHost(),
    Object.entries(files).map(([path, text]) => ({ path, content: new TextEncoder().encode(text) })),
  )

// Sums computed by kpm itself.
test('a package with a folder beside a file of its name', () => {
  const files = {
    'old.tar': 'not counted',
    '.gitignore': 'not counted',
    'main.k': 'import lib\nmsg = lib.hello\n',
    'lib.k': 'x = 1\n',
    'lib/hello.k': 'hello = "hi"\n',
    'kcl.mod.lock': '',
    'kcl.mod': '[package]\nname = "greeter"\nedition = "v0.12.3"\nversion = "0.2.0"\n',
  }
  expect(sum(files)).toBe('az8cAurs9g6IaXSW17asRJkBzKVxq7W2DZ/yMfkBf9c=')
})

test('one file', () => expect(sum({ x: 'test' })).toBe('n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg='))
test('nothing', () => expect(sum({})).toBe('47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='))
