/** Synchronous files for the engine. A path that cannot be read counts as absent: the engine then says in KCL's words what is missing. */
import type { EngineFiles } from '../host/engine-files.ts'
import { fs, path as paths } from './builtin.ts'
import { streamTooLong } from './errors.ts'
import { MOST_BYTES } from './inputs.ts'

export function createEngineFiles(workFolder: string): EngineFiles {
  const at = (path: string): string => (path.startsWith('/') ? path : paths.resolve(workFolder, path))
  return {
    readFile: (path) => attempt(() => readWhole(at(path))),
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

/** Pipes and devices are read to their end; one without end (`/dev/zero`) counts as unreadable. */
function readWhole(path: string): Uint8Array {
  const descriptor = fs.openSync(path, 'r')
  try {
    if (fs.fstatSync(descriptor).isFile()) return fs.readFileSync(descriptor)
    const chunks: Uint8Array[] = []
    for (let length = 0; length <= MOST_BYTES; ) {
      const chunk = Buffer.allocUnsafe(CHUNK)
      const count = fs.readSync(descriptor, chunk)
      if (count === 0) return Buffer.concat(chunks)
      chunks.push(chunk.subarray(0, count))
      length += count
    }
    throw streamTooLong(path, MOST_BYTES)
  } finally {
    fs.closeSync(descriptor)
  }
}

const CHUNK = 65_536

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
