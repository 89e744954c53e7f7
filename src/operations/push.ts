/** Packs the package in a folder and publishes it, in the form kpm publishes (specification of kpm, §3). A version that exists is not replaced unless
 *  that is asked for; when it has the same content there is nothing to do. */
import { joinPath } from '../base/path.ts'
import { isSameBytes } from '../base/bytes.ts'
import type { Host } from '../host/host.ts'
import { readBytes } from '../oci/http/body.ts'
import { digestOf } from '../oci/digest.ts'
import { EMPTY_CONFIG_BYTES, EMPTY_CONFIG_DESCRIPTOR } from '../oci/manifest.ts'
import { IMAGE_MANIFEST, LAYER_TAR_GZIP } from '../oci/media-types.ts'
import { formatReference } from '../oci/reference.ts'
import type { Registry } from '../oci/registry.ts'
import { archiveName, packFolder } from '../package/archive/pack.ts'
import type { PackedFile } from '../package/archive/pack.ts'
import { unpackArchive } from '../package/archive/unpack.ts'
import { ANNOTATION_SUM, formatArtifact, parseArtifact } from '../package/artifact.ts'
import type { PackageArtifact } from '../package/artifact.ts'
import { LARGEST_LAYER } from '../package/source/oci.ts'
import { kpmSumOf } from '../package/integrity/kpm-sum.ts'
import { expectPublishable, tagOfVersion } from '../package/manifest/check.ts'
import type { PublishableManifest } from '../package/manifest/check.ts'
import { expectManifest } from '../package/manifest/read.ts'
import { parseSource } from '../package/source-spec.ts'
import { destinationInvalid, localDependency, versionExists } from './errors.ts'
import type { NetworkOptions } from './network.ts'

export interface PushInput {
  /** Holds the kcl.mod. */
  readonly folder: string
  /** As written; without one it is the default registry and repository, and the name of the package. */
  readonly destination?: string
  /** Without one it is the one in the destination, or the version in kcl.mod. */
  readonly tag?: string
  /** Replace a version that exists with other content. */
  readonly force?: boolean
  readonly network?: NetworkOptions
}

export interface PushResult {
  /** `host/repository:tag` */
  readonly reference: string
  /** Of the manifest. */
  readonly digest: string
  readonly status: 'pushed' | 'unchanged' | 'overwritten'
}

/** Throws MANIFEST_NOT_FOUND, MANIFEST_INCOMPLETE, LOCAL_DEPENDENCY, VERSION_EXISTS, and what packing and the registry throw. */
export async function push(host: Host, input: PushInput): Promise<PushResult> {
  const manifest = expectPublishable(await expectManifest(host.files, input.folder))
  expectNoLocalDependencies(manifest, input.folder)
  const { registry: name, repository, tag } = destinationOf(host, input, manifest)
  const reference = formatReference({ registry: name, repository, tag })
  const registry = host.registry(name, { ...input.network, plansToWrite: true })
  const packed = await packPackage(host, input.folder, manifest)
  const existing = await registry.resolve(repository, tag)
  if (existing !== undefined) {
    if (await hasSameContent(host, registry, { repository, digest: existing.digest, reference }, packed)) {
      return { reference, digest: existing.digest, status: 'unchanged' }
    }
    if (input.force !== true) throw versionExists(reference)
  }
  const digest = await upload(host, registry, { repository, tag, reference }, packed)
  return { reference, digest, status: existing === undefined ? 'pushed' : 'overwritten' }
}

interface Packed {
  readonly archive: Uint8Array
  readonly archiveDigest: string
  readonly files: readonly PackedFile[]
  readonly sum: string
  readonly manifestBytes: Uint8Array
}

async function packPackage(host: Host, folder: string, manifest: PublishableManifest): Promise<Packed> {
  const { tar, files } = await packFolder(host.files, folder, manifest)
  const archive = host.gzip(tar)
  const archiveDigest = digestOf(archive, host.sha256)
  const sum = kpmSumOf(host, files)
  const manifestBytes = formatArtifact({
    name: manifest.name,
    version: manifest.version,
    description: manifest.description,
    sum,
    layer: { digest: archiveDigest, size: archive.length, title: archiveName(manifest, '.tgz') },
    created: host.clock(),
  })
  return { archive, archiveDigest, files, sum, manifestBytes }
}

