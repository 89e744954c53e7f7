import { expect, test } from 'vitest'
import { withLimit } from '../../../src/oci/http/limit.ts'
import type { Transport, TransportRequest } from '../../../src/oci/http/transport.ts'
import { bytesOf, opener } from '../../support/registry-contract.ts'

/** A server that counts what is under way: from the request to the end of the body. */
function createCounter(): { readonly transport: Transport; readonly most: () => number; readonly now: () => number } {
  let now = 0
  let most = 0
  async function* body(): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      for (let count = 0; count < 3; count += 1) {
        await new Promise((resolve) => setTimeout(resolve, 1))
        yield new Uint8Array(10)
      }
    } finally {
      now -= 1
    }
  }
  const transport: Transport = async (request) => {
    if (request.url.includes('refused')) throw new Error('refused')
    now += 1
    most = Math.max(most, now)
    await new Promise((resolve) => setTimeout(resolve, 1))
    if (request.method === 'GET') return { status: 200, headers: new Map(), body: body() }
    now -= 1
    return { status: 200, headers: new Map(), body: opener(new Uint8Array())() }
  }
  return { transport, most: () => most, now: () => now }
}

const request = (method: TransportRequest['method'], url = 'http://registry.test/'): TransportRequest => ({ method, url, headers: {} })

test('no more than so many at once, bodies included, and all of them in the end', async () => {
  const counter = createCounter()
  const limited = withLimit(counter.transport, 4)
  const sizes = await Promise.all(Array.from({ length: 25 }, async () => (await bytesOf((await limited(request('GET'))).body)).length))
  expect(sizes).toEqual(Array.from({ length: 25 }, () => 30))
  expect(counter.most()).toBe(4)
})

test('a body that is left and a request that fails give their place back', async () => {
  const counter = createCounter()
  const limited = withLimit(counter.transport, 1)
  for (let count = 0; count < 3; count += 1) {
    for await (const chunk of (await limited(request('GET'))).body) if (chunk.length > 0) break
    await expect(limited(request('GET', 'http://registry.test/refused'))).rejects.toThrow('refused')
    await expect(limited(request('PUT', 'http://registry.test/refused'))).rejects.toThrow('refused')
  }
  expect(counter.now()).toBe(0)
})

test('an upload may read what it sends from the same registry', async () => {
  const counter = createCounter()
  const limited: Transport = withLimit(async (message) => {
    if (typeof message.body === 'function') await bytesOf(message.body())
    return counter.transport(message)
  }, 1)
  const body = async function* body(): AsyncGenerator<Uint8Array, void, undefined> {
    yield* (await limited(request('GET'))).body
  }
  expect((await limited({ ...request('PUT'), body })).status).toBe(200)
})
