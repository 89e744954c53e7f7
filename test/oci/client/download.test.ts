/** Downloads from registries that break, lie or answer oddly. */
import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { answer, answerError } from '../../../src/oci/handler/answer.ts'
import type { TransportRequest, TransportResponse } from '../../../src/oci/http/transport.ts'
import { formatIndex } from '../../../src/oci/manifest.ts'
import { IMAGE_INDEX, IMAGE_MANIFEST } from '../../../src/oci/media-types.ts'
import { cutAfter, faultAt, page, type Fault } from '../../support/pretend-network.ts'
import { bytesOf, codeOf, layerOf, pushPackage } from '../../support/registry-contract.ts'
import { contentRangeOf, createWorld, createWorldWithBlob, startOf, type World } from '../../support/registry-world.ts'

const content = randomBytes(3_000_000)
const layer = layerOf(content)
const withLayer = (faults: readonly Fault[], others = {}): Promise<World> => createWorldWithBlob(content, { faults, others })
const rangeHeaders = (request: TransportRequest): Readonly<Record<string, string>> => contentRangeOf(request, content)

describe('a download whose connection breaks', () => {
  test('goes on where it stopped, once per break', async () => {
    const cut = faultAt(/GET .*blobs/, (request) => cutAfter(content.subarray(startOf(request)), 1_000_000, rangeHeaders(request)), 3)
    const world = await withLayer([cut])
    expect(Buffer.from(await bytesOf(world.client.readBlob('a', layer))).equals(content)).toBe(true)
    expect(rangesOf(world)).toEqual(['none', 'bytes=1000000-', 'bytes=2000000-'])
  })

  test('reads over what it has when the registry has no ranges', async () => {
    const cut = faultAt(/GET .*blobs/, () => cutAfter(content, 1_500_000), 1)
    const whole = faultAt(/GET .*blobs/, () => answer({ status: 200, bytes: content }))
    const world = await withLayer([cut, whole])
    expect(Buffer.from(await bytesOf(world.client.readBlob('a', layer))).equals(content)).toBe(true)
    expect(rangesOf(world)).toEqual(['none', 'bytes=1500000-'])
  })

  test('gives up after five breaks in a row', async () => {
    const world = await withLayer([
      faultAt(/GET .*blobs/, (request) => cutAfter(content.subarray(startOf(request)), 10, rangeHeaders(request))),
    ])
    expect(await codeOf(bytesOf(world.client.readBlob('a', layer)))).toBe('CONNECTION_LOST')
    expect(rangesOf(world)).toHaveLength(5)
  })

  test('is not deceived by another range', async () => {
    const cut = faultAt(/GET .*blobs/, () => cutAfter(content, 1000), 1)
    const wrong = faultAt(/GET .*blobs/, () =>
      answer({ status: 206, headers: { 'content-range': `bytes 0-${content.length - 1}/${content.length}` }, bytes: content }),
    )
    const world = await withLayer([cut, wrong])
    expect(await codeOf(bytesOf(world.client.readBlob('a', layer)))).toBe('RESPONSE_INVALID')
  })

  test('a manifest is read again as a whole', async () => {
    const world = createWorld()
    const { digest } = await pushPackage(world.stored, 'a', '1', randomBytes(10))
    const { bytes } = await world.stored.readManifest('a', '1')
    world.network.inject(faultAt(/GET .*manifests/, () => cutAfter(bytes, 20, { 'content-type': IMAGE_MANIFEST }), 1))
    expect((await world.client.readManifest('a', '1')).descriptor.digest).toBe(digest)
  })
})

