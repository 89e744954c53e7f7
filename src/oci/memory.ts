/** A Registry in memory, as strict as the real ones: content is verified on the way in, and a manifest is refused while a part of it is missing. */
import { KpmError } from '../base/error.ts'
import { digestOf, isDigest, verified, type Sha256 } from './digest.ts'
import type { Descriptor } from './descriptor.ts'
import { digestMismatch, referenceInvalid } from './errors.ts'
import { concatBytes } from '../base/bytes.ts'
import { parseManifest } from './manifest.ts'
import { isRepository, isTag } from './reference.ts'
import type { ManifestContent, Registry } from './registry.ts'

interface Repository {
  readonly blobs: Map<string, Uint8Array>
  readonly manifests: Map<string, ManifestContent>
  /** Tag → digest. */
  readonly tags: Map<string, string>
}

/** `host` names the registry in messages. */
export function createMemoryRegistry(options: { readonly sha256: Sha256; readonly host?: string }): Registry {
  const { sha256, host = 'memory' } = options
  const repositories = new Map<string, Repository>()

  function expectRepository(name: string): Repository {
    const repository = repositories.get(name)
    if (repository === undefined) throw unknown('NAME_UNKNOWN', `repository ${host}/${name} is not known`)
    return repository
  }

  function makeRepository(name: string): Repository {
    if (!isRepository(name)) throw referenceInvalid(`${host}/${name}`, 'the repository is not valid')
    const present = repositories.get(name)
    if (present !== undefined) return present
    const repository = { blobs: new Map(), manifests: new Map(), tags: new Map() }
    repositories.set(name, repository)
    return repository
  }

  function find(name: string, reference: string): ManifestContent | undefined {
    const repository = repositories.get(name)
    return repository?.manifests.get(repository.tags.get(reference) ?? reference)
  }

  return {
    resolve: async (name, reference) => find(name, reference)?.descriptor,

    readManifest: async (name, reference) => {
      const content = find(name, reference)
      if (content === undefined) throw unknown('MANIFEST_UNKNOWN', `no manifest ${reference} in ${host}/${name}`)
      return content
    },

    readBlob: (name, blob) => {
      const bytes = repositories.get(name)?.blobs.get(blob.digest)
      const missing = unknown('BLOB_UNKNOWN', `no blob ${blob.digest} in ${host}/${name}`)
      return verified(once(bytes, missing), blob, sha256, `${blob.digest} of ${host}/${name}`)
    },

    resolveBlob: async (name, digest) => {
      const bytes = repositories.get(name)?.blobs.get(digest)
      return bytes === undefined ? undefined : { mediaType: 'application/octet-stream', digest, size: bytes.length }
    },

    writeBlob: async (name, blob, open) => {
      const { blobs } = makeRepository(name)
      if (blobs.has(blob.digest)) return
      const chunks: Uint8Array[] = []
      for await (const chunk of verified(open(), blob, sha256, `${blob.digest} for ${host}/${name}`)) chunks.push(new Uint8Array(chunk))
      blobs.set(blob.digest, concatBytes(chunks, blob.size))
    },

    writeManifest: async (name, reference, mediaType, bytes) => {
      const repository = makeRepository(name)
      const subject = `${host}/${name}:${reference}`
      const digest = digestOf(bytes, sha256)
      if (isDigest(reference) && reference !== digest) throw digestMismatch(subject, reference, digest)
      if (!isDigest(reference) && !isTag(reference)) throw referenceInvalid(subject, `'${reference}' is not a tag`)
      expectParts(repository, bytes, mediaType, subject)
      const descriptor: Descriptor = { mediaType, digest, size: bytes.length }
      repository.manifests.set(digest, { descriptor, bytes: new Uint8Array(bytes) })
      if (reference !== digest) repository.tags.set(reference, digest)
      return descriptor
    },

    async *listTags(name) {
      yield* [...expectRepository(name).tags.keys()].toSorted()
    },

    listReferrers: async (name, digest, artifactType) => {
      const found: Descriptor[] = []
      for (const content of repositories.get(name)?.manifests.values() ?? []) {
        const referrer = referrerOf(content, digest)
        if (referrer !== undefined && (artifactType === undefined || referrer.artifactType === artifactType)) found.push(referrer)
      }
      return found
    },

    deleteManifest: async (name, reference) => {
      const repository = expectRepository(name)
      if (repository.tags.delete(reference)) return
      if (!repository.manifests.delete(reference)) throw unknown('MANIFEST_UNKNOWN', `no manifest ${reference} in ${host}/${name}`)
      for (const [tag, digest] of repository.tags) if (digest === reference) repository.tags.delete(tag)
    },

    ping: async () => ({ isAuthenticated: false }),
  }
}

/** Throws MANIFEST_BLOB_UNKNOWN while a part is missing (distribution specification 1.1, "Pushing Manifests"). */
function expectParts(repository: Repository, bytes: Uint8Array, mediaType: string, subject: string): void {
  const manifest = parseManifest(bytes, mediaType, subject)
  const parts = manifest.kind === 'index' ? manifest.manifests : [manifest.config, ...manifest.layers]
  const present: ReadonlyMap<string, unknown> = manifest.kind === 'index' ? repository.manifests : repository.blobs
  for (const part of parts)
    if (!present.has(part.digest)) throw unknown('MANIFEST_BLOB_UNKNOWN', `${subject} names ${part.digest}, which is not there`)
}

function referrerOf(content: ManifestContent, digest: string): Descriptor | undefined {
  const manifest = parseManifest(content.bytes, content.descriptor.mediaType, content.descriptor.digest)
  if (manifest.subject?.digest !== digest) return undefined
  const artifactType = manifest.artifactType ?? (manifest.kind === 'manifest' ? manifest.config.mediaType : undefined)
  return {
    ...content.descriptor,
    ...(artifactType === undefined ? {} : { artifactType }),
    ...(manifest.annotations === undefined ? {} : { annotations: manifest.annotations }),
  }
}

function unknown(code: string, message: string): KpmError {
  return new KpmError({ code, blame: 'input', message })
}

async function* once(bytes: Uint8Array | undefined, missing: KpmError): AsyncGenerator<Uint8Array, void, undefined> {
  if (bytes === undefined) throw missing
  if (bytes.length > 0) yield bytes
}
