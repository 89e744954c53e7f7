/** Authentication as a person meets it: a registry, a token service, and who saw which credential. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { afterAll, describe, expect, test } from 'vitest'
import { KpmError } from '../../../src/base/error.ts'
import { createSha256 } from '../../../src/node/hashing.ts'
import { createRegistryClient } from '../../../src/oci/client/client.ts'
import { formatBasic, type Credential } from '../../../src/oci/credentials/credential.ts'
import { basicAccess, bearerAccess } from '../../../src/oci/handler/access.ts'
import { answer, answerError } from '../../../src/oci/handler/answer.ts'
import { createRegistryHandler } from '../../../src/oci/handler/handler.ts'
import type { Transport } from '../../../src/oci/http/transport.ts'
import { createMemoryRegistry } from '../../../src/oci/memory.ts'
import type { Registry } from '../../../src/oci/registry.ts'
import { selfSigned } from '../../support/certificates.ts'
import {
  createPretendClock,
  createPretendNetwork,
  faultAt,
  page,
  type PretendClock,
  type PretendNetwork,
} from '../../support/pretend-network.ts'
import { bytesOf, codeOf, layerOf, opener, pushPackage } from '../../support/registry-contract.ts'
import { createTokenService, type TokenService, type TokenServiceOptions } from '../../support/token-service.ts'

const folder = mkdtempSync(`${tmpdir()}/kpm-authentication-`)
const signing = selfSigned(folder, 'tokens')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const ALICE: Credential = { username: 'alice', password: 'hunter2' }

interface World {
  readonly network: PretendNetwork
  readonly tokens: TokenService
  readonly clock: PretendClock
  readonly stored: Registry
  readonly client: (credential?: Credential) => Registry
  /** How often a credential was looked up. */
  readonly lookups: () => number
}

interface WorldOptions {
  readonly host?: string
  readonly realm?: string
  readonly plainHttp?: boolean
  readonly service?: Partial<TokenServiceOptions>
}

/** A registry at `registry.test` whose token service is at `auth.test`. */
function createWorld(options: WorldOptions = {}): World {
  const { host = 'registry.test', realm = 'https://auth.test/token', plainHttp = false } = options
  const tokens = createTokenService({
    issuer: 'i',
    service: 's',
    signing,
    user: 'alice',
    password: 'hunter2',
    publicPrefix: 'public/',
    ...options.service,
  })
  const stored = createMemoryRegistry({ sha256: createSha256 })
  const handler = createRegistryHandler(stored, { check: bearerAccess({ realm, service: 's', judge: tokens.judge }) })
  const network = createPretendNetwork({ [host]: handler, 'registry-1.docker.io': handler, [new URL(realm).host]: tokens.handler })
  const clock = createPretendClock()
  let lookups = 0
  const client = (credential?: Credential): Registry =>
    createRegistryClient({
      transport: network.transport,
      host,
      plainHttp,
      sha256: createSha256,
      clock,
      credentials: async () => {
        lookups += 1
        return credential
      },
    })
  return { network, tokens, clock, stored, client, lookups: () => lookups }
}

