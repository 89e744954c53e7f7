/** HTTP on Node over loopback sockets: bodies, broken connections, silence, certificates, proxies. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createSha256 } from '../../src/node/hashing.ts'
import { serve, type RunningServer } from '../../src/node/server.ts'
import { createNodeTransport } from '../../src/node/transport.ts'
import { createRegistryClient } from '../../src/oci/client/client.ts'
import { answer } from '../../src/oci/handler/answer.ts'
import { bodyOf } from '../../src/oci/handler/message.ts'
import { readBytes } from '../../src/oci/http/body.ts'
import type { Transport, TransportRequest, TransportResponse } from '../../src/oci/http/transport.ts'
import { createAuthority, selfSigned, type Authority } from '../support/certificates.ts'
import { startDockerHubProxy, type DockerHubProxy } from '../support/docker-hub-proxy.ts'
import { bytesOf, codeOf, layerOf, opener, pushPackage } from '../support/registry-contract.ts'

const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

const transport = createNodeTransport({ environment: {} })

describe('requests and responses', () => {
  test('method, path, headers and body arrive, repeated headers come back in order', async () => {
    const seen: TransportRequest[] = []
    const server = await running(async (request) => {
      seen.push(request)
      const body = await readBytes(bodyOf(request), 100, 'body')
      return { status: 201, headers: new Map([['x-many', ['a', 'b']]]), body: opener(body)() }
    })
    const response = await transport({
      method: 'PUT',
      url: `${server.url}/a%2Fb?c=d`,
      headers: { 'x-one': '1' },
      body: new TextEncoder().encode('hello'),
    })
    expect(seen[0]).toMatchObject({ method: 'PUT', url: `${server.url}/a%2Fb?c=d`, headers: { 'x-one': '1' } })
    expect(response.status).toBe(201)
    expect(response.headers.get('x-many')).toEqual(['a', 'b'])
    expect(new TextDecoder().decode(await bytesOf(response.body))).toBe('hello')
  })

  test('a stream of megabytes both ways, and no decoding', async () => {
    const content = randomBytes(5_000_000)
    const server = await running(async (request) => {
      const body = await readBytes(bodyOf(request), 10_000_000, 'body')
      return answer({ status: 200, headers: { 'content-encoding': 'gzip' }, bytes: body })
    })
    const headers = { 'content-length': `${content.length}` }
    const response = await transport({ method: 'PUT', url: server.url, headers, body: opener(content, 50_000) })
    expect(Buffer.from(await bytesOf(response.body)).equals(content)).toBe(true)
  })

  test('connections are used again, also after HEAD', async () => {
    const sockets = new Set<unknown>()
    const server = createServer((socket) => {
      sockets.add(socket)
      socket.on('data', () => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'))
    })
    const url = await listening(server)
    for (const method of ['GET', 'HEAD', 'DELETE', 'GET'] as const) await bytesOf((await transport({ method, url, headers: {} })).body)
    expect(sockets.size).toBe(1)
  })

  test('leaving a body closes its connection', async () => {
    let isClosed: () => void = () => undefined
    const closed = new Promise<void>((resolve) => {
      isClosed = resolve
    })
    async function* endless(): AsyncGenerator<Uint8Array, void, undefined> {
      try {
        for (;;) yield new Uint8Array(65_536)
      } finally {
        isClosed()
      }
    }
    const server = await running(async () => answer({ status: 200, body: endless() }))
    const response = await transport({ method: 'GET', url: server.url, headers: {} })
    for await (const chunk of response.body) if (chunk.length > 0) break
    await closed
  })

  test('an early refusal of an upload is an answer', async () => {
    const server = await running(async () => answer({ status: 413, bytes: new TextEncoder().encode('too large') }))
    let produced = 0
    const body = async function* body(): AsyncGenerator<Uint8Array, void, undefined> {
      for (; produced < 100_000; produced += 1) yield new Uint8Array(65_536)
    }
    const response = await transport({ method: 'PUT', url: server.url, headers: { 'content-length': `${100_000 * 65_536}` }, body })
    expect(response.status).toBe(413)
    expect(produced).toBeLessThan(100_000)
    await bytesOf(response.body)
  })
})

describe('failures', () => {
  test.each<[string, (socket: Socket) => void, string]>([
    ['closes at once', (socket) => socket.destroy(), 'CONNECTION_LOST'],
    ['closes in the headers', (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-le'), 'CONNECTION_LOST'],
    ['closes in the body', (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc'), 'CONNECTION_LOST'],
    ['closes in a chunk', (socket) => socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nabc'), 'CONNECTION_LOST'],
    ['says nothing', () => undefined, 'TIMED_OUT'],
    ['stalls in the body', (socket) => void socket.write('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc'), 'TIMED_OUT'],
    ['sends a body byte by byte', (socket) => drip(socket, 'HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n'), 'TIMED_OUT'],
    ['sends headers byte by byte', (socket) => drip(socket, ''), 'TIMED_OUT'],
    ['speaks something else', (socket) => socket.end('220 mail.test ESMTP\r\n'), 'TLS_FAILED'],
    ['sends headers without end', (socket) => void socket.write(`HTTP/1.1 200 OK\r\n${'x-a: b\r\n'.repeat(100_000)}`), 'TLS_FAILED'],
  ])('a server that %s', async (_, behave, code) => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined)
      socket.once('data', () => behave(socket))
    })
    const url = await listening(server)
    const impatient = createNodeTransport({ environment: {}, timeouts: { answer: 100, idle: 100 } })
    expect(await codeOf(read(impatient, url))).toBe(code)
  })

  test('nothing listens, and no such host', async () => {
    const server = createServer()
    const url = await listening(server)
    await stops.pop()?.()
    await expect(read(transport, url)).rejects.toMatchObject({ code: 'CONNECTION_REFUSED', message: `${url}/: connection refused` })
    expect(await codeOf(read(transport, 'http://no-such-host.invalid/'))).toMatch(/^HOST_UN(KNOWN|REACHABLE)$/)
  })

  test('aborted before, while waiting, and in the body', async () => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined)
      socket.once('data', (data) => {
        if (data.toString().includes('/body')) socket.write('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc')
      })
    })
    const url = await listening(server)
    expect(await codeOf(read(transport, url, AbortSignal.abort()))).toBe('ABORTED')
    for (const path of ['/silence', '/body']) {
      const controller = new AbortController()
      const reading = codeOf(read(transport, `${url}${path}`, controller.signal))
      setTimeout(() => controller.abort(), 20)
      expect(await reading).toBe('ABORTED')
    }
  })

  test('https where http is spoken, and the other way round', async () => {
    const server = await running(async () => answer({ status: 200 }))
    await expect(read(transport, server.url.replace('http:', 'https:'))).rejects.toMatchObject({
      code: 'TLS_FAILED',
      hint: expect.stringContaining('--plain-http'),
    })
  })
})

describe('certificates', () => {
  let folder: string
  let authority: Authority
  let server: RunningServer
  beforeAll(async () => {
    folder = mkdtempSync(`${tmpdir()}/kpm-transport-`)
    authority = createAuthority(folder)
    server = await serve(async () => answer({ status: 200 }), { tls: authority.issue(['localhost']) })
  })
  afterAll(async () => {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  const localhost = (): string => server.url.replace('127.0.0.1', 'localhost')

  test('a private authority is unknown until it is named: by option, by variable, or not checked', async () => {
    await expect(read(transport, localhost())).rejects.toMatchObject({
      code: 'TLS_UNTRUSTED',
      hint: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
    })
    const named = [
      createNodeTransport({ environment: {}, caFile: authority.certificateFile }),
      createNodeTransport({ environment: { SSL_CERT_FILE: authority.certificateFile } }),
      createNodeTransport({ environment: { NODE_EXTRA_CA_CERTS: authority.certificateFile } }),
      createNodeTransport({ environment: { SSL_CERT_DIR: folder } }),
      createNodeTransport({ environment: {}, insecureSkipTlsVerify: true }),
    ]
    for (const it of named) expect((await read(it, localhost())).length).toBe(0)
  })

  test('skipping the check stays with the transport that was made so', async () => {
    await read(createNodeTransport({ environment: {}, insecureSkipTlsVerify: true }), localhost())
    expect(await codeOf(read(createNodeTransport({ environment: {} }), localhost()))).toBe('TLS_UNTRUSTED')
  })

  test('a certificate for another name, and a self-signed one', async () => {
    const trusting = createNodeTransport({ environment: {}, caFile: authority.certificateFile })
    expect(await codeOf(read(trusting, server.url))).toBe('TLS_NAME_MISMATCH')
    const own = await serve(async () => answer({ status: 200 }), { tls: selfSigned(folder, 'localhost') })
    stops.push(own.stop)
    await expect(read(trusting, own.url.replace('127.0.0.1', 'localhost'))).rejects.toMatchObject({
      code: 'TLS_UNTRUSTED',
      message: expect.stringContaining('self-signed'),
    })
  })

  test('an authority file that is not there is named', async () => {
    await expect(read(createNodeTransport({ environment: {}, caFile: `${folder}/none.crt` }), localhost())).rejects.toThrow(
      `${folder}/none.crt`,
    )
  })
})

describe('through a proxy to Docker Hub', () => {
  let hub: DockerHubProxy
  const proxied = (): Transport => createNodeTransport({ environment: { HTTPS_PROXY: hub.url }, caFile: hub.caFile })
  beforeAll(async () => {
    hub = await startDockerHubProxy()
    await pushPackage(hub.registry, 'library/alpine', '3', randomBytes(1000))
  })
  afterAll(() => hub.stop())

  test('a public package, under any of its names, over one tunnel a host', async () => {
    for (const host of ['docker.io', 'index.docker.io', 'registry-1.docker.io']) {
      hub.log.length = 0
      const client = createRegistryClient({ transport: proxied(), host, plainHttp: false, sha256: createSha256 })
      await client.readManifest('library/alpine', '3')
      expect(await client.resolve('library/alpine', '4')).toBeUndefined()
      expect(hub.log).toEqual([
        'CONNECT registry-1.docker.io:443',
        'GET registry-1.docker.io/v2/library/alpine/manifests/3',
        'CONNECT auth.docker.io:443',
        'GET auth.docker.io/token',
        'GET registry-1.docker.io/v2/library/alpine/manifests/3',
        'HEAD registry-1.docker.io/v2/library/alpine/manifests/4',
      ])
    }
  })

  test('a push with a credential', async () => {
    const credentials = async (): Promise<{ username: string; password: string }> => ({ username: hub.user, password: hub.password })
    const client = createRegistryClient({ transport: proxied(), host: 'docker.io', plainHttp: false, sha256: createSha256, credentials })
    const content = randomBytes(500_000)
    await pushPackage(client, 'account/repo', '1', content)
    expect((await bytesOf(client.readBlob('account/repo', layerOf(content)))).length).toBe(content.length)
  })

  test('a host that the proxy refuses, a proxy that is not there, one that wants a password', async () => {
    await expect(read(proxied(), 'https://ghcr.io/v2/')).rejects.toMatchObject({
      code: 'PROXY_FAILED',
      message: expect.stringContaining('answers 403'),
    })
    const absent = createNodeTransport({ environment: { HTTPS_PROXY: 'http://127.0.0.1:9' } })
    await expect(read(absent, 'https://ghcr.io/v2/')).rejects.toMatchObject({
      code: 'PROXY_FAILED',
      message: expect.stringContaining('connection refused'),
    })
    const guarded = await startDockerHubProxy({ proxyAuthorization: `Basic ${Buffer.from('me:p@ss').toString('base64')}` })
    stops.push(guarded.stop)
    const bare = createNodeTransport({ environment: { HTTPS_PROXY: guarded.url }, caFile: guarded.caFile })
    await expect(read(bare, 'https://registry-1.docker.io/v2/')).rejects.toMatchObject({
      code: 'PROXY_FAILED',
      hint: expect.stringContaining('user:password'),
    })
    const known = createNodeTransport({ environment: { HTTPS_PROXY: guarded.url.replace('//', '//me:p%40ss@') }, caFile: guarded.caFile })
    expect((await known({ method: 'GET', url: 'https://registry-1.docker.io/v2/', headers: {} })).status).toBe(401)
  })

  test('plain http goes to the proxy with its whole address', async () => {
    const seen: string[] = []
    const proxy = await running(async (request) => {
      seen.push(`${request.url} ${request.headers['host']} ${request.headers['proxy-authorization']}`)
      return answer({ status: 200 })
    })
    const client = createNodeTransport({ environment: { HTTP_PROXY: proxy.url.replace('//', '//a:b@') } })
    await read(client, 'http://registry.test:5000/v2/?a=b')
    expect(seen).toEqual([`http://registry.test:5000/v2/?a=b registry.test:5000 Basic ${Buffer.from('a:b').toString('base64')}`])
  })
})

/** A byte every few milliseconds until the other side leaves. */
function drip(socket: Socket, start: string): void {
  socket.write(start === '' ? 'HTTP/1.1 200 OK\r\nx: ' : start)
  const timer = setInterval(() => socket.write('a'), 5)
  socket.on('close', () => clearInterval(timer))
}

async function read(through: Transport, url: string, signal?: AbortSignal): Promise<Uint8Array> {
  const response: TransportResponse = await through({ method: 'GET', url, headers: {}, ...(signal === undefined ? {} : { signal }) })
  return bytesOf(response.body)
}

async function running(handler: Transport): Promise<RunningServer> {
  const server = await serve(handler)
  stops.push(server.stop)
  return server
}

async function listening(server: Server): Promise<string> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => sockets.add(socket))
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  stops.push(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => void server.close(resolve))
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
