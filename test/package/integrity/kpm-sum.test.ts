import { describe, expect, test } from 'vitest'
import { createMemoryHost } from '../../../src/host/memory.ts'
import { createNodeFiles } from '../../../src/node/files.ts'
import { createSha256 } from '../../../src/node/hashing.ts'
import { packFolder } from '../../../src/package/archive/pack.ts'
import { kpmSumOf } from '../../../src/package/integrity/kpm-sum.ts'
import { readLockfile } from '../../../src/package/lockfile/parse.ts'
import { expectManifest } from '../../../src/package/manifest/read.ts'
import { hasShared, sharedFolder } from '../../support/shared.ts'

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

describe.runIf(hasShared('the sum of a published package'))('published', () => {
  test('the sum of k8s is the one that other packages have locked', async () => {
    const files = createNodeFiles()
    const folder = `${sharedFolder}/packages/k8s/1.31`
    const packed = await packFolder(files, folder, await expectManifest(files, folder))
    const lock = await readLockfile(files, `${sharedFolder}/packages/argo-workflow`)
    expect(kpmSumOf({ sha256: createSha256 }, packed.files)).toBe(lock.entries.get('k8s')?.sum)
  })
})
