/** Where a registry may send its client, and what goes along. */
import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { KpmError } from '../../../src/base/error.ts'
import { answer, answerError } from '../../../src/oci/handler/answer.ts'
import type { TransportRequest } from '../../../src/oci/http/transport.ts'
import { cutAfter, faultAt, page, type Fault } from '../../support/pretend-network.ts'
import { bytesOf, codeOf, layerOf, opener } from '../../support/registry-contract.ts'
import { AUTHORIZATION, contentRangeOf, createWorld, createWorldWithBlob, startOf, type World } from '../../support/registry-world.ts'

const content = randomBytes(3_000_000)
const layer = layerOf(content)
const withLayer = (faults: readonly Fault[], others = {}): Promise<World> => createWorldWithBlob(content, { faults, others })
const rangeHeaders = (request: TransportRequest): Readonly<Record<string, string>> => contentRangeOf(request, content)

describe('redirects', () => {
  const toStorage = (status: number, location = 'https://storage.test/blob?signature=secret'): Fault =>
    faultAt(/GET https:\/\/registry.test.*blobs/, () => answer({ status, headers: { location } }))
  const storage = { 'storage.test': async () => answer({ status: 200, bytes: content }) }

  test.each([301, 302, 303, 307, 308])('%i to a storage host, which sees no credential', async (status) => {
    const world = await withLayer([toStorage(status)], storage)
    expect((await bytesOf(world.client.readBlob('a', layer))).length).toBe(content.length)
    expect(world.network.credentialsSeenBy('registry.test')).toContain(AUTHORIZATION)
    expect(world.network.credentialsSeenBy('storage.test')).toEqual(['none'])
  })

  test('a range goes along', async () => {
    let hits = 0
    const others = {
      'storage.test': async (request: TransportRequest) => {
        hits += 1
        return hits === 1 ? cutAfter(content, 2_000_000) : cutAfter(content.subarray(startOf(request)), 1_000_001, rangeHeaders(request))
      },
    }
    const world = await withLayer([toStorage(307)], others)
    expect(Buffer.from(await bytesOf(world.client.readBlob('a', layer))).equals(content)).toBe(true)
    expect(world.network.requests.filter((request) => request.url.includes('storage')).map((request) => request.headers['range'])).toEqual([
      undefined,
      'bytes=2000000-',
    ])
  })

  test('another port of the same host is another origin', async () => {
    const world = await withLayer([toStorage(307, 'https://registry.test:8443/blob')], {
      'registry.test:8443': async () => answer({ status: 200, bytes: content }),
    })
    await bytesOf(world.client.readBlob('a', layer))
    expect(world.network.credentialsSeenBy('registry.test:8443')).toEqual(['none'])
  })

  test('a challenge of the other host is not answered', async () => {
    const others = {
      'storage.test': async () =>
        answerError({ status: 401, code: 'UNAUTHORIZED', message: '', headers: { 'www-authenticate': 'Basic realm="x"' } }),
    }
    const world = await withLayer([toStorage(307)], others)
    expect(await codeOf(bytesOf(world.client.readBlob('a', layer)))).toBe('UNAUTHORIZED')
    expect(world.network.credentialsSeenBy('storage.test')).toEqual(['none'])
  })

  test('a way back to the registry goes without a credential', async () => {
    const others = {
      'storage.test': async () => answer({ status: 307, headers: { location: 'https://registry.test/v2/private/manifests/1' } }),
    }
    const world = await withLayer([toStorage(307)], others)
    await codeOf(bytesOf(world.client.readBlob('a', layer)))
    const back = world.network.requests.filter((request) => request.url.includes('private'))
    expect(back.map((request) => request.headers['authorization'])).toEqual([undefined])
  })

  test.each([
    ['from https to http', 'http://storage.test/'],
    ['into a private network', 'https://10.0.0.1/'],
    ['to the metadata of a cloud', 'https://169.254.169.254/latest'],
    ['to loopback', 'https://localhost:1/'],
    ['to a file', 'file:///etc/passwd'],
    ['with a user name', 'https://x:y@storage.test/'],
    ['nowhere', ''],
  ])('%s is refused', async (_, location) => {
    const world = await withLayer([toStorage(307, location)])
    expect(await codeOf(bytesOf(world.client.readBlob('a', layer)))).toBe('REDIRECT_REFUSED')
    expect(world.network.requests.every((request) => request.url.startsWith('https://registry.test/'))).toBe(true)
  })

  test('a loop ends', async () => {
    const world = await withLayer([toStorage(307, 'https://registry.test/v2/a/blobs/x')])
    expect(await codeOf(bytesOf(world.client.readBlob('a', layer)))).toBe('TOO_MANY_REDIRECTS')
    expect(world.network.requests.length).toBeLessThan(15)
  })

  test('the query of a signed address does not reach a message', async () => {
    const world = await withLayer([toStorage(307)], { 'storage.test': async () => page(403, 'expired') })
    const failure = await bytesOf(world.client.readBlob('a', layer)).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(KpmError)
    expect(`${(failure as KpmError).message} ${(failure as KpmError).hint}`).not.toContain('secret')
  })

  test('an upload follows only inside the registry', async () => {
    const inside = faultAt(/PUT .*blobs/, (request) => answer({ status: 307, headers: { location: `${request.url}&moved=1` } }), 1)
    const moved = createWorld({ faults: [inside] })
    await moved.client.writeBlob('a', layer, opener(content))
    expect(await moved.stored.resolveBlob('a', layer.digest)).toBeDefined()
    for (const [status, location] of [
      [307, 'https://evil.test/'],
      [302, '/v2/elsewhere'],
    ] as const) {
      const world = createWorld({ faults: [faultAt(/PUT .*blobs/, () => answer({ status, headers: { location } }))] })
      expect(await codeOf(world.client.writeBlob('a', layer, opener(content)))).toBe('REDIRECT_REFUSED')
      expect(world.network.credentialsSeenBy('evil.test')).toEqual([])
    }
  })
})