/** A path dependency means another folder to everyone else, unless it lies inside the package. */
function expectNoLocalDependencies(manifest: PublishableManifest, folder: string): void {
  for (const dependency of manifest.dependencies) {
    if (dependency.kind === 'path' && !joinPath(folder, dependency.path).startsWith(`${joinPath(folder)}/`)) {
      throw localDependency(dependency.name, dependency.path)
    }
  }
}

function destinationOf(
  host: Host,
  input: PushInput,
  manifest: PublishableManifest,
): { readonly registry: string; readonly repository: string; readonly tag: string } {
  const { defaultRegistry, defaultRepository } = host.settings
  const text = input.destination ?? manifest.name
  const tag = input.tag === undefined ? {} : { tag: input.tag }
  const source = parseSource(text, { defaultRegistry, defaultRepository, exists: false, ...tag })
  if (source.kind !== 'oci') throw destinationInvalid(text)
  if (source.digest !== undefined) throw destinationInvalid(text)
  return { registry: source.registry, repository: source.repository, tag: source.tag ?? tagOfVersion(manifest.version) }
}

interface Existing {
  readonly repository: string
  readonly digest: string
  readonly reference: string
}

/** The same archive, or, since other tools pack with times and owners, an archive of the same files. */
async function hasSameContent(host: Host, registry: Registry, existing: Existing, packed: Packed): Promise<boolean> {
  const { descriptor, bytes } = await registry.readManifest(existing.repository, existing.digest)
  const artifact = parseArtifact(bytes, descriptor.mediaType, existing.reference)
  if (artifact.kind !== 'package') return false
  if (artifact.layer.digest === packed.archiveDigest) return true
  if (artifact.annotations[ANNOTATION_SUM] !== packed.sum) return false
  return await holdsSameFiles(host, registry, existing, artifact, packed.files)
}

async function holdsSameFiles(
  host: Host,
  registry: Registry,
  existing: Existing,
  artifact: PackageArtifact,
  files: readonly PackedFile[],
): Promise<boolean> {
  const archive = await readBytes(registry.readBlob(existing.repository, artifact.layer), LARGEST_LAYER, existing.reference)
  const published = new Map((await unpackArchive(host, archive, existing.reference)).map((file) => [file.path, file.content]))
  return (
    published.size === files.length &&
    files.every(({ path, content }) => {
      const other = published.get(path)
      return other !== undefined && isSameBytes(content, other)
    })
  )
}

async function upload(
  host: Host,
  registry: Registry,
  target: { readonly repository: string; readonly tag: string; readonly reference: string },
  packed: Packed,
): Promise<string> {
  const { repository, tag, reference } = target
  const total = packed.archive.length
  host.report({ kind: 'uploading', subject: reference, sent: 0, total })
  const layer = { mediaType: LAYER_TAR_GZIP, digest: packed.archiveDigest, size: total }
  await Promise.all([
    registry.writeBlob(repository, layer, () =>
      chunksOf(packed.archive, (sent) => host.report({ kind: 'uploading', subject: reference, sent, total })),
    ),
    registry.writeBlob(repository, EMPTY_CONFIG_DESCRIPTOR, () => chunksOf(EMPTY_CONFIG_BYTES, () => undefined)),
  ])
  const stored = await registry.writeManifest(repository, tag, IMAGE_MANIFEST, packed.manifestBytes)
  host.report({ kind: 'uploaded', subject: reference })
  return stored.digest
}

const CHUNK = 256 * 1024

async function* chunksOf(bytes: Uint8Array, sent: (count: number) => void): AsyncIterable<Uint8Array> {
  for (let start = 0; start < bytes.length; start += CHUNK) {
    const end = Math.min(start + CHUNK, bytes.length)
    yield bytes.subarray(start, end)
    sent(end)
  }
}
