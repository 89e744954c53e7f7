import { expect, test } from 'vitest'
import { formatRequest, parseRequest, type RegistryRequest } from '../../src/oci/request.ts'

const digest = `sha256:${'0'.repeat(64)}`
const repository = 'a/b-c/d_e'

const REQUESTS: readonly (readonly [string, RegistryRequest])[] = [
  ['GET /v2/', { kind: 'ping' }],
  [`GET /v2/${repository}/manifests/1.0.0`, { kind: 'read-manifest', repository, reference: '1.0.0' }],
  [`HEAD /v2/${repository}/manifests/${digest}`, { kind: 'head-manifest', repository, reference: digest }],
  [`PUT /v2/${repository}/manifests/1`, { kind: 'write-manifest', repository, reference: '1' }],
  [`DELETE /v2/${repository}/manifests/${digest}`, { kind: 'delete-manifest', repository, reference: digest }],
  [`GET /v2/${repository}/blobs/${digest}`, { kind: 'read-blob', repository, digest }],
  [`HEAD /v2/${repository}/blobs/${digest}`, { kind: 'head-blob', repository, digest }],
  [`DELETE /v2/${repository}/blobs/${digest}`, { kind: 'delete-blob', repository, digest }],
  [`POST /v2/${repository}/blobs/uploads/`, { kind: 'start-upload', repository }],
  [
    `POST /v2/${repository}/blobs/uploads/?mount=${encodeURIComponent(digest)}&from=x%2Fy`,
    { kind: 'start-upload', repository, mount: { digest, from: 'x/y' } },
  ],
  [`PATCH /v2/${repository}/blobs/uploads/7`, { kind: 'append-upload', repository, session: '7' }],
  [`GET /v2/${repository}/blobs/uploads/7`, { kind: 'ask-upload', repository, session: '7' }],
  [`DELETE /v2/${repository}/blobs/uploads/7`, { kind: 'cancel-upload', repository, session: '7' }],
  [
    `PUT /v2/${repository}/blobs/uploads/7?digest=${encodeURIComponent(digest)}`,
    { kind: 'finish-upload', repository, session: '7', digest },
  ],
  [`GET /v2/${repository}/tags/list`, { kind: 'list-tags', repository }],
  [`GET /v2/${repository}/tags/list?n=10&last=x`, { kind: 'list-tags', repository, most: 10, last: 'x' }],
  [`GET /v2/${repository}/referrers/${digest}`, { kind: 'list-referrers', repository, digest }],
  [
    `GET /v2/${repository}/referrers/${digest}?artifactType=a%2Fb%2Bc`,
    { kind: 'list-referrers', repository, digest, artifactType: 'a/b+c' },
  ],
  ['GET /v2/tags/list/manifests/x', { kind: 'read-manifest', repository: 'tags/list', reference: 'x' }],
  ['GET /v2/blobs/uploads/tags/list', { kind: 'list-tags', repository: 'blobs/uploads' }],
]

test.each(REQUESTS)('%s', (line, request) => {
  const { method, path } = formatRequest(request)
  expect(`${method} ${path}`).toBe(line)
  expect(parseRequest(method, new URL(`http://registry.test${path}`))).toEqual(request)
})

test.each([
  ['GET', '/'],
  ['GET', '/v1/a/tags/list'],
  ['GET', '/v2/UPPER/tags/list'],
  ['GET', '/v2/a/manifests/1.0+x'],
  ['POST', '/v2/a/tags/list'],
  ['GET', '/v2/a/blobs/sha256:abc'],
  ['PUT', '/v2/a/blobs/uploads/7'],
  ['GET', '/v2/a/blobs/uploads/'],
  ['GET', '/v2/../../etc/manifests/x'],
] as const)('%s %s is not of this API', (method, path) => {
  expect(parseRequest(method, new URL(`http://registry.test${path}`))).toBeUndefined()
})
