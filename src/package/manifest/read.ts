/** Reads the `kcl.mod` of a folder. Apart from finding it, because this loads a TOML reader and most files that are run belong to no package. */
import { joinPath } from '../../base/path.ts'
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

function decodeText(content: Uint8Array, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content)
  } catch {
    throw manifestInvalid(path, undefined, 'not UTF-8 text')
  }
}