describe('tokens', () => {
  test('a public package needs three requests: asked, token, asked again', async () => {
    const world = createWorld()
    await pushPackage(world.stored, 'public/a', '1', randomBytes(10))
    await world.client().readManifest('public/a', '1')
    expect(world.network.lines()).toEqual([
      'GET https://registry.test/v2/public/a/manifests/1',
      'GET https://auth.test/token?service=s&scope=repository%3Apublic%2Fa%3Apull&client_id=kpm',
      'GET https://registry.test/v2/public/a/manifests/1',
    ])
    expect(world.tokens.log).toEqual(['GET anonymous repository:public/a:pull'])
  })

  test('twenty downloads at once make one token request, and look up the credential once', async () => {
    const world = createWorld()
    const content = randomBytes(1000)
    await world.stored.writeBlob('a', layerOf(content), opener(content))
    const client = world.client(ALICE)
    await Promise.all(Array.from({ length: 20 }, () => bytesOf(client.readBlob('a', layerOf(content)))))
    expect(world.tokens.log).toEqual(['GET user repository:a:pull'])
    expect(world.lookups()).toBe(1)
    expect(world.network.credentialsSeenBy('auth.test')).toEqual([formatBasic('alice', 'hunter2')])
    expect(world.network.credentialsSeenBy('registry.test').filter((it) => it.startsWith('Basic'))).toEqual([])
  })

  test('a push asks for everything it needs at once', async () => {
    const world = createWorld()
    await pushPackage(world.client(ALICE), 'a', '1', randomBytes(10))
    expect(world.tokens.log).toEqual(['GET user repository:a:pull,push'])
  })

  test('a push after a pull asks for more without being refused first', async () => {
    const world = createWorld()
    const client = world.client(ALICE)
    expect(await client.resolve('a', '1')).toBeUndefined()
    const before = world.network.requests.length
    await pushPackage(client, 'a', '1', randomBytes(10))
    expect(world.tokens.log).toEqual(['GET user repository:a:pull', 'GET user repository:a:pull,push'])
    // One token and seven requests: two blobs with three each, one manifest.
    expect(world.network.requests.length - before).toBe(8)
  })

  test('a client that plans to write asks for one token, and for a narrow one where that is refused', async () => {
    const world = createWorld()
    const writing = (credential: Credential): Registry =>
      createRegistryClient({
        transport: world.network.transport,
        host: 'registry.test',
        plainHttp: false,
        sha256: createSha256,
        clock: world.clock,
        plansToWrite: true,
        credentials: async () => credential,
      })
    const client = writing(ALICE)
    expect(await client.resolve('a', '1')).toBeUndefined()
    await pushPackage(client, 'a', '1', randomBytes(10))
    expect(world.tokens.log).toEqual(['GET user repository:a:pull,push'])
    world.network.inject(faultAt(/auth.test.*pull%2Cpush/, () => answerError({ status: 403, code: 'DENIED', message: 'denied' })))
    expect(await writing(ALICE).resolve('a', '1')).toBeDefined()
  })

  test('each repository has its own token, and keeps it', async () => {
    const world = createWorld()
    const client = world.client(ALICE)
    for (const repository of ['a', 'b', 'a', 'b']) await client.resolve(repository, '1')
    expect(world.tokens.log).toEqual(['GET user repository:a:pull', 'GET user repository:b:pull'])
  })

  test('a token is not used past its time', async () => {
    const world = createWorld()
    const client = world.client(ALICE)
    await client.resolve('a', '1')
    world.clock.advance(290_000)
    await client.resolve('a', '1')
    expect(world.tokens.log).toHaveLength(1)
    world.clock.advance(10_000)
    await client.resolve('a', '1')
    expect(world.tokens.log).toHaveLength(2)
  })

  test('a token that the registry stopped taking is replaced once', async () => {
    const world = createWorld()
    const client = world.client(ALICE)
    await client.resolve('a', '1')
    world.network.inject(
      faultAt(/HEAD .*registry/, () => unauthorized('Bearer realm="https://auth.test/token",service="s",error="invalid_token"'), 1),
    )
    expect(await client.resolve('a', '1')).toBeUndefined()
    expect(world.tokens.log).toHaveLength(2)
  })

  test('a mount asks for both repositories', async () => {
    const world = createWorld()
    const content = randomBytes(10)
    const client = world.client(ALICE)
    await client.writeBlob('a', layerOf(content), opener(content))
    await client.writeBlob('b', layerOf(content), () => {
      throw new Error('mounted, not sent')
    })
    expect(world.tokens.log).toContain('GET user repository:a:pull repository:b:pull,push')
  })

  test('login: a good answer proves the credential, a refusal shows the words of the service', async () => {
    const world = createWorld()
    expect(await world.client(ALICE).ping()).toEqual({ isAuthenticated: true })
    expect(await world.client().ping()).toEqual({ isAuthenticated: false })
    await expect(world.client({ username: 'alice', password: 'wrong' }).ping()).rejects.toMatchObject({
      code: 'UNAUTHORIZED',
      blame: 'environment',
      message: 'cannot get a token for registry.test from auth.test: incorrect username or password (401 UNAUTHORIZED)',
    })
  })

  test('not allowed: one token, no second try, and the hint says what to do', async () => {
    const world = createWorld()
    await expect(world.client().readManifest('private/a', '1')).rejects.toMatchObject({
      code: 'UNAUTHORIZED',
      message: 'cannot read registry.test/private/a:1: authentication required (401 UNAUTHORIZED)',
      hint: "log in with 'kpm login registry.test'",
    })
    expect(world.network.lines()).toHaveLength(3)
  })

  test('a refused credential is named by its source', async () => {
    const world = createWorld()
    const failure = world.client({ username: 'alice', password: 'wrong', source: '/home/me/.docker/config.json' }).readManifest('a', '1')
    await expect(failure).rejects.toMatchObject({
      hint: expect.stringContaining("(from /home/me/.docker/config.json) was refused: log in again with 'kpm login registry.test'"),
    })
  })
})

test.each([
  ['a web page', page(200, '<html>welcome</html>')],
  ['nothing under /v2/', page(404, 'not found')],
])('login to %s is refused', async (_, response) => {
  expect(await codeOf(over(createPretendNetwork({ 'registry.test': async () => response }), ALICE).ping())).toBe('RESPONSE_INVALID')
})

