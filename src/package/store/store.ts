/** The packages on this machine, by digest. Content is verified before it gets a name, and a name appears at once and complete (a draft folder, then one
 *  rename), so readers need no lock and two processes that store the same package do not disturb each other: the second throws its draft away. The
 *  files are read-only: what is stored is not verified again, so nobody should change it by accident. */
import { KpmError } from '../../base/error.ts'
import { joinPath, parentOf } from '../../base/path.ts'
import { mapConcurrently } from '../../base/pool.ts'
import type { Files } from '../../host/files.ts'
import type { Host } from '../../host/host.ts'
import type { UnpackedFile } from '../archive/unpack.ts'
import { kpmSumOf } from '../integrity/kpm-sum.ts'
import { draftsFolder, PACKAGE_FOLDER, packageEntry, RECORD_FILE } from './paths.ts'

type StoreHost = Pick<Host, 'files' | 'settings' | 'sha256'>

export interface StoredPackage {
  /** Absolute; holds what was in the archive. */
  readonly folder: string
  /** What kpm calls the sum of the content. */
  readonly sum: string
}

const WRITES_AT_ONCE = 16
const READ_ONLY = 0o444
const DAY_MS = 24 * 60 * 60 * 1000

/** True when the archive with this digest is unpacked here. */
export async function storeHas(host: StoreHost, archiveDigest: string): Promise<boolean> {
  return (await storeGet(host, archiveDigest)) !== undefined
}

/** undefined when it is not here. */
export async function storeGet(host: StoreHost, archiveDigest: string): Promise<StoredPackage | undefined> {
  const entry = packageEntry(host.settings, archiveDigest)
  const record = await host.files.read(joinPath(entry, RECORD_FILE))
  const sum = record === undefined ? undefined : parseRecord(record)
  return sum === undefined ? undefined : { folder: joinPath(entry, PACKAGE_FOLDER), sum }
}

/** `archiveDigest` has been verified against the bytes the files come from. */
export async function storePut(
  host: StoreHost & Pick<Host, 'clock'>,
  archiveDigest: string,
  unpacked: readonly UnpackedFile[],
): Promise<StoredPackage> {
  const { files, settings } = host
  const entry = packageEntry(settings, archiveDigest)
  const sum = kpmSumOf(host, unpacked)
  const draft = await makeDraft(host)
  try {
    await files.makeFolder(joinPath(draft, PACKAGE_FOLDER))
    await mapConcurrently(unpacked, WRITES_AT_ONCE, ({ path, content }) =>
      files.write(joinPath(draft, PACKAGE_FOLDER, path), content, { draft: true, mode: READ_ONLY }),
    )
    await files.write(joinPath(draft, RECORD_FILE), new TextEncoder().encode(`${JSON.stringify({ sum })}\n`))
    await moveIntoPlace(host, draft, entry, archiveDigest)
  } finally {
    await files.remove(draft)
  }
  return { folder: joinPath(entry, PACKAGE_FOLDER), sum }
}

/** Takes away what killed processes left a day ago or earlier. */
async function makeDraft({ files, settings, clock }: StoreHost & Pick<Host, 'clock'>): Promise<string> {
  const drafts = draftsFolder(settings)
  const now = clock().getTime()
  const yesterday = dayOf(now - DAY_MS)
  for (const day of (await files.list(drafts)) ?? []) if (day < yesterday) await files.remove(joinPath(drafts, day))
  return await files.makeTemporaryFolder(joinPath(drafts, dayOf(now)))
}

/** `2026-01-31`: days sort like texts. */
function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10)
}

async function moveIntoPlace(host: StoreHost, draft: string, entry: string, digest: string): Promise<void> {
  const { files } = host
  await files.makeFolder(parentOf(entry))
  if ((await renameUnlessTaken(files, draft, entry)) || (await storeHas(host, digest))) return
  // A damaged entry, such as one whose record was lost: it goes, and the whole one takes its place.
  await files.withLock(entry, async () => {
    if (await storeHas(host, digest)) return
    await files.remove(entry)
    await renameUnlessTaken(files, draft, entry)
  })
}

async function renameUnlessTaken(files: Files, from: string, to: string): Promise<boolean> {
  try {
    await files.rename(from, to)
    return true
  } catch (error) {
    if (error instanceof KpmError && error.code === 'EXISTS') return false
    throw error
  }
}

function parseRecord(bytes: Uint8Array): string | undefined {
  try {
    const record: unknown = JSON.parse(new TextDecoder().decode(bytes))
    if (typeof record === 'object' && record !== null && 'sum' in record && typeof record.sum === 'string') return record.sum
  } catch {
    // Not JSON: the entry does not count, and is written again.
  }
  return undefined
}
