/** Credentials from several places: kpm's own file first, then those of other tools, which are only read (`spec/kpm.md` §5); a helper that one of them
 *  names keeps new ones too. In each file a helper comes before an entry. What cannot be read is reported and passed over, because a broken file of
 *  another tool is no reason to fail where nobody asked for a credential; writing is strict. */
import { KpmError } from '../../base/error.ts'
import type { Credential } from './credential.ts'
import {
  EMPTY_DOCKER_CONFIG,
  credentialKey,
  findCredential,
  formatDockerConfig,
  hasEntry,
  helperFor,
  parseDockerConfig,
  parseLegacyConfig,
  withCredential,
  withoutCredential,
  type DockerConfig,
  type NamedHelper,
} from './docker-config.ts'
import { eraseFromHelper, getFromHelper, storeInHelper, type RunHelper } from './helper-protocol.ts'

/** A part of the host's files. */
export interface CredentialFiles {
  readonly read: (path: string) => Promise<Uint8Array | undefined>
  readonly write: (path: string, content: Uint8Array, options: { readonly mode: number }) => Promise<void>
  readonly withLock: <T>(path: string, work: () => Promise<T>) => Promise<T>
}

export interface CredentialPlaces {
  /** Read first, and the only one written. */
  readonly own: string
  /** In order of precedence. */
  readonly others: readonly string[]
  /** `~/.dockercfg`, read last. */
  readonly legacy?: string
  /** The content of `DOCKER_AUTH_CONFIG`: after the own file, before the others. */
  readonly inline?: string
}

export interface CredentialStoreOptions {
  readonly files: CredentialFiles
  readonly runHelper: RunHelper
  readonly places: CredentialPlaces
  /** Takes one sentence about something that was passed over. */
  readonly warn: (text: string) => void
}

/** `registry` is canonical: `host[:port]`, `docker.io`. */
export interface Credentials {
  readonly get: (registry: string) => Promise<Credential | undefined>
  readonly put: (registry: string, credential: Credential) => Promise<void>
  /** From the own file and its helper; false when there was none. */
  readonly remove: (registry: string) => Promise<boolean>
}

export function createCredentialStore(options: CredentialStoreOptions): Credentials {
  const { files, places } = options
  return {
    get: (registry) => find(options, registry),
    put: (registry, credential) =>
      files.withLock(places.own, async () => {
        const config = await readOwn(files, places.own)
        const isKept = await storeWithHelper(options, config, registry, credential)
        // With a helper nothing is left in the file, least of all an older password.
        const next = isKept ? withoutCredential(config, registry) : withCredential(config, registry, credential)
        if (next !== config) await writeOwn(files, places.own, next)
      }),
    remove: (registry) =>
      files.withLock(places.own, async () => {
        const config = await readOwn(files, places.own)
        const wasInHelper = await eraseWithHelper(options, config, registry)
        const wasInFile = hasEntry(config, registry)
        if (wasInFile) await writeOwn(files, places.own, withoutCredential(config, registry))
        return wasInHelper || wasInFile
      }),
  }
}

/** Who keeps what is put: the helper that the own file names, else the one that Docker's or podman's names, else nobody but the own file. */
async function keeperOf(options: CredentialStoreOptions, own: DockerConfig, registry: string): Promise<NamedHelper | undefined> {
  const named = helperFor(own, registry)
  // Whoever names a helper in kpm's own file means kpm: it has to be there.
  if (named !== undefined) return { ...named, isForAll: false }
  for (const path of options.places.others) {
    const config = await attempt(options, () => readConfig(options.files, path, parseDockerConfig))
    const helper = config === undefined ? undefined : helperFor(config, registry)
    if (helper !== undefined) return helper
  }
  return undefined
}

/** False when no helper is there to keep it. */
async function storeWithHelper(
  options: CredentialStoreOptions,
  own: DockerConfig,
  registry: string,
  credential: Credential,
): Promise<boolean> {
  const helper = await keeperOf(options, own, registry)
  if (helper === undefined) return false
  return await ifPresent(helper, false, async () => {
    await storeInHelper(options.runHelper, helper.name, credentialKey(registry), credential)
    return true
  })
}

async function eraseWithHelper(options: CredentialStoreOptions, own: DockerConfig, registry: string): Promise<boolean> {
  const helper = await keeperOf(options, own, registry)
  if (helper === undefined) return false
  return await ifPresent(helper, false, () => eraseFromHelper(options.runHelper, helper.name, credentialKey(registry)))
}

async function find(options: CredentialStoreOptions, registry: string): Promise<Credential | undefined> {
  for (const place of readable(options)) {
    const config = await attempt(options, place.read)
    if (config === undefined) continue
    const helper = helperFor(config, registry)
    const kept = helper === undefined ? undefined : await attempt(options, () => askHelper(options, helper, registry))
    if (kept !== undefined) return kept
    const written = findCredential(config, registry)
    if (written !== undefined) return { ...written, source: place.name }
  }
  return undefined
}

interface Place {
  readonly name: string
  readonly read: () => Promise<DockerConfig | undefined>
}

function readable({ files, places }: CredentialStoreOptions): readonly Place[] {
  const { own, others, legacy, inline } = places
  const fileAt = (path: string): Place => ({ name: path, read: () => readConfig(files, path, parseDockerConfig) })
  const list = [fileAt(own)]
  if (inline !== undefined) list.push({ name: 'DOCKER_AUTH_CONFIG', read: async () => parseDockerConfig(inline, 'DOCKER_AUTH_CONFIG') })
  list.push(...others.map(fileAt))
  if (legacy !== undefined) list.push({ name: legacy, read: () => readConfig(files, legacy, parseLegacyConfig) })
  return list
}

async function askHelper(options: CredentialStoreOptions, helper: NamedHelper, registry: string): Promise<Credential | undefined> {
  return await ifPresent(helper, undefined, () => getFromHelper(options.runHelper, helper.name, credentialKey(registry)))
}

/** `credsStore` is copied into containers where its program is not: there it is as if nobody had named it. */
async function ifPresent<T>(helper: NamedHelper, otherwise: T, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (helper.isForAll && error instanceof KpmError && error.code === 'CREDENTIAL_HELPER_MISSING') return otherwise
    throw error
  }
}

async function attempt<T>(options: CredentialStoreOptions, work: () => Promise<T | undefined>): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof KpmError)) throw error
    options.warn(error.message)
    return undefined
  }
}

async function readConfig(
  files: CredentialFiles,
  path: string,
  parse: (text: string, path: string) => DockerConfig,
): Promise<DockerConfig | undefined> {
  const bytes = await files.read(path)
  return bytes === undefined ? undefined : parse(new TextDecoder().decode(bytes), path)
}

async function readOwn(files: CredentialFiles, path: string): Promise<DockerConfig> {
  return (await readConfig(files, path, parseDockerConfig)) ?? EMPTY_DOCKER_CONFIG
}

function writeOwn(files: CredentialFiles, path: string, config: DockerConfig): Promise<void> {
  return files.write(path, new TextEncoder().encode(formatDockerConfig(config)), { mode: 0o600 })
}
