/** One writer at a time across processes: a lock folder `<path>.lock`, kept fresh while the work goes on, taken over when its owner died.
 *  The library is loaded at the first lock, because most commands only read. */
import { fs } from './builtin.ts'
import { fileFailure, lockTimeout, systemCode } from './errors.ts'

const STALE_AFTER_MS = 20_000
const GIVE_UP_AFTER_MS = 120_000

export async function withFileLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const release = await acquire(path)
  try {
    return await work()
  } finally {
    await release()
  }
}

async function acquire(path: string): Promise<() => Promise<void>> {
  const { lock } = (await import('proper-lockfile')).default
  makeFolderFor(path)
  const deadline = Date.now() + GIVE_UP_AFTER_MS
  for (let pause = 5; ; pause = Math.min(pause * 2, 250)) {
    try {
      const release = await lock(path, { realpath: false, stale: STALE_AFTER_MS, update: STALE_AFTER_MS / 4 })
      // A lock that was taken over while we stalled is gone already; the work itself is guarded by atomic renames.
      return () => release().catch(() => undefined)
    } catch (cause) {
      if (systemCode(cause) !== 'ELOCKED') throw fileFailure('lock', path, cause)
      if (Date.now() > deadline) throw lockTimeout(path, GIVE_UP_AFTER_MS / 1000)
    }
    await new Promise((resume) => setTimeout(resume, pause * (0.5 + Math.random())))
  }
}

function makeFolderFor(path: string): void {
  try {
    fs.mkdirSync(path.slice(0, path.lastIndexOf('/')) || '/', { recursive: true })
  } catch (cause) {
    throw fileFailure('lock', path, cause)
  }
}
