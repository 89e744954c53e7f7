import { expect, test } from 'vitest'
import { createMemoryHost } from '../../../src/host/memory.ts'
import { findPackageFolder } from '../../../src/package/manifest/find.ts'
import { expectManifest, readManifest } from '../../../src/package/manifest/read.ts'

const { files } = createMemoryHost({
  files: {
    '/work/app/kcl.mod': '[package]\nname = "app"\n',
    '/work/app/sub/deep/x.k': '',
    '/work/app/inner/kcl.mod': '',
    '/work/odd/kcl.mod/x': '',
    '/latin/kcl.mod': Uint8Array.of(0x5b, 0xe4),
    '/linked/kcl.mod': { link: '/work/app/kcl.mod' },
  },
})

test.each([
  ['/work/app', '/work/app'],
  ['/work/app/sub/deep/x.k', '/work/app'],
  ['/work/app/inner', '/work/app/inner'],
  ['/work/app/not/there', '/work/app'],
  ['/linked', '/linked'],
  ['/work/odd', undefined],
  ['/work', undefined],
  ['/', undefined],
])('the package around %s is %s', async (path, folder) => expect(await findPackageFolder(files, path)).toBe(folder))

test('a manifest is read where it is, also through a link', async () => {
  expect((await expectManifest(files, '/work/app')).name).toBe('app')
  expect((await expectManifest(files, '/linked')).name).toBe('app')
  expect(await readManifest(files, '/work')).toBeUndefined()
  await expect(expectManifest(files, '/work')).rejects.toMatchObject({ code: 'MANIFEST_NOT_FOUND', message: 'no kcl.mod in /work' })
  await expect(expectManifest(files, '/latin')).rejects.toMatchObject({
    code: 'MANIFEST_INVALID',
    message: '/latin/kcl.mod: not UTF-8 text',
  })
})
