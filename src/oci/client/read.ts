/** Manifests and blobs from a registry. Digest and size are computed here; headers only confirm. A blob whose connection breaks is continued with a
 *  Range request: the hash runs over what is passed on, so nothing has to be read again. */
import { algorithmOf, digestOf, expectVerifiable, isDigest, verified } from '../digest.ts'
import type { Descriptor } from '../descriptor.ts'
import { digestMismatch, isPassing, manifestInvalid, registryRefused, responseInvalid, sizeMismatch } from '../errors.ts'
import { discard, headerOf, readBytes } from '../http/body.ts'
import { backoff, isPassingStatus } from '../http/retry.ts'
import { KpmError } from '../../base/error.ts'
import { LARGEST_MANIFEST, parseManifest } from '../manifest.ts'
import { ACCEPT_MANIFEST, isIndexType, isManifestType } from '../media-types.ts'
import type { Answer } from '../http/redirect.ts'
import type { ManifestContent } from '../registry.ts'
import { ask, nameOf, refusalOf, type Connection } from './connection.ts'

export async function resolveManifest(connection: Connection, repository: string, reference: string): Promise<Descriptor | undefined> {
  const name = nameOf(connection, repository, reference)
  const answer = await ask(connection, { kind: 'head-manifest', repository, reference }, `read ${name}`, {
    headers: { accept: ACCEPT_MANIFEST },
  })
  await discard(answer)
  if (answer.status === 404) return undefined
  if (isPassingStatus(answer.status)) throw await refusalOf(connection, answer, `read ${name}`)
  if (answer.status === 200) {
    const digest = isDigest(reference) ? reference : headerOf(answer, 'docker-content-digest')
    const size = lengthOf(answer)
    const mediaType = mediaTypeOf(answer)
    const isUsable = digest !== undefined && isDigest(digest) && algorithmOf(digest) === 'sha256' && size !== undefined
    if (isUsable && (isManifestType(mediaType) || isIndexType(mediaType))) return { mediaType, digest, size }
  }
  // No digest (ECR), no length, or a registry that does not answer HEAD and hides the reason: the manifest itself tells.
  try {
    return (await readManifest(connection, repository, reference)).descriptor
  } catch (error) {
    if (error instanceof KpmError && (error.code === 'MANIFEST_UNKNOWN' || error.code === 'NAME_UNKNOWN' || error.code === 'NOT_FOUND'))
      return undefined
    throw error
  }
}

export async function readManifest(connection: Connection, repository: string, reference: string): Promise<ManifestContent> {
  const name = nameOf(connection, repository, reference)
  if (isDigest(reference)) expectVerifiable(reference)
  for (let attempt = 1; ; attempt += 1) {
    const answer = await ask(connection, { kind: 'read-manifest', repository, reference }, `read ${name}`, {
      headers: { accept: ACCEPT_MANIFEST },
    })
    if (answer.status !== 200) throw await manifestRefusal(connection, answer, { reference, name })
    try {
      return checkedManifest(connection, answer, await readBytes(answer.body, LARGEST_MANIFEST, name), { reference, name })
    } catch (error) {
      // A body that broke is read again as a whole.
      if (!isPassing(error) || attempt >= connection.retry.attempts) throw error
      await connection.clock.wait(backoff(attempt, connection.retry, connection.clock), connection.signal)
    }
  }
}

export function readBlob(connection: Connection, repository: string, blob: Descriptor): AsyncIterable<Uint8Array> {
  const subject = `${shortDigest(blob.digest)} of ${nameOf(connection, repository)}`
  return verified(continued(connection, repository, blob, subject), blob, connection.sha256, subject)
}

export async function resolveBlob(connection: Connection, repository: string, digest: string): Promise<Descriptor | undefined> {
  const attempt = `find ${shortDigest(digest)} in ${nameOf(connection, repository)}`
  const answer = await ask(connection, { kind: 'head-blob', repository, digest }, attempt)
  if (answer.status === 404) {
    await discard(answer)
    return undefined
  }
  if (answer.status !== 200) throw await refusalOf(connection, answer, attempt)
  await discard(answer)
  const size = lengthOf(answer)
  if (size === undefined) throw responseInvalid(subjectOf(connection, repository, digest), 'its length is missing')
  return { mediaType: 'application/octet-stream', digest, size }
}

/** The bytes of a blob, unverified, over as many connections as it takes. Attempts are counted anew when a good part arrived, so that a registry cannot
 *  keep its client busy byte by byte. */
