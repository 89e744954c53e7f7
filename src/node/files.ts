/** Files on Node. Everything is written under a temporary name in the same folder, flushed and renamed: a reader, or a crash, never meets half a file.
 *  The calls below wait for the disk: a package is many small files, for which a trip through the thread pool takes longer than the disk does. */
import type { Stats } from 'node:fs'
import type { FileInfo, Files } from '../host/files.ts'
import { fs } from './builtin.ts'
import { fileFailure, nameTaken, systemCode } from './errors.ts'
import type { FileAction } from './errors.ts'
import { withFileLock } from './lock.ts'

type Content = Uint8Array | AsyncIterable<Uint8Array>

export function createNodeFiles(): Files {
  return {
    read: async (path) => absentAsUndefined('read', path, () => fs.readFileSync(path)),
    write: async (path, content, options) => {
      const mode = options?.mode ?? 0o644
      if (options?.draft === true) await named('write', path, () => fill(path, content, mode, { flush: false }))
      else await writeAtomically(path, content, mode)
    },
    inspect: async (path) => absentAsUndefined('inspect', path, () => describe(fs.lstatSync(path))),
    list: async (path) => absentAsUndefined('list', path, () => fs.readdirSync(path).sort(byCodeUnit)),
    makeFolder: async (path) => named('create', path, async () => void fs.mkdirSync(path, { recursive: true })),
    remove: async (path) => named('remove', path, async () => fs.rmSync(path, { recursive: true, force: true, maxRetries: 3 })),
    rename: async (from, to) => moveIntoPlace(from, to),
    makeTemporaryFolder: async (parent) =>
      named('create', parent, async () => {
        fs.mkdirSync(parent, { recursive: true })
        return fs.mkdtempSync(`${parent}/.tmp-`)
      }),
    realPath: async (path) => absentAsUndefined('inspect', path, () => fs.realpathSync.native(path)),
    withLock: withFileLock,
  }
}

async function writeAtomically(path: string, content: Content, mode: number): Promise<void> {
  if (isDevice(path)) return await named('write', path, () => appendTo(path, content))
  const target = followLink(path)
  const temporary = `${target}.${process.pid}-${Math.random().toString(36).slice(2, 10)}.tmp`
  try {
    await named('write', path, async () => {
      await fill(temporary, content, mode, { flush: true })
      fs.renameSync(temporary, target)
    })
  } catch (cause) {
    discard(temporary)
    throw cause
  }
}

/** A failure is under way already; that its draft cannot be removed adds nothing. */
function discard(path: string): void {
  try {
    fs.rmSync(path, { force: true })
  } catch {
    // Not there, or not ours to remove.
  }
}

/** `/dev/null`, `/dev/stdout`, a pipe: what is written passes through, and nothing may take its place. */
function isDevice(path: string): boolean {
  if (path.startsWith('/dev/') || path.startsWith('/proc/')) return true
  try {
    const status = fs.statSync(path)
    return !status.isFile() && !status.isDirectory()
  } catch {
    return false
  }
}

async function appendTo(path: string, content: Content): Promise<void> {
  const descriptor = fs.openSync(path, 'a')
  try {
    await pour(descriptor, content)
  } finally {
    fs.closeSync(descriptor)
  }
}

async function fill(path: string, content: Content, mode: number, { flush }: { readonly flush: boolean }): Promise<void> {
  const descriptor = createFile(path, mode)
  try {
    await pour(descriptor, content)
    if (flush) fs.fsyncSync(descriptor)
  } finally {
    fs.closeSync(descriptor)
  }
}

/** Creates the file, which must not exist, and its folder when that is missing. */
function createFile(path: string, mode: number): number {
  try {
    return fs.openSync(path, 'wx', mode)
  } catch (cause) {
    if (systemCode(cause) === 'EEXIST') throw nameTaken(path, cause)
    if (systemCode(cause) !== 'ENOENT') throw cause
    fs.mkdirSync(folderOf(path), { recursive: true })
    return fs.openSync(path, 'wx', mode)
  }
}

async function pour(descriptor: number, content: Content): Promise<void> {
  if (content instanceof Uint8Array) writeAll(descriptor, content)
  else for await (const chunk of content) writeAll(descriptor, chunk)
}

function writeAll(descriptor: number, content: Uint8Array): void {
  let rest = content
  while (rest.length > 0) rest = rest.subarray(fs.writeSync(descriptor, rest))
}

/** A symbolic link is written through, not replaced: people link their configuration files. */
function followLink(path: string): string {
  try {
    return fs.realpathSync.native(path)
  } catch {
    return path
  }
}

function moveIntoPlace(from: string, to: string): void {
  // rename(2) silently replaces an empty folder, which would hide that somebody else made the name.
  if (absentAsUndefined('inspect', to, () => fs.lstatSync(to))?.isDirectory() === true) throw nameTaken(to, undefined)
  try {
    fs.renameSync(from, to)
  } catch (cause) {
    const code = systemCode(cause)
    const isTaken = code === 'ENOTEMPTY' || code === 'EEXIST' || code === 'EPERM'
    if (isTaken && fs.existsSync(to)) throw nameTaken(to, cause)
    throw fileFailure('rename', `${from} to ${to}`, cause)
  }
}

function describe(status: Stats): FileInfo {
  const kind = status.isFile() ? 'file' : status.isDirectory() ? 'folder' : status.isSymbolicLink() ? 'link' : 'other'
  return { kind, size: status.size, mode: status.mode & 0o7777 }
}

function absentAsUndefined<T>(action: FileAction, path: string, work: () => T): T | undefined {
  try {
    return work()
  } catch (cause) {
    const code = systemCode(cause)
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw fileFailure(action, path, cause)
  }
}

/** A failed system call becomes a failure that names the path; everything else passes. */
async function named<T>(action: FileAction, path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if (systemCode(cause) === undefined || !(cause instanceof Error) || !('syscall' in cause)) throw cause
    throw fileFailure(action, path, cause)
  }
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/'
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
