/** Image manifests and indexes: type, check with caps, build. Registries are not trusted: counts are capped, and a text that is both a manifest and an
 *  index is refused, because two readers would see two things. */
import { isDigest } from './digest.ts'
import type { Descriptor, Platform } from './descriptor.ts'
import { manifestInvalid, tooLarge } from './errors.ts'
import { EMPTY_CONFIG, IMAGE_INDEX, IMAGE_MANIFEST, isIndexType, isManifestType } from './media-types.ts'

export interface ImageManifest {
  readonly kind: 'manifest'
  readonly mediaType: string
  readonly artifactType?: string
  readonly config: Descriptor
  readonly layers: readonly Descriptor[]
  readonly subject?: Descriptor
  readonly annotations?: Readonly<Record<string, string>>
}

export interface ImageIndex {
  readonly kind: 'index'
  readonly mediaType: string
  readonly artifactType?: string
  readonly manifests: readonly Descriptor[]
  readonly subject?: Descriptor
  readonly annotations?: Readonly<Record<string, string>>
}

/** What registries accept, and so what is read (distribution specification 1.1: at least 4 MiB). */
export const LARGEST_MANIFEST = 4 * 1024 * 1024
const MOST_LAYERS = 1_000
const MOST_ENTRIES = 10_000

/** The config of an artifact that has none: two bytes, `{}`. */
export const EMPTY_CONFIG_BYTES: Uint8Array = new Uint8Array([0x7b, 0x7d])
export const EMPTY_CONFIG_DESCRIPTOR: Descriptor = {
  mediaType: EMPTY_CONFIG,
  digest: 'sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a',
  size: 2,
  data: 'e30=',
}

/** `mediaType` is what the registry or descriptor said; it decides when the text names none, and must agree when it does. `subject` names the manifest
 *  in failures. Throws MANIFEST_INVALID, TOO_LARGE. */
export function parseManifest(bytes: Uint8Array, mediaType: string, subject: string): ImageManifest | ImageIndex {
  if (bytes.length > LARGEST_MANIFEST) throw tooLarge(subject, LARGEST_MANIFEST)
  const json = parseObject(bytes, subject)
  const inside = json['mediaType']
  if (inside !== undefined && inside !== mediaType) {
    throw manifestInvalid(
      subject,
      `it is announced as ${mediaType} and calls itself ${typeof inside === 'string' ? inside : 'something else'}`,
    )
  }
  if (json['manifests'] !== undefined && (json['layers'] !== undefined || json['config'] !== undefined)) {
    throw manifestInvalid(subject, 'it is a manifest and an index at once')
  }
  const artifactType = json['artifactType']
  const rest = {
    mediaType,
    ...(typeof artifactType === 'string' ? { artifactType } : {}),
    ...(json['subject'] === undefined || json['subject'] === null
      ? {}
      : { subject: parseDescriptor(json['subject'], `the subject of ${subject}`) }),
    ...parseAnnotations(json['annotations'], subject),
  }
  if (isIndexType(mediaType)) {
    return { kind: 'index', ...rest, manifests: parseDescriptors(json['manifests'], { subject, most: MOST_ENTRIES, noun: 'manifests' }) }
  }
  if (!isManifestType(mediaType)) throw manifestInvalid(subject, `the media type ${mediaType} is not a manifest's`)
  const layers = parseDescriptors(json['layers'], { subject, most: MOST_LAYERS, noun: 'layers' })
  return { kind: 'manifest', ...rest, config: parseDescriptor(json['config'], `the config of ${subject}`), layers }
}

/** Compact JSON in the member order of the reference implementation (Go, oras), annotations sorted: equal input, equal digest. */
export function formatManifest(manifest: Omit<ImageManifest, 'kind' | 'mediaType'>): Uint8Array {
  return toBytes({
    schemaVersion: 2,
    mediaType: IMAGE_MANIFEST,
    artifactType: manifest.artifactType,
    config: orderedDescriptor(manifest.config),
    layers: manifest.layers.map(orderedDescriptor),
    subject: manifest.subject === undefined ? undefined : orderedDescriptor(manifest.subject),
    annotations: sortedRecord(manifest.annotations),
  })
}

