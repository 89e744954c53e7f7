/** Which proxy a request goes through, by Go's rules, because every other registry client on the machine follows those: `HTTPS_PROXY`, `HTTP_PROXY`,
 *  `NO_PROXY` in either case; loopback hosts never use one. */
import { parseUrl } from '../oci/http/text.ts'
import { requestFailed } from '../oci/errors.ts'
import type { Environment } from './directories.ts'

/** The proxy for a target, `http:` or `https:`; undefined for a direct connection. Throws PROXY_FAILED when the variable holds no such address. */
export function proxyFor(target: URL, environment: Environment): URL | undefined {
  const text = target.protocol === 'https:' ? variable(environment, 'HTTPS_PROXY') : plainProxy(environment)
  if (text === undefined || isLoopbackHost(target.hostname)) return undefined
  if (isExcluded(target, variable(environment, 'NO_PROXY') ?? '')) return undefined
  const url = parseUrl(text.includes('://') ? text : `http://${text}`)
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    const name = target.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY'
    throw requestFailed({ code: 'PROXY_FAILED', url: target.href, reason: `${name} does not name an http or https proxy` })
  }
  return url
}

function variable(environment: Environment, name: string): string | undefined {
  return environment[name] || environment[name.toLowerCase()] || undefined
}

/** A CGI script gets the client's `Proxy` header as HTTP_PROXY; there only the lower-case name counts. */
function plainProxy(environment: Environment): string | undefined {
  return environment['REQUEST_METHOD'] === undefined ? variable(environment, 'HTTP_PROXY') : environment['http_proxy'] || undefined
}

function isLoopbackHost(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d+){3}$/.test(hostname)
}

/** `NO_PROXY`: names match themselves and what is below them (`.name` and `*.name` only what is below), addresses, CIDR blocks, optional port, `*`. */
function isExcluded(target: URL, list: string): boolean {
  const host = target.hostname.replace(/^\[|\]$/g, '').toLowerCase()
  const port = target.port === '' ? (target.protocol === 'https:' ? '443' : '80') : target.port
  return list.split(/[\s,]+/).some((entry) => entry !== '' && matches(entry.toLowerCase(), host, port))
}

function matches(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true
  if (entry.includes('/')) return isInBlock(host, entry)
  const parts = /^(\[[^\]]+\]|[^:]+)(?::(\d+))?$/.exec(entry)
  const name = (parts === null ? entry : (parts[1] ?? '')).replace(/^\[|\]$/g, '').replace(/^\*(?=\.)/, '')
  if (parts?.[2] !== undefined && parts[2] !== port) return false
  return name.startsWith('.') ? host.endsWith(name) : host === name || host.endsWith(`.${name}`)
}

function isInBlock(host: string, block: string): boolean {
  const { BlockList, isIP } = process.getBuiltinModule('node:net')
  const [network = '', prefix = ''] = block.split('/')
  const family = isIP(network) === 4 ? 'ipv4' : 'ipv6'
  const bits = Number(prefix)
  if (isIP(host) === 0 || isIP(network) === 0 || !/^\d+$/.test(prefix) || bits > (family === 'ipv4' ? 32 : 128)) return false
  const list = new BlockList()
  list.addSubnet(network, bits, family)
  return list.check(host, isIP(host) === 4 ? 'ipv4' : 'ipv6')
}
