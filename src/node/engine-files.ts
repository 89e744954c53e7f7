/** Synchronous files for the engine. A path that cannot be read counts as absent: the engine then says in KCL's words what is missing. */
import type { EngineFiles } from '../host/engine-files.ts'
import { fs, path as paths } from './builtin.ts'

export function createEngineFiles(workFolder: string): EngineFiles {
  const at = (path: string): string => (path.startsWith('/') ? path : paths.resolve(workFolder, path))
  return {
    readFile: (path) => attempt(() => fs.readFileSync(at(path))),
    listFolder: (path) =>
      attempt(() => {
        const folder = at(path)
        return fs.readdirSync(folder, { withFileTypes: true }).map((entry) => ({
          name: entry.name,
          kind: entry.isFile() ? 'file' : entry.isDirectory() ? 'folder' : (kindOf(`${folder}/${entry.name}`) ?? 'other'),
        }))
      }),
    stat: (path) =>
      attempt(() => {
        const status = fs.statSync(at(path))
        return { kind: kindOfStatus(status), size: status.size }
      }),
    writer: {
      writeFile: (path, content) => fs.writeFileSync(at(path), content),
      appendFile: (path, content) => fs.appendFileSync(at(path), content),
      makeFolder: (path, { parents }) => void fs.mkdirSync(at(path), { recursive: parents }),
      remove: (path) => fs.rmSync(at(path), { recursive: true }),
      copy: (from, to) => fs.cpSync(at(from), at(to), { recursive: true }),
      move: (from, to) => fs.renameSync(at(from), at(to)),
    },
  }
}

function kindOf(path: string): 'file' | 'folder' | 'other' | undefined {
  const status = attempt(() => fs.statSync(path))
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