export function formatIndex(index: Omit<ImageIndex, 'kind' | 'mediaType'>): Uint8Array {
  return toBytes({
    schemaVersion: 2,
    mediaType: IMAGE_INDEX,
    artifactType: index.artifactType,
    manifests: index.manifests.map(orderedDescriptor),
    subject: index.subject === undefined ? undefined : orderedDescriptor(index.subject),
    annotations: sortedRecord(index.annotations),
  })
}

/** Throws MANIFEST_INVALID; `subject` says whose descriptor it is. */
export function parseDescriptor(json: unknown, subject: string): Descriptor {
  if (!isRecord(json)) throw manifestInvalid(subject, 'a descriptor is missing')
  const { mediaType, digest, size, artifactType, data } = json
  if (typeof mediaType !== 'string' || mediaType === '') throw manifestInvalid(subject, 'a descriptor has no media type')
  if (typeof digest !== 'string') throw manifestInvalid(subject, 'a descriptor has no digest')
  if (!isDigest(digest)) throw manifestInvalid(subject, `'${digest}' is not a digest`)
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0)
    throw manifestInvalid(subject, `the size of ${digest} is not a number of bytes`)
  const platform = parsePlatform(json['platform'])
  return {
    mediaType,
    digest,
    size,
    ...parseAnnotations(json['annotations'], subject),
    ...(typeof artifactType === 'string' ? { artifactType } : {}),
    ...(typeof data === 'string' ? { data } : {}),
    ...(platform === undefined ? {} : { platform }),
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function parseObject(bytes: Uint8Array, subject: string): Readonly<Record<string, unknown>> {
  let json: unknown
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    const start = new TextDecoder().decode(bytes.subarray(0, 40)).trim()
    throw manifestInvalid(
      subject,
      start.startsWith('<') ? 'it is a web page; is this a registry, or does a proxy answer in its place?' : 'it is not JSON',
    )
  }
  if (!isRecord(json)) throw manifestInvalid(subject, 'it is not a JSON object')
  return json
}

function parseDescriptors(
  json: unknown,
  limits: { readonly subject: string; readonly most: number; readonly noun: string },
): readonly Descriptor[] {
  // `null` is what Go writes for an empty list.
  if (json === undefined || json === null) return []
  if (!Array.isArray(json)) throw manifestInvalid(limits.subject, `${limits.noun} is not a list`)
  if (json.length > limits.most) throw manifestInvalid(limits.subject, `it has ${json.length} ${limits.noun}; the limit is ${limits.most}`)
  return json.map((item: unknown, index) => parseDescriptor(item, `${limits.noun}[${index}] of ${limits.subject}`))
}

function parseAnnotations(json: unknown, subject: string): { annotations?: Readonly<Record<string, string>> } {
  if (json === undefined || json === null) return {}
  if (!isRecord(json)) throw manifestInvalid(subject, 'annotations is not an object')
  const entries: [string, string][] = []
  for (const [name, value] of Object.entries(json)) {
    if (typeof value !== 'string') throw manifestInvalid(subject, `the annotation ${name} is not a text`)
    entries.push([name, value])
  }
  return { annotations: Object.fromEntries(entries) }
}

function parsePlatform(json: unknown): Platform | undefined {
  if (!isRecord(json)) return undefined
  const { architecture, os, variant } = json
  if (typeof architecture !== 'string' || typeof os !== 'string') return undefined
  return { architecture, os, ...(typeof variant === 'string' ? { variant } : {}) }
}

function orderedDescriptor(descriptor: Descriptor): object {
  const { mediaType, digest, size, annotations, data, platform, artifactType } = descriptor
  return { mediaType, digest, size, annotations: sortedRecord(annotations), data, platform, artifactType }
}

function sortedRecord(record: Readonly<Record<string, string>> | undefined): object | undefined {
  if (record === undefined || Object.keys(record).length === 0) return undefined
  return Object.fromEntries(Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

/** With the escapes of Go's `encoding/json`, which a description with `&` in it needs for an equal digest. */
function toBytes(json: object): Uint8Array {
  const text = JSON.stringify(json).replaceAll(/[<>&\u2028\u2029]/g, (it) => `\\u${it.charCodeAt(0).toString(16).padStart(4, '0')}`)
  return new TextEncoder().encode(text)
}
