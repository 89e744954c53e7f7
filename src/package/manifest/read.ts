/** Reads the `kcl.mod` of a folder. */
import { joinPath, parentOf } from '../../base/path.ts'
import type { Files } from '../../host/files.ts'
import { manifestInvalid, manifestNotFound } from '../errors.ts'
import { MANIFEST_NAME, type Manifest } from './manifest.ts'
import { parseManifest } from './parse.ts'

/** undefined when the folder has none. Throws MANIFEST_INVALID. */
export async function readManifest(files: Files, folder: string): Promise<Manifest | undefined> {
  const path = joinPath(folder, MANIFEST_NAME)
  const content = await files.read(path)
  return content === undefined ? undefined : parseManifest(decodeText(content, path), path)
}

/** Throws MANIFEST_NOT_FOUND, MANIFEST_INVALID. */
export async function expectManifest(files: Files, folder: string): Promise<Manifest> {
  const manifest = await readManifest(files, folder)
  if (manifest === undefined) throw manifestNotFound(folder)
  return manifest
}

/** The folder of the package a file or folder belongs to: the nearest one upward with a kcl.mod, undefined when there is none (§6.3). */
export async function findPackageFolder(files: Files, path: string): Promise<string | undefined> {
  for (let folder = path; ; folder = parentOf(folder)) {
    const info = await files.inspect(joinPath(folder, MANIFEST_NAME))
    if (info?.kind === 'file' || info?.kind === 'link') return folder
    if (parentOf(folder) === folder) return undefined
  }
}

function decodeText(content: Uint8Array, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content)
  } catch {
    throw manifestInvalid(path, undefined, 'not UTF-8 text')
  }
}
