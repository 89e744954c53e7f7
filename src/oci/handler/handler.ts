/** HTTP over any Registry: a Transport that answers instead of asking. A client on this handler needs no socket; behind a port it is a registry for other
 *  clients too. Upload sessions live in the handler; everything else is the Registry's. */
import { KpmError } from '../../base/error.ts'
import { scopesOf, type Scope } from '../auth/scope.ts'
import { readBytes } from '../http/body.ts'
import type { Transport, TransportRequest, TransportResponse } from '../http/transport.ts'
import { formatIndex, LARGEST_MANIFEST, parseManifest } from '../manifest.ts'
import { IMAGE_INDEX, OCTET_STREAM } from '../media-types.ts'
import { parseRequest, type RegistryRequest } from '../request.ts'
import type { Registry } from '../registry.ts'
import { answer, answerError, type Answering } from './answer.ts'
import { bodyOf, chunksOf } from './message.ts'
import { createUploads, type Uploads } from './uploads.ts'

export interface HandlerOptions {
  /** Decides before anything else; undefined when the request may pass. */
  readonly check?: AccessCheck
  /** Without it the referrers API answers 404, as distribution does. Default true. */
  readonly hasReferrers?: boolean
  /** Tags in one page, when the client asks for no fewer. */
  readonly pageSize?: number
  readonly largestBlob?: number
}

/** Judges a request by what it needs: the answer to give instead, or undefined. */
export type AccessCheck = (request: TransportRequest, scopes: readonly Scope[]) => TransportResponse | undefined

const LARGEST_BLOB = 1024 * 1024 * 1024

interface Context {
  readonly registry: Registry
  readonly uploads: Uploads
  readonly options: HandlerOptions
}

export function createRegistryHandler(registry: Registry, options: HandlerOptions = {}): Transport {
  const context: Context = { registry, uploads: createUploads(options.largestBlob ?? LARGEST_BLOB), options }
  return async (message) => {
    const url = new URL(message.url)
    const request = parseRequest(message.method, url)
    if (request === undefined)
      return answerError({ status: 404, code: 'NAME_INVALID', message: `no such address: ${message.method} ${url.pathname}` })
    const refused = options.check?.(message, scopesOf(request))
    if (refused !== undefined) return refused
    try {
      const response = await handle(context, request, message)
      return message.method === 'HEAD' ? { ...response, body: nothing() } : response
    } catch (error) {
      if (error instanceof KpmError) return answerFailure(error, request)
      throw error
    }
  }
}

function handle(context: Context, request: RegistryRequest, message: TransportRequest): Promise<TransportResponse> {
  switch (request.kind) {
    case 'ping':
      return Promise.resolve(answer({ status: 200, headers: { 'docker-distribution-api-version': 'registry/2.0' }, json: {} }))
    case 'read-manifest':
    case 'head-manifest':
      return readManifest(context, request)
    case 'write-manifest':
      return writeManifest(context, request, message)
    case 'delete-manifest':
      return context.registry.deleteManifest(request.repository, request.reference).then(() => answer({ status: 202 }))
    case 'read-blob':
    case 'head-blob':
      return readBlob(context, request, message)
    case 'delete-blob':
      return Promise.resolve(answerError({ status: 405, code: 'UNSUPPORTED', message: 'blobs are not deleted here' }))
    case 'start-upload':
      return startUpload(context, request)
    case 'append-upload':
      return context.uploads.append(request, message)
    case 'ask-upload':
      return Promise.resolve(context.uploads.ask(request))
    case 'cancel-upload':
      return Promise.resolve(context.uploads.cancel(request))
    case 'finish-upload':
      return finishUpload(context, request, message)
    case 'list-tags':
      return listTags(context, request)
    case 'list-referrers':
      return listReferrers(context, request)
  }
}

type Of<K extends RegistryRequest['kind']> = Extract<RegistryRequest, { readonly kind: K }>

