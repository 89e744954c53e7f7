/** What every Registry promises; run by each implementation of it. Repositories get fresh names, so one registry can serve the whole suite. */
import { createHash, randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { KpmError } from '../../src/base/error.ts'
import type { Descriptor } from '../../src/oci/descriptor.ts'
import { EMPTY_CONFIG_BYTES, EMPTY_CONFIG_DESCRIPTOR, formatIndex, formatManifest } from '../../src/oci/manifest.ts'
import { IMAGE_INDEX, IMAGE_MANIFEST, LAYER_TAR_GZIP } from '../../src/oci/media-types.ts'
import type { Registry } from '../../src/oci/registry.ts'

let count = 0

/** A name that no test used before. */
export function freshRepository(prefix = 'contract'): string {
  count += 1
  return `${prefix}/r${count}`
}

export function sha256Of(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}

export function layerOf(bytes: Uint8Array): Descriptor {
  return { mediaType: LAYER_TAR_GZIP, digest: sha256Of(bytes), size: bytes.length }
}

export function opener(bytes: Uint8Array, chunk = 65_536): () => AsyncGenerator<Uint8Array, void, undefined> {
  return async function* open() {
    for (let offset = 0; offset < bytes.length; offset += chunk) yield bytes.subarray(offset, offset + chunk)
  }
}

export async function bytesOf(body: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  return Buffer.concat(chunks)
}

export async function listOf<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const list: T[] = []
  for await (const item of items) list.push(item)
  return list
}

/** Uploads config and layer and puts a manifest under the tag. */
export async function pushPackage(registry: Registry, repository: string, tag: string, content: Uint8Array): Promise<Descriptor> {
  const layer = layerOf(content)
  await registry.writeBlob(repository, layer, opener(content))
  await registry.writeBlob(repository, EMPTY_CONFIG_DESCRIPTOR, opener(EMPTY_CONFIG_BYTES))
  const manifest = formatManifest({ artifactType: LAYER_TAR_GZIP, config: EMPTY_CONFIG_DESCRIPTOR, layers: [layer] })
  return registry.writeManifest(repository, tag, IMAGE_MANIFEST, manifest)
}

export async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
  } catch (error) {
    if (error instanceof KpmError) return error.code
    throw error
  }
  return 'no failure'
}

