/** Finds the package around a file. */
import { joinPath, parentOf } from '../../base/path.ts'
import type { Files } from '../../host/files.ts'
import { MANIFEST_NAME } from './manifest.ts'

/** The folder of the package a file or folder belongs to: the nearest one upward with a kcl.mod, undefined when there is none (§6.3). */
export async function findPackageFolder(files: Files, path: string): Promise<string | undefined> {
  for (let folder = path; ; folder = parentOf(folder)) {
    const info = await files.inspect(joinPath(folder, MANIFEST_NAME))
    if (info?.kind === 'file' || info?.kind === 'link') return folder
    if (parentOf(folder) === folder) return undefined
  }
}
