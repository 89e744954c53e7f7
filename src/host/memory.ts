/** A world in memory: for tests, for the browser and for dry runs. Registries are in memory too and appear when they are first named; there is no network
 *  unless a transport is given. */
import { sha256 } from '@noble/hashes/sha2.js'
import type { Transport } from '../oci/http/transport.ts'
import { createMemoryRegistry } from '../oci/memory.ts'
import type { Registry } from '../oci/registry.ts'
import { noNetwork } from './errors.ts'
import type { ProgressEvent } from './events.ts'
import { gunzip, gzipStored } from './gzip.ts'
import type { Credential, CredentialStore, Host, Sha256 } from './host.ts'
import { createMemoryFiles, type MemoryFiles } from './memory-files.ts'
import type { MemoryContent } from './memory-tree.ts'
import type { Settings } from './settings.ts'

export interface MemoryHostOptions {
  /** By absolute path; folders come with their files. */
  readonly files?: Readonly<Record<string, MemoryContent>>
  readonly settings?: Partial<Settings>
  /** Decides what stands behind a registry host; by default one registry in memory for each. */
  readonly registry?: Host['registry']
  readonly transport?: Transport
  readonly clock?: () => Date
  readonly gzip?: Host['gzip']
  readonly gunzip?: Host['gunzip']
  readonly sha256?: Host['sha256']
  readonly report?: (event: ProgressEvent) => void
  readonly signal?: AbortSignal
}

export interface MemoryHost extends Host {
  /** Every file there is now. */
  readonly snapshot: MemoryFiles['snapshot']
}

export function createMemoryHost(options: MemoryHostOptions = {}): MemoryHost {
  const { files, engineFiles, snapshot } = createMemoryFiles(options.files)
  const newSha256 = options.sha256 ?? createSha256
  return {
    files,
    engineFiles,
    snapshot,
    registry: options.registry ?? createRegistries(newSha256),
    transport: options.transport ?? refuseRequest,
    credentials: createMemoryCredentials(),
    settings: { ...DEFAULT_SETTINGS, ...options.settings },
    clock: options.clock ?? (() => new Date()),
    sha256: newSha256,
    gzip: options.gzip ?? gzipStored,
    gunzip: options.gunzip ?? gunzip,
    report: options.report ?? (() => undefined),
    signal: options.signal,
  }
}

const DEFAULT_SETTINGS: Settings = {
  defaultRegistry: 'ghcr.io',
  defaultRepository: 'kcl-lang',
  plainHttp: undefined,
  packagesFolder: '/home/.kcl/kpm',
  home: '/home',
}

function createSha256(): Sha256 {
  const hash = sha256.create()
  return {
    update: (chunk) => void hash.update(chunk),
    hex: () => Array.from(hash.digest(), (byte) => byte.toString(16).padStart(2, '0')).join(''),
  }
}

function createRegistries(newSha256: Host['sha256']): Host['registry'] {
  const registries = new Map<string, Registry>()
  return (host) => {
    const known = registries.get(host)
    if (known !== undefined) return known
    const registry = createMemoryRegistry({ sha256: newSha256, host })
    registries.set(host, registry)
    return registry
  }
}

function createMemoryCredentials(): CredentialStore {
  const credentials = new Map<string, Credential>()
  return {
    get: async (registryHost) => credentials.get(registryHost),
    put: async (registryHost, credential) => void credentials.set(registryHost, credential),
    remove: async (registryHost) => credentials.delete(registryHost),
  }
}

const refuseRequest: Transport = async (request) => {
  throw noNetwork(request.url)
}
