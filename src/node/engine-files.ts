/** Synchronous files for the engine. A path that cannot be read counts as absent: the engine then says in KCL's words what is missing. */
import { appendFileSync, cpSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { EngineFiles } from '../host/engine-files.ts'

export function createEngineFiles(workFolder: string): EngineFiles {
  const at = (path: string): string => (path.startsWith('/') ? path : resolve(workFolder, path))
  return {
    readFile: (path) => attempt(() => readFileSync(at(path))),
    listFolder: (path) =>
      attempt(() => {
        const folder = at(path)
        return readdirSync(folder, { withFileTypes: true }).map((entry) => ({
          name: entry.name,
          kind: entry.isFile() ? 'file' : entry.isDirectory() ? 'folder' : (kindOf(`${folder}/${entry.name}`) ?? 'other'),
        }))
      }),
    stat: (path) =>
      attempt(() => {
        const status = statSync(at(path))
        return { kind: kindOfStatus(status), size: status.size }
      }),
    writer: {
      writeFile: (path, content) => writeFileSync(at(path), content),
      appendFile: (path, content) => appendFileSync(at(path), content),
      makeFolder: (path, { parents }) => void mkdirSync(at(path), { recursive: parents }),
      remove: (path) => rmSync(at(path), { recursive: true }),
      copy: (from, to) => cpSync(at(from), at(to), { recursive: true }),
      move: (from, to) => renameSync(at(from), at(to)),
    },
  }
}

function kindOf(path: string): 'file' | 'folder' | 'other' | undefined {
  const status = attempt(() => statSync(path))
  return status === undefined ? undefined : kindOfStatus(status)
}

function kindOfStatus(status: { isFile(): boolean; isDirectory(): boolean }): 'file' | 'folder' | 'other' {
  return status.isFile() ? 'file' : status.isDirectory() ? 'folder' : 'other'
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}
