/** What is asked again, how often, and after how long; and what the failure says in the end. */
import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createSha256 } from '../../../src/node/hashing.ts'
import { requestFailed } from '../../../src/oci/errors.ts'
import { createRegistryClient } from '../../../src/oci/client/client.ts'
import { systemClock } from '../../../src/oci/http/retry.ts'
import type { Transport } from '../../../src/oci/http/transport.ts'
import type { KpmError } from '../../../src/base/error.ts'
import { answerError } from '../../../src/oci/handler/answer.ts'
import type { TransportResponse } from '../../../src/oci/http/transport.ts'
import { connectionLost, faultAt, page } from '../../support/pretend-network.ts'
import { codeOf, pushPackage } from '../../support/registry-contract.ts'
import { createWorld } from '../../support/registry-world.ts'

describe('tries again, and how long it waits', () => {
  test.each([408, 425, 429, 500, 502, 503, 504, 522])('%i twice, then the answer', async (status) => {
    const world = createWorld({ faults: [faultAt(/GET/, () => page(status, '<title>busy</title>'), 2)] })
    await pushPackage(world.stored, 'a', '1', randomBytes(10))
    await world.client.readManifest('a', '1')
    expect(world.clock.waits).toEqual([250, 500])
  })

  test('for ever: five times, then the failure', async () => {
    const world = createWorld({ faults: [faultAt(/GET/, () => page(502, '<html><title>502 Bad Gateway</title><p>nginx</p></html>'))] })
    await expect(world.client.readManifest('a', '1')).rejects.toMatchObject({
      code: 'REGISTRY_FAILED',
      blame: 'environment',
      message: 'cannot read registry.test/a:1: a web page: 502 Bad Gateway (502)',
    })
    expect(world.network.requests).toHaveLength(5)
    expect(world.clock.waits).toEqual([250, 500, 1000, 2000])
  })

  test('a lost connection', async () => {
    const world = createWorld({ faults: [faultAt(/GET/, connectionLost)] })
    expect(await codeOf(world.client.readManifest('a', '1'))).toBe('CONNECTION_LOST')
    expect(world.network.requests).toHaveLength(5)
  })

  test('a silent registry: no attempt after a minute and a half', async () => {
    const world = createWorld()
    world.network.inject(
      faultAt(/GET/, (request) => {
        world.clock.advance(40_000)
        return requestFailed({ code: 'TIMED_OUT', url: request.url, reason: 'no answer' })
      }),
    )
    expect(await codeOf(world.client.readManifest('a', '1'))).toBe('TIMED_OUT')
    expect(world.network.requests).toHaveLength(3)
  })

  test.each([
    ['seconds', '7', 7_000],
    ['a date', new Date(Date.UTC(2026, 0, 1, 0, 0, 9)).toUTCString(), 9_000],
    ['a date that is over', new Date(Date.UTC(2025, 0, 1)).toUTCString(), 0],
    ['nonsense', 'soon', 250],
  ])('Retry-After as %s', async (_, value, wait) => {
    const world = createWorld({ faults: [faultAt(/GET/, () => page(429, '', { 'retry-after': value }), 1)] })
    await codeOf(world.client.readManifest('a', '1'))
    expect(world.clock.waits).toEqual([wait])
  })

  test('an absurd Retry-After is shown, not waited for', async () => {
    const world = createWorld({
      faults: [
        faultAt(/GET/, () =>
          answerError({ status: 429, code: 'TOOMANYREQUESTS', message: 'slow down', headers: { 'retry-after': '1000000' } }),
        ),
      ],
    })
    await expect(world.client.readManifest('a', '1')).rejects.toMatchObject({
      code: 'TOOMANYREQUESTS',
      hint: 'the registry asks to wait 1000000 s',
    })
    expect(world.network.requests).toHaveLength(1)
  })

  test.each([400, 404, 405, 409, 501, 505, 507])('%i is an answer', async (status) => {
    const world = createWorld({ faults: [faultAt(/GET/, () => page(status, ''))] })
    await codeOf(world.client.readManifest('a', '1'))
    expect(world.network.requests).toHaveLength(1)
  })
})

describe('messages', () => {
  test('neither escape sequences nor line breaks of a registry reach a terminal', async () => {
    const world = createWorld({
      faults: [
        faultAt(/GET/, () => answerError({ status: 403, code: 'DEN\u001b[2JIED', message: '\u001b]0;owned\u0007no\r\n\u202eevil' })),
      ],
    })
    const failure = (await world.client.readManifest('a', '1').catch((error: unknown) => error)) as KpmError
    expect(failure.message).toBe('cannot read registry.test/a:1: ]0;owned no evil (403 DEN [2JIED)')
  })

  test.each<[string, TransportResponse, Partial<KpmError>]>([
    [
      'no such tag',
      answerError({ status: 404, code: 'MANIFEST_UNKNOWN', message: 'manifest unknown' }),
      { code: 'MANIFEST_UNKNOWN', blame: 'input', message: 'cannot read registry.test/a:1: manifest unknown (404 MANIFEST_UNKNOWN)' },
    ],
    [
      'a bare 404',
      page(404, '404 page not found\n'),
      { code: 'MANIFEST_UNKNOWN', message: 'cannot read registry.test/a:1: not found (404 MANIFEST_UNKNOWN)' },
    ],
    [
      'denied',
      answerError({ status: 403, code: 'DENIED', message: 'requested access is denied' }),
      { code: 'DENIED', blame: 'environment', hint: expect.stringContaining('kpm login registry.test') as unknown as string },
    ],
    [
      'https asked with http',
      page(400, 'Client sent an HTTP request to an HTTPS server.\n'),
      { hint: expect.stringContaining('speaks HTTPS') as unknown as string },
    ],
    [
      'a mirror',
      answerError({ status: 405, code: 'UNSUPPORTED', message: 'the operation is unsupported' }),
      { code: 'UNSUPPORTED', hint: expect.stringContaining('does not allow') as unknown as string },
    ],
  ])('%s', async (_, response, expected) => {
    const world = createWorld({ faults: [faultAt(/GET/, () => response)] })
    await expect(world.client.readManifest('a', '1')).rejects.toMatchObject(expected)
  })
})

test('the answer to HEAD has no words, the failure has', async () => {
  const world = createWorld({ faults: [faultAt(/HEAD/, () => page(503, ''))] })
  await expect(world.client.resolve('a', '1')).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    message: 'cannot read registry.test/a:1: the registry is not available (503 UNAVAILABLE)',
  })
})

test('warnings of a registry are passed on, each once', async () => {
  const warnings: string[] = []
  const lines = ['299 - "old \\"API\\"", 299 - "second"', '199 - "not this"', '299 other "nor this"', '299 - "a\u001b[2Jb"']
  const transport: Transport = async () => ({ ...page(404, ''), headers: new Map([['warning', lines]]) })
  const client = createRegistryClient({
    transport,
    host: 'registry.test',
    plainHttp: false,
    sha256: createSha256,
    warn: (text) => void warnings.push(text),
  })
  for (const tag of ['1', '2']) await client.resolve('a', tag)
  expect(warnings).toEqual(['registry.test: old "API"', 'registry.test: second', 'registry.test: a [2Jb'])
})

test('waiting ends when the work is aborted', async () => {
  const controller = new AbortController()
  const waiting = codeOf(systemClock.wait(60_000, controller.signal))
  controller.abort()
  expect(await waiting).toBe('ABORTED')
  expect(await codeOf(systemClock.wait(60_000, controller.signal))).toBe('ABORTED')
  await systemClock.wait(0, undefined)
})
