/** A registry as the distribution specification 1.1 has it, whatever stands behind: HTTP, memory, an OCI layout on disk.
 *  All methods throw KpmError; the codes are the specification's own (`NAME_UNKNOWN`, `MANIFEST_UNKNOWN`, `BLOB_UNKNOWN`, `UNAUTHORIZED`, `DENIED`,
 *  `TOOMANYREQUESTS`, …) and ours (`DIGEST_MISMATCH`, `SIZE_MISMATCH`, `TOO_LARGE`). `reference` is a tag or a digest. */
import type { Descriptor } from './descriptor.ts'

export interface ManifestContent {
  readonly descriptor: Descriptor
  /** The exact bytes, verified against the digest. */
  readonly bytes: Uint8Array
}

export interface Registry {
  /** HEAD of a manifest; undefined when there is none. */
  readonly resolve: (repository: string, reference: string) => Promise<Descriptor | undefined>
  /** GET of a manifest, verified. MANIFEST_UNKNOWN, NAME_UNKNOWN. */
  readonly readManifest: (repository: string, reference: string) => Promise<ManifestContent>
  /** The bytes of a blob, verified while they stream: the iteration throws DIGEST_MISMATCH or SIZE_MISMATCH at its end, before it completes. */
  readonly readBlob: (repository: string, blob: Descriptor) => AsyncIterable<Uint8Array>
  /** HEAD of a blob: its digest and size (the media type of a blob is only known to the manifest that names it); undefined when there is none. */
  readonly resolveBlob: (repository: string, digest: string) => Promise<Descriptor | undefined>
  /** Uploads unless the registry has it. `open` may be called again on a retry. */
  readonly writeBlob: (repository: string, blob: Descriptor, open: () => AsyncIterable<Uint8Array>) => Promise<void>
  /** PUT of a manifest under a tag or digest; returns what the registry stored. */
  readonly writeManifest: (repository: string, reference: string, mediaType: string, bytes: Uint8Array) => Promise<Descriptor>
  /** Every tag, over all pages, in the registry's order. Empty for a repository without tags; NAME_UNKNOWN when there is no such repository. */
  readonly listTags: (repository: string) => AsyncIterable<string>
  readonly listReferrers: (repository: string, digest: string, artifactType?: string) => Promise<readonly Descriptor[]>
  readonly deleteManifest: (repository: string, reference: string) => Promise<void>
  /** `GET /v2/` with the credential in use: what `login` verifies. UNAUTHORIZED with the registry's own words. `isAuthenticated` is false when the
   *  registry did not ask, so a good answer says nothing about the credential. */
  readonly ping: () => Promise<{ readonly isAuthenticated: boolean }>
}
