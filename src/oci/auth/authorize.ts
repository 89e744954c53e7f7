/** Authentication around a Transport, for one registry origin. The credential is looked up only after the first 401, a refused request is repeated once,
 *  and parallel requests share one token request. Requests to other origins never pass through here. */
import { challengeMissing, registryRefused } from '../errors.ts'
import { readComplaints, type Complaints } from '../http/body.ts'
import type { Transport, TransportRequest, TransportResponse } from '../http/transport.ts'
import type { Credential } from '../credentials/credential.ts'
import { parseChallenges, type Challenge } from './challenge.ts'
import { containsScopes, formatScopes, parseScopes, unionOfScopes, type Scope } from './scope.ts'
import { basicOf, parseRealm, refusalHint, requestToken, type Token, type TokenService } from './token.ts'
import { KpmError } from '../../base/error.ts'

export interface AuthorizationOptions {
  readonly registry: string
  readonly origin: URL
  /** Reaches the registry. */
  readonly transport: Transport
  /** Reaches token services: no credentials of its own. */
  readonly tokenTransport: Transport
  readonly credential: () => Promise<Credential | undefined>
  readonly now: () => number
}

export interface Authorization {
  /** A Transport that may do `scopes`. `attempt` reads like "read ghcr.io/a/b:1". */
  readonly transportFor: (scopes: readonly Scope[], attempt: string) => Transport
  /** True once a request with a credential (or a token got with one) was accepted. */
  readonly isProven: () => boolean
}

/** How the registry wants it, as learnt from its last challenge. */
type Method = { readonly kind: 'basic' } | { readonly kind: 'bearer'; readonly service: TokenService; readonly wanted: readonly Scope[] }

export function createAuthorization(options: AuthorizationOptions): Authorization {
  const { registry } = options
  const pending = new Map<string, Promise<Token>>()
  let tokens: readonly Token[] = []
  let method: Method | undefined
  let credential: Promise<Credential | undefined> | undefined
  let isProven = false

  return { transportFor: (scopes, attempt) => (request) => send(request, scopes, attempt), isProven: () => isProven }

  async function send(request: TransportRequest, scopes: readonly Scope[], attempt: string): Promise<TransportResponse> {
    const tried = method === undefined ? undefined : await headerFor(method, scopes, request.signal)
    const first = await sendWith(request, tried)
    if (first.status !== 401) return first
    return answerChallenge({ request, scopes, attempt, refused: first, tried, isLast: false })
  }

  async function answerChallenge(turn: {
    readonly request: TransportRequest
    readonly scopes: readonly Scope[]
    readonly attempt: string
    readonly refused: TransportResponse
    readonly tried: string | undefined
    readonly isLast: boolean
  }): Promise<TransportResponse> {
    const { request, scopes, attempt, refused, tried, isLast } = turn
    // Read at once: the token request below may need the place that this answer holds.
    const said = await readComplaints(refused)
    const challenges = parseChallenges(refused.headers.get('www-authenticate') ?? [])
    const asked = chooseMethod(challenges, { avoid: isLast ? schemeOf(tried) : undefined })
    if (asked === undefined) throw isLast || challenges.length === 0 ? await refusalOf(said, attempt) : challengeMissing(registry)
    if (schemeOf(tried) === 'bearer') forget(tried)
    const header = await headerFor(asked, scopes, request.signal)
    if (header === undefined || header === tried) throw await refusalOf(said, attempt)
    // What this challenge wanted belongs to this request; the next asks for its own.
    method = asked.kind === 'bearer' ? { ...asked, wanted: [] } : asked
    const second = await sendWith(request, header)
    if (second.status !== 401) return second
    // A registry may refuse a good token and name another scheme (Harbor, robot accounts): that one gets its turn too.
    if (!isLast) return answerChallenge({ ...turn, refused: second, tried: header, isLast: true })
    throw await refusalOf(await readComplaints(second), attempt)
  }

  async function refusalOf(said: Complaints, attempt: string): Promise<KpmError> {
    return registryRefused({ attempt, host: registry, status: 401, ...said, ...refusalHint(registry, 401, await lookUp()) })
  }

  async function sendWith(request: TransportRequest, header: string | undefined): Promise<TransportResponse> {
    if (header === undefined) return options.transport(request)
    const response = await options.transport({ ...request, headers: { ...request.headers, authorization: header } })
    if (response.status !== 401 && response.status !== 403 && (await lookUp()) !== undefined) isProven = true
    return response
  }

  /** The Authorization header; undefined when there is nothing to send. */
  async function headerFor(way: Method, scopes: readonly Scope[], signal: AbortSignal | undefined): Promise<string | undefined> {
    const found = await lookUp()
    if (way.kind === 'basic') {
      const isUsable = found !== undefined && (found.username !== '' || found.password !== '')
      return isUsable ? basicOf(registry, found) : undefined
    }
    if (found?.registryToken !== undefined) return `Bearer ${found.registryToken}`
    return `Bearer ${(await tokenFor(way, scopes, found, signal)).value}`
  }

  async function tokenFor(
    way: Method & { kind: 'bearer' },
    scopes: readonly Scope[],
    found: Credential | undefined,
    signal: AbortSignal | undefined,
  ): Promise<Token> {
    const wide = unionOfScopes(scopes, way.wanted)
    const now = options.now()
    tokens = tokens.filter((token) => token.expires > now)
    const held = tokens.find((token) => containsScopes(token.scopes, wide) && (wide.length > 0 || token.scopes.length === 0))
    if (held !== undefined) return held
    const key = [way.service.realm.href, way.service.service, ...formatScopes(wide)].join(' ')
    const underWay = pending.get(key)
    if (underWay !== undefined) return underWay
    const context = { registry, transport: options.tokenTransport, now: options.now, signal }
    const request = requestToken(context, way.service, wide, found)
      .catch(async (error: unknown) => {
        // Some services refuse a request that is too wide; the narrow one is what the registry asked for.
        if (way.wanted.length === 0 || containsScopes(way.wanted, wide) || !isRefusal(error)) throw error
        return requestToken(context, way.service, way.wanted, found)
      })
      .then((token) => {
        tokens = [...tokens, token]
        return token
      })
      .finally(() => pending.delete(key))
    pending.set(key, request)
    return request
  }

  function forget(header: string | undefined): void {
    tokens = tokens.filter((token) => `Bearer ${token.value}` !== header)
  }

  function lookUp(): Promise<Credential | undefined> {
    credential ??= options.credential()
    return credential
  }

  /** Bearer when it names a usable service, else Basic. Throws REALM_REFUSED. */
  function chooseMethod(challenges: readonly Challenge[], choice: { readonly avoid: string | undefined }): Method | undefined {
    const bearer = challenges.find((challenge) => challenge.scheme === 'bearer' && (challenge.parameters.get('realm') ?? '') !== '')
    if (bearer !== undefined && choice.avoid !== 'bearer') {
      const realm = parseRealm(bearer.parameters.get('realm') ?? '', options.origin, registry)
      const wanted = parseScopes(bearer.parameters.get('scope') ?? '')
      return { kind: 'bearer', service: { realm, service: bearer.parameters.get('service') }, wanted }
    }
    const basic = challenges.some((challenge) => challenge.scheme === 'basic')
    return basic && choice.avoid !== 'basic' ? { kind: 'basic' } : undefined
  }
}

function schemeOf(header: string | undefined): string | undefined {
  return header?.slice(0, header.indexOf(' ')).toLowerCase()
}

function isRefusal(error: unknown): boolean {
  return error instanceof KpmError && (error.code === 'UNAUTHORIZED' || error.code === 'DENIED')
}