/** `registry` is asked inside each test, after the set-up hooks ran. */
export function describeRegistryContract(registry: () => Registry): void {
  test('a pushed package comes back byte for byte, by tag and by digest', async () => {
    const repository = freshRepository()
    const content = randomBytes(300_000)
    const pushed = await pushPackage(registry(), repository, '1.0.0', content)
    expect(await registry().resolve(repository, '1.0.0')).toEqual(pushed)
    expect(await registry().resolve(repository, pushed.digest)).toEqual(pushed)
    const byTag = await registry().readManifest(repository, '1.0.0')
    expect(byTag.descriptor).toEqual(pushed)
    expect(sha256Of(byTag.bytes)).toBe(pushed.digest)
    expect((await registry().readManifest(repository, pushed.digest)).bytes).toEqual(byTag.bytes)
    expect(Buffer.from(await bytesOf(registry().readBlob(repository, layerOf(content)))).equals(content)).toBe(true)
  })

  test('what is not there resolves to nothing and reads as a failure with the code of the specification', async () => {
    const repository = freshRepository()
    expect(await registry().resolve(repository, '1.0.0')).toBeUndefined()
    expect(await codeOf(registry().readManifest(repository, '1.0.0'))).toMatch(/^(MANIFEST|NAME)_UNKNOWN$/)
    expect(await codeOf(listOf(registry().listTags(repository)))).toBe('NAME_UNKNOWN')
    await pushPackage(registry(), repository, '1.0.0', randomBytes(10))
    expect(await registry().resolve(repository, '2.0.0')).toBeUndefined()
    expect(await codeOf(registry().readManifest(repository, '2.0.0'))).toBe('MANIFEST_UNKNOWN')
    const absent = layerOf(randomBytes(10))
    expect(await registry().resolveBlob(repository, absent.digest)).toBeUndefined()
    expect(await codeOf(bytesOf(registry().readBlob(repository, absent)))).toBe('BLOB_UNKNOWN')
    expect(await codeOf(registry().readManifest(repository, absent.digest))).toBe('MANIFEST_UNKNOWN')
  })

  test('blobs of every size, uploaded once', async () => {
    const repository = freshRepository()
    for (const size of [0, 1, 65_536, 3_000_001]) {
      const content = randomBytes(size)
      const blob = layerOf(content)
      let opened = 0
      const open = (): AsyncIterable<Uint8Array> => {
        opened += 1
        return opener(content)()
      }
      await registry().writeBlob(repository, blob, open)
      await registry().writeBlob(repository, blob, open)
      expect(opened).toBe(1)
      expect(await registry().resolveBlob(repository, blob.digest)).toMatchObject({ digest: blob.digest, size })
      expect((await bytesOf(registry().readBlob(repository, blob))).length).toBe(size)
    }
  })

  test('a descriptor that lies about the size is found out', async () => {
    const repository = freshRepository()
    const content = randomBytes(1000)
    const blob = layerOf(content)
    await registry().writeBlob(repository, blob, opener(content))
    expect(await codeOf(bytesOf(registry().readBlob(repository, { ...blob, size: 999 })))).toBe('SIZE_MISMATCH')
    expect(await codeOf(bytesOf(registry().readBlob(repository, { ...blob, size: 1001 })))).toBe('SIZE_MISMATCH')
  })

  test('content that does not fit its digest is not accepted', async () => {
    const repository = freshRepository()
    const blob = layerOf(randomBytes(100))
    expect(await codeOf(registry().writeBlob(repository, blob, opener(randomBytes(100))))).toMatch(/^DIGEST_(MISMATCH|INVALID)$/)
    expect(await registry().resolveBlob(repository, blob.digest)).toBeUndefined()
    const manifest = formatManifest({ config: EMPTY_CONFIG_DESCRIPTOR, layers: [] })
    expect(await codeOf(registry().writeManifest(repository, blob.digest, IMAGE_MANIFEST, manifest))).toBe('DIGEST_MISMATCH')
  })

  test('a manifest is refused while a layer is missing', async () => {
    const repository = freshRepository()
    await registry().writeBlob(repository, EMPTY_CONFIG_DESCRIPTOR, opener(EMPTY_CONFIG_BYTES))
    const manifest = formatManifest({ config: EMPTY_CONFIG_DESCRIPTOR, layers: [layerOf(randomBytes(5))] })
    expect(await codeOf(registry().writeManifest(repository, '1', IMAGE_MANIFEST, manifest))).toBe('MANIFEST_BLOB_UNKNOWN')
  })

  test('tags: every one, and a tag can be moved', async () => {
    const repository = freshRepository()
    const first = await pushPackage(registry(), repository, '0.1.0', randomBytes(10))
    for (const tag of ['0.2.0', 'latest', '10.0.0']) await pushPackage(registry(), repository, tag, randomBytes(10))
    expect([...(await listOf(registry().listTags(repository)))].toSorted()).toEqual(['0.1.0', '0.2.0', '10.0.0', 'latest'])
    const moved = await pushPackage(registry(), repository, '0.1.0', randomBytes(10))
    expect(await registry().resolve(repository, '0.1.0')).toEqual(moved)
    expect(await registry().resolve(repository, first.digest)).toEqual(first)
  })

  test('an index points to manifests', async () => {
    const repository = freshRepository()
    const child = await pushPackage(registry(), repository, 'child', randomBytes(10))
    const index = formatIndex({ manifests: [{ ...child, platform: { architecture: 'amd64', os: 'linux' } }] })
    const pushed = await registry().writeManifest(repository, 'all', IMAGE_INDEX, index)
    expect(await registry().resolve(repository, 'all')).toEqual({ mediaType: IMAGE_INDEX, digest: sha256Of(index), size: index.length })
    expect((await registry().readManifest(repository, 'all')).descriptor).toEqual(pushed)
  })

  test('referrers, of all kinds and of one', async () => {
    const repository = freshRepository()
    const subject = await pushPackage(registry(), repository, '1.0.0', randomBytes(10))
    expect(await registry().listReferrers(repository, subject.digest)).toEqual([])
    const attached: Descriptor[] = []
    for (const artifactType of ['test/signature', 'test/sbom']) {
      const manifest = formatManifest({
        artifactType,
        config: EMPTY_CONFIG_DESCRIPTOR,
        layers: [],
        subject,
        annotations: { kind: artifactType },
      })
      const stored = await registry().writeManifest(repository, sha256Of(manifest), IMAGE_MANIFEST, manifest)
      attached.push({ ...stored, artifactType, annotations: { kind: artifactType } })
    }
    const found = await registry().listReferrers(repository, subject.digest)
    expect(found).toHaveLength(2)
    expect(found).toEqual(expect.arrayContaining(attached))
    expect(await registry().listReferrers(repository, subject.digest, 'test/sbom')).toEqual([attached[1]])
    expect(await registry().listReferrers(repository, subject.digest, 'test/none')).toEqual([])
  })

  test('a deleted manifest is gone, and its tag with it', async () => {
    const repository = freshRepository()
    const pushed = await pushPackage(registry(), repository, '1.0.0', randomBytes(10))
    await registry().deleteManifest(repository, pushed.digest)
    expect(await registry().resolve(repository, '1.0.0')).toBeUndefined()
    expect(await registry().resolve(repository, pushed.digest)).toBeUndefined()
    expect(await codeOf(registry().deleteManifest(repository, pushed.digest))).toBe('MANIFEST_UNKNOWN')
  })

  test('a source that breaks makes the upload fail with its own failure', async () => {
    const repository = freshRepository()
    const blob = layerOf(randomBytes(200_000))
    const open = async function* open(): AsyncGenerator<Uint8Array, void, undefined> {
      yield new Uint8Array(65_536)
      throw new KpmError({ code: 'SOURCE_BROKE', blame: 'environment', message: 'the source broke' })
    }
    expect(await codeOf(registry().writeBlob(repository, blob, open))).toBe('SOURCE_BROKE')
    expect(await registry().resolveBlob(repository, blob.digest)).toBeUndefined()
  })

  test('ping', async () => {
    expect(typeof (await registry().ping()).isAuthenticated).toBe('boolean')
  })
}
