/** A package on this machine: a folder, used where it lies, or an archive, unpacked into the store. */
import { joinPath } from '../../base/path.ts'
import type { Host } from '../../host/host.ts'
import { digestOf } from '../../oci/digest.ts'
import { pathNotFound } from '../errors.ts'
import { emptyManifest, MANIFEST_NAME } from '../manifest/manifest.ts'
import { readManifest } from '../manifest/read.ts'
import { storeGet, storePut } from '../store/store.ts'
import { type LocatedPackage, locatePackage, type PackageSpec } from './locate.ts'

/** `path` is absolute. A folder without a kcl.mod is a package that says nothing, as for kpm; an archive must have one. Throws PATH_NOT_FOUND,
 *  PACKAGE_NOT_IN_FOLDER, ARCHIVE_DAMAGED, ARCHIVE_REFUSED. */
export async function openPathPackage(host: Host, path: string, spec: PackageSpec = {}): Promise<LocatedPackage> {
  const folder = await openFolder(host, path)
  const isBare = folder === path && spec.packageName === undefined && (await readManifest(host.files, folder)) === undefined
  return isBare ? { folder, manifest: emptyManifest(joinPath(folder, MANIFEST_NAME)) } : locatePackage(host.files, folder, spec, path)
}

/** An archive's content in the store, named by the digest of its bytes, so that it is unpacked once. */
async function unpackIntoStore(host: Host, archive: Uint8Array, subject: string): Promise<string> {
  const digest = digestOf(archive, host.sha256)
  const stored = await storeGet(host, digest)
  if (stored !== undefined) return stored.folder
  const { unpackArchive } = await import('../archive/unpack.ts')
  return (await storePut(host, digest, await unpackArchive(host, archive, subject))).folder
}

/** A folder keeps the name it was given, so that messages show the path people wrote. */
async function openFolder(host: Host, path: string): Promise<string> {
  const real = await host.files.realPath(path)
  const info = real === undefined ? undefined : await host.files.inspect(real)
  if (real === undefined || info === undefined) throw pathNotFound(path)
  if (info.kind === 'folder') return path
  const archive = await host.files.read(real)
  if (archive === undefined) throw pathNotFound(path)
  return unpackIntoStore(host, archive, path)
}
