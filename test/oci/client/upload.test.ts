/** Uploads: locations of every kind, sessions that are lost, answers that are odd. */
import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { KpmError } from '../../../src/base/error.ts'
import { answer, answerError } from '../../../src/oci/handler/answer.ts'
import type { TransportRequest, TransportResponse } from '../../../src/oci/http/transport.ts'
import { connectionLost, faultAt, page, type Fault } from '../../support/pretend-network.ts'
import { codeOf, layerOf, opener } from '../../support/registry-contract.ts'
import { AUTHORIZATION, createWorld } from '../../support/registry-world.ts'

describe('upload locations', () => {
  const session = (location: string): Fault => faultAt(/POST/, () => answer({ status: 202, headers: { location } }))
  const small = randomBytes(10)
  const blob = layerOf(small)

  test('state in the query stays as it is', async () => {
    let seen = ''
    const done = faultAt(/PUT/, (request) => {
      seen = request.url
      return answer({ status: 201 })
    })
    const world = createWorld({ faults: [session('/v2/a/blobs/uploads/1?_state=a%2Fb%3D+c&x=1'), done] })
    await world.client.writeBlob('a', blob, opener(small))
    expect(seen).toBe(`https://registry.test/v2/a/blobs/uploads/1?_state=a%2Fb%3D+c&x=1&digest=${blob.digest}`)
  })

  test('an explicit default port is the same origin', async () => {
    const world = createWorld({
      faults: [session('https://registry.test:443/v2/a/blobs/uploads/1'), faultAt(/PUT/, () => answer({ status: 201 }))],
    })
    await world.client.writeBlob('a', blob, opener(small))
    expect(world.network.requests.at(-1)?.headers['authorization']).toBe(AUTHORIZATION)
  })

  test('another host gets the content and no credential', async () => {
    const world = createWorld({
      faults: [session('https://storage.test/upload?key=1')],
      others: { 'storage.test': async () => answer({ status: 201 }) },
    })
    await world.client.writeBlob('a', blob, opener(small))
    expect(world.network.credentialsSeenBy('storage.test')).toEqual(['none'])
  })

  test.each([
    ['http://registry.test/x'],
    ['https://127.0.0.1/x'],
    ['https://[::1]:5/x'],
    ['file:///tmp/x'],
    ['https://u:p@registry.test/x'],
  ])('%s is refused', async (location) => {
    const world = createWorld({ faults: [session(location)] })
    expect(await codeOf(world.client.writeBlob('a', blob, opener(small)))).toBe('UPLOAD_REFUSED')
  })

  test('none at all', async () => {
    const world = createWorld({ faults: [faultAt(/POST/, () => answer({ status: 202 }))] })
    expect(await codeOf(world.client.writeBlob('a', blob, opener(small)))).toBe('RESPONSE_INVALID')
  })
})

describe('an upload that fails half way', () => {
  const small = randomBytes(100_000)
  const blob = layerOf(small)

  test.each<[string, (request: TransportRequest) => TransportResponse | KpmError]>([
    ['the session is lost', () => answerError({ status: 404, code: 'BLOB_UPLOAD_UNKNOWN', message: 'unknown' })],
    ['the registry fails', () => page(500, 'oops')],
    ['the registry is busy', () => page(429, '', { 'retry-after': '1' })],
    ['the connection breaks', connectionLost],
  ])('%s: starts anew, with a new stream', async (_, make) => {
    const world = createWorld({ faults: [faultAt(/PUT .*blobs/, make, 2)] })
    let opened = 0
    await world.client.writeBlob('a', blob, () => {
      opened += 1
      return opener(small)()
    })
    expect(await world.stored.resolveBlob('a', blob.digest)).toBeDefined()
    expect(world.network.lines().filter((line) => line.startsWith('POST')).length).toBeGreaterThanOrEqual(3)
    expect(opened).toBe(1)
  })

  test('the blob arrived after all: nothing is sent again', async () => {
    const world = createWorld()
    world.network.inject(
      faultAt(
        /PUT .*blobs/,
        (request) => {
          void world.stored.writeBlob('a', blob, opener(small))
          return connectionLost(request)
        },
        1,
      ),
    )
    await world.client.writeBlob('a', blob, opener(small))
    expect(world.network.lines().filter((line) => line.startsWith('PUT'))).toHaveLength(1)
  })

  test('for ever: five sessions, then the failure', async () => {
    const world = createWorld({
      faults: [faultAt(/PUT .*blobs/, () => answerError({ status: 404, code: 'BLOB_UPLOAD_UNKNOWN', message: 'unknown' }))],
    })
    expect(await codeOf(world.client.writeBlob('a', blob, opener(small)))).toBe('BLOB_UPLOAD_UNKNOWN')
    expect(world.network.lines().filter((line) => line.startsWith('PUT'))).toHaveLength(5)
  })

  test('a registry that stores something else is found out', async () => {
    const lie = faultAt(/PUT .*blobs/, () => answer({ status: 201, headers: { 'docker-content-digest': `sha256:${'0'.repeat(64)}` } }))
    expect(await codeOf(createWorld({ faults: [lie] }).client.writeBlob('a', blob, opener(small)))).toBe('DIGEST_MISMATCH')
    const other = faultAt(/PUT .*blobs/, () => answer({ status: 201, headers: { 'docker-content-digest': `sha512:${'0'.repeat(128)}` } }))
    await createWorld({ faults: [other] }).client.writeBlob('a', blob, opener(small))
  })

  test('a refusal is final', async () => {
    const world = createWorld({ faults: [faultAt(/PUT .*blobs/, () => answerError({ status: 403, code: 'DENIED', message: 'no quota' }))] })
    expect(await codeOf(world.client.writeBlob('a', blob, opener(small)))).toBe('DENIED')
    expect(world.network.lines().filter((line) => line.startsWith('PUT'))).toHaveLength(1)
  })

  test('HEAD of a blob that answers oddly is no reason not to upload', async () => {
    for (const status of [403, 405]) {
      const world = createWorld({ faults: [faultAt(/HEAD .*blobs/, () => page(status, ''))] })
      await world.client.writeBlob('a', blob, opener(small))
      expect(await world.stored.resolveBlob('a', blob.digest)).toBeDefined()
    }
  })

  test('a mount that is refused becomes an upload', async () => {
    for (const refused of [
      answer({ status: 405 }),
      page(404, ''),
      answer({ status: 202, headers: { location: '/v2/b/blobs/uploads/9' } }),
    ]) {
      const world = createWorld({
        faults: [faultAt(/POST .*mount/, () => refused), faultAt(/PUT .*uploads\/9/, () => answer({ status: 201 }))],
      })
      await world.client.writeBlob('a', blob, opener(small))
      await world.client.writeBlob('b', blob, opener(small))
      expect(world.network.lines().filter((line) => line.startsWith('PUT'))).toHaveLength(2)
    }
  })
})
