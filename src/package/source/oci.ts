/** Gets a package from a registry into the store. What is asked of the registry: nothing for a digest that is stored, one HEAD for a tag whose content is
 *  stored, otherwise the manifest and the one layer. */
import type { Host } from '../../host/host.ts'
import { formatReference } from '../../oci/reference.ts'
import type { ManifestContent, Registry } from '../../oci/registry.ts'
import { unpackArchive } from '../archive/unpack.ts'
import { type PackageArtifact, parseArtifact } from '../artifact.ts'
import { artifactInvalid, layerTooLarge, noVersions } from '../errors.ts'
import type { Manifest } from '../manifest/manifest.ts'
import type { OciLocation } from '../oci-url.ts'
import { readStoredManifest, readTagHint, writeStoredManifest, writeTagHint } from '../store/manifests.ts'
import { type StoredPackage, storeGet, storePut } from '../store/store.ts'
import { latestVersion } from '../version.ts'
import { locatePackage } from './locate.ts'

export interface OciPackage {
  /** Tag and digest filled in; the tag stays undefined for a package asked for by digest alone. */
  readonly location: OciLocation & { readonly digest: string }
  /** The folder with the kcl.mod, in the store: to be read, never written. */
  readonly folder: string
  readonly manifest: Manifest
  readonly sum: string
  /** Of the OCI manifest. */
  readonly annotations: Readonly<Record<string, string>>
}

const LARGEST_LAYER = 256 * 1024 * 1024

/** Without a tag and a digest the latest version is taken. Throws the registry's failures, ARTIFACT_INVALID, ARCHIVE_REFUSED, ARCHIVE_DAMAGED,
 *  PACKAGE_NOT_IN_FOLDER. */
export async function fetchOciPackage(host: Host, location: OciLocation): Promise<OciPackage> {
  const { packageName, packageVersion, ...reference } = await withLatestTag(host, location)
  const subject = formatReference(reference)
  const content = await readManifestOf(host, reference)
  const artifact = await readPackageArtifact(host, reference, content, subject)
  const stored = (await storeGet(host, artifact.layer.digest)) ?? (await download(host, reference, artifact, subject))
  const spec = { ...(packageName === undefined ? {} : { packageName }), ...(packageVersion === undefined ? {} : { packageVersion }) }
  const located = await locatePackage(host.files, stored.folder, spec, subject)
  const { digest } = content.descriptor
  return { location: { ...reference, ...spec, digest }, ...located, sum: stored.sum, annotations: artifact.annotations }
}

/** The location with a tag: its own, or the latest version the registry lists. Throws NO_VERSIONS. */
export async function withLatestTag(host: Host, location: OciLocation): Promise<OciLocation> {
  if (location.tag !== undefined || location.digest !== undefined) return location
  const subject = formatReference(location)
  host.report({ kind: 'resolving', subject })
  const tags: string[] = []
  for await (const tag of host.registry(location.registry).listTags(location.repository)) tags.push(tag)
  const latest = latestVersion(tags)
  if (latest === undefined) throw noVersions(subject, tags)
  return { ...location, tag: latest.text }
}

async function readManifestOf(host: Host, location: OciLocation): Promise<ManifestContent> {
  const registry = host.registry(location.registry)
  if (location.digest !== undefined) return readByDigest(host, registry, location.repository, location.digest)
  const tag = location.tag ?? 'latest'
  const reference = formatReference(location)
  const hint = await readTagHint(host, reference)
  // A first look at a tag asks for the manifest at once; a later one asks what the tag means now, which is likely to be stored.
  const descriptor = hint === undefined ? undefined : await registry.resolve(location.repository, tag)
  const content =
    descriptor === undefined
      ? await readAndStore(host, registry, location.repository, tag)
      : await readByDigest(host, registry, location.repository, descriptor.digest)
  if (hint !== content.descriptor.digest) await writeTagHint(host, reference, content.descriptor.digest)
  return content
}

async function readByDigest(host: Host, registry: Registry, repository: string, digest: string): Promise<ManifestContent> {
  return (await readStoredManifest(host, digest)) ?? readAndStore(host, registry, repository, digest)
}

async function readAndStore(host: Host, registry: Registry, repository: string, reference: string): Promise<ManifestContent> {
  const content = await registry.readManifest(repository, reference)
  await writeStoredManifest(host, content)
  return content
}

async function readPackageArtifact(host: Host, location: OciLocation, content: ManifestContent, subject: string): Promise<PackageArtifact> {
  const artifact = parseArtifact(content.bytes, content.descriptor.mediaType, subject)
  if (artifact.kind === 'package') return artifact
  const inner = await readByDigest(host, host.registry(location.registry), location.repository, artifact.first.digest)
  const chosen = parseArtifact(inner.bytes, inner.descriptor.mediaType, subject)
  if (chosen.kind === 'index') throw artifactInvalid(subject, 'it is an index of indexes')
  return chosen
}

async function download(host: Host, location: OciLocation, { layer }: PackageArtifact, subject: string): Promise<StoredPackage> {
  if (layer.size > LARGEST_LAYER) throw layerTooLarge(subject, layer.size, LARGEST_LAYER)
  const archive = new Uint8Array(layer.size)
  let received = 0
  host.report({ kind: 'downloading', subject, received, total: layer.size })
  for await (const chunk of host.registry(location.registry).readBlob(location.repository, layer)) {
    archive.set(chunk, received)
    received += chunk.length
    host.report({ kind: 'downloading', subject, received, total: layer.size })
  }
  const files = await unpackArchive(host, archive, subject)
  const stored = await storePut(host, layer.digest, files)
  host.report({ kind: 'downloaded', subject })
  return stored
}
