/** Docker Hub as a pretence behind a forward proxy: CONNECT to `registry-1.docker.io` and `auth.docker.io` ends here, with certificates of a private
 *  authority; every other host is refused. So the real client, its proxy code and its TLS run against "Docker Hub" without leaving the machine. */
import { createServer as createHttpServer, type Server } from 'node:http'
import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo, Socket } from 'node:net'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { createSha256 } from '../../src/node/hashing.ts'
import { serve } from '../../src/node/server.ts'
import { bearerAccess } from '../../src/oci/handler/access.ts'
import { createRegistryHandler } from '../../src/oci/handler/handler.ts'
import type { Transport } from '../../src/oci/http/transport.ts'
import { createMemoryRegistry } from '../../src/oci/memory.ts'
import type { Registry } from '../../src/oci/registry.ts'
import { createAuthority } from './certificates.ts'
import { createTokenService } from './token-service.ts'

export interface DockerHubProxy {
  /** For HTTPS_PROXY; with user and password when the proxy wants them. */
  readonly url: string
  readonly caFile: string
  /** What "Docker Hub" holds. Repositories under `library/` can be pulled by anybody. */
  readonly registry: Registry
  readonly user: string
  readonly password: string
  /** `CONNECT host:port`, and the requests inside, in order. */
  readonly log: string[]
  readonly stop: () => Promise<void>
}

const HOSTS: readonly string[] = ['registry-1.docker.io', 'auth.docker.io']

export async function startDockerHubProxy(options: { readonly proxyAuthorization?: string } = {}): Promise<DockerHubProxy> {
  const folder = mkdtempSync(`${tmpdir()}/kpm-docker-hub-`)
  const authority = createAuthority(folder)
  const certificate = authority.issue(HOSTS)
  const registry = createMemoryRegistry({ sha256: createSha256, host: 'docker.io' })
  const [user, password] = ['hubuser', 'hub-password']
  const tokens = createTokenService({
    issuer: 'auth.docker.io',
    service: 'registry.docker.io',
    signing: authority,
    user,
    password,
    publicPrefix: 'library/',
  })
  const access = bearerAccess({ realm: 'https://auth.docker.io/token', service: 'registry.docker.io', judge: tokens.judge })
  const registryHandler = createRegistryHandler(registry, { check: access })
  const log: string[] = []
  const handler: Transport = (request) => {
    const { host, pathname } = new URL(request.url)
    log.push(`${request.method} ${host}${pathname}`)
    return host === 'auth.docker.io' ? tokens.handler(request) : registryHandler(request)
  }
  const inside = await serve(handler, { tls: certificate })
  const proxy = createProxy({ port: Number(inside.host.split(':')[1]), log, authorization: options.proxyAuthorization })
  await new Promise<void>((resolve) => void proxy.server.listen(0, '127.0.0.1', resolve))
  const { port } = proxy.server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    caFile: authority.certificateFile,
    registry,
    user,
    password,
    log,
    stop: async () => {
      await proxy.stop()
      await inside.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function createProxy(options: { readonly port: number; readonly log: string[]; readonly authorization: string | undefined }): {
  readonly server: Server
  readonly stop: () => Promise<void>
} {
  const server = createHttpServer((request, response) => {
    options.log.push(`${request.method} ${request.url}`)
    response.writeHead(502).end('this proxy only tunnels')
  })
  const tunnels = new Set<Socket>()
  server.on('connect', (request, client: Socket) => {
    options.log.push(`CONNECT ${request.url}`)
    client.on('error', () => client.destroy())
    const host = request.url?.replace(/:443$/, '') ?? ''
    const isKnown = options.authorization === undefined || request.headers['proxy-authorization'] === options.authorization
    if (!isKnown) return client.end('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="proxy"\r\n\r\n')
    if (!HOSTS.includes(host)) return client.end('HTTP/1.1 403 Forbidden\r\n\r\n')
    const upstream = connect(options.port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      upstream.pipe(client).pipe(upstream)
    })
    upstream.on('error', () => client.destroy())
    for (const socket of [client, upstream]) {
      tunnels.add(socket)
      socket.once('close', () => {
        tunnels.delete(socket)
        upstream.destroy()
        client.destroy()
      })
    }
  })
  const stop = async (): Promise<void> => {
    // A server waits for its tunnels, which it does not know any more.
    for (const socket of tunnels) socket.destroy()
    server.closeAllConnections()
    await new Promise((resolve) => void server.close(resolve))
  }
  return { server, stop }
}
