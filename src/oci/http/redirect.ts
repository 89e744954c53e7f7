/** Follows redirects and decides what may go along. Inside the registry's origin requests are authorised; the first hop to another origin loses every
 *  credential, and none comes back in that chain, even when it returns (a foreign host must not choose what is asked with our name). */
import { redirectRefused, tooManyRedirects } from '../errors.ts'
import { discard, headerOf } from './body.ts'
import { originTrouble } from './origin.ts'
import { originOf, parseUrl } from './text.ts'
import type { Transport, TransportRequest, TransportResponse } from './transport.ts'

/** A response and where it came from: `Link` and `Location` are relative to that. */
export interface Answer extends TransportResponse {
  readonly url: URL
  /** It came from another origin than the one that was asked. */
  readonly isForeign: boolean
}

const MOST_REDIRECTS = 10
const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308]
const HARMLESS_HEADERS: readonly string[] = ['accept', 'accept-encoding', 'range', 'user-agent']

/** `inside` authorises, `outside` does not. Throws REDIRECT_REFUSED, TOO_MANY_REDIRECTS. */
export async function sendFollowing(request: TransportRequest, inside: Transport, outside: Transport): Promise<Answer> {
  const start = new URL(request.url)
  let url: URL = start
  let isForeign = false
  for (let hop = 0; ; hop += 1) {
    const current: TransportRequest = { ...request, url: url.href, headers: isForeign ? harmless(request.headers) : request.headers }
    const response: TransportResponse = await (isForeign ? outside : inside)(current)
    if (!REDIRECTS.includes(response.status)) return { ...response, url, isForeign }
    await discard(response)
    if (hop >= MOST_REDIRECTS) throw tooManyRedirects(start.href, MOST_REDIRECTS)
    const location = headerOf(response, 'location') ?? ''
    const next = location === '' ? undefined : parseUrl(location, url.href)
    if (next === undefined) throw redirectRefused(url.href, location, 'the address is missing or not valid')
    const trouble = originTrouble(url, next) ?? methodTrouble(request, response.status, { leaves: originOf(next) !== originOf(start) })
    if (trouble !== undefined) throw redirectRefused(url.href, next.href, trouble)
    isForeign = isForeign || originOf(next) !== originOf(start)
    url = next
  }
}

/** What changes something at the registry is repeated only there, and only when the status says so. */
function methodTrouble(request: TransportRequest, status: number, target: { readonly leaves: boolean }): string | undefined {
  if (request.method === 'GET' || request.method === 'HEAD') return undefined
  if (target.leaves) return `a ${request.method} is not sent to another host`
  return status === 307 || status === 308 ? undefined : `a ${request.method} cannot follow a ${status}`
}

function harmless(headers: TransportRequest['headers']): TransportRequest['headers'] {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => HARMLESS_HEADERS.includes(name)))
}
