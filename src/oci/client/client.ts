/** A Registry over HTTP: assembles retries, limits, redirects and authentication around a Transport. One client per registry and process, so that tokens
 *  and what is known about blobs are shared. */
import { createAuthorization } from '../auth/authorize.ts'
import type { Credential } from '../credentials/credential.ts'
import type { Sha256 } from '../digest.ts'
import { responseInvalid } from '../errors.ts'
import { discard, headerOf } from '../http/body.ts'
import { withLimit } from '../http/limit.ts'
import { DEFAULT_RETRY, systemClock, withRetry, type Clock, type RetryPolicy } from '../http/retry.ts'
import type { Transport } from '../http/transport.ts'
import { withWarnings } from '../http/warnings.ts'
import { parseManifest } from '../manifest.ts'
import { httpHostOf, parseRegistry } from '../reference.ts'
import type { Registry } from '../registry.ts'
import { ask, nameOf, refusalOf, type Connection } from './connection.ts'
import { readBlob, readManifest, resolveBlob, resolveManifest } from './read.ts'
import { addToFallback, listReferrers } from './referrers.ts'
import { listTags } from './tags.ts'
import { rememberBlob, writeBlob, writeManifest, type KnownBlobs } from './upload.ts'

export interface RegistryClientOptions {
  readonly transport: Transport
  /** `host[:port]`; any spelling of Docker Hub is Docker Hub. */
  readonly host: string
  readonly plainHttp: boolean
  readonly sha256: Sha256
  /** Asked once, after the first 401, with the registry's canonical name (`docker.io`). */
  readonly credentials?: (registry: string) => Promise<Credential | undefined>
  readonly retry?: RetryPolicy
  readonly clock?: Clock
  /** Requests at once; reads and writes are counted apart. Default 6. */
  readonly mostRequests?: number
  readonly signal?: AbortSignal
  /** Rights to push are asked for from the first request on, so that one token serves a whole push. */
  readonly plansToWrite?: boolean
  /** Takes what the registry says in `Warning` headers, each text once. */
  readonly warn?: (text: string) => void
}

export function createRegistryClient(options: RegistryClientOptions): Registry {
  const connection = connect(options)
  const known: KnownBlobs = new Map()
  return {
    resolve: (repository, reference) => resolveManifest(connection, repository, reference),
    readManifest: (repository, reference) => readManifest(connection, repository, reference),
    readBlob: (repository, blob) => readBlob(connection, repository, blob),
    resolveBlob: async (repository, digest) => {
      const found = await resolveBlob(connection, repository, digest)
      if (found !== undefined) rememberBlob(known, digest, repository)
      return found
    },
    writeBlob: (repository, blob, open) => writeBlob(connection, known, repository, blob, open),
    writeManifest: async (repository, reference, mediaType, bytes) => {
      const manifest = parseManifest(bytes, mediaType, nameOf(connection, repository, reference))
      const { descriptor, hasSubject } = await writeManifest(connection, repository, reference, mediaType, bytes)
      if (!hasSubject) await addToFallback(connection, repository, manifest, descriptor)
      return descriptor
    },
    listTags: (repository) => listTags(connection, repository),
    listReferrers: (repository, digest, artifactType) => listReferrers(connection, repository, digest, artifactType),
    deleteManifest: (repository, reference) => deleteManifest(connection, repository, reference),
    ping: () => ping(connection),
  }
}

function connect(options: RegistryClientOptions): Connection {
  const registry = parseRegistry(options.host)
  const origin = new URL(`${options.plainHttp ? 'http' : 'https'}://${httpHostOf(registry)}/`)
  const clock = options.clock ?? systemClock
  const retry = options.retry ?? DEFAULT_RETRY
  const transport = withRetry(withLimit(options.transport, options.mostRequests ?? 6), retry, clock)
  const credential = async (): Promise<Credential | undefined> => options.credentials?.(registry)
  const { warn } = options
  const own = warn === undefined ? transport : withWarnings(transport, (text) => warn(`${registry}: ${text}`))
  const authorization = createAuthorization({ registry, origin, transport: own, tokenTransport: transport, credential, now: clock.now })
  const { sha256, signal, plansToWrite = false } = options
  return { registry, origin, authorization, outside: transport, retry, clock, sha256, signal, plansToWrite }
}

async function deleteManifest(connection: Connection, repository: string, reference: string): Promise<void> {
  const attempt = `delete ${nameOf(connection, repository, reference)}`
  const answer = await ask(connection, { kind: 'delete-manifest', repository, reference }, attempt)
  if (answer.status !== 202 && answer.status !== 200 && answer.status !== 204) throw await refusalOf(connection, answer, attempt)
  await discard(answer)
}

async function ping(connection: Connection): Promise<{ readonly isAuthenticated: boolean }> {
  const attempt = `reach ${connection.registry}`
  const answer = await ask(connection, { kind: 'ping' }, attempt)
  const isPage = (headerOf(answer, 'content-type') ?? '').startsWith('text/html')
  if (answer.status === 404 || (answer.status === 200 && isPage)) {
    await discard(answer)
    throw responseInvalid(connection.registry, 'something answers there, but it is not a registry', 'check host and port')
  }
  if (answer.status !== 200) throw await refusalOf(connection, answer, attempt)
  await discard(answer)
  return { isAuthenticated: connection.authorization.isProven() }
}
