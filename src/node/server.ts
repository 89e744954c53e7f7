/** Puts a handler (a Transport that answers) behind a loopback port: the demo's registry, and the registries of tests. */
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Transport, TransportRequest } from '../oci/http/transport.ts'

export interface ServeOptions {
  /** 0 or absent: any free port. */
  readonly port?: number
  /** PEM texts; HTTPS when present. */
  readonly tls?: { readonly certificate: string; readonly key: string }
}

export interface RunningServer {
  /** `127.0.0.1:port` */
  readonly host: string
  readonly url: string
  readonly stop: () => Promise<void>
}

/** Listens on 127.0.0.1 only. A handler that throws closes the connection without an answer. */
export async function serve(handler: Transport, options: ServeOptions = {}): Promise<RunningServer> {
  const scheme = options.tls === undefined ? 'http' : 'https'
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    respond(handler, scheme, request, response).catch(() => response.destroy())
  }
  const server = createServer(listener, options.tls)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  // A TCP server's address is an AddressInfo.
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return { host, url: `${scheme}://${host}`, stop: () => stop(server) }
}

function createServer(listener: (request: IncomingMessage, response: ServerResponse) => void, tls: ServeOptions['tls']): Server {
  if (tls === undefined) return process.getBuiltinModule('node:http').createServer(listener)
  return process.getBuiltinModule('node:https').createServer({ cert: tls.certificate, key: tls.key }, listener)
}

async function respond(handler: Transport, scheme: string, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const response = await handler(requestOf(incoming, scheme))
  const headers: [string, string][] = []
  for (const [name, values] of response.headers) for (const value of values) headers.push([name, value])
  outgoing.writeHead(response.status, headers.flat())
  if (incoming.method === 'HEAD') {
    outgoing.end()
    return
  }
  for await (const chunk of response.body) {
    if (outgoing.destroyed) return
    if (!outgoing.write(chunk)) await drained(outgoing)
  }
  outgoing.end()
  // What was not wanted of the request is read away, so that the connection can be used again.
  incoming.resume()
}

function drained(outgoing: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      outgoing.off('drain', done).off('close', done)
      resolve()
    }
    outgoing.once('drain', done).once('close', done)
  })
}

function requestOf(incoming: IncomingMessage, scheme: string): TransportRequest {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(incoming.headers))
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value
  return {
    // Node refuses methods that HTTP does not know; the handler answers those that it does not know itself.
    method: (incoming.method ?? 'GET') as TransportRequest['method'],
    // A client that takes this for its proxy sends an absolute address.
    url: /^https?:/.test(incoming.url ?? '')
      ? `${incoming.url}`
      : `${scheme}://${incoming.headers.host ?? 'localhost'}${incoming.url ?? '/'}`,
    headers,
    body: () => incoming,
  }
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