interface ManifestPlace {
  readonly repository: string
  readonly reference: string
}

interface BlobPlace {
  readonly repository: string
  readonly digest: string
}

async function readManifest(context: Context, request: ManifestPlace): Promise<TransportResponse> {
  const { descriptor, bytes } = await context.registry.readManifest(request.repository, request.reference)
  return answer({ status: 200, headers: { 'content-type': descriptor.mediaType, 'docker-content-digest': descriptor.digest }, bytes })
}

async function writeManifest(context: Context, request: ManifestPlace, message: TransportRequest): Promise<TransportResponse> {
  const { repository, reference } = request
  const mediaType = (message.headers['content-type'] ?? '').replace(/;.*$/, '').trim()
  const bytes = await readBytes(bodyOf(message), LARGEST_MANIFEST, 'the manifest')
  const descriptor = await context.registry.writeManifest(repository, reference, mediaType, bytes)
  const { subject } = parseManifest(bytes, mediaType, reference)
  const acknowledged = subject !== undefined && context.options.hasReferrers !== false ? { 'oci-subject': subject.digest } : {}
  return answer({
    status: 201,
    headers: { location: `/v2/${repository}/manifests/${descriptor.digest}`, 'docker-content-digest': descriptor.digest, ...acknowledged },
  })
}

async function readBlob(context: Context, request: BlobPlace, message: TransportRequest): Promise<TransportResponse> {
  const { repository, digest } = request
  const blob = await context.registry.resolveBlob(repository, digest)
  if (blob === undefined) return answerError({ status: 404, code: 'BLOB_UNKNOWN', message: 'blob unknown to registry' })
  const headers = { 'content-type': OCTET_STREAM, 'docker-content-digest': digest, 'accept-ranges': 'bytes' }
  const range = /^bytes=(\d+)-(\d*)$/.exec(message.headers['range'] ?? '')
  if (range === null || message.method === 'HEAD') {
    return answer({
      status: 200,
      headers: { ...headers, 'content-length': `${blob.size}` },
      body: context.registry.readBlob(repository, blob),
    })
  }
  const first = Number(range[1])
  const last = Math.min(range[2] === '' ? blob.size - 1 : Number(range[2]), blob.size - 1)
  if (first > last) return answer({ status: 416, headers: { 'content-range': `bytes */${blob.size}` } })
  const part = partOf(context.registry.readBlob(repository, blob), first, last + 1)
  return answer({
    status: 206,
    headers: { ...headers, 'content-length': `${last + 1 - first}`, 'content-range': `bytes ${first}-${last}/${blob.size}` },
    body: part,
  })
}

async function startUpload(context: Context, request: Of<'start-upload'>): Promise<TransportResponse> {
  const { repository, mount } = request
  const blob = mount === undefined ? undefined : await context.registry.resolveBlob(mount.from, mount.digest)
  if (mount === undefined || blob === undefined) return context.uploads.start(repository)
  await context.registry.writeBlob(repository, blob, () => context.registry.readBlob(mount.from, blob))
  return answer({ status: 201, headers: { location: `/v2/${repository}/blobs/${blob.digest}`, 'docker-content-digest': blob.digest } })
}

async function finishUpload(context: Context, request: Of<'finish-upload'>, message: TransportRequest): Promise<TransportResponse> {
  const { repository, digest } = request
  const chunks = await context.uploads.finish(request, message)
  if (chunks === undefined) return answerError({ status: 404, code: 'BLOB_UPLOAD_UNKNOWN', message: 'blob upload unknown to registry' })
  const size = chunks.reduce((sum, chunk) => sum + chunk.length, 0)
  await context.registry.writeBlob(repository, { mediaType: OCTET_STREAM, digest, size }, () => chunksOf(chunks))
  return answer({ status: 201, headers: { location: `/v2/${repository}/blobs/${digest}`, 'docker-content-digest': digest } })
}

