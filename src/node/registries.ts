/** The registries of this process. The client is loaded at the first request, because most runs make none; and while one is under way Ctrl-C ends it
 *  tidily, drafts removed and locks released. At other times, such as a long evaluation, Ctrl-C ends the process at once, as it would without us. */
import type { Credential, CredentialStore, Host, RegistryOptions } from '../host/host.ts'
import { isLoopback, parseRegistry } from '../oci/reference.ts'
import type { Registry } from '../oci/registry.ts'
import type { Transport } from '../oci/http/transport.ts'
import { createSha256 } from './hashing.ts'

export interface RegistriesOptions {
  readonly transport: (options: { readonly insecureSkipTlsVerify: boolean }) => Promise<Transport>
  readonly credentials: CredentialStore
  /** Of the settings; undefined: only for this machine. */
  readonly plainHttp: boolean | undefined
  /** Takes what a registry wants its users to know. */
  readonly warn: (text: string) => void
  /** Ends everything under way, beside Ctrl-C. */
  readonly signal: AbortSignal | undefined
}

export function createRegistries(options: RegistriesOptions): Host['registry'] {
  const shared = new Map<string, Registry>()
  const interruption = once(() => createInterruption(options.signal))
  return (registryHost, wanted = {}) => {
    const name = parseRegistry(registryHost)
    const plainHttp = wanted.plainHttp ?? options.plainHttp ?? isLoopback(name)
    const insecureSkipTlsVerify = wanted.insecureSkipTlsVerify === true
    const plansToWrite = wanted.plansToWrite === true
    const { credential } = wanted
    const open = (): Registry => {
      const ended = interruption()
      return guarded(
        ended,
        once(() => load(options, ended, { name, plainHttp, insecureSkipTlsVerify, plansToWrite, credential })),
      )
    }
    if (credential !== undefined) return open()
    const key = `${name} ${plainHttp} ${insecureSkipTlsVerify} ${plansToWrite}`
    const known = shared.get(key) ?? open()
    shared.set(key, known)
    return known
  }
}

interface Wanted extends Required<Pick<RegistryOptions, 'plainHttp' | 'insecureSkipTlsVerify' | 'plansToWrite'>> {
  readonly name: string
  readonly credential: Credential | undefined
}

async function load(options: RegistriesOptions, interruption: Interruption, wanted: Wanted): Promise<Registry> {
  const { createRegistryClient } = await import('../oci/client/client.ts')
  const { name, plainHttp, insecureSkipTlsVerify, plansToWrite, credential } = wanted
  return createRegistryClient({
    transport: await options.transport({ insecureSkipTlsVerify }),
    host: name,
    plainHttp,
    sha256: createSha256,
    credentials: async (registry) => credential ?? (await options.credentials.get(registry)),
    signal: interruption.signal,
    plansToWrite,
    warn: options.warn,
  })
}

interface Interruption {
  readonly signal: AbortSignal
  readonly begin: () => void
  readonly end: () => void
}

function createInterruption(outer: AbortSignal | undefined): Interruption {
  const controller = new AbortController()
  const interrupt = (): void => controller.abort()
  let underWay = 0
  return {
    signal: outer === undefined ? controller.signal : AbortSignal.any([controller.signal, outer]),
    begin: () => {
      if (underWay === 0) process.on('SIGINT', interrupt)
      underWay += 1
    },
    end: () => {
      underWay -= 1
      if (underWay === 0) process.off('SIGINT', interrupt)
    },
  }
}

function guarded(interruption: Interruption, load: () => Promise<Registry>): Registry {
  const call = async <T>(work: (registry: Registry) => Promise<T>): Promise<T> => {
    interruption.begin()
    try {
      return await work(await load())
    } finally {
      interruption.end()
    }
  }
  async function* iterate<T>(work: (registry: Registry) => AsyncIterable<T>): AsyncIterable<T> {
    interruption.begin()
    try {
      yield* work(await load())
    } finally {
      interruption.end()
    }
  }
  return {
    resolve: (...parameters) => call((registry) => registry.resolve(...parameters)),
    readManifest: (...parameters) => call((registry) => registry.readManifest(...parameters)),
    readBlob: (...parameters) => iterate((registry) => registry.readBlob(...parameters)),
    resolveBlob: (...parameters) => call((registry) => registry.resolveBlob(...parameters)),
    writeBlob: (...parameters) => call((registry) => registry.writeBlob(...parameters)),
    writeManifest: (...parameters) => call((registry) => registry.writeManifest(...parameters)),
    listTags: (...parameters) => iterate((registry) => registry.listTags(...parameters)),
    listReferrers: (...parameters) => call((registry) => registry.listReferrers(...parameters)),
    deleteManifest: (...parameters) => call((registry) => registry.deleteManifest(...parameters)),
    ping: () => call((registry) => registry.ping()),
  }
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => (made ??= { value: make() }).value
}