describe('kinds of credential', () => {
  test('an identity token is exchanged by POST', async () => {
    const world = createWorld({ service: { refreshToken: 'refresh' } })
    await world.client({ username: '', password: '', identityToken: 'refresh' }).resolve('a', '1')
    expect(world.tokens.log).toEqual(['POST user repository:a:pull'])
  })

  test('a service without POST takes an identity token as the password', async () => {
    const world = createWorld({ service: { acceptsPost: false } })
    await world.client({ username: 'alice', password: '', identityToken: 'hunter2' }).resolve('a', '1')
    expect(world.tokens.log).toEqual(['POST refused repository:a:pull', 'GET user repository:a:pull'])
  })

  test('a service without GET is asked by POST', async () => {
    const world = createWorld()
    world.network.inject(faultAt(/GET https:\/\/auth/, () => answerError({ status: 405, code: 'UNSUPPORTED', message: '' })))
    await world.client(ALICE).resolve('a', '1')
    expect(world.tokens.log).toEqual(['POST user repository:a:pull'])
  })

  test('a registry token is sent as it is', async () => {
    const world = createWorld()
    expect(await codeOf(world.client({ username: '', password: '', registryToken: 'abc' }).readManifest('a', '1'))).toBe('UNAUTHORIZED')
    expect(world.network.credentialsSeenBy('registry.test')).toEqual(['none', 'Bearer abc'])
    expect(world.tokens.log).toEqual([])
  })

  test('a service that refuses wide requests gets a narrow one', async () => {
    const world = createWorld()
    world.network.inject(faultAt(/auth.test.*pull%2Cpush/, () => answerError({ status: 403, code: 'DENIED', message: 'denied' })))
    expect(await codeOf(pushPackage(world.client(ALICE), 'a', '1', randomBytes(10)))).toMatch(/UNAUTHORIZED|DENIED/)
    expect(world.tokens.log).toContain('GET user repository:a:pull')
  })

  test('Basic: asked bare once, then always sent', async () => {
    const handler = createRegistryHandler(createMemoryRegistry({ sha256: createSha256 }), {
      check: basicAccess({ realm: 'r', isUser: (user) => user === 'alice' }),
    })
    const network = createPretendNetwork({ 'registry.test': handler })
    const client = over(network, ALICE)
    await client.resolve('a', '1')
    await client.resolve('a', '2')
    expect(network.requests.map((request) => request.headers['authorization'] ?? 'none')).toEqual([
      'none',
      formatBasic('alice', 'hunter2'),
      formatBasic('alice', 'hunter2'),
    ])
    expect(await codeOf(over(network, { username: 'bob', password: 'x' }).ping())).toBe('UNAUTHORIZED')
    expect(await codeOf(over(network, { username: 'a:b', password: 'x' }).ping())).toBe('CREDENTIAL_INVALID')
    expect(await codeOf(over(network).ping())).toBe('UNAUTHORIZED')
  })

  test('Basic after a refused token (Harbor, robot accounts)', async () => {
    const network = createPretendNetwork({
      'registry.test': async (request) => {
        const header = request.headers['authorization'] ?? ''
        if (header.startsWith('Basic')) return answer({ status: 200, json: {} })
        return unauthorized(header === '' ? 'Bearer realm="https://auth.test/token"' : 'Basic realm="harbor"')
      },
      'auth.test': async () => answer({ status: 200, json: { token: 'abc' } }),
    })
    expect(await over(network, ALICE).ping()).toEqual({ isAuthenticated: true })
  })
})

describe('a registry that refuses for ever', () => {
  test.each([
    ['with Bearer', 'Bearer realm="https://auth.test/token",scope="repository:a:pull"', 5],
    ['with Basic', 'Basic realm="x"', 2],
    ['with both', 'Bearer realm="https://auth.test/token", Basic realm="x"', 5],
    ['with neither', 'Negotiate', 1],
    ['with junk', '"""', 1],
  ])('%s', async (_, challenge, most) => {
    const network = createPretendNetwork({
      'registry.test': async () => unauthorized(challenge),
      'auth.test': async () => answer({ status: 200, json: { token: 'abc' } }),
    })
    expect(await codeOf(over(network, ALICE).readManifest('a', '1'))).toBe('UNAUTHORIZED')
    expect(network.requests.length).toBeLessThanOrEqual(most)
  })
})

