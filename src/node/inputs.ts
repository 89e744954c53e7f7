/** What can be read only once: standard input, pipes, process substitutions. All that was read is kept, because a second run in another thread
 *  (`larger-thread.ts`) needs the same. */
import { fs } from './builtin.ts'
import { fileFailure, streamTooLong } from './errors.ts'

export interface Inputs {
  /** All of standard input. Throws KpmError. */
  readonly standard: () => Promise<Uint8Array>
  /** All that the pipe or device at `path` gives; undefined when there is a file, a folder or nothing. Throws KpmError. */
  readonly stream: (path: string) => Promise<Uint8Array | undefined>
  /** What has been read, by path. */
  readonly all: () => Promise<ReadonlyMap<string, Uint8Array>>
}

const STANDARD_INPUT = '/dev/stdin'
const NAMES_OF_STANDARD_INPUT: ReadonlySet<string> = new Set([STANDARD_INPUT, '/dev/fd/0', '/proc/self/fd/0'])

/** The longest text V8 can hold; what never ends, like `/dev/zero`, is given up there. */
export const MOST_BYTES = 536_870_888

export function createInputs(): Inputs {
  const contents = new Map<string, Promise<Uint8Array>>()
  const once = (path: string, read: () => Promise<Uint8Array>): Promise<Uint8Array> => {
    const content = contents.get(path) ?? givenToThread(path) ?? read()
    contents.set(path, content)
    return content
  }
  const standard = (): Promise<Uint8Array> => once(STANDARD_INPUT, readStandardInput)
  return {
    standard,
    stream: async (path) => {
      if (!isStream(path)) return undefined
      return await (NAMES_OF_STANDARD_INPUT.has(path) ? standard() : once(path, () => readWhole(path, fs.createReadStream(path))))
    },
    all: async () => new Map(await Promise.all([...contents].map(async ([path, content]) => [path, await content] as const))),
  }
}

function givenToThread(path: string): Promise<Uint8Array> | undefined {
  const { workerData } = process.getBuiltinModule('node:worker_threads') as { workerData: { inputs: Map<string, Uint8Array> } | null }
  const content = workerData?.inputs.get(path)
  return content && Promise.resolve(content)
}

function isStream(path: string): boolean {
  try {
    const status = fs.statSync(path, { throwIfNoEntry: false })
    return status !== undefined && (status.isFIFO() || status.isSocket() || status.isCharacterDevice())
  } catch {
    return false
  }
}

async function readStandardInput(): Promise<Uint8Array> {
  // Node takes a folder for an empty stream; reading it says what it is.
  if (fs.fstatSync(0).isDirectory()) return await readWhole('standard input', fs.createReadStream('', { fd: 0 }))
  return await readWhole('standard input', process.stdin)
}

async function readWhole(name: string, stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  try {
    for await (const chunk of stream) {
      chunks.push(chunk)
      length += chunk.length
      if (length > MOST_BYTES) break
    }
  } catch (cause) {
    throw fileFailure('read', name, cause)
  }
  if (length > MOST_BYTES) throw streamTooLong(name, MOST_BYTES)
  return Buffer.concat(chunks)
}
