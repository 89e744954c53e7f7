import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { formatArtifact, parseArtifact } from '../../src/package/artifact.ts'

const MANIFEST = 'application/vnd.oci.image.manifest.v1+json'
const INDEX = 'application/vnd.oci.image.index.v1+json'
const TAR = 'application/vnd.oci.image.layer.v1.tar'
const A = `sha256:${'a'.repeat(64)}`
const B = `sha256:${'b'.repeat(64)}`

test('a manifest is written byte for byte as kpm writes it', () => {
  const bytes = formatArtifact({
    name: 'greeter',
    version: '0.2.0',
    description: 'Greets <everybody> & more',
    sum: 'az8cAurs9g6IaXSW17asRJkBzKVxq7W2DZ/yMfkBf9c=',
    layer: { digest: A, size: 290, title: 'greeter_0.2.0.tgz' },
    created: new Date('2026-01-02T03:04:05.678Z'),
  })
  const text =
    `{"schemaVersion":2,"mediaType":"${MANIFEST}","artifactType":"${TAR}+gzip",` +
    `"config":{"mediaType":"application/vnd.oci.empty.v1+json","digest":"sha256:${createHash('sha256').update('{}').digest('hex')}","size":2,"data":"e30="},` +
    `"layers":[{"mediaType":"${TAR}+gzip","digest":"${A}","size":290,"annotations":{"org.opencontainers.image.title":"greeter_0.2.0.tgz"}}],` +
    `"annotations":{"org.kcllang.package.description":"Greets \\u003ceverybody\\u003e \\u0026 more","org.kcllang.package.name":"greeter",` +
    `"org.kcllang.package.sum":"az8cAurs9g6IaXSW17asRJkBzKVxq7W2DZ/yMfkBf9c=","org.kcllang.package.version":"0.2.0",` +
    `"org.opencontainers.image.created":"2026-01-02T03:04:05Z"}}`
  expect(new TextDecoder().decode(bytes)).toBe(text)
  expect(parseArtifact(bytes, MANIFEST, 'it')).toMatchObject({
    kind: 'package',
    layer: { digest: A, size: 290 },
    annotations: { 'org.kcllang.package.version': '0.2.0' },
  })
})

test('without a description the annotation is there and empty', () => {
  const content = {
    name: 'a',
    version: '1',
    description: undefined,
    sum: '',
    layer: { digest: A, size: 1, title: 'x' },
    created: new Date(0),
  }
  expect(new TextDecoder().decode(formatArtifact(content))).toContain('"org.kcllang.package.description":"",')
})

const layer = (digest: string, title?: string, mediaType = TAR) => ({
  mediaType,
  digest,
  size: 1,
  ...(title === undefined ? {} : { annotations: { 'org.opencontainers.image.title': title } }),
})
const parse = (manifest: object, mediaType = MANIFEST) => parseArtifact(Buffer.from(JSON.stringify(manifest)), mediaType, 'h.io/a:1')
const config = { mediaType: 'application/vnd.oci.empty.v1+json', digest: B, size: 2 }

describe('the layer that is the package', () => {
  test.each([
    ['a plain tar of older kpm versions', [layer(A, 'x_1.tar')]],
    ['no title', [layer(A)]],
    ['any media type', [layer(A, undefined, 'application/octet-stream')]],
    ['.tar goes before .tgz', [layer(B, 'x.tgz'), layer(A, 'x.tar')]],
    ['.tgz goes before the rest', [layer(B, 'README.md'), layer(A, 'x.tgz'), layer(B)]],
    ['by media type when no title tells', [layer(B, 'sbom', 'application/spdx+json'), layer(A, 'package', `${TAR}+gzip`)]],
    ["Docker's types", [layer(A, undefined, 'application/vnd.docker.image.rootfs.diff.tar.gzip')]],
  ])('%s', (_, layers) => {
    expect(parse({ schemaVersion: 2, config, layers })).toMatchObject({ kind: 'package', layer: { digest: A } })
  })

  test.each([
    ['two archives', [layer(A, 'a.tar'), layer(B, 'b.tar')], 'h.io/a:1 is not a KCL package: 2 of its layers could be the package'],
    ['no layer', [], 'h.io/a:1 is not a KCL package: it has no layer'],
  ])('%s', (_, layers, message) => {
    expect(() => parse({ schemaVersion: 2, config, layers })).toThrow(expect.objectContaining({ code: 'ARTIFACT_INVALID', message }))
  })
})

test('an index leads to its first manifest', () => {
  const manifests = [
    { mediaType: MANIFEST, digest: A, size: 9 },
    { mediaType: MANIFEST, digest: B, size: 9 },
  ]
  expect(parse({ schemaVersion: 2, manifests }, INDEX)).toMatchObject({ kind: 'index', first: { digest: A } })
  expect(() => parse({ schemaVersion: 2, manifests: [] }, INDEX)).toThrow('it is an index of nothing')
})

test.each([
  ['not json', '{'],
  ['a list', '[]'],
  ['no digest', '{"config":{},"layers":[]}'],
])('%s is no manifest', (_, text) => {
  expect(() => parseArtifact(Buffer.from(text), MANIFEST, 'it')).toThrow(expect.objectContaining({ code: 'MANIFEST_INVALID' }))
})
