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
    report,
    signal: options.signal,
  }
}

/** Asking V8 is quick, but loading the module for it takes milliseconds: short programs that use little are measured without it. */
function createMemoryGauge(): () => { readonly used: number; readonly most: number } {
  let looks = 0
  return () => {
    if (looks++ < SLOW_LOOKS) {
      const { heapUsed } = process.memoryUsage()
      if (heapUsed < LITTLE_MEMORY) return { used: heapUsed, most: Number.POSITIVE_INFINITY }
    }
    const { used_heap_size: used, heap_size_limit: most } = process.getBuiltinModule('node:v8').getHeapStatistics()
    return { used, most }
  }
}

const SLOW_LOOKS = 16
const LITTLE_MEMORY = 100_000_000

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
