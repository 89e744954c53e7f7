/** Fetches a published package into a folder of its own, `<folder>/<registry>/<repository>/<tag>`, where kpm puts it. The folder then holds exactly the
 *  package: it is made beside its place and renamed, and left alone when it has the right content already. */
import { isSameBytes } from '../base/bytes.ts'
import { joinPath, parentOf } from '../base/path.ts'
import { mapConcurrently } from '../base/pool.ts'
import type { Files } from '../host/files.ts'
import type { Host } from '../host/host.ts'
import { formatReference, type Reference } from '../oci/reference.ts'
import { digestConflict, gitUnsupported } from '../package/errors.ts'
import { fetchOciPackage } from '../package/source/oci.ts'
import { parseSource } from '../package/source-spec.ts'
import { notPullable } from './errors.ts'
import { withNetworkOptions } from './network.ts'
import type { NetworkOptions } from './network.ts'

export interface PullInput {
  readonly workFolder: string
  /** As written: `oci://host/repository`, `account/repository:version`, `name[:version]` … */
  readonly source: string
  readonly tag?: string
  /** Where the folders are made; relative to `workFolder`, which is the default. */
  readonly folder?: string
  readonly network?: NetworkOptions
}

export interface PullResult {
  /** `host/repository:tag`, the tag filled in when none was asked for. */
  readonly reference: string
  readonly digest: string
  /** What its kcl.mod says. */
  readonly name: string | undefined
  readonly version: string | undefined
  /** Absolute. */
  readonly folder: string
  readonly status: 'pulled' | 'unchanged' | 'replaced'
}

/** Throws what fetching throws, NOT_PULLABLE for a path and TAG_CONFLICT for a tag that is not the digest beside it. */
export async function pull(host: Host, input: PullInput): Promise<PullResult> {
  const { workFolder, tag } = input
  const { defaultRegistry, defaultRepository } = host.settings
  // What lies on disk under this name does not matter, least of all what an earlier pull put there.
  const source = parseSource(input.source, { defaultRegistry, defaultRepository, exists: false, ...(tag === undefined ? {} : { tag }) })
  if (source.kind === 'git') throw gitUnsupported(source.url)
  if (source.kind === 'path') throw notPullable(input.source)
  const networked = withNetworkOptions(host, input.network)
  await expectAgreement(networked, source, input.source)
  const fetched = await fetchOciPackage(networked, source)
  const { location, manifest } = fetched
  const version = location.tag ?? location.digest.replace(':', '-')
  const folder = joinPath(workFolder, input.folder ?? '.', location.registry, location.repository, version)
  const status = await placeCopy(host.files, fetched.folder, folder)
  const { registry, repository, digest } = location
  const reference = formatReference(
    location.tag === undefined ? { registry, repository, digest } : { registry, repository, tag: location.tag },
  )
  return { reference, digest, name: manifest.name, version: manifest.version, folder, status }
}

/** A tag and a digest for one thing must agree: the folder is named after the tag. Throws TAG_CONFLICT. */
async function expectAgreement(host: Host, { registry, repository, tag, digest }: Reference, text: string): Promise<void> {
  if (tag === undefined || digest === undefined) return
  const found = await host.registry(registry).resolve(repository, tag)
  if (found?.digest !== digest) throw digestConflict(text, tag, digest, found?.digest)
}

const FILES_AT_ONCE = 16

async function placeCopy(files: Files, source: string, target: string): Promise<PullResult['status']> {
  const paths = await listFiles(files, source)
  const present = await files.list(target)
  if (present !== undefined && (await isCopy(files, source, target, paths))) return 'unchanged'
  const draft = await files.makeTemporaryFolder(parentOf(target))
  try {
    await files.makeFolder(joinPath(draft, 'new'))
    await mapConcurrently(paths, FILES_AT_ONCE, async (path) => {
      await files.write(joinPath(draft, 'new', path), (await files.read(joinPath(source, path))) ?? new Uint8Array(), { draft: true })
    })
    if (present !== undefined) await files.rename(target, joinPath(draft, 'old'))
    await files.rename(joinPath(draft, 'new'), target)
  } finally {
    await files.remove(draft)
  }
  return present === undefined || present.length === 0 ? 'pulled' : 'replaced'
}

async function isCopy(files: Files, source: string, target: string, paths: readonly string[]): Promise<boolean> {
  const present = await listFiles(files, target)
  if (present.length !== paths.length || present.some((path, index) => path !== paths[index])) return false
  const same = await mapConcurrently(paths, FILES_AT_ONCE, async (path) => {
    const [left, right] = await Promise.all([files.read(joinPath(source, path)), files.read(joinPath(target, path))])
    return left !== undefined && right !== undefined && isSameBytes(left, right)
  })
  return same.every(Boolean)
}

/** All files below a folder, relative to it, in the order of a walk. */
async function listFiles(files: Files, folder: string, below = ''): Promise<readonly string[]> {
  const paths: string[] = []
  for (const name of (await files.list(joinPath(folder, below))) ?? []) {
    const path = below === '' ? name : `${below}/${name}`
    if ((await files.inspect(joinPath(folder, path)))?.kind === 'folder') paths.push(...(await listFiles(files, folder, path)))
    else paths.push(path)
  }
  return paths
}
