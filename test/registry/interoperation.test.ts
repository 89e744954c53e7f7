/** Against programs that are not ours: docker-registry in its odder configurations, skopeo as the other client, and the token service of the shared tools. */
import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createSha256 } from '../../src/node/hashing.ts'
import { serve } from '../../src/node/server.ts'
import { createNodeTransport } from '../../src/node/transport.ts'
import { createRegistryClient } from '../../src/oci/client/client.ts'
import type { Credential } from '../../src/oci/credentials/credential.ts'
import { answer } from '../../src/oci/handler/answer.ts'
import { basicAccess } from '../../src/oci/handler/access.ts'
import { createRegistryHandler } from '../../src/oci/handler/handler.ts'
import type { Transport } from '../../src/oci/http/transport.ts'
import { EMPTY_CONFIG_DESCRIPTOR } from '../../src/oci/manifest.ts'
import { createMemoryRegistry } from '../../src/oci/memory.ts'
import type { Registry } from '../../src/oci/registry.ts'
import { selfSigned } from '../support/certificates.ts'
import { hasDockerRegistry, hasProgram, startDockerRegistry, type DockerRegistry } from '../support/docker-registry.ts'
import { bytesOf, codeOf, layerOf, listOf, pushPackage, sha256Of } from '../support/registry-contract.ts'
import { hasShared, sharedFolder } from '../support/shared.ts'

const run = promisify(execFile)
const root = mkdtempSync(`${tmpdir()}/kpm-interoperation-`)
const stops: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop()
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

describe.runIf(hasDockerRegistry('odd configurations of docker-registry'))('docker-registry', () => {
  test('keeps its blobs at another origin: they come without a credential', async () => {
    const seen: string[] = []
    let folder = ''
    const storage = await serve(async (request) => {
      seen.push(`${request.method} ${request.headers['authorization'] ?? 'none'}`)
      return answer({ status: 200, bytes: readFileSync(`${folder}/data${new URL(request.url).pathname}`) })
    })
    stops.push(storage.stop)
    const top = `middleware: { storage: [ { name: redirect, options: { baseurl: "${storage.url}/" } } ] }`
    const server = await started({ auth: 'basic', tls: false, top })
    folder = server.folder
    const registry = clientOf(server.host, { credential: { username: server.user, password: server.password } })
    const content = randomBytes(200_000)
    await pushPackage(registry, 'test/a', '1', content)
    expect(Buffer.from(await bytesOf(registry.readBlob('test/a', layerOf(content)))).equals(content)).toBe(true)
    expect(seen.length).toBeGreaterThan(0)
    expect(seen.every((line) => line.endsWith('none'))).toBe(true)
  })

  test('read-only says so', async () => {
    const server = await started({ auth: 'none', tls: false, storage: '  maintenance: { readonly: { enabled: true } }' })
    await expect(pushPackage(clientOf(server.host), 'test/a', '1', randomBytes(3))).rejects.toMatchObject({
      code: 'UNSUPPORTED',
      hint: expect.stringContaining('does not allow'),
    })
  })

  test('as a mirror of ours: reads pass through, writes are refused', async () => {
    const origin = createMemoryRegistry({ sha256: createSha256 })
    const content = randomBytes(50_000)
    await pushPackage(origin, 'test/a', '1', content)
    const upstream = await serve(createRegistryHandler(origin))
    stops.push(upstream.stop)
    const server = await started({ auth: 'none', tls: false, top: `proxy: { remoteurl: "${upstream.url}" }` })
    const registry = clientOf(server.host)
    expect((await registry.readManifest('test/a', '1')).descriptor).toEqual(await origin.resolve('test/a', '1'))
    expect((await bytesOf(registry.readBlob('test/a', layerOf(content)))).length).toBe(content.length)
    expect(await codeOf(pushPackage(registry, 'test/b', '1', randomBytes(3)))).toBe('UNSUPPORTED')
  })

  test('https asked with http, and the other way round, with the hint that helps', async () => {
    const secure = await started({ auth: 'none', tls: true })
    const plain = createRegistryClient({
      transport: createNodeTransport({ environment: {} }),
      host: secure.host,
      plainHttp: true,
      sha256: createSha256,
    })
    await expect(plain.ping()).rejects.toMatchObject({ hint: expect.stringContaining('speaks HTTPS') })
    const open = await started({ auth: 'none', tls: false })
    const wrong = createRegistryClient({
      transport: createNodeTransport({ environment: {} }),
      host: open.host,
      plainHttp: false,
      sha256: createSha256,
    })
    await expect(wrong.ping()).rejects.toMatchObject({ code: 'TLS_FAILED', hint: expect.stringContaining('--plain-http') })
  })

  test('a public repository with tokens needs no credential, a private one does', async () => {
    const server = await started({ auth: 'bearer', tls: false })
    const alice = clientOf(server.host, { credential: { username: server.user, password: server.password } })
    for (const repository of ['public/a', 'private/a']) await pushPackage(alice, repository, '1', randomBytes(3))
    const anonymous = clientOf(server.host)
    expect(await anonymous.resolve('public/a', '1')).toBeDefined()
    expect(await codeOf(anonymous.readManifest('private/a', '1'))).toBe('UNAUTHORIZED')
    const refreshed = clientOf(server.host, { credential: { username: '', password: '', identityToken: 'refresh-me' } })
    expect(await refreshed.resolve('private/a', '1')).toBeDefined()
  })

  test('forty packages at once, one token each, none refused', async () => {
    const server = await started({ auth: 'bearer', tls: false })
    const registry = clientOf(server.host, { credential: { username: server.user, password: server.password } })
    const names = Array.from({ length: 40 }, (_, index) => `many/p${index}`)
    await Promise.all(names.map((name) => pushPackage(registry, name, '1', Buffer.from(name))))
    server.tokens?.log.splice(0)
    const fresh = clientOf(server.host, { credential: { username: server.user, password: server.password } })
    const found = await Promise.all(names.map((name) => Promise.all([fresh.resolve(name, '1'), fresh.readManifest(name, '1')])))
    expect(found.every(([descriptor]) => descriptor !== undefined)).toBe(true)
    expect(server.tokens?.log.toSorted()).toEqual(names.map((name) => `GET user repository:${name}:pull`).toSorted())
  })
})

