/** What points to a manifest: the referrers API, or the tag `sha256-<hex>` on registries without it (distribution specification 1.1, "Listing
 *  Referrers"). A pushed manifest with a subject is entered into that tag when the registry did not acknowledge it. */
import type { Descriptor } from '../descriptor.ts'
import { tooManyPages } from '../errors.ts'
import { discard, headerOf } from '../http/body.ts'
import { formatIndex, parseDescriptor, parseManifest, type ImageIndex, type ImageManifest } from '../manifest.ts'
import { IMAGE_INDEX } from '../media-types.ts'
import { KpmError } from '../../base/error.ts'
import { ask, nameOf, refusalOf, type Connection } from './connection.ts'
import { MOST_PAGES, nextPage, readPage } from './pages.ts'
import { readManifest } from './read.ts'
import { writeManifest } from './upload.ts'

export async function listReferrers(
  connection: Connection,
  repository: string,
  digest: string,
  artifactType?: string,
): Promise<readonly Descriptor[]> {
  const found = (await askApi(connection, repository, digest, artifactType)) ?? (await readFallback(connection, repository, digest))
  return artifactType === undefined ? found : found.filter((descriptor) => descriptor.artifactType === artifactType)
}

/** Enters a manifest with a subject into the fallback tag, unless it stands there already. */
export async function addToFallback(
  connection: Connection,
  repository: string,
  manifest: ImageManifest | ImageIndex,
  stored: Descriptor,
): Promise<void> {
  const subject = manifest.subject
  if (subject === undefined) return
  const present = await readFallback(connection, repository, subject.digest)
  if (present.some((descriptor) => descriptor.digest === stored.digest)) return
  const artifactType = manifest.artifactType ?? (manifest.kind === 'manifest' ? manifest.config.mediaType : undefined)
  const entry: Descriptor = {
    ...stored,
    ...(artifactType === undefined ? {} : { artifactType }),
    ...(manifest.annotations === undefined ? {} : { annotations: manifest.annotations }),
  }
  await writeManifest(connection, repository, fallbackTag(subject.digest), IMAGE_INDEX, formatIndex({ manifests: [...present, entry] }))
}

/** Specification: `:` becomes `-`, and the algorithm has at most 32 characters, the encoded part 64. */
export function fallbackTag(digest: string): string {
  const [algorithm = '', encoded = ''] = digest.split(':')
  return `${algorithm.slice(0, 32)}-${encoded.slice(0, 64)}`.replace(/[^A-Za-z0-9_.-]/g, '-')
}

/** undefined when the registry has no referrers API. */
async function askApi(
  connection: Connection,
  repository: string,
  digest: string,
  artifactType: string | undefined,
): Promise<Descriptor[] | undefined> {
  const subject = `the referrers of ${nameOf(connection, repository, digest)}`
  const attempt = `list ${subject}`
  const request = { kind: 'list-referrers', repository, digest, ...(artifactType === undefined ? {} : { artifactType }) } as const
  const found: Descriptor[] = []
  const visited = new Set<string>()
  let url: URL | undefined
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const answer = await ask(connection, request, attempt, { headers: { accept: IMAGE_INDEX }, ...(url === undefined ? {} : { url }) })
    const isIndex = (headerOf(answer, 'content-type') ?? '').startsWith(IMAGE_INDEX)
    if (page === 1 && ((answer.status === 200 && !isIndex) || [400, 404, 405, 501].includes(answer.status))) {
      await discard(answer)
      return undefined
    }
    if (answer.status !== 200) throw await refusalOf(connection, answer, attempt)
    const entries = (await readPage(answer, subject))['manifests'] ?? []
    if (Array.isArray(entries)) for (const entry of entries as readonly unknown[]) found.push(parseDescriptor(entry, subject))
    url = nextPage(connection, answer, subject)
    if (url === undefined) return found
    if (visited.has(url.href)) throw tooManyPages(subject, 'the pages go in a circle')
    visited.add(url.href)
  }
  throw tooManyPages(subject, `more than ${MOST_PAGES} pages`)
}

/** Empty when there is no such tag or when it is not an index. */
async function readFallback(connection: Connection, repository: string, digest: string): Promise<readonly Descriptor[]> {
  try {
    const { bytes, descriptor } = await readManifest(connection, repository, fallbackTag(digest))
    const index = parseManifest(bytes, descriptor.mediaType, nameOf(connection, repository, fallbackTag(digest)))
    return index.kind === 'index' ? index.manifests : []
  } catch (error) {
    if (error instanceof KpmError && ['MANIFEST_UNKNOWN', 'NAME_UNKNOWN', 'NOT_FOUND'].includes(error.code)) return []
    throw error
  }
}
