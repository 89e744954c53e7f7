import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import { createMemoryHost } from '../../../src/host/memory.ts'
import { createNodeFiles } from '../../../src/node/files.ts'
import { storeGet, storeHas, storePut } from '../../../src/package/store/store.ts'
import { readStoredManifest, readTagHint, writeStoredManifest, writeTagHint } from '../../../src/package/store/manifests.ts'
import { digestOf } from '../../../src/oci/digest.ts'

const DIGEST = `sha256:${'a'.repeat(64)}`
const bytes = (text: string) => new TextEncoder().encode(text)
const FILES = [
  { path: 'kcl.mod', content: bytes('') },
  { path: 'lib/x.k', content: bytes('x = 1\n') },
]
const ENTRY = `/home/.kcl/kpm/.kpm/store-1/packages/sha256/${'a'.repeat(64)}`

test('what is put is there, as it was, and nothing else is', async () => {
  const host = createMemoryHost()
  expect(await storeHas(host, DIGEST)).toBe(false)
  const stored = await storePut(host, DIGEST, FILES)
  expect(stored.folder).toBe(`${ENTRY}/package`)
  expect(await storeGet(host, DIGEST)).toEqual(stored)
  expect(host.snapshot()).toEqual({
    [`${ENTRY}/package/kcl.mod`]: '',
    [`${ENTRY}/package/lib/x.k`]: 'x = 1\n',
    [`${ENTRY}/record.json`]: `{"sum":"${stored.sum}"}\n`,
  })
})

test('an entry whose record was lost or broken does not count, and is replaced', async () => {
  const host = createMemoryHost({ files: { [`${ENTRY}/package/kcl.mod`]: 'damaged', [`${ENTRY}/record.json`]: '{"sum"' } })
  expect(await storeHas(host, DIGEST)).toBe(false)
  await storePut(host, DIGEST, FILES)
  expect(host.snapshot()[`${ENTRY}/package/kcl.mod`]).toBe('')
  expect(await storeHas(host, DIGEST)).toBe(true)
})

test('a failure leaves nothing', async () => {
  const host = createMemoryHost()
  const twice = [...FILES, { path: 'kcl.mod', content: bytes('again') }]
  await expect(storePut(host, DIGEST, twice)).rejects.toMatchObject({ code: 'EXISTS' })
  expect(await storeHas(host, DIGEST)).toBe(false)
  expect(host.snapshot()).toEqual({})
})

test('what a killed process left is gone after a day, and not before', async () => {
  const drafts = '/home/.kcl/kpm/.kpm/store-1/drafts'
  const left = ['2026-01-01', '2026-01-30', '2026-01-31', '2026-02-01'].map((day) => `${drafts}/${day}/.tmp-x/package/a.k`)
  const files = Object.fromEntries(left.map((path) => [path, '']))
  const host = createMemoryHost({ files, clock: () => new Date('2026-02-01T00:00:01Z') })
  await storePut(host, DIGEST, FILES)
  expect(Object.keys(host.snapshot()).filter((path) => path.startsWith(drafts))).toEqual(left.slice(2))
})

test('many writers of one package on a real disk: one entry, no leftovers, every answer good', async () => {
  const folder = await mkdtemp(`${tmpdir()}/kpm-store-`)
  try {
    const host = { ...createMemoryHost({ settings: { packagesFolder: folder } }), files: createNodeFiles() }
    const many = Array.from({ length: 30 }, (_, index) => ({ path: `d/${index}.k`, content: bytes(`x = ${index}\n`) }))
    const stored = await Promise.all(Array.from({ length: 8 }, () => storePut(host, DIGEST, many)))
    expect(new Set(stored.map((it) => it.folder)).size).toBe(1)
    expect(await readdir(`${stored[0]?.folder}/d`)).toHaveLength(30)
    const [day = ''] = await readdir(`${folder}/.kpm/store-1/drafts`)
    expect(await readdir(`${folder}/.kpm/store-1/drafts/${day}`)).toEqual([])
    expect((await stat(`${stored[0]?.folder}/d/0.k`)).mode & 0o777).toBe(0o444)
    expect(await readdir(`${folder}/.kpm/store-1/packages/sha256`)).toHaveLength(1)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

test('a stored manifest answers for its digest, and for nothing when its bytes were changed', async () => {
  const folder = await mkdtemp(`${tmpdir()}/kpm-store-`)
  try {
    const host = { ...createMemoryHost({ settings: { packagesFolder: folder } }), files: createNodeFiles() }
    const manifest = bytes('{"a":\n1}')
    const digest = digestOf(manifest, host.sha256)
    const content = { descriptor: { mediaType: 'application/x', digest, size: manifest.length }, bytes: manifest }
    expect(await readStoredManifest(host, digest)).toBeUndefined()
    await writeStoredManifest(host, content)
    const read = await readStoredManifest(host, digest)
    expect({ ...read, bytes: Buffer.from(read?.bytes ?? []) }).toEqual({ ...content, bytes: Buffer.from(manifest) })
    await writeFile(`${folder}/.kpm/store-1/manifests/sha256/${digest.slice(7)}`, 'application/x\n{"a":\n2}')
    expect(await readStoredManifest(host, digest)).toBeUndefined()
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

test('a tag is remembered by its full reference', async () => {
  const host = createMemoryHost()
  await writeTagHint(host, 'h.io/a/b:1', DIGEST)
  expect(await readTagHint(host, 'h.io/a/b:1')).toBe(DIGEST)
  expect(await readTagHint(host, 'h.io/a/b:2')).toBeUndefined()
})
