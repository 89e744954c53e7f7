/** Connections that are kept for the next request: direct, or through a proxy (CONNECT for https, the absolute address for http). Nothing global is
 *  touched: trust and verification belong to the transport that was made with them. */
import type { Agent, ClientRequest, RequestOptions } from 'node:http'
import type { AgentOptions } from 'node:https'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { proxyRefused, proxyUnreachable } from './transport-errors.ts'

export interface TlsOptions {
  readonly roots: readonly string[] | undefined
  readonly verifies: boolean
}

/** How to send one request. */
export interface Route {
  readonly agent: Agent
  /** Differs from the target for http through a proxy. */
  readonly options: RequestOptions
  readonly request: (options: RequestOptions) => ClientRequest
}

export interface Routes {
  readonly routeFor: (target: URL, proxy: URL | undefined) => Route
  readonly close: () => void
}

/** `tls` is asked when the first secure connection is made. */
export function createRoutes(tls: () => TlsOptions, connectTimeout: number): Routes {
  const agents = new Map<string, Agent>()
  const agentFor = (key: string, make: () => Agent): Agent => {
    const agent = agents.get(key) ?? make()
    agents.set(key, agent)
    return agent
  }
  return {
    routeFor: (target, proxy) => {
      const direct = (): Agent => agentFor('https', () => createSecureAgent(tls()))
      if (target.protocol === 'http:') {
        return plainRoute(target, proxy, proxy?.protocol === 'https:' ? direct() : agentFor('http', createPlainAgent))
      }
      if (proxy === undefined) return secureRoute(target, direct())
      return secureRoute(
        target,
        agentFor(`https ${proxy.href}`, () => createTunnelAgent(tls(), proxy, connectTimeout)),
      )
    },
    close: () => {
      for (const agent of agents.values()) agent.destroy()
    },
  }
}

function plainRoute(target: URL, proxy: URL | undefined, agent: Agent): Route {
  const path = `${target.pathname}${target.search}`
  const { request } = process.getBuiltinModule('node:http')
  if (proxy === undefined) return { agent, options: { host: bare(target.hostname), port: target.port || 80, path }, request }
  const headers = { host: target.host, ...proxyHeaders(proxy) }
  const options = { host: bare(proxy.hostname), port: portOf(proxy), path: `${target.origin}${path}`, headers }
  return { agent, options, request: proxy.protocol === 'https:' ? process.getBuiltinModule('node:https').request : request }
}

function secureRoute(target: URL, agent: Agent): Route {
  const { request } = process.getBuiltinModule('node:https')
  const host = bare(target.hostname)
  return { agent, options: { host, port: target.port || 443, path: `${target.pathname}${target.search}` }, request }
}

function createPlainAgent(): Agent {
  return new (process.getBuiltinModule('node:http').Agent)({ keepAlive: true })
}

function createSecureAgent(tls: TlsOptions): Agent {
  return new (process.getBuiltinModule('node:https').Agent)(agentOptions(tls))
}

/** The context is made once: reading hundreds of certificates for every connection would take longer than the request. */
function agentOptions(tls: TlsOptions): AgentOptions {
  const common = { keepAlive: true, rejectUnauthorized: tls.verifies }
  if (tls.roots === undefined) return common
  return { ...common, secureContext: process.getBuiltinModule('node:tls').createSecureContext({ ca: [...tls.roots] }) }
}

function createTunnelAgent(tls: TlsOptions, proxy: URL, connectTimeout: number): Agent {
  const { Agent: SecureAgent } = process.getBuiltinModule('node:https')
  class TunnelAgent extends SecureAgent {
    override createConnection(options: RequestOptions, callback?: (error: Error | null, stream: Duplex) => void): undefined {
      const connect = async (): Promise<void> => {
        try {
          const socket = await openTunnel(proxy, options, connectTimeout)
          // `socket` is an option of tls.connect, to which the base class hands everything; its types do not say so.
          const secure = super.createConnection({ ...options, socket } as RequestOptions)
          if (secure) callback?.(null, secure)
        } catch (cause) {
          // With an error there is no stream, whatever the type says.
          callback?.(cause as Error, undefined as unknown as Duplex)
        }
      }
      void connect()
    }
  }
  return new TunnelAgent(agentOptions(tls))
}

/** `CONNECT host:port`, then the socket is the target's. */
function openTunnel(proxy: URL, target: RequestOptions, timeout: number): Promise<Socket> {
  const host = target.host ?? ''
  const authority = `${host.includes(':') ? `[${host}]` : host}:${target.port}`
  const url = `https://${authority}/`
  const { request } = proxy.protocol === 'https:' ? process.getBuiltinModule('node:https') : process.getBuiltinModule('node:http')
  return new Promise((resolve, reject) => {
    const connect = request({
      method: 'CONNECT',
      host: bare(proxy.hostname),
      port: portOf(proxy),
      path: authority,
      headers: { host: authority, ...proxyHeaders(proxy) },
      agent: false,
      timeout,
    })
    connect.once('connect', (response, socket) => {
      if (response.statusCode === 200) return resolve(socket)
      socket.destroy()
      reject(proxyRefused(url, proxy, response.statusCode ?? 0))
    })
    connect.once('response', (response) => {
      response.destroy()
      reject(proxyRefused(url, proxy, response.statusCode ?? 0))
    })
    connect.once('timeout', () => connect.destroy(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' })))
    connect.once('error', (cause) => reject(proxyUnreachable(url, proxy, cause)))
    connect.end()
  })
}

function proxyHeaders(proxy: URL): Readonly<Record<string, string>> {
  if (proxy.username === '') return {}
  const user = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`
  return { 'proxy-authorization': `Basic ${Buffer.from(user).toString('base64')}` }
}

function portOf(url: URL): string | number {
  return url.port || (url.protocol === 'https:' ? 443 : 80)
}

/** Without the brackets of an IPv6 address. */
function bare(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '')
}