/** Pages by `n` and `last`, in code-unit order, with a relative `Link`. */
async function listTags(context: Context, request: Of<'list-tags'>): Promise<TransportResponse> {
  const { repository, most, last } = request
  const tags: string[] = []
  for await (const tag of context.registry.listTags(repository)) tags.push(tag)
  const rest = tags.toSorted().filter((tag) => last === undefined || tag > last)
  const size = Math.min(most ?? Number.POSITIVE_INFINITY, context.options.pageSize ?? Number.POSITIVE_INFINITY)
  const page = rest.slice(0, size)
  const final = page.at(-1)
  const hasMore = rest.length > page.length && final !== undefined
  const link = `</v2/${repository}/tags/list?last=${encodeURIComponent(final ?? '')}&n=${size}>; rel="next"`
  return answer({ status: 200, headers: hasMore ? { link } : {}, json: { name: repository, tags: page } })
}

async function listReferrers(context: Context, request: Of<'list-referrers'>): Promise<TransportResponse> {
  if (context.options.hasReferrers === false)
    return answer({ status: 404, headers: { 'content-type': 'text/plain' }, bytes: NOT_FOUND_PAGE })
  const { repository, digest, artifactType } = request
  const manifests = await context.registry.listReferrers(repository, digest, artifactType)
  const filtered = artifactType === undefined ? {} : { 'oci-filters-applied': 'artifactType' }
  return answer({ status: 200, headers: { 'content-type': IMAGE_INDEX, ...filtered }, bytes: formatIndex({ manifests }) })
}

const NOT_FOUND_PAGE = new TextEncoder().encode('404 page not found\n')

/** The status each code of the specification is usual with; ours become the nearest one of it. */
const ANSWERS: Readonly<Record<string, Pick<Answering & { code: string }, 'status' | 'code'>>> = {
  NAME_UNKNOWN: { status: 404, code: 'NAME_UNKNOWN' },
  MANIFEST_UNKNOWN: { status: 404, code: 'MANIFEST_UNKNOWN' },
  BLOB_UNKNOWN: { status: 404, code: 'BLOB_UNKNOWN' },
  MANIFEST_BLOB_UNKNOWN: { status: 404, code: 'MANIFEST_BLOB_UNKNOWN' },
  MANIFEST_INVALID: { status: 400, code: 'MANIFEST_INVALID' },
  DIGEST_MISMATCH: { status: 400, code: 'DIGEST_INVALID' },
  DIGEST_UNSUPPORTED: { status: 400, code: 'DIGEST_INVALID' },
  SIZE_MISMATCH: { status: 400, code: 'SIZE_INVALID' },
  TOO_LARGE: { status: 413, code: 'MANIFEST_INVALID' },
  REFERENCE_INVALID: { status: 400, code: 'NAME_INVALID' },
  UNSUPPORTED: { status: 405, code: 'UNSUPPORTED' },
  DENIED: { status: 403, code: 'DENIED' },
}

function answerFailure(error: KpmError, request: RegistryRequest): TransportResponse {
  const known = ANSWERS[error.code] ?? { status: 500, code: 'UNKNOWN' }
  const isUpload = request.kind === 'finish-upload' || request.kind === 'append-upload'
  const code = error.code === 'TOO_LARGE' && isUpload ? 'SIZE_INVALID' : known.code
  return answerError({ status: known.status, code, message: error.message })
}

async function* nothing(): AsyncGenerator<Uint8Array, void, undefined> {}

async function* partOf(body: AsyncIterable<Uint8Array>, from: number, to: number): AsyncGenerator<Uint8Array, void, undefined> {
  let offset = 0
  for await (const chunk of body) {
    const start = Math.max(0, from - offset)
    const end = Math.min(chunk.length, to - offset)
    if (start < end) yield chunk.subarray(start, end)
    offset += chunk.length
    if (offset >= to) return
  }
}
