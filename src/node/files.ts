/** Files on Node. Everything is written under a temporary name in the same folder, flushed and renamed: a reader, or a crash, never meets half a file. */
import { lstat, mkdir, mkdtemp, open, readFile, readdir, realpath, rename, rm } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import type { FileInfo, Files } from '../host/files.ts'
import { fileFailure, nameTaken, systemCode } from './errors.ts'
import type { FileAction } from './errors.ts'
import { withFileLock } from './lock.ts'

type Content = Uint8Array | AsyncIterable<Uint8Array>

export function createNodeFiles(): Files {
  return {
    read: (path) => absentAsUndefined('read', path, () => readFile(path)),
    write: (path, content, options) => {
      const mode = options?.mode ?? 0o644
      return options?.draft === true ? writeDraft(path, content, mode) : writeAtomically(path, content, mode)
    },
    inspect: (path) => absentAsUndefined('inspect', path, async () => describe(await lstat(path))),
    list: (path) => absentAsUndefined('list', path, async () => (await readdir(path)).sort(byCodeUnit)),
    makeFolder: (path) => named('create', path, async () => void (await mkdir(path, { recursive: true }))),
    remove: (path) => named('remove', path, () => rm(path, { recursive: true, force: true, maxRetries: 3 })),
    rename: moveIntoPlace,
    makeTemporaryFolder: (parent) =>
      named('create', parent, async () => {
        await mkdir(parent, { recursive: true })
        return await mkdtemp(`${parent}/.tmp-`)
      }),
    realPath: (path) => absentAsUndefined('inspect', path, () => realpath(path)),
    withLock: withFileLock,
  }
}

async function writeAtomically(path: string, content: Content, mode: number): Promise<void> {
  const target = await followLink(path)
  const temporary = `${target}.${process.pid}-${Math.random().toString(36).slice(2, 10)}.tmp`
  try {
    await named('write', path, async () => {
      const file = await createFile(temporary, mode)
      try {
        await fill(file, content)
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(temporary, target)
    })
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined)
    throw cause
  }
}

async function writeDraft(path: string, content: Content, mode: number): Promise<void> {
  await named('write', path, async () => {
    const file = await createFile(path, mode)
    try {
      await fill(file, content)
    } finally {
      await file.close()
    }
  })
}

/** Creates the file, which must not exist, and its folder when that is missing. */
async function createFile(path: string, mode: number): Promise<FileHandle> {
  try {
    return await open(path, 'wx', mode)
  } catch (cause) {
    if (systemCode(cause) === 'EEXIST') throw nameTaken(path, cause)
    if (systemCode(cause) !== 'ENOENT') throw cause
    await mkdir(folderOf(path), { recursive: true })
    return await open(path, 'wx', mode)
  }
}

async function fill(file: FileHandle, content: Content): Promise<void> {
  if (content instanceof Uint8Array) return await file.writeFile(content)
  for await (const chunk of content) await writeChunk(file, chunk)
}

async function writeChunk(file: FileHandle, chunk: Uint8Array): Promise<void> {
  let rest = chunk
  while (rest.length > 0) rest = rest.subarray((await file.write(rest)).bytesWritten)
}

/** A symbolic link is written through, not replaced: people link their configuration files. */
async function followLink(path: string): Promise<string> {
  try {
    return await realpath(path)
  } catch {
    return path
  }
}

async function moveIntoPlace(from: string, to: string): Promise<void> {
  // rename(2) silently replaces an empty folder, which would hide that somebody else made the name.
  const [source, target] = await Promise.all([lstatOrUndefined(from), lstatOrUndefined(to)])
  if (target?.isDirectory() === true) throw nameTaken(to, undefined)
  try {
    await rename(from, to)
  } catch (cause) {
    const code = systemCode(cause)
    if (source?.isDirectory() === true && (code === 'ENOTEMPTY' || code === 'EEXIST' || code === 'EPERM')) throw nameTaken(to, cause)
    throw fileFailure('rename', `${from} to ${to}`, cause)
  }
}

async function lstatOrUndefined(path: string): Promise<Awaited<ReturnType<typeof lstat>> | undefined> {
  try {
    return await lstat(path)
  } catch {
    return undefined
  }
}

function describe(status: { isFile(): boolean; isDirectory(): boolean; isSymbolicLink(): boolean; size: number; mode: number }): FileInfo {
  const kind = status.isFile() ? 'file' : status.isDirectory() ? 'folder' : status.isSymbolicLink() ? 'link' : 'other'
  return { kind, size: status.size, mode: status.mode & 0o7777 }
}

async function absentAsUndefined<T>(action: FileAction, path: string, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work()
  } catch (cause) {
    const code = systemCode(cause)
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw fileFailure(action, path, cause)
  }
}

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
