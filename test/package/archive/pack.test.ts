import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cp, mkdtemp, rm, utimes, chmod, readdir, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { describe, expect, test } from 'vitest'
import { createMemoryHost } from '../../../src/host/memory.ts'
import { createNodeFiles } from '../../../src/node/files.ts'
import { gunzip, gzip } from '../../../src/node/hashing.ts'
import { archiveName, packFolder } from '../../../src/package/archive/pack.ts'
import { unpackArchive } from '../../../src/package/archive/unpack.ts'
import { expectManifest } from '../../../src/package/manifest/read.ts'
import { hasShared, sharedFolder } from '../../support/shared.ts'

const LONG = `${'very-long-folder-name/'.repeat(9)}${'x'.repeat(120)}.k`
const FILES = {
  '/p/kcl.mod': '[package]\nname = "greeter"\nversion = "0.2.0"\n',
  '/p/main.k': 'import lib\n',
  '/p/lib/hello.k': 'hello = "hi"\n',
  '/p/ärger.k': '',
  [`/p/${LONG}`]: 'x = 1\n',
}

describe('the tar of a package', () => {
  test('is the same bytes whatever the machine, the time and the modes', async () => {
    const { tar } = await pack(FILES)
    const again = await pack(Object.fromEntries(Object.entries(FILES).toReversed()))
    expect(Buffer.compare(again.tar, tar)).toBe(0)
    // Pinned: another digest means that every published package would get another digest.
    expect(createHash('sha256').update(tar).digest('hex')).toBe('c2d066c326ace6053f5c5b7ecfb20e0a33859569ad420c6a7c7e049ac6d083ac')
  })

  test('has the layout of kpm', async () => {
    const { tar } = await pack({ '/p/kcl.mod': '', '/p/lib/a.k': 'a = 1\n' })
    const header = (place: number) => Buffer.from(tar.subarray(place * 512, place * 512 + 512))
    const name = (place: number) => header(place).toString('latin1', 0, 100).replace(/\0.*$/s, '')
    expect([name(0), name(1), name(2)]).toEqual(['kcl.mod', 'lib', 'lib/a.k'])
    expect(header(1).toString('latin1', 156, 157)).toBe('5')
    expect(header(1).toString('latin1', 100, 107)).toBe('0000755')
    expect(header(2).toString('latin1', 100, 107)).toBe('0000644')
    // uid, gid and time are zero, the owner has no name.
    expect(header(2).toString('latin1', 108, 116)).toBe('0000000\0')
    expect(header(2).toString('latin1', 116, 124)).toBe('0000000\0')
    expect(header(2).toString('latin1', 136, 148)).toBe('00000000000\0')
    expect(header(2).toString('latin1', 265, 329)).toBe('\0'.repeat(64))
    expect(tar.length).toBe(4 * 512 + 1024)
    expect(tar.subarray(-1024).every((byte) => byte === 0)).toBe(true)
  })

  test('is read back to the same files', async () => {
    const { tar, files } = await pack(FILES)
    const unpacked = await unpackArchive({ gunzip }, gzip(tar), 'greeter')
    expect(unpacked.map(({ path, content }) => [path, Buffer.from(content).toString()])).toEqual(
      files.map(({ path, content }) => [path, Buffer.from(content).toString()]),
    )
    expect(unpacked.map((it) => it.path)).toContain(LONG)
  })

  test('is read by tar', async () => {
    const { tar, files } = await pack(FILES)
    const listing = execFileSync('tar', ['--quoting-style=literal', '-tf', '-'], { input: tar }).toString().trim().split('\n')
    const names = files.map((it) => it.path)
    expect(listing.filter((name) => names.includes(name))).toEqual(names)
  })

  test('without a file there is nothing to pack', async () => {
    const { files } = createMemoryHost({ files: { '/p/x.tar': '' } })
    const nothing = { path: '/p/kcl.mod', include: [], exclude: [], dependencies: [], profile: NO_PROFILE }
    await expect(packFolder(files, '/p', nothing)).rejects.toMatchObject({ code: 'NOTHING_TO_PACK' })
  })
})

test('archives are called as kpm calls them', () => {
  expect(archiveName({ name: 'k8s', version: '1.31.2' }, '.tgz')).toBe('k8s_1.31.2.tgz')
})

describe.runIf(hasShared('packing published packages'))('published packages', () => {
  const files = createNodeFiles()
  test.each(['k8s/1.31', 'argo-workflow', 'cert-manager', 'difflib', 'json_merge_patch', 'set-annotations'])('%s', async (name) => {
    const folder = `${sharedFolder}/packages/${name}`
    const manifest = await expectManifest(files, folder)
    const packed = await packFolder(files, folder, manifest)
    const unpacked = await unpackArchive({ gunzip }, gzip(packed.tar), name)
    expect(unpacked.map((it) => it.path)).toEqual(packed.files.map((it) => it.path))
    for (const [index, { content }] of unpacked.entries()) {
      expect(Buffer.compare(content, packed.files[index]?.content ?? new Uint8Array()), unpacked[index]?.path).toBe(0)
    }
    const onDisk = await readdir(folder, { recursive: true, withFileTypes: true })
    expect(unpacked.length).toBe(onDisk.filter((entry) => entry.isFile()).length)
  })

  test('a copy with other times and modes gives the same bytes', async () => {
    const copy = await mkdtemp(`${tmpdir()}/kpm-pack-`)
    try {
      await cp(`${sharedFolder}/packages/difflib`, copy, { recursive: true })
      await chmod(`${copy}/main.k`, 0o777)
      await utimes(`${copy}/main.k`, 1, 1)
      expect((await stat(`${copy}/main.k`)).mtimeMs).toBe(1000)
      const one = await packFolder(files, copy, await expectManifest(files, copy))
      const two = await packFolder(files, `${sharedFolder}/packages/difflib`, await expectManifest(files, copy))
      expect(Buffer.compare(one.tar, two.tar)).toBe(0)
    } finally {
      await rm(copy, { recursive: true, force: true })
    }
  })
})

const NO_PROFILE = { entries: [], selectors: [], overrides: [], arguments: [] }

async function pack(files: Readonly<Record<string, string>>) {
  const host = createMemoryHost({ files })
  return packFolder(host.files, '/p', await expectManifest(host.files, '/p'))
}
