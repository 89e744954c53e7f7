/** The registry contract against Debian's docker-registry, over sockets: anonymous, with a password, with TLS of a private authority, with tokens. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSha256 } from '../../src/node/hashing.ts'
import { createNodeTransport } from '../../src/node/transport.ts'
import { createRegistryClient } from '../../src/oci/client/client.ts'
import type { Credential } from '../../src/oci/credentials/credential.ts'
import type { Registry } from '../../src/oci/registry.ts'
import { hasDockerRegistry, startDockerRegistry, type DockerRegistry, type DockerRegistryOptions } from '../support/docker-registry.ts'
import { codeOf, describeRegistryContract, pushPackage } from '../support/registry-contract.ts'

const VARIANTS: Readonly<Record<string, DockerRegistryOptions>> = {
  anonymous: { auth: 'none', tls: false },
  'with a password': { auth: 'basic', tls: false },
  'with a password, over TLS': { auth: 'basic', tls: true },
  'with tokens': { auth: 'bearer', tls: false },
  'with relative locations': { auth: 'none', tls: false, http: '  relativeurls: true\n' },
}

describe.runIf(hasDockerRegistry('contract against docker-registry')).each(Object.entries(VARIANTS))('docker-registry %s', (_, options) => {
  let server: DockerRegistry
  let registry: Registry
  beforeAll(async () => {
    server = await startDockerRegistry(options)
    registry = clientOf(server)
  })
  afterAll(() => server.stop())

  describeRegistryContract(() => registry)

  if (options.auth === 'none') return

  test('ping proves the credential, and a wrong one is refused', async () => {
    expect(await clientOf(server).ping()).toEqual({ isAuthenticated: true })
    const wrong = clientOf(server, { username: server.user, password: 'wrong' })
    expect(await codeOf(wrong.ping())).toBe('UNAUTHORIZED')
    expect(await codeOf(pushPackage(wrong, 'contract/wrong', '1', new Uint8Array(3)))).toBe('UNAUTHORIZED')
  })

  test('without a credential the failure says to log in', async () => {
    const anonymous = createRegistryClient({
      transport: transportOf(server),
      host: server.host,
      plainHttp: !options.tls,
      sha256: createSha256,
    })
    await expect(anonymous.readManifest('contract/x', '1')).rejects.toMatchObject({
      code: 'UNAUTHORIZED',
      hint: `log in with 'kpm login ${server.host}'`,
    })
  })
})

function clientOf(server: DockerRegistry, credential: Credential = { username: server.user, password: server.password }): Registry {
  return createRegistryClient({
    transport: transportOf(server),
    host: server.host,
    plainHttp: server.caFile === undefined,
    sha256: createSha256,
    credentials: async () => credential,
  })
}

function transportOf(server: DockerRegistry): ReturnType<typeof createNodeTransport> {
  return createNodeTransport({ environment: {}, ...(server.caFile === undefined ? {} : { caFile: server.caFile }) })
}
