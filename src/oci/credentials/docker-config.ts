/** Docker's `config.json` (and podman's `auth.json`, which is the same with fewer members): read, and edited as data so that what is unknown survives. */
import { credentialFileInvalid } from '../errors.ts'
import { isRecord } from '../manifest.ts'
import { DOCKER_HUB } from '../reference.ts'
import { decodeBase64Text, encodeBase64, type Credential } from './credential.ts'

type Json = Readonly<Record<string, unknown>>

/** The whole document; `auths`, `credHelpers` and `credsStore` are looked at when needed. */
export interface DockerConfig {
  readonly document: Json
}

export const EMPTY_DOCKER_CONFIG: DockerConfig = { document: {} }

/** The key that Docker, oras and helm store Docker Hub's credential under. */
const DOCKER_HUB_KEY = 'https://index.docker.io/v1/'

/** Throws CREDENTIALS_FILE_INVALID; never shows the text, which holds secrets. An empty file is an empty configuration. */
export function parseDockerConfig(text: string, path: string): DockerConfig {
  if (text.trim() === '') return EMPTY_DOCKER_CONFIG
  let document: unknown
  try {
    document = JSON.parse(text)
  } catch {
    throw credentialFileInvalid(path, 'it is not JSON')
  }
  if (!isRecord(document)) throw credentialFileInvalid(path, 'it is not a JSON object')
  for (const member of ['auths', 'credHelpers']) {
    const value = document[member]
    if (value !== undefined && value !== null && !isRecord(value)) throw credentialFileInvalid(path, `${member} is not an object`)
  }
  return { document }
}

/** `~/.dockercfg`: the document is what `auths` is today. */
export function parseLegacyConfig(text: string, path: string): DockerConfig {
  return { document: { auths: parseDockerConfig(text, path).document } }
}

/** Tab-indented, as docker and podman write it. */
export function formatDockerConfig(config: DockerConfig): string {
  return JSON.stringify(config.document, undefined, '\t')
}

/** The key a registry's credential is stored under. */
export function credentialKey(registry: string): string {
  return registry === DOCKER_HUB ? DOCKER_HUB_KEY : registry
}

/** A helper by name, and whether the file names it for this registry or for all. */
export interface NamedHelper {
  readonly name: string
  readonly isForAll: boolean
}

/** Who keeps the credential of a registry: `credHelpers`, else `credsStore`. */
export function helperFor(config: DockerConfig, registry: string): NamedHelper | undefined {
  const helpers = memberOf(config, 'credHelpers')
  for (const key of keysOf(registry)) {
    const own = helpers[key]
    if (typeof own === 'string' && own !== '') return { name: own, isForAll: false }
  }
  const all = config.document['credsStore']
  return typeof all === 'string' && all !== '' ? { name: all, isForAll: true } : undefined
}

/** What `auths` says about a registry: the exact key first, then any key with its host. undefined also for an entry without content, which Docker leaves
 *  beside a helper, and for one that cannot be read. */
export function findCredential(config: DockerConfig, registry: string): Credential | undefined {
  for (const key of matchingKeys(config, registry)) {
    const credential = parseEntry(memberOf(config, 'auths')[key])
    if (credential !== undefined) return credential
  }
  return undefined
}

export function withCredential(config: DockerConfig, registry: string, credential: Credential): DockerConfig {
  const { document } = withoutCredential(config, registry)
  const auths = { ...memberOf({ document }, 'auths'), [credentialKey(registry)]: formatEntry(credential) }
  return { document: { ...document, auths } }
}

/** Without every spelling of the registry. */
export function withoutCredential(config: DockerConfig, registry: string): DockerConfig {
  const doomed = matchingKeys(config, registry)
  if (doomed.length === 0) return config
  const auths = Object.fromEntries(Object.entries(memberOf(config, 'auths')).filter(([key]) => !doomed.includes(key)))
  return { document: { ...config.document, auths } }
}

export function hasEntry(config: DockerConfig, registry: string): boolean {
  return matchingKeys(config, registry).length > 0
}

function matchingKeys(config: DockerConfig, registry: string): readonly string[] {
  const exact = keysOf(registry)
  const hosts = exact.map(hostOfKey)
  const present = Object.keys(memberOf(config, 'auths'))
  return [
    ...exact.filter((key) => present.includes(key)),
    ...present.filter((key) => !exact.includes(key) && hosts.includes(hostOfKey(key))),
  ]
}

/** What a registry may be called: for Docker Hub four names. */
function keysOf(registry: string): readonly string[] {
  if (registry !== DOCKER_HUB) return [registry]
  return [DOCKER_HUB_KEY, 'docker.io', 'index.docker.io', 'registry-1.docker.io']
}

function hostOfKey(key: string): string {
  return key
    .replace(/^https?:\/\//i, '')
    .replace(/\/.*$/, '')
    .toLowerCase()
}

function memberOf(config: DockerConfig, name: 'auths' | 'credHelpers'): Json {
  const value = config.document[name]
  return isRecord(value) ? value : {}
}

function parseEntry(entry: unknown): Credential | undefined {
  if (!isRecord(entry)) return undefined
  const text = (name: string): string => {
    const value = entry[name]
    return typeof value === 'string' ? value : ''
  }
  const decoded = text('auth') === '' ? undefined : decodeBase64Text(text('auth'))
  const colon = decoded?.indexOf(':') ?? -1
  const pair =
    decoded === undefined || colon < 0
      ? { username: text('username'), password: text('password') }
      : // Docker once padded passwords with NUL.
        { username: decoded.slice(0, colon), password: decoded.slice(colon + 1).replace(/\0+$/, '') }
  const identityToken = text('identitytoken')
  const registryToken = text('registrytoken')
  if (pair.username === '' && pair.password === '' && identityToken === '' && registryToken === '') return undefined
  return { ...pair, ...(identityToken === '' ? {} : { identityToken }), ...(registryToken === '' ? {} : { registryToken }) }
}

function formatEntry(credential: Credential): Json {
  const { username, password, identityToken, registryToken } = credential
  const hasPair = username !== '' || password !== ''
  return {
    ...(hasPair ? { auth: encodeBase64(new TextEncoder().encode(`${username}:${password}`)) } : {}),
    ...(identityToken === undefined ? {} : { identitytoken: identityToken }),
    ...(registryToken === undefined ? {} : { registrytoken: registryToken }),
  }
}