async function* continued(
  connection: Connection,
  repository: string,
  blob: Descriptor,
  subject: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  let received = 0
  let attempt = 1
  for (;;) {
    const before = received
    const body = await openBlob(connection, { repository, blob, subject, received })
    try {
      for await (const chunk of body) {
        received += chunk.length
        yield chunk
      }
      return
    } catch (error) {
      if (received === blob.size) return
      attempt = received - before >= GOOD_PART ? 1 : attempt + 1
      if (!isPassing(error) || attempt > connection.retry.attempts || received > blob.size) throw error
      await connection.clock.wait(backoff(attempt, connection.retry, connection.clock), connection.signal)
    }
  }
}

const GOOD_PART = 1024 * 1024

async function openBlob(
  connection: Connection,
  wanted: { readonly repository: string; readonly blob: Descriptor; readonly subject: string; readonly received: number },
): Promise<AsyncIterable<Uint8Array>> {
  const { repository, blob, subject, received } = wanted
  const attempt = `read ${subject}`
  const headers = { 'accept-encoding': 'identity', ...(received === 0 ? {} : { range: `bytes=${received}-` }) }
  const answer = await ask(connection, { kind: 'read-blob', repository, digest: blob.digest }, attempt, { headers })
  if (answer.status === 206 && received > 0) {
    const range = headerOf(answer, 'content-range')
    if (range === `bytes ${received}-${blob.size - 1}/${blob.size}`) return answer.body
    await discard(answer)
    throw responseInvalid(subject, `asked to continue at byte ${received}, the registry sent '${range ?? ''}'`)
  }
  if (answer.status !== 200) throw await refusalOf(connection, answer, attempt)
  const length = lengthOf(answer)
  if (length !== undefined && length !== blob.size && headerOf(answer, 'content-encoding') === undefined) {
    await discard(answer)
    throw sizeMismatch(subject, blob.size, length)
  }
  return received === 0 ? answer.body : skipping(answer.body, received)
}

/** A registry without ranges starts over: what was passed on already is left out. */
async function* skipping(body: AsyncIterable<Uint8Array>, count: number): AsyncGenerator<Uint8Array, void, undefined> {
  let left = count
  for await (const chunk of body) {
    if (chunk.length > left) yield chunk.subarray(left)
    left = Math.max(0, left - chunk.length)
  }
}

function checkedManifest(
  connection: Connection,
  answer: Answer,
  bytes: Uint8Array,
  wanted: { readonly reference: string; readonly name: string },
): ManifestContent {
  const { reference, name } = wanted
  const digest = digestOf(bytes, connection.sha256)
  const expected = isDigest(reference) ? reference : headerOf(answer, 'docker-content-digest')
  const isComparable = expected !== undefined && isDigest(expected) && algorithmOf(expected) === 'sha256'
  if (isComparable && expected !== digest) throw digestMismatch(name, expected, digest)
  const mediaType = mediaTypeOf(answer)
  if (!isManifestType(mediaType) && !isIndexType(mediaType)) {
    const start = new TextDecoder().decode(bytes.subarray(0, 64)).trimStart()
    throw manifestInvalid(
      name,
      start.startsWith('<') ? 'a web page came in its place; is this a registry, or does a proxy answer?' : `its type is ${mediaType}`,
    )
  }
  parseManifest(bytes, mediaType, name)
  return { descriptor: { mediaType, digest, size: bytes.length }, bytes }
}

async function manifestRefusal(
  connection: Connection,
  answer: Answer,
  wanted: { readonly reference: string; readonly name: string },
): Promise<Error> {
  const error = await refusalOf(connection, answer, `read ${wanted.name}`)
  const isBare = error instanceof KpmError && error.code === 'REGISTRY_FAILED' && answer.status === 404
  if (!isBare) return error
  // A 404 without a code still says what is missing.
  return registryRefused({
    attempt: `read ${wanted.name}`,
    host: connection.registry,
    status: 404,
    complaints: [{ code: 'MANIFEST_UNKNOWN', message: 'not found', detail: '' }],
    page: '',
  })
}

export function shortDigest(digest: string): string {
  return digest.length > 19 ? digest.slice(0, 19) : digest
}

function subjectOf(connection: Connection, repository: string, digest: string): string {
  return `${shortDigest(digest)} of ${nameOf(connection, repository)}`
}

function mediaTypeOf(answer: Answer): string {
  return (headerOf(answer, 'content-type') ?? '').replace(/;.*$/, '').trim().toLowerCase()
}

function lengthOf(answer: Answer): number | undefined {
  const text = headerOf(answer, 'content-length')
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined
}
