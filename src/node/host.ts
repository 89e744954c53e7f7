/** Everything outside the process, on Node. Made at the first need and no earlier: running a local file opens no registry, loads no TLS and no gzip. */
import type { ProgressEvent } from '../host/events.ts'
import type { CredentialStore, Host } from '../host/host.ts'
import type { Transport } from '../oci/http/transport.ts'
import type { Environment } from './directories.ts'
import { createEngineFiles } from './engine-files.ts'
import { createNodeFiles } from './files.ts'
import { createSha256, gunzip, gzip } from './hashing.ts'
import { createRegistries } from './registries.ts'
import { readSettings } from './settings.ts'

export interface NodeHostOptions {
  /** Default: the process's. */
  readonly environment?: Environment
  readonly report?: (event: ProgressEvent) => void
  /** See Host. */
  readonly isTooLarge?: (characters: number) => boolean
  /** Ends network work that is under way. */
  readonly signal?: AbortSignal
}

/** Throws KpmError when the environment or kpm.json cannot be used. */
export function createNodeHost(options: NodeHostOptions = {}): Host {
  const environment = options.environment ?? process.env
  const settings = readSettings(environment)
  const files = createNodeFiles()
  const report = options.report ?? (() => undefined)
  const transports = createTransports(environment)
  const warn = (text: string): void => report({ kind: 'warning', text })
  const credentials = createLazyCredentials(async () => {
    const { createNodeCredentials } = await import('./credentials.ts')
    return createNodeCredentials({ files, settings, environment, warn })
  })
  return {
    files,
    engineFiles: createEngineFiles,
    registry: createRegistries({ transport: transports, credentials, plainHttp: settings.plainHttp, warn, signal: options.signal }),
    transport: async (request) => (await transports({ insecureSkipTlsVerify: false }))(request),
    credentials,
    settings,
    clock: () => new Date(),
    environmentVariable: (name) => environment[name],
    sha256: createSha256,
    gzip,
    gunzip,
    memory: createMemoryGauge(),
    ...(options.isTooLarge === undefined ? {} : { isTooLarge: options.isTooLarge }),
    report,
    signal: options.signal,
  }
}

/** An answer holds for some milliseconds, in which a program cannot use much more: evaluation asks far more often than that. */
function createMemoryGauge(): () => { readonly used: number; readonly most: number } {
  let askAgain = performance.now() + ANSWER_HOLDS
  let answer = { used: 0, most: Number.POSITIVE_INFINITY }
  return () => {
    const now = performance.now()
    if (now < askAgain) return answer
    const { used_heap_size: used, heap_size_limit: most } = process.getBuiltinModule('node:v8').getHeapStatistics()
    answer = { used, most }
    askAgain = now + ANSWER_HOLDS
    return answer
  }
}

/** Milliseconds. */
const ANSWER_HOLDS = 10

/** One that verifies certificates and one that does not, so that connections are shared. */
function createTransports(environment: Environment): (options: { readonly insecureSkipTlsVerify: boolean }) => Promise<Transport> {
  const made = new Map<boolean, Promise<Transport>>()
  return ({ insecureSkipTlsVerify }) => {
    const known =
      made.get(insecureSkipTlsVerify) ??
      import('./transport.ts').then(({ createNodeTransport }) => createNodeTransport({ environment, insecureSkipTlsVerify }))
    made.set(insecureSkipTlsVerify, known)
    return known
  }
}

function createLazyCredentials(open: () => Promise<CredentialStore>): CredentialStore {
  let opened: Promise<CredentialStore> | undefined
  const store = (): Promise<CredentialStore> => (opened ??= open())
  return {
    get: async (registry) => (await store()).get(registry),
    put: async (registry, credential) => (await store()).put(registry, credential),
    remove: async (registry) => (await store()).remove(registry),
  }
}
