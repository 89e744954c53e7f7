/** Asks a token service for a Bearer token (distribution's token protocol, and its OAuth2 form for identity tokens). The realm comes from the registry, so
 *  it is judged before a credential goes there; and no service may answer with anything but a token that fits into a header. */
import { credentialInvalid, realmRefused, registryRefused, responseInvalid } from '../errors.ts'
import { discard, readBytes, readComplaints } from '../http/body.ts'
import { isPrivateHost, parseUrl } from '../http/text.ts'
import { isRecord } from '../manifest.ts'
import { formatBasic, type Credential } from '../credentials/credential.ts'
import { formatScopes, type Scope } from './scope.ts'
import type { Transport, TransportRequest, TransportResponse } from '../http/transport.ts'

export interface TokenService {
  /** Judged by `parseRealm`. */
  readonly realm: URL
  readonly service: string | undefined
}

export interface Token {
  readonly value: string
  readonly scopes: readonly Scope[]
  /** Milliseconds. */
  readonly expires: number
}

export interface TokenContext {
  /** The registry as people write it. */
  readonly registry: string
  /** Sends no credentials of its own and follows nothing. */
  readonly transport: Transport
  readonly now: () => number
  readonly signal: AbortSignal | undefined
}

const CLIENT_ID = 'kpm'
const LARGEST_TOKEN_RESPONSE = 1024 * 1024
/** Seconds a token lives when the service does not say (token specification). */
const SHORTEST_LIFE = 60
/** Seconds: a token this close to its end is not used any more. */
const EARLY = 5

/** The realm of a challenge, or throws REALM_REFUSED: https, or http when the registry itself is http; a private address only when the registry is at the
 *  same host (2026 advisories against oras: a hostile realm receives the password). */
export function parseRealm(text: string, origin: URL, registry: string): URL {
  const realm = parseUrl(text)
  if (realm === undefined) throw realmRefused(registry, text, 'it is not an absolute address')
  const isHttpAllowed = origin.protocol === 'http:'
  if (realm.protocol !== 'https:' && !(realm.protocol === 'http:' && isHttpAllowed)) throw realmRefused(registry, text, 'it is not https')
  if (realm.username !== '' || realm.password !== '') throw realmRefused(registry, text, 'it carries a user name')
  if (realm.hostname !== origin.hostname && isPrivateHost(realm.hostname) && !isPrivateHost(origin.hostname)) {
    throw realmRefused(registry, text, 'it is a private address')
  }
  return realm
}

/** Throws UNAUTHORIZED or DENIED with the service's own words when it refuses. */
export async function requestToken(
  context: TokenContext,
  service: TokenService,
  scopes: readonly Scope[],
  credential: Credential | undefined,
): Promise<Token> {
  const response = await askService(context, service, scopes, credential)
  if (response.status !== 200) {
    const said = await readComplaints(response)
    throw registryRefused({
      attempt: `get a token for ${context.registry} from ${service.realm.host}`,
      host: context.registry,
      status: response.status,
      ...said,
      ...refusalHint(context.registry, response.status, credential),
    })
  }
  return parseToken(await readBytes(response.body, LARGEST_TOKEN_RESPONSE, `the answer of ${service.realm.host}`), {
    context,
    service,
    scopes,
  })
}

async function askService(
  context: TokenContext,
  service: TokenService,
  scopes: readonly Scope[],
  credential: Credential | undefined,
): Promise<TransportResponse> {
  if (credential?.identityToken === undefined) {
    const response = await context.transport(tokenGet(context, service, scopes, basicOf(context.registry, credential)))
    if (credential === undefined || ![400, 404, 405].includes(response.status)) return response
    await discard(response)
    const form = { grant_type: 'password', username: credential.username, password: credential.password }
    return context.transport(tokenPost(context, service, scopes, form))
  }
  const form = { grant_type: 'refresh_token', refresh_token: credential.identityToken }
  const response = await context.transport(tokenPost(context, service, scopes, form))
  if (credential.username === '' || ![400, 401, 404, 405].includes(response.status)) return response
  await discard(response)
  // Services without the OAuth2 form take an identity token as the password.
  return context.transport(
    tokenGet(context, service, scopes, basicOf(context.registry, { ...credential, password: credential.identityToken })),
  )
}

/** The Basic header for a credential; throws CREDENTIAL_INVALID for a user name with a colon. */
export function basicOf(registry: string, credential: Credential | undefined): string | undefined {
  if (credential === undefined) return undefined
  if (credential.username.includes(':')) throw credentialInvalid(registry, "a user name must not contain ':'")
  return formatBasic(credential.username, credential.password)
}

export function refusalHint(registry: string, status: number, credential: Credential | undefined): { readonly hint?: string } {
  if (status !== 401 && status !== 403) return {}
  if (credential === undefined) return { hint: `log in with 'kpm login ${registry}'` }
  const source = credential.source === undefined ? '' : ` (from ${credential.source})`
  return {
    hint: `the credential for ${registry}${source} was refused: log in again with 'kpm login ${registry}', or read public packages without it after 'kpm logout ${registry}'`,
  }
}

function tokenGet(context: TokenContext, service: TokenService, scopes: readonly Scope[], basic: string | undefined): TransportRequest {
  const url = new URL(service.realm)
  const members = new URLSearchParams()
  if (service.service !== undefined) members.append('service', service.service)
  for (const scope of formatScopes(scopes)) members.append('scope', scope)
  members.append('client_id', CLIENT_ID)
  // The realm may have a query of its own, which stays as it is.
  url.search = url.search === '' ? members.toString() : `${url.search}&${members.toString()}`
  return { method: 'GET', url: url.href, headers: basic === undefined ? {} : { authorization: basic }, ...signalOf(context) }
}

function tokenPost(
  context: TokenContext,
  service: TokenService,
  scopes: readonly Scope[],
  grant: Readonly<Record<string, string>>,
): TransportRequest {
  const form = new URLSearchParams({ ...grant, client_id: CLIENT_ID })
  if (service.service !== undefined) form.set('service', service.service)
  if (scopes.length > 0) form.set('scope', formatScopes(scopes).join(' '))
  const body = new TextEncoder().encode(form.toString())
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': `${body.length}` }
  return { method: 'POST', url: service.realm.href, headers, body, ...signalOf(context) }
}

function signalOf(context: TokenContext): { readonly signal?: AbortSignal } {
  return context.signal === undefined ? {} : { signal: context.signal }
}

function parseToken(
  bytes: Uint8Array,
  about: { readonly context: TokenContext; readonly service: TokenService; readonly scopes: readonly Scope[] },
): Token {
  const subject = `a token from ${about.service.realm.host}`
  let json: unknown
  try {
    json = JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    throw responseInvalid(subject, 'it is not JSON')
  }
  const value = isRecord(json) ? (json['token'] ?? json['access_token']) : undefined
  if (typeof value !== 'string' || value === '') throw responseInvalid(subject, 'there is no token in it')
  if (!/^[\x21-\x7e]+$/.test(value)) throw responseInvalid(subject, 'the token has characters that do not belong into a header')
  const life = isRecord(json) && typeof json['expires_in'] === 'number' ? json['expires_in'] : SHORTEST_LIFE
  // Counted from now: the clock of the service may be wrong.
  return { value, scopes: about.scopes, expires: about.context.now() + (Math.max(life, SHORTEST_LIFE) - EARLY) * 1000 }
}
