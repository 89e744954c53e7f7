/** The HTTP side as another client sees it: what the contract suite, which goes through our own client, does not ask. */
import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createSha256 } from '../../../src/node/hashing.ts'
import { createRegistryHandler, type HandlerOptions } from '../../../src/oci/handler/handler.ts'
import type { TransportRequest, TransportResponse } from '../../../src/oci/http/transport.ts'
import { EMPTY_CONFIG_DESCRIPTOR, formatManifest } from '../../../src/oci/manifest.ts'
import { IMAGE_INDEX, IMAGE_MANIFEST } from '../../../src/oci/media-types.ts'
import { createMemoryRegistry } from '../../../src/oci/memory.ts'
import type { Registry } from '../../../src/oci/registry.ts'
import { bytesOf, layerOf, opener, pushPackage, sha256Of } from '../../support/registry-contract.ts'

interface Seen {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
  readonly json: unknown
}

interface World {
  readonly registry: Registry
  readonly send: (
    line: string,
    options?: { readonly headers?: Readonly<Record<string, string>>; readonly body?: Uint8Array },
  ) => Promise<Seen>
}

function createWorld(options: HandlerOptions = {}): World {
  const registry = createMemoryRegistry({ sha256: createSha256 })
  const handler = createRegistryHandler(registry, options)
  return {
    registry,
    send: async (line, { headers = {}, body } = {}) => {
      const [method, path] = line.split(' ')
      const request = {
        method: method as TransportRequest['method'],
        url: `http://registry.test${path}`,
        headers,
        ...(body === undefined ? {} : { body }),
      }
      return seen(await handler(request))
    },
  }
}

async function seen(response: TransportResponse): Promise<Seen> {
  const body = Buffer.from(await bytesOf(response.body))
  const headers = Object.fromEntries([...response.headers].map(([name, values]) => [name, values.join(', ')]))
  const json: unknown = headers['content-type']?.includes('json') === true && body.length > 0 ? JSON.parse(body.toString()) : undefined
  return { status: response.status, headers, body, json }
}

const content = randomBytes(1000)
const blob = layerOf(content)

describe('blobs', () => {
  test('HEAD has the length and no body', async () => {
    const { registry, send } = createWorld()
    await registry.writeBlob('a', blob, opener(content))
    const answer = await send(`HEAD /v2/a/blobs/${blob.digest}`)
    expect(answer).toMatchObject({ status: 200, headers: { 'content-length': '1000', 'docker-content-digest': blob.digest } })
    expect(answer.body.length).toBe(0)
    expect((await send(`HEAD /v2/b/blobs/${blob.digest}`)).status).toBe(404)
  })

  test.each([
    ['bytes=0-9', 206, 0, 10],
    ['bytes=990-', 206, 990, 1000],
    ['bytes=500-5000', 206, 500, 1000],
    ['bytes=999-999', 206, 999, 1000],
    ['bytes=1000-', 416, 0, 0],
    ['bytes=9-3', 416, 0, 0],
    ['lines=1-2', 200, 0, 1000],
    ['bytes=-5', 200, 0, 1000],
  ])('%s', async (range, status, start, end) => {
    const { registry, send } = createWorld()
    await registry.writeBlob('a', blob, opener(content, 7))
    const answer = await send(`GET /v2/a/blobs/${blob.digest}`, { headers: { range } })
    expect(answer.status).toBe(status)
    expect(answer.body.equals(content.subarray(start, end))).toBe(true)
    if (status === 206) expect(answer.headers['content-range']).toBe(`bytes ${start}-${end - 1}/1000`)
  })
})

describe('uploads', () => {
  test('in chunks, asked for between, ended with the last chunk', async () => {
    const { registry, send } = createWorld()
    const { location = '' } = (await send('POST /v2/a/blobs/uploads/')).headers
    const first = await send(`PATCH ${location}`, { headers: { 'content-range': '0-399' }, body: content.subarray(0, 400) })
    expect(first).toMatchObject({ status: 202, headers: { range: '0-399', location } })
    expect(await send(`GET ${location}`)).toMatchObject({ status: 204, headers: { range: '0-399' } })
    const wrong = await send(`PATCH ${location}`, { headers: { 'content-range': '500-999' }, body: content.subarray(500) })
    expect(wrong).toMatchObject({ status: 416, headers: { range: '0-399' } })
    const done = await send(`PUT ${location}?digest=${blob.digest}`, { body: content.subarray(400) })
    expect(done).toMatchObject({ status: 201, headers: { location: `/v2/a/blobs/${blob.digest}` } })
    expect(await registry.resolveBlob('a', blob.digest)).toMatchObject({ size: 1000 })
    expect((await send(`GET ${location}`)).status).toBe(404)
  })

  test('cancelled, of another repository, with a wrong digest, too large', async () => {
    const { send } = createWorld({ largestBlob: 1500 })
    const start = async (): Promise<string> => (await send('POST /v2/a/blobs/uploads/')).headers['location'] ?? ''
    const cancelled = await start()
    expect((await send(`DELETE ${cancelled}`)).status).toBe(204)
    expect((await send(`PUT ${cancelled}?digest=${blob.digest}`, { body: content })).status).toBe(404)
    const elsewhere = (await start()).replace('/v2/a/', '/v2/b/')
    expect((await send(`PUT ${elsewhere}?digest=${blob.digest}`, { body: content })).status).toBe(404)
    const wrong = await send(`PUT ${await start()}?digest=sha256:${'0'.repeat(64)}`, { body: content })
    expect(wrong).toMatchObject({ status: 400, json: { errors: [{ code: 'DIGEST_INVALID' }] } })
    const large = await send(`PUT ${await start()}?digest=${blob.digest}`, { body: randomBytes(2000) })
    expect(large).toMatchObject({ status: 413, json: { errors: [{ code: 'SIZE_INVALID' }] } })
  })

  test('mounted, or not', async () => {
    const { registry, send } = createWorld()
    await registry.writeBlob('a', blob, opener(content))
    expect(await send(`POST /v2/b/blobs/uploads/?mount=${blob.digest}&from=a`)).toMatchObject({
      status: 201,
      headers: { 'docker-content-digest': blob.digest },
    })
    expect(await registry.resolveBlob('b', blob.digest)).toBeDefined()
    for (const query of [`mount=sha256:${'0'.repeat(64)}&from=a`, `mount=${blob.digest}`, `mount=${blob.digest}&from=nothing`]) {
      expect((await send(`POST /v2/c/blobs/uploads/?${query}`)).status).toBe(202)
    }
  })
})

