/** Where the store keeps what: its shape on disk, and the number to raise when the shape changes.
 *
 *  ```
 *  <packages folder>/.kpm/store-1/
 *  ├─ packages/sha256/<hex>/      of one archive, named by the digest of its (compressed) bytes
 *  │  ├─ package/                 what was in it
 *  │  └─ record.json              what was learnt while unpacking
 *  ├─ manifests/sha256/<hex>      media type, newline, the bytes of an OCI manifest
 *  ├─ tags/<hex>                  the digest a tag had when it was last asked for
 *  └─ drafts/<day>/               work under way, renamed into place at its end
 *  ```
 *  Inside `.kpm`, because Go kpm gives every other name in the packages folder a meaning of its own. */
import { joinPath } from '../../base/path.ts'
import type { Settings } from '../../host/settings.ts'

const FORMAT = 1

export function storeFolder(settings: Settings): string {
  return joinPath(settings.packagesFolder, '.kpm', `store-${FORMAT}`)
}

/** The grammar of digests leaves no character that could leave the folder. */
export function packageEntry(settings: Settings, archiveDigest: string): string {
  return joinPath(storeFolder(settings), 'packages', ...archiveDigest.split(':'))
}

export function manifestsFolder(settings: Settings): string {
  return joinPath(storeFolder(settings), 'manifests')
}

export function tagsFolder(settings: Settings): string {
  return joinPath(storeFolder(settings), 'tags')
}

/** Holds a folder for each day, so that what a killed process left can be told from work under way. */
export function draftsFolder(settings: Settings): string {
  return joinPath(storeFolder(settings), 'drafts')
}

/** Inside an entry, or a draft of one. */
export const PACKAGE_FOLDER = 'package'
export const RECORD_FILE = 'record.json'