describe('the realm is judged before a credential goes there', () => {
  test.each([
    ['http for an https registry', 'http://auth.test/token'],
    ['a private address', 'https://10.1.2.3/token'],
    ['the link-local address of clouds', 'https://169.254.169.254/token'],
    ['loopback', 'https://127.0.0.1:9/token'],
    ['loopback by name', 'https://localhost/token'],
    ['loopback in IPv6', 'https://[::1]/token'],
    ['loopback mapped into IPv6', 'https://[::ffff:127.0.0.1]/token'],
    ['a relative address', '/token'],
    ['another scheme', 'file:///etc/passwd'],
    ['an address with a user', 'https://x:y@auth.test/token'],
  ])('%s is refused', async (_, realm) => {
    const network = createPretendNetwork({ 'registry.test': async () => unauthorized(`Bearer realm="${realm}"`) })
    expect(await codeOf(over(network, ALICE).resolve('a', '1'))).toBe('REALM_REFUSED')
    expect(network.requests).toHaveLength(1)
  })

  test('loopback is fine for a registry on this machine', async () => {
    const world = createWorld({ host: 'localhost:5000', realm: 'http://127.0.0.1:5001/token', plainHttp: true })
    expect(await world.client(ALICE).ping()).toEqual({ isAuthenticated: true })
  })

  test('the query of a realm stays', async () => {
    const world = createWorld({ realm: 'https://auth.test/token?tenant=a%2Fb' })
    await world.client(ALICE).resolve('a', '1')
    expect(world.network.lines()[1]).toBe('GET https://auth.test/token?tenant=a%2Fb&service=s&scope=repository%3Aa%3Apull&client_id=kpm')
  })
})

describe('a token service that answers badly', () => {
  test.each([
    ['a token with a line break', answer({ status: 200, json: { token: 'a\r\nx-evil: 1' } }), 'RESPONSE_INVALID'],
    ['no token', answer({ status: 200, json: {} }), 'RESPONSE_INVALID'],
    ['a list', answer({ status: 200, json: [] }), 'RESPONSE_INVALID'],
    ['a page', page(200, '<html>portal</html>'), 'RESPONSE_INVALID'],
    ['two megabytes', answer({ status: 200, bytes: new Uint8Array(2_000_000) }), 'TOO_LARGE'],
    ['a redirect', answer({ status: 302, headers: { location: 'https://evil.test/' } }), 'REGISTRY_FAILED'],
    ['denied', answerError({ status: 403, code: 'DENIED', message: 'denied' }), 'DENIED'],
  ])('%s', async (_, response, code) => {
    const challenge = unauthorized('Bearer realm="https://auth.test/token"')
    const network = createPretendNetwork({ 'registry.test': async () => challenge, 'auth.test': async () => response })
    expect(await codeOf(over(network, ALICE).readManifest('a', '1'))).toBe(code)
    expect(network.credentialsSeenBy('evil.test')).toEqual([])
  })
})

test('Docker Hub: one registry under all its names', async () => {
  const world = createWorld({ host: 'docker.io', realm: 'https://auth.docker.io/token' })
  await pushPackage(world.stored, 'account/repo', '1', randomBytes(10))
  for (const host of ['docker.io', 'index.docker.io', 'registry-1.docker.io', 'https://index.docker.io/v1/']) {
    const asked: string[] = []
    const client = createRegistryClient({
      transport: world.network.transport,
      host,
      plainHttp: false,
      sha256: createSha256,
      credentials: async (registry) => {
        asked.push(registry)
        return ALICE
      },
    })
    await client.readManifest('account/repo', '1')
    expect(asked).toEqual(['docker.io'])
  }
  expect(new Set(world.network.requests.map((request) => new URL(request.url).host))).toEqual(
    new Set(['registry-1.docker.io', 'auth.docker.io']),
  )
})

test('no failure shows a secret', async () => {
  const secrets = ['hunter2', 'refresh-secret', Buffer.from('alice:hunter2').toString('base64')]
  const reflect: Transport = async (request) =>
    answerError({ status: 400, code: 'UNKNOWN', message: `bad request ${request.url.replace(/\?.*/, '')}` })
  const network = createPretendNetwork({
    'registry.test': async () => unauthorized('Bearer realm="https://auth.test/token?key=hunter2"'),
    'auth.test': reflect,
  })
  for (const credential of [ALICE, { username: 'alice', password: '', identityToken: 'refresh-secret' }]) {
    const failure = await over(network, credential)
      .readManifest('a', '1')
      .catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(KpmError)
    const { message, hint, stack, cause } = failure as KpmError
    for (const secret of secrets) expect([message, hint, stack, JSON.stringify(cause)].join('\n')).not.toContain(secret)
  }
})

function over(network: PretendNetwork, credential?: Credential): Registry {
  return createRegistryClient({
    transport: network.transport,
    host: 'registry.test',
    plainHttp: false,
    sha256: createSha256,
    clock: createPretendClock(),
    credentials: async () => credential,
  })
}

function unauthorized(challenge: string): ReturnType<typeof answerError> {
  return answerError({ status: 401, code: 'UNAUTHORIZED', message: 'authentication required', headers: { 'www-authenticate': challenge } })
}