describe('content that is not what was asked for', () => {
  const flipped = new Uint8Array(content)
  flipped[1234] = (flipped[1234] ?? 0) ^ 1

  test.each<[string, Uint8Array, string, Record<string, string>]>([
    ['one bit', flipped, 'DIGEST_MISMATCH', {}],
    ['too short', content.subarray(1), 'SIZE_MISMATCH', {}],
    ['too long', Buffer.concat([content, content]), 'SIZE_MISMATCH', {}],
    ['a page', new TextEncoder().encode('<html>'), 'SIZE_MISMATCH', {}],
    ['encoded', new Uint8Array(100), 'SIZE_MISMATCH', { 'content-encoding': 'gzip' }],
  ])('a blob: %s', async (_, bytes, code, headers) => {
    const world = await withLayer([faultAt(/GET .*blobs/, () => answer({ status: 200, headers, bytes }))])
    expect(await codeOf(bytesOf(world.client.readBlob('a', layer)))).toBe(code)
  })

  test('an endless blob is left at the first byte too many', async () => {
    let sent = 0
    async function* endless(): AsyncGenerator<Uint8Array, void, undefined> {
      for (;;) {
        sent += 65_536
        yield new Uint8Array(65_536)
      }
    }
    const world = await withLayer([faultAt(/GET .*blobs/, () => answer({ status: 200, body: endless() }))])
    expect(await codeOf(bytesOf(world.client.readBlob('a', layer)))).toBe('SIZE_MISMATCH')
    expect(sent).toBeLessThan(content.length + 3 * 65_536)
  })

  test.each<[string, TransportResponse, string, string]>([
    ['a page with 200', page(200, '<html>portal</html>'), 'MANIFEST_INVALID', 'web page'],
    [
      'no JSON',
      answer({ status: 200, headers: { 'content-type': IMAGE_MANIFEST }, bytes: new Uint8Array(5) }),
      'MANIFEST_INVALID',
      'not JSON',
    ],
    [
      'another type inside',
      answer({ status: 200, headers: { 'content-type': IMAGE_MANIFEST }, bytes: formatIndex({ manifests: [] }) }),
      'MANIFEST_INVALID',
      'calls itself',
    ],
    ['another digest in the header', manifestWith({ 'docker-content-digest': `sha256:${'0'.repeat(64)}` }), 'DIGEST_MISMATCH', 'expected'],
    [
      'five megabytes',
      answer({ status: 200, headers: { 'content-type': IMAGE_MANIFEST }, bytes: new Uint8Array(5_000_000) }),
      'TOO_LARGE',
      'limit',
    ],
  ])('a manifest: %s', async (_, response, code, words) => {
    const world = createWorld({ faults: [faultAt(/GET .*manifests/, () => response)] })
    await expect(world.client.readManifest('a', '1')).rejects.toMatchObject({ code, message: expect.stringContaining(words) })
  })

  test('a manifest with a parameter in its type, or a digest of another algorithm, is fine', async () => {
    const response = manifestWith({ 'content-type': `${IMAGE_INDEX}; charset=utf-8`, 'docker-content-digest': `sha512:${'0'.repeat(128)}` })
    const world = createWorld({ faults: [faultAt(/GET .*manifests/, () => response)] })
    expect((await world.client.readManifest('a', '1')).descriptor.mediaType).toBe(IMAGE_INDEX)
  })

  test('another manifest for a pinned digest', async () => {
    const world = createWorld({ faults: [faultAt(/GET .*manifests/, () => manifestWith({}))] })
    expect(await codeOf(world.client.readManifest('a', layer.digest))).toBe('DIGEST_MISMATCH')
  })

  test('a registry that stores another manifest than was sent', async () => {
    const world = createWorld({
      faults: [faultAt(/PUT .*manifests/, () => answer({ status: 201, headers: { 'docker-content-digest': layer.digest } }))],
    })
    expect(await codeOf(pushPackage(world.client, 'a', '1', randomBytes(10)))).toBe('DIGEST_MISMATCH')
  })
})

describe('HEAD of a manifest', () => {
  test.each<[string, TransportResponse]>([
    ['without a digest', answer({ status: 200, headers: { 'content-type': IMAGE_MANIFEST, 'content-length': '5' } })],
    [
      'without a length',
      answer({ status: 200, headers: { 'content-type': IMAGE_MANIFEST, 'docker-content-digest': layer.digest }, body: bodyOfNothing() }),
    ],
    ['not allowed', answerError({ status: 405, code: 'UNSUPPORTED', message: '' })],
    ['forbidden', answerError({ status: 403, code: 'DENIED', message: '' })],
    ['of a page', answer({ status: 200, headers: { 'content-type': 'text/html' } })],
  ])('%s: the manifest itself is asked', async (_, response) => {
    const world = createWorld({ faults: [faultAt(/HEAD .*manifests/, () => response)] })
    const pushed = await pushPackage(world.stored, 'a', '1', randomBytes(10))
    expect(await world.client.resolve('a', '1')).toEqual(pushed)
    expect(await world.client.resolve('a', '2')).toBeUndefined()
  })
})

function rangesOf(world: World): readonly string[] {
  return world.network.requests
    .filter((request) => request.method === 'GET' && request.url.includes('/blobs/'))
    .map((request) => request.headers['range'] ?? 'none')
}

function manifestWith(headers: Readonly<Record<string, string>>): TransportResponse {
  return answer({ status: 200, headers: { 'content-type': IMAGE_INDEX, ...headers }, bytes: formatIndex({ manifests: [] }) })
}

async function* bodyOfNothing(): AsyncGenerator<Uint8Array, void, undefined> {}
