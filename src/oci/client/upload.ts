/** Blobs and manifests to a registry: exists, session, one PUT. It is the only way of uploading that works everywhere (GHCR caps PATCH bodies, ECR loses
 *  data on the second). A lost session starts again from the first question, because the blob may have arrived. */
import { digestOf, isDigest } from '../digest.ts'
import type { Descriptor } from '../descriptor.ts'
import { digestMismatch, isPassing, responseInvalid, uploadRefused } from '../errors.ts'
import { discard, headerOf } from '../http/body.ts'
import { originTrouble } from '../http/origin.ts'
import { sendFollowing, type Answer } from '../http/redirect.ts'
import { backoff, isPassingStatus, pauseAfter } from '../http/retry.ts'
import { originOf, parseUrl } from '../http/text.ts'
import { OCTET_STREAM } from '../media-types.ts'
import { pushScope } from '../auth/scope.ts'
import type { TransportRequest } from '../http/transport.ts'
import { ask, nameOf, refusalOf, type Connection } from './connection.ts'
import { shortDigest } from './read.ts'

/** Which repositories of this registry are known to have a blob: it is mounted from there instead of sent again. */
export type KnownBlobs = Map<string, Set<string>>

export async function writeBlob(
  connection: Connection,
  known: KnownBlobs,
  repository: string,
  blob: Descriptor,
  open: () => AsyncIterable<Uint8Array>,
): Promise<void> {
  const attempt = `upload ${shortDigest(blob.digest)} to ${nameOf(connection, repository)}`
  for (let count = 1; ; count += 1) {
    if (await isPresent(connection, repository, blob, attempt)) break
    const lost = await upload(connection, known, { repository, blob, open, attempt }, count)
    if (lost === undefined) break
    if (lost.pause === undefined || count >= connection.retry.attempts) throw lost.failure
    await connection.clock.wait(lost.pause, connection.signal)
  }
  rememberBlob(known, blob.digest, repository)
}

export async function writeManifest(
  connection: Connection,
  repository: string,
  reference: string,
  mediaType: string,
  bytes: Uint8Array,
): Promise<{ readonly descriptor: Descriptor; readonly hasSubject: boolean }> {
  const name = nameOf(connection, repository, reference)
  const digest = digestOf(bytes, connection.sha256)
  if (isDigest(reference) && reference !== digest) throw digestMismatch(name, reference, digest)
  const headers = { 'content-type': mediaType, 'content-length': `${bytes.length}` }
  const answer = await ask(connection, { kind: 'write-manifest', repository, reference }, `write ${name}`, { headers, body: bytes })
  if (answer.status !== 201 && answer.status !== 200) throw await refusalOf(connection, answer, `write ${name}`)
  await discard(answer)
  expectStored(answer, digest, name)
  return { descriptor: { mediaType, digest, size: bytes.length }, hasSubject: headerOf(answer, 'oci-subject') !== undefined }
}

/** The registry may name what it stored; a digest of another algorithm says nothing. */
function expectStored(answer: Answer, digest: string, subject: string): void {
  const stored = headerOf(answer, 'docker-content-digest')
  if (stored?.startsWith('sha256:') === true && stored !== digest) throw digestMismatch(subject, digest, stored)
}

interface Upload {
  readonly repository: string
  readonly blob: Descriptor
  readonly open: () => AsyncIterable<Uint8Array>
  readonly attempt: string
}

/** Odd answers to HEAD (403, 405, a length that is another) are no reason not to upload. */
async function isPresent(connection: Connection, repository: string, blob: Descriptor, attempt: string): Promise<boolean> {
  const scopes = [pushScope(repository)]
  const answer = await ask(connection, { kind: 'head-blob', repository, digest: blob.digest }, attempt, { scopes })
  if (answer.status === 429 || answer.status >= 500) throw await refusalOf(connection, answer, attempt)
  await discard(answer)
  const length = headerOf(answer, 'content-length')
  return answer.status === 200 && (length === undefined || Number(length) === blob.size)
}

/** A session that ended before the blob was there; `pause` is the wait before the next, undefined when there should be none. */
interface Lost {
  readonly failure: unknown
  readonly pause: number | undefined
}

