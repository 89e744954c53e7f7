/** Host + package folders → EngineHost: the seam between packages and the engine. */
import type { EngineHost } from '../engine/host.ts'
import type { Host } from '../host/host.ts'

export interface EngineHostInput {
  readonly workFolder: string
  /** Import name → folder. */
  readonly packages: ReadonlyMap<string, string>
}

export function createEngineHost(host: Host, input: EngineHostInput): Omit<EngineHost, 'print'> {
  const files = host.engineFiles(input.workFolder)
  return {
    workDirectory: input.workFolder,
    readFile: files.readFile,
    listFolder: files.listFolder,
    stat: files.stat,
    writer: files.writer,
    packages: input.packages,
    now: host.clock,
    timeZoneOffset: (at) => -at.getTimezoneOffset(),
    randomBytes,
    ...(host.memory === undefined ? {} : { memory: host.memory }),
    ...(host.isTooLarge === undefined ? {} : { isTooLarge: host.isTooLarge }),
    ...(host.environmentVariable === undefined ? {} : { environmentVariable: host.environmentVariable }),
  }
}

/** Web Crypto gives at most this many bytes a call. */
const LARGEST_RANDOM_REQUEST = 65_536

export function randomBytes(count: number): Uint8Array {
  const bytes = new Uint8Array(count)
  for (let start = 0; start < count; start += LARGEST_RANDOM_REQUEST) {
    crypto.getRandomValues(bytes.subarray(start, start + LARGEST_RANDOM_REQUEST))
  }
  return bytes
}
