/** Every request of the distribution API, parsed and printed in one place: the client prints, the handler parses. Repositories and digests are made of
 *  characters that need no escaping in a path. */
import { isDigest } from './digest.ts'
import { isRepository, isTag } from './reference.ts'
import type { TransportRequest } from './http/transport.ts'

export type RegistryRequest =
  | { readonly kind: 'ping' }
  | {
      readonly kind: 'read-manifest' | 'head-manifest' | 'write-manifest' | 'delete-manifest'
      readonly repository: string
      readonly reference: string
    }
  | { readonly kind: 'read-blob' | 'head-blob' | 'delete-blob'; readonly repository: string; readonly digest: string }
  | { readonly kind: 'start-upload'; readonly repository: string; readonly mount?: { readonly digest: string; readonly from: string } }
  | { readonly kind: 'append-upload' | 'ask-upload' | 'cancel-upload'; readonly repository: string; readonly session: string }
  | { readonly kind: 'finish-upload'; readonly repository: string; readonly session: string; readonly digest: string }
  | { readonly kind: 'list-tags'; readonly repository: string; readonly most?: number; readonly last?: string }
  | { readonly kind: 'list-referrers'; readonly repository: string; readonly digest: string; readonly artifactType?: string }

type Method = TransportRequest['method']

/** Method and path with query, to be put behind `scheme://host`. */
export function formatRequest(request: RegistryRequest): { readonly method: Method; readonly path: string } {
  switch (request.kind) {
    case 'ping':
      return { method: 'GET', path: '/v2/' }
    case 'read-manifest':
    case 'head-manifest':
    case 'write-manifest':
    case 'delete-manifest':
      return { method: MANIFEST_METHODS[request.kind], path: `/v2/${request.repository}/manifests/${request.reference}` }
    case 'read-blob':
    case 'head-blob':
    case 'delete-blob':
      return { method: BLOB_METHODS[request.kind], path: `/v2/${request.repository}/blobs/${request.digest}` }
    case 'start-upload':
      return {
        method: 'POST',
        path: `/v2/${request.repository}/blobs/uploads/${formatQuery({ mount: request.mount?.digest, from: request.mount?.from })}`,
      }
    case 'append-upload':
    case 'ask-upload':
    case 'cancel-upload':
      return { method: UPLOAD_METHODS[request.kind], path: `/v2/${request.repository}/blobs/uploads/${request.session}` }
    case 'finish-upload':
      return { method: 'PUT', path: `/v2/${request.repository}/blobs/uploads/${request.session}${formatQuery({ digest: request.digest })}` }
    case 'list-tags':
      return {
        method: 'GET',
        path: `/v2/${request.repository}/tags/list${formatQuery({ n: request.most?.toString(), last: request.last })}`,
      }
    case 'list-referrers':
      return {
        method: 'GET',
        path: `/v2/${request.repository}/referrers/${request.digest}${formatQuery({ artifactType: request.artifactType })}`,
      }
  }
}

/** undefined for what is not of this API: the handler answers 404 (or 405 when the path is one of ours). */
export function parseRequest(method: Method, url: URL): RegistryRequest | undefined {
  if (!url.pathname.startsWith('/v2/')) return undefined
  const path = url.pathname.slice('/v2/'.length)
  if (path === '') return method === 'GET' || method === 'HEAD' ? { kind: 'ping' } : undefined
  const parts = /^(.+)\/(manifests|blobs\/uploads|blobs|tags|referrers)\/([^/]*)$/.exec(path)
  const repository = parts?.[1] ?? ''
  const last = parts?.[3] ?? ''
  if (!isRepository(repository)) return undefined
  switch (parts?.[2]) {
    case 'manifests':
      return isTag(last) || isDigest(last)
        ? withMethod(MANIFEST_METHODS, method, (kind) => ({ kind, repository, reference: last }))
        : undefined
    case 'blobs':
      return isDigest(last) ? withMethod(BLOB_METHODS, method, (kind) => ({ kind, repository, digest: last })) : undefined
    case 'blobs/uploads':
      return parseUpload(method, repository, last, url.searchParams)
    case 'tags':
      return last === 'list' && method === 'GET' ? parseTags(repository, url.searchParams) : undefined
    case 'referrers': {
      if (!isDigest(last) || method !== 'GET') return undefined
      const artifactType = url.searchParams.get('artifactType')
      return { kind: 'list-referrers', repository, digest: last, ...(artifactType === null ? {} : { artifactType }) }
    }
    default:
      return undefined
  }
}

const MANIFEST_METHODS = { 'read-manifest': 'GET', 'head-manifest': 'HEAD', 'write-manifest': 'PUT', 'delete-manifest': 'DELETE' } as const
const BLOB_METHODS = { 'read-blob': 'GET', 'head-blob': 'HEAD', 'delete-blob': 'DELETE' } as const
const UPLOAD_METHODS = { 'append-upload': 'PATCH', 'ask-upload': 'GET', 'cancel-upload': 'DELETE' } as const

function withMethod<K extends string>(
  methods: Readonly<Record<K, Method>>,
  method: Method,
  make: (kind: K) => RegistryRequest,
): RegistryRequest | undefined {
  // The keys of a closed record are exactly K.
  for (const kind of Object.keys(methods) as K[]) if (methods[kind] === method) return make(kind)
  return undefined
}

function parseUpload(method: Method, repository: string, session: string, query: URLSearchParams): RegistryRequest | undefined {
  if (session === '') {
    if (method !== 'POST') return undefined
    const digest = query.get('mount')
    const from = query.get('from')
    const mountable = digest !== null && from !== null && isDigest(digest) && isRepository(from)
    return { kind: 'start-upload', repository, ...(mountable ? { mount: { digest, from } } : {}) }
  }
  const digest = query.get('digest')
  if (method === 'PUT') return digest !== null && isDigest(digest) ? { kind: 'finish-upload', repository, session, digest } : undefined
  return withMethod(UPLOAD_METHODS, method, (kind) => ({ kind, repository, session }))
}

function parseTags(repository: string, query: URLSearchParams): RegistryRequest {
  const most = Number(query.get('n') ?? Number.NaN)
  const last = query.get('last')
  return { kind: 'list-tags', repository, ...(Number.isSafeInteger(most) && most >= 0 ? { most } : {}), ...(last === null ? {} : { last }) }
}

function formatQuery(members: Readonly<Record<string, string | undefined>>): string {
  const pairs: string[] = []
  for (const [name, value] of Object.entries(members)) if (value !== undefined) pairs.push(`${name}=${encodeURIComponent(value)}`)
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`
}
