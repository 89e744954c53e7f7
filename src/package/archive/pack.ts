/** A package folder → tar, the same bytes on every machine: entries sorted, no owner, no times, fixed modes. The layout is kpm's (specification of kpm,
 *  §3.1): names relative to the package, folders without a trailing slash, no entry for the package itself, USTAR where a name fits. */
import { packTar } from 'modern-tar'
import { joinPath } from '../../base/path.ts'
import { mapConcurrently } from '../../base/pool.ts'
import type { Files } from '../../host/files.ts'
import { fileVanished, nothingToPack } from '../errors.ts'
import type { Manifest } from '../manifest/manifest.ts'
import { listPackageEntries } from './include.ts'

export interface PackedPackage {
  /** Uncompressed. */
  readonly tar: Uint8Array
  /** The files inside, in order. */
  readonly files: readonly PackedFile[]
}

export interface PackedFile {
  readonly path: string
  readonly content: Uint8Array
}

const READS_AT_ONCE = 16
const OWNER = { uid: 0, gid: 0, mtime: new Date(0) }

/** Throws LINK_IN_PACKAGE and NOTHING_TO_PACK. */
export async function packFolder(files: Files, folder: string, manifest: Manifest): Promise<PackedPackage> {
  const entries = await listPackageEntries(files, folder, manifest)
  const tarEntries = await mapConcurrently(entries, READS_AT_ONCE, async ({ kind, path }) => {
    if (kind === 'folder') return { header: { name: path, type: 'directory', size: 0, mode: 0o755, ...OWNER } } as const
    const content = await files.read(joinPath(folder, path))
    if (content === undefined) throw fileVanished(joinPath(folder, path))
    return { header: { name: path, type: 'file', size: content.length, mode: 0o644, ...OWNER }, body: content } as const
  })
  const packed = tarEntries.flatMap((entry) => ('body' in entry ? [{ path: entry.header.name, content: entry.body }] : []))
  if (packed.length === 0) throw nothingToPack(folder)
  return { tar: await packTar(tarEntries), files: packed }
}

/** `<name>_<version>` as kpm calls archives; the ending tells tar from gzip. */
export function archiveName(manifest: { readonly name: string; readonly version: string }, ending: '.tar' | '.tgz'): string {
  return `${manifest.name}_${manifest.version}${ending}`
}