async function upload(connection: Connection, known: KnownBlobs, task: Upload, count: number): Promise<Lost | undefined> {
  const location = await startUpload(connection, known, task)
  if (location === undefined) return undefined
  const source = observe(task.open)
  let answer: Answer
  try {
    answer = await sendContent(connection, location, { ...task, open: source.open })
  } catch (failure) {
    source.expectWhole()
    if (!isPassing(failure)) throw failure
    return { failure, pause: backoff(count, connection.retry, connection.clock) }
  }
  if (answer.status === 201) {
    await discard(answer)
    expectStored(answer, task.blob.digest, task.attempt)
    return undefined
  }
  source.expectWhole()
  const pause = pauseAfter(count, answer, connection.retry, connection.clock)
  const failure = await refusalOf(connection, answer, task.attempt)
  // 404 and 416: the registry forgot the session.
  if (answer.status === 404 || answer.status === 416 || isPassingStatus(answer.status)) return { failure, pause }
  throw failure
}

/** A source that breaks looks like a broken connection to a transport; `expectWhole` throws what it broke of. */
function observe(open: () => AsyncIterable<Uint8Array>): {
  readonly open: () => AsyncIterable<Uint8Array>
  readonly expectWhole: () => void
} {
  let broken: { readonly cause: unknown } | undefined
  return {
    open: async function* observed() {
      try {
        yield* open()
      } catch (cause) {
        broken = { cause }
        throw cause
      }
    },
    expectWhole: () => {
      if (broken !== undefined) throw broken.cause
    },
  }
}

/** The location to PUT to; undefined when the blob was mounted. */
async function startUpload(connection: Connection, known: KnownBlobs, task: Upload): Promise<URL | undefined> {
  const { repository, blob, attempt } = task
  const from = [...(known.get(blob.digest) ?? [])].find((name) => name !== repository)
  if (from !== undefined) {
    const mounted = await ask(connection, { kind: 'start-upload', repository, mount: { digest: blob.digest, from } }, attempt, EMPTY_BODY)
    if (mounted.status === 202) return locationOf(connection, mounted, task)
    await discard(mounted)
    if (mounted.status === 201) return undefined
  }
  const answer = await ask(connection, { kind: 'start-upload', repository }, attempt, EMPTY_BODY)
  if (answer.status !== 202) throw await refusalOf(connection, answer, attempt)
  return locationOf(connection, answer, task)
}

const EMPTY_BODY = { headers: { 'content-length': '0' } }

/** Relative to the answer; `digest` is appended as text, because the rest of the query is signed state that must stay as it is. */
async function locationOf(connection: Connection, answer: Answer, task: Upload): Promise<URL> {
  await discard(answer)
  const location = headerOf(answer, 'location')
  const url = location === undefined ? undefined : parseUrl(location, answer.url.href)
  if (location === undefined || url === undefined) throw responseInvalid(task.attempt, 'the registry names no upload location')
  const trouble = originTrouble(connection.origin, url)
  if (trouble !== undefined) throw uploadRefused(shortDigest(task.blob.digest), `the location ${url.host} is refused: ${trouble}`)
  const href = url.href.replace(/#.*$/, '')
  return new URL(`${href}${href.includes('?') ? '&' : '?'}digest=${task.blob.digest}`)
}

/** The registry's own origin is asked with its credential; another one (allowed by the specification) without any. */
async function sendContent(connection: Connection, url: URL, task: Upload): Promise<Answer> {
  const request: TransportRequest = {
    method: 'PUT',
    url: url.href,
    headers: { 'user-agent': 'kpm', 'content-type': OCTET_STREAM, 'content-length': `${task.blob.size}` },
    body: task.open,
    ...(connection.signal === undefined ? {} : { signal: connection.signal }),
  }
  const isOwn = originOf(url) === originOf(connection.origin)
  const inside = isOwn ? connection.authorization.transportFor([pushScope(task.repository)], task.attempt) : connection.outside
  return sendFollowing(request, inside, connection.outside)
}

export function rememberBlob(known: KnownBlobs, digest: string, repository: string): void {
  const repositories = known.get(digest) ?? new Set<string>()
  known.set(digest, repositories.add(repository))
}