const hasSharedTools = hasDockerRegistry('the shared token service') && hasShared('the shared token service')
describe.runIf(hasSharedTools)('the token service of the shared tools', () => {
  let service: ChildProcess
  let server: DockerRegistry
  beforeAll(async () => {
    const port = await freePort()
    const signing = selfSigned(`${root}/shared`, 'token')
    service = spawn('python3', [`${sharedFolder}/tools/token_server.py`, `${port}`, signing.keyFile, signing.certificateFile], {
      stdio: 'ignore',
    })
    const top = `auth: { token: { realm: "http://127.0.0.1:${port}/token", service: lab-registry, issuer: lab-issuer, rootcertbundle: ${signing.certificateFile} } }`
    server = await startDockerRegistry({ auth: 'none', tls: false, top })
    await answering(`http://127.0.0.1:${port}/token`)
  })
  afterAll(async () => {
    service.kill('SIGKILL')
    await server.stop()
  })

  test('login, push, pull; anonymous only where it is public', async () => {
    const alice = clientOf(server.host, { credential: { username: 'alice', password: 's3cret' } })
    expect(await alice.ping()).toEqual({ isAuthenticated: true })
    const content = randomBytes(10_000)
    await pushPackage(alice, 'public/a', '1', content)
    await pushPackage(alice, 'private/a', '1', content)
    expect((await bytesOf(clientOf(server.host).readBlob('public/a', layerOf(content)))).length).toBe(content.length)
    expect(await codeOf(clientOf(server.host).readManifest('private/a', '1'))).toBe('UNAUTHORIZED')
    const wrong = clientOf(server.host, { credential: { username: 'alice', password: 'wrong' } })
    await expect(wrong.ping()).rejects.toMatchObject({
      code: 'UNAUTHORIZED',
      message: expect.stringContaining('incorrect username or password'),
    })
  })
})

