/** What the parts of the client share: one registry, how to ask it, and how a refusal becomes a failure. */
import { registryRefused } from '../errors.ts'
import { readComplaints } from '../http/body.ts'
import { sendFollowing, type Answer } from '../http/redirect.ts'
import { retryAfterOf, type Clock, type RetryPolicy } from '../http/retry.ts'
import { DOCKER_HUB } from '../reference.ts'
import { formatRequest, type RegistryRequest } from '../request.ts'
import { pushScope, scopesOf, unionOfScopes, type Scope } from '../auth/scope.ts'
import type { Authorization } from '../auth/authorize.ts'
import type { Sha256 } from '../digest.ts'
import type { Transport, TransportRequest } from '../http/transport.ts'

export interface Connection {
  /** As people write it. */
  readonly registry: string
  /** `scheme://host[:port]` of its HTTP side. */
  readonly origin: URL
  readonly authorization: Authorization
  /** Reaches anything, with no credentials: redirected blobs, foreign upload locations. */
  readonly outside: Transport
  readonly retry: RetryPolicy
  readonly clock: Clock
  readonly sha256: Sha256
  readonly signal: AbortSignal | undefined
  readonly plansToWrite: boolean
}

/** What may differ from a plain request of its kind. */
export interface Details {
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: NonNullable<TransportRequest['body']>
  /** Wanted in advance, when more than this one request is planned. */
  readonly scopes?: readonly Scope[]
  /** Sent here in place of the request's own path: an upload location, the next page. Must have the registry's origin. */
  readonly url?: URL
}

/** Sends a request, authorised, redirects followed; any status comes back. `attempt` reads like "read ghcr.io/a/b:1". */
export async function ask(connection: Connection, request: RegistryRequest, attempt: string, details: Details = {}): Promise<Answer> {
  const { method, path } = formatRequest(request)
  const inside = connection.authorization.transportFor(plannedScopes(connection, request, details), attempt)
  const message: TransportRequest = {
    method,
    url: details.url?.href ?? `${connection.origin.origin}${path}`,
    headers: { 'user-agent': 'kpm', ...details.headers },
    ...(details.body === undefined ? {} : { body: details.body }),
    ...(connection.signal === undefined ? {} : { signal: connection.signal }),
  }
  return sendFollowing(message, inside, connection.outside)
}

/** Asked in one go what the whole work needs, so that one token serves it. */
function plannedScopes(connection: Connection, request: RegistryRequest, details: Details): readonly Scope[] {
  const scopes = details.scopes ?? scopesOf(request)
  return connection.plansToWrite && 'repository' in request ? unionOfScopes(scopes, [pushScope(request.repository)]) : scopes
}

/** The failure for an answer that is not the wanted one; its body is read. */
export async function refusalOf(connection: Connection, answer: Answer, attempt: string): Promise<Error> {
  const said = await readComplaints(answer)
  const host = answer.isForeign ? answer.url.host : connection.registry
  const retryAfter = retryAfterOf(answer, connection.clock.now())
  return registryRefused({
    attempt,
    host,
    status: answer.status,
    ...said,
    ...(retryAfter === undefined ? {} : { retryAfter }),
    ...(answer.status === 403 && answer.isForeign ? { hint: `${host} is where ${connection.registry} keeps its content; try again` } : {}),
    ...(answer.status === 429 && connection.registry === DOCKER_HUB
      ? { hint: "Docker Hub limits pulls: log in with 'kpm login docker.io', or try later" }
      : {}),
  })
}

/** `ghcr.io/a/b:1`, `ghcr.io/a/b@sha256:…`. */
export function nameOf(connection: Connection, repository: string, reference?: string): string {
  if (reference === undefined) return `${connection.registry}/${repository}`
  return `${connection.registry}/${repository}${reference.includes(':') ? '@' : ':'}${reference}`
}