describe('manifests', () => {
  test.each<[string, string, Uint8Array, number, string]>([
    ['no JSON', IMAGE_MANIFEST, Buffer.from('{'), 400, 'MANIFEST_INVALID'],
    [
      'of another type than announced',
      IMAGE_INDEX,
      formatManifest({ config: EMPTY_CONFIG_DESCRIPTOR, layers: [] }),
      400,
      'MANIFEST_INVALID',
    ],
    [
      'with a missing config',
      IMAGE_MANIFEST,
      formatManifest({ config: EMPTY_CONFIG_DESCRIPTOR, layers: [] }),
      404,
      'MANIFEST_BLOB_UNKNOWN',
    ],
    ['too large', IMAGE_MANIFEST, new Uint8Array(5_000_000), 413, 'MANIFEST_INVALID'],
  ])('%s', async (_, type, body, status, code) => {
    const { send } = createWorld()
    expect(await send('PUT /v2/a/manifests/1', { headers: { 'content-type': type }, body })).toMatchObject({
      status,
      json: { errors: [{ code }] },
    })
  })

  test('stored: its address by digest; with a subject: acknowledged, or not', async () => {
    for (const hasReferrers of [true, false]) {
      const { registry, send } = createWorld({ hasReferrers })
      const subject = await pushPackage(registry, 'a', '1', content)
      const body = formatManifest({ config: EMPTY_CONFIG_DESCRIPTOR, layers: [], subject })
      const answer = await send('PUT /v2/a/manifests/2', { headers: { 'content-type': `${IMAGE_MANIFEST}; charset=utf-8` }, body })
      expect(answer).toMatchObject({
        status: 201,
        headers: { location: `/v2/a/manifests/${sha256Of(body)}`, 'docker-content-digest': sha256Of(body) },
      })
      expect(answer.headers['oci-subject']).toBe(hasReferrers ? subject.digest : undefined)
      expect((await send(`GET /v2/a/referrers/${subject.digest}`)).status).toBe(hasReferrers ? 200 : 404)
    }
  })
})

test('tags in pages', async () => {
  const { registry, send } = createWorld({ pageSize: 3 })
  for (const tag of ['c', 'a', 'd', 'b']) await pushPackage(registry, 'a', tag, content)
  expect(await send('GET /v2/a/tags/list')).toMatchObject({
    json: { name: 'a', tags: ['a', 'b', 'c'] },
    headers: { link: '</v2/a/tags/list?last=c&n=3>; rel="next"' },
  })
  expect(await send('GET /v2/a/tags/list?n=2')).toMatchObject({
    json: { tags: ['a', 'b'] },
    headers: { link: '</v2/a/tags/list?last=b&n=2>; rel="next"' },
  })
  const last = await send('GET /v2/a/tags/list?n=100&last=b')
  expect(last.json).toEqual({ name: 'a', tags: ['c', 'd'] })
  expect(last.headers['link']).toBeUndefined()
  expect((await send('GET /v2/a/tags/list?n=0')).json).toEqual({ name: 'a', tags: [] })
  expect(await send('GET /v2/none/tags/list')).toMatchObject({ status: 404, json: { errors: [{ code: 'NAME_UNKNOWN' }] } })
})

test('what is not of the API', async () => {
  const { send } = createWorld()
  for (const line of ['GET /', 'GET /v2/UPPER/tags/list', 'POST /v2/a/tags/list', 'GET /v2/_catalog', 'PUT /v2/a/blobs/uploads/1']) {
    expect(await send(line)).toMatchObject({ status: 404, json: { errors: [{ code: 'NAME_INVALID' }] } })
  }
  expect((await send(`DELETE /v2/a/blobs/${blob.digest}`)).status).toBe(405)
})