describe.runIf(hasProgram('/usr/bin/skopeo', 'skopeo as the other client'))('skopeo', () => {
  test('reads and copies what we pushed into our own server, with a password', async () => {
    const memory = createMemoryRegistry({ sha256: createSha256 })
    const check = basicAccess({ realm: 'test', isUser: (user, password) => user === 'alice' && password === 's3cret' })
    const server = await serve(createRegistryHandler(memory, { check }))
    stops.push(server.stop)
    const registry = clientOf(server.host, { credential: { username: 'alice', password: 's3cret' } })
    const content = randomBytes(100_000)
    const pushed = await pushPackage(registry, 'test/a', '1', content)
    const raw = await skopeo('inspect', '--raw', '--tls-verify=false', '--creds', 'alice:s3cret', `docker://${server.host}/test/a:1`)
    expect(sha256Of(Buffer.from(raw))).toBe(pushed.digest)
    const folder = `${root}/copy`
    await skopeo('copy', '-q', '--src-tls-verify=false', '--src-creds', 'alice:s3cret', `docker://${server.host}/test/a:1`, `dir:${folder}`)
    expect(readFileSync(`${folder}/${layerOf(content).digest.slice(7)}`).equals(content)).toBe(true)
    await skopeo(
      'copy',
      '-q',
      '--dest-tls-verify=false',
      '--dest-creds',
      'alice:s3cret',
      `dir:${folder}`,
      `docker://${server.host}/other/b:2`,
    )
    expect(await registry.resolve('other/b', '2')).toEqual(pushed)
    await expect(skopeo('list-tags', '--tls-verify=false', '--creds', 'alice:wrong', `docker://${server.host}/test/a`)).rejects.toThrow(
      'unauthorized',
    )
  })

  test.runIf(hasDockerRegistry('skopeo beside docker-registry'))(
    'and we read what skopeo pushed to docker-registry, over TLS',
    async () => {
      const server = await started({ auth: 'basic', tls: true })
      mkdirSync(`${root}/certificates`, { recursive: true })
      writeFileSync(`${root}/certificates/ca.crt`, readFileSync(server.caFile ?? ''))
      const layout = `${root}/layout`
      const content = randomBytes(1234)
      const index = writeLayout(layout, content)
      const credentials = ['--dest-cert-dir', `${root}/certificates`, '--dest-creds', `${server.user}:${server.password}`]
      await skopeo('copy', '-q', '--preserve-digests', ...credentials, `oci:${layout}:1`, `docker://${server.host}/test/s:1`)
      const registry = clientOf(server.host, { credential: { username: server.user, password: server.password }, caFile: server.caFile })
      expect((await registry.readManifest('test/s', '1')).descriptor.digest).toBe(index)
      expect((await bytesOf(registry.readBlob('test/s', layerOf(content)))).length).toBe(content.length)
      expect(await listOf(registry.listTags('test/s'))).toEqual(['1'])
    },
  )
})

async function started(options: Parameters<typeof startDockerRegistry>[0]): Promise<DockerRegistry> {
  const server = await startDockerRegistry(options)
  stops.push(server.stop)
  return server
}

function clientOf(host: string, options: { readonly credential?: Credential; readonly caFile?: string | undefined } = {}): Registry {
  const { credential, caFile } = options
  const transport: Transport = createNodeTransport({ environment: {}, ...(caFile === undefined ? {} : { caFile }) })
  return createRegistryClient({
    transport,
    host,
    plainHttp: caFile === undefined,
    sha256: createSha256,
    credentials: async () => credential,
  })
}

async function skopeo(...parameters: readonly string[]): Promise<string> {
  const { stdout } = await run('/usr/bin/skopeo', ['--insecure-policy', ...parameters], {
    env: { HOME: root, PATH: '/usr/bin:/bin', REGISTRY_AUTH_FILE: `${root}/none.json` },
  })
  return stdout
}

/** An OCI image layout with one artifact; its manifest's digest. */
function writeLayout(folder: string, content: Uint8Array): string {
  mkdirSync(`${folder}/blobs/sha256`, { recursive: true })
  const write = (bytes: Uint8Array): void => writeFileSync(`${folder}/blobs/sha256/${sha256Of(bytes).slice(7)}`, bytes)
  const layer = layerOf(content)
  const mediaType = 'application/vnd.oci.image.manifest.v1+json'
  const manifest = Buffer.from(
    JSON.stringify({ schemaVersion: 2, mediaType, artifactType: layer.mediaType, config: EMPTY_CONFIG_DESCRIPTOR, layers: [layer] }),
  )
  for (const bytes of [content, manifest, Buffer.from('{}')]) write(bytes)
  const entry = { mediaType, digest: sha256Of(manifest), size: manifest.length, annotations: { 'org.opencontainers.image.ref.name': '1' } }
  writeFileSync(`${folder}/index.json`, JSON.stringify({ schemaVersion: 2, manifests: [entry] }))
  writeFileSync(`${folder}/oci-layout`, '{"imageLayoutVersion":"1.0.0"}')
  return sha256Of(manifest)
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}

/** Until a server that was just started answers. */
async function answering(url: string): Promise<void> {
  const transport = createNodeTransport({ environment: {} })
  for (let attempt = 0; attempt < 100; attempt += 1) {
    try {
      await bytesOf((await transport({ method: 'GET', url, headers: {} })).body)
      return
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
  throw new Error(`${url} does not answer`)
}
