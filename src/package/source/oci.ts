/** Gets a package from a registry into the store. What is asked of the registry: nothing for a digest that is stored, one HEAD for a tag whose content is
 *  stored, otherwise the manifest and the one layer. */
import type { Host } from '../../host/host.ts'
import type { Descriptor } from '../../oci/descriptor.ts'
import { formatReference, type Reference } from '../../oci/reference.ts'
import type { ManifestContent, Registry } from '../../oci/registry.ts'
import { type PackageArtifact, parseArtifact } from '../artifact.ts'
import { artifactInvalid, layerTooLarge, noVersions } from '../errors.ts'
import type { OciLocation } from '../oci-url.ts'
import { readStoredManifest, readTagHint, writeStoredManifest, writeTagHint } from '../store/manifests.ts'
import { type StoredPackage, storeGet, storePut } from '../store/store.ts'
import { latestVersion } from '../version.ts'
import { type LocatedPackage, locatePackage, type PackageSpec } from './locate.ts'

/** An artifact in the store, whatever packages are in it. */
export interface OciArtifact {
  readonly reference: Reference & { readonly digest: string }
  readonly folder: string
  readonly sum: string
  /** Of the OCI manifest. */
  readonly annotations: Readonly<Record<string, string>>
}

export interface OciPackage extends LocatedPackage {
  /** Tag and digest filled in; the tag stays undefined for a package asked for by digest alone. Its folder is in the store: read, never written. */
  readonly location: OciLocation & { readonly digest: string }
  readonly sum: string
  readonly annotations: Readonly<Record<string, string>>
}

/** Bytes of an archive as it is transferred. */
export const LARGEST_LAYER = 256 * 1024 * 1024

/** Without a tag and a digest the latest version is taken. Throws the registry's failures, NO_VERSIONS, ARTIFACT_INVALID, ARCHIVE_REFUSED,
 *  ARCHIVE_DAMAGED, PACKAGE_NOT_IN_FOLDER. */
export async function fetchOciPackage(host: Host, location: OciLocation): Promise<OciPackage> {
  const complete = await withLatestTag(host, location)
  return locateOciPackage(host, await fetchOciArtifact(host, complete), complete)
}

/** The reference has a tag or a digest; with both, the digest decides. */
export async function fetchOciArtifact(host: Host, reference: Reference): Promise<OciArtifact> {
  const subject = describeReference(reference)
  const content = await readManifestOf(host, reference)
  const { layer, annotations } = await readPackageArtifact(host, reference, content, subject)
  const { folder, sum } = (await storeGet(host, layer.digest)) ?? (await download(host, reference, layer, subject))
  const { registry, repository, tag } = reference
  const { digest } = content.descriptor
  return { reference: { registry, repository, ...(tag === undefined ? {} : { tag }), digest }, folder, sum, annotations }
}

/** The package in it that `spec` asks for. */
export async function locateOciPackage(host: Host, artifact: OciArtifact, spec: PackageSpec): Promise<OciPackage> {
  const { packageName, packageVersion } = spec
  const named = { ...(packageName === undefined ? {} : { packageName }), ...(packageVersion === undefined ? {} : { packageVersion }) }
  const { reference, folder, sum, annotations } = artifact
  const located = await locatePackage(host.files, folder, named, describeReference(reference))
  return { ...located, location: { ...reference, ...named }, sum, annotations }
}

/** For messages: by the tag, if it has one, because that is what people wrote. */
export function describeReference({ registry, repository, tag, digest }: Reference): string {
  return formatReference({ registry, repository, ...(tag !== undefined ? { tag } : digest === undefined ? {} : { digest }) })
}

/** The location with a tag: its own, or the latest version the registry lists. Throws NO_VERSIONS. */
export async function withLatestTag(host: Host, location: OciLocation): Promise<OciLocation> {
  if (location.tag !== undefined || location.digest !== undefined) return location
  const subject = describeReference(location)
  host.report({ kind: 'resolving', subject })
  const tags: string[] = []
  for await (const tag of host.registry(location.registry).listTags(location.repository)) tags.push(tag)
  const latest = latestVersion(tags)
  if (latest === undefined) throw noVersions(subject, tags)
  return { ...location, tag: latest.text }
}

async function readManifestOf(host: Host, { registry: name, repository, tag = 'latest', digest }: Reference): Promise<ManifestContent> {
  const registry = host.registry(name)
  if (digest !== undefined) return readByDigest(host, registry, repository, digest)
  const reference = formatReference({ registry: name, repository, tag })
  const hint = await readTagHint(host, reference)
  // A first look at a tag asks for the manifest at once; a later one asks what the tag means now, which is likely to be stored.
  const descriptor = hint === undefined ? undefined : await registry.resolve(repository, tag)
  const content =
    descriptor === undefined
      ? await readAndStore(host, registry, repository, tag)
      : await readByDigest(host, registry, repository, descriptor.digest)
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

async function readPackageArtifact(host: Host, reference: Reference, content: ManifestContent, subject: string): Promise<PackageArtifact> {
  const artifact = parseArtifact(content.bytes, content.descriptor.mediaType, subject)
  if (artifact.kind === 'package') return artifact
  const inner = await readByDigest(host, host.registry(reference.registry), reference.repository, artifact.first.digest)
  const chosen = parseArtifact(inner.bytes, inner.descriptor.mediaType, subject)
  if (chosen.kind === 'index') throw artifactInvalid(subject, 'it is an index of indexes')
  return chosen
}

async function download(host: Host, reference: Reference, layer: Descriptor, subject: string): Promise<StoredPackage> {
  if (layer.size > LARGEST_LAYER) throw layerTooLarge(subject, layer.size, LARGEST_LAYER)
  const archive = new Uint8Array(layer.size)
  let received = 0
  host.report({ kind: 'downloading', subject, received, total: layer.size })
  for await (const chunk of host.registry(reference.registry).readBlob(reference.repository, layer)) {
    archive.set(chunk, received)
    received += chunk.length
    host.report({ kind: 'downloading', subject, received, total: layer.size })
  }
  // Most runs find everything stored and need no reader of archives.
  const { unpackArchive } = await import('../archive/unpack.ts')
  const files = await unpackArchive(host, archive, subject)
  const stored = await storePut(host, layer.digest, files)
  host.report({ kind: 'downloaded', subject })
  return stored
}
