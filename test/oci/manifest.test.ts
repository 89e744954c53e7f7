import { describe, expect, test } from 'vitest'
import { EMPTY_CONFIG_DESCRIPTOR, formatIndex, formatManifest, LARGEST_MANIFEST, parseManifest } from '../../src/oci/manifest.ts'
import { IMAGE_INDEX, IMAGE_MANIFEST, LAYER_TAR_GZIP } from '../../src/oci/media-types.ts'
import { codeOf, layerOf } from '../support/registry-contract.ts'

const layer = { ...layerOf(new Uint8Array(3)), annotations: { 'org.opencontainers.image.title': 'greeter_0.2.0.tgz' } }

test('a package manifest is written in the order of the reference implementation', () => {
  const bytes = formatManifest({
    artifactType: LAYER_TAR_GZIP,
    config: EMPTY_CONFIG_DESCRIPTOR,
    layers: [layer],
    annotations: { 'org.kcllang.package.version': '0.2.0', 'org.kcllang.package.name': 'greeter', 'org.kcllang.package.description': '' },
  })
  expect(new TextDecoder().decode(bytes)).toBe(
    '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","artifactType":"application/vnd.oci.image.layer.v1.tar+gzip",' +
      '"config":{"mediaType":"application/vnd.oci.empty.v1+json","digest":"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","size":2,"data":"e30="},' +
      `"layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar+gzip","digest":"${layer.digest}","size":3,"annotations":{"org.opencontainers.image.title":"greeter_0.2.0.tgz"}}],` +
      '"annotations":{"org.kcllang.package.description":"","org.kcllang.package.name":"greeter","org.kcllang.package.version":"0.2.0"}}',
  )
})

test('what was written is read back', () => {
  const manifest = {
    artifactType: 'a/b',
    config: EMPTY_CONFIG_DESCRIPTOR,
    layers: [layer],
    subject: layerOf(new Uint8Array(1)),
    annotations: { a: 'b' },
  }
  expect(parseManifest(formatManifest(manifest), IMAGE_MANIFEST, 'm')).toEqual({ kind: 'manifest', mediaType: IMAGE_MANIFEST, ...manifest })
  const index = { manifests: [{ ...layer, platform: { architecture: 'arm64', os: 'linux', variant: 'v8' } }] }
  expect(parseManifest(formatIndex(index), IMAGE_INDEX, 'i')).toEqual({ kind: 'index', mediaType: IMAGE_INDEX, ...index })
})

test('empty lists may be null or absent', () => {
  expect(parse({ config: EMPTY_CONFIG_DESCRIPTOR, layers: null })).toMatchObject({ layers: [] })
  expect(parse({ config: EMPTY_CONFIG_DESCRIPTOR, annotations: null })).toMatchObject({ layers: [] })
  expect(parse({ manifests: null }, IMAGE_INDEX)).toMatchObject({ manifests: [] })
})

describe('refused', () => {
  const config = EMPTY_CONFIG_DESCRIPTOR
  test.each<[string, unknown, string]>([
    ['no config', { layers: [] }, 'a descriptor is missing'],
    ['a list', [], 'not a JSON object'],
    ['another media type inside', { mediaType: IMAGE_INDEX, config, layers: [] }, 'calls itself'],
    ['manifest and index at once', { config, layers: [], manifests: [] }, 'at once'],
    ['a digest that is a path', { config: { ...config, digest: '../../etc' } }, 'not a digest'],
    ['a negative size', { config: { ...config, size: -1 } }, 'not a number of bytes'],
    ['a fractional size', { config: { ...config, size: 1.5 } }, 'not a number of bytes'],
    ['a huge size', { config: { ...config, size: 1e300 } }, 'not a number of bytes'],
    ['a descriptor without a type', { config: { ...config, mediaType: '' } }, 'no media type'],
    ['layers that are no list', { config, layers: {} }, 'not a list'],
    ['annotations that are no texts', { config, annotations: { a: 1 } }, 'not a text'],
    ['20,000 layers', { config, layers: Array.from({ length: 20_000 }, () => layer) }, 'limit'],
  ])('%s', (_, json, reason) => {
    expect(() => parse(json)).toThrow(reason)
  })

  test('text that is no JSON, no UTF-8, a web page, too long, or nothing we know', async () => {
    const failure = async (text: string | Uint8Array, type = IMAGE_MANIFEST): Promise<string> =>
      codeOf(Promise.resolve().then(() => parseManifest(typeof text === 'string' ? new TextEncoder().encode(text) : text, type, 'm')))
    expect(await failure('{')).toBe('MANIFEST_INVALID')
    expect(await failure(new Uint8Array([0x7b, 0xff, 0x7d]))).toBe('MANIFEST_INVALID')
    expect(await failure('<html>')).toBe('MANIFEST_INVALID')
    expect(() => parseManifest(new TextEncoder().encode('<html>'), IMAGE_MANIFEST, 'm')).toThrow('web page')
    expect(await failure(new Uint8Array(LARGEST_MANIFEST + 1))).toBe('TOO_LARGE')
    expect(await failure('{}', 'text/html')).toBe('MANIFEST_INVALID')
  })
})

test('a media type that is deeply nested', () => {
  const text = `{"mediaType":${'['.repeat(100_000)}${']'.repeat(100_000)}}`
  expect(() => parseManifest(new TextEncoder().encode(text), IMAGE_MANIFEST, 'm')).toThrow('something else')
})

function parse(json: unknown, type = IMAGE_MANIFEST): ReturnType<typeof parseManifest> {
  return parseManifest(new TextEncoder().encode(JSON.stringify(json)), type, 'm')
}
