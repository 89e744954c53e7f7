/** Manifests seen before, by digest, and what tags meant when they were last asked for. A stored manifest answers for its digest, so a package named by
 *  digest needs no request. A remembered tag answers nothing: it only tells whether asking for the digest first is worth a request. */
import { joinPath } from '../../base/path.ts'
import type { Host } from '../../host/host.ts'
import { digestOf, isDigest } from '../../oci/digest.ts'
import type { ManifestContent } from '../../oci/registry.ts'
import { manifestsFolder, tagsFolder } from './paths.ts'

type StoreHost = Pick<Host, 'files' | 'settings' | 'sha256'>

/** undefined when it was not seen, or when the bytes are not what the digest says. */
export async function readStoredManifest(host: StoreHost, digest: string): Promise<ManifestContent | undefined> {
  const stored = await host.files.read(manifestPath(host, digest))
  if (stored === undefined) return undefined
  // The media type goes in front, because a manifest need not name its own.
  const end = stored.indexOf(NEWLINE)
  const mediaType = new TextDecoder().decode(stored.subarray(0, end))
  const bytes = stored.subarray(end + 1)
  if (end < 0 || digestOf(bytes, host.sha256) !== digest) return undefined
  return { descriptor: { mediaType, digest, size: bytes.length }, bytes }
}

/** The content has been verified against its digest. */
export async function writeStoredManifest(host: StoreHost, content: ManifestContent): Promise<void> {
  const { mediaType, digest } = content.descriptor
  const head = new TextEncoder().encode(`${mediaType}\n`)
  const stored = new Uint8Array(head.length + content.bytes.length)
  stored.set(head)
  stored.set(content.bytes, head.length)
  await host.files.write(manifestPath(host, digest), stored)
}

/** The digest `reference` (`registry/repository:tag`) had when it was last asked for. */
export async function readTagHint(host: StoreHost, reference: string): Promise<string | undefined> {
  const content = await host.files.read(tagPath(host, reference))
  const digest = content === undefined ? '' : new TextDecoder().decode(content).trim()
  return isDigest(digest) ? digest : undefined
}

export async function writeTagHint(host: StoreHost, reference: string, digest: string): Promise<void> {
  await host.files.write(tagPath(host, reference), new TextEncoder().encode(`${digest}\n`))
}

const NEWLINE = 0x0a

function manifestPath(host: StoreHost, digest: string): string {
  return joinPath(manifestsFolder(host.settings), ...digest.split(':'))
}

/** Named by a hash, so that no character of the reference matters to a file system. */
function tagPath(host: StoreHost, reference: string): string {
  const digest = digestOf(new TextEncoder().encode(reference), host.sha256)
  return joinPath(tagsFolder(host.settings), digest.slice('sha256:'.length))
}
