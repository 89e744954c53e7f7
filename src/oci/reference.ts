/** `ghcr.io/kcl-lang/k8s:1.31` ⇄ Reference. The host is split off at the first `/`, so ports and IPv6 addresses need no special case; all spellings
 *  of Docker Hub become the one registry `docker.io`. */
import { isDigest } from './digest.ts'
import { referenceInvalid } from './errors.ts'
import { parseUrl } from './http/text.ts'

export interface Reference {
  /** `host[:port]`, lower case; Docker Hub is always `docker.io`. */
  readonly registry: string
  readonly repository: string
  readonly tag?: string
  /** With a tag as well, the digest decides what is fetched. */
  readonly digest?: string
}

/** Where a reference without a host lives. */
export interface ReferenceDefaults {
  readonly registry: string
  /** Put in front of the repository, with a `/`; none when absent. */
  readonly repository?: string
}

export const DOCKER_HUB = 'docker.io'

const DOCKER_HUB_SPELLINGS: readonly string[] = ['docker.io', 'index.docker.io', 'registry-1.docker.io']
const DOCKER_HUB_HTTP_HOST = 'registry-1.docker.io'
const LONGEST_NAME = 255

const HOST_NAME = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*\.?$/
const REPOSITORY = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/
const TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/

/** `[oci://]host[:port]/repository[:tag][@digest]`. Without a scheme the first component is a host when it looks like one (Docker's rule: `localhost`,
 *  a dot, a colon or an upper-case letter); otherwise the reference is short and needs `defaults`. With `oci://` it always is a host.
 *  Throws REFERENCE_INVALID. */
export function parseReference(text: string, defaults?: ReferenceDefaults): Reference {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)
  if (scheme !== null && scheme[1]?.toLowerCase() !== 'oci') throw referenceInvalid(text, `the scheme ${scheme[1]} is not oci`)
  const rest = scheme === null ? text : text.slice(scheme[0].length)
  if (/[?#]/.test(rest)) throw referenceInvalid(text, 'a query or fragment does not belong here')
  const slash = rest.indexOf('/')
  const first = slash < 0 ? rest : rest.slice(0, slash)
  const hasHost = slash >= 0 && (scheme !== null || looksLikeHost(first))
  if (hasHost) return checkedReference(text, parseHostIn(text, first), rest.slice(slash + 1), undefined)
  if (scheme !== null && slash < 0) throw referenceInvalid(text, 'the repository is missing')
  if (defaults === undefined) throw referenceInvalid(text, 'the registry host is missing')
  return checkedReference(text, parseHostIn(text, defaults.registry), rest, defaults.repository)
}

function checkedReference(text: string, registry: string, path: string, prefix: string | undefined): Reference {
  const at = path.indexOf('@')
  const digest = at < 0 ? undefined : path.slice(at + 1)
  const named = at < 0 ? path : path.slice(0, at)
  const colon = named.indexOf(':')
  const tag = colon < 0 ? undefined : named.slice(colon + 1)
  const name = colon < 0 ? named : named.slice(0, colon)
  if (name === '') throw referenceInvalid(text, 'the repository is missing')
  if (digest !== undefined && !isDigest(digest)) throw referenceInvalid(text, `'${digest}' is not a digest`)
  if (tag !== undefined && !isTag(tag)) throw referenceInvalid(text, tagTrouble(tag))
  const short = prefix === undefined || prefix === '' ? name : `${prefix}/${name}`
  const repository = registry === DOCKER_HUB && !short.includes('/') ? `library/${short}` : short
  const trouble = repositoryTrouble(registry, repository)
  if (trouble !== undefined) throw referenceInvalid(text, trouble)
  return { registry, repository, ...(tag === undefined ? {} : { tag }), ...(digest === undefined ? {} : { digest }) }
}

/** `host/repository[:tag][@digest]`, canonical. */
export function formatReference(reference: Reference): string {
  const tag = reference.tag === undefined ? '' : `:${reference.tag}`
  const digest = reference.digest === undefined ? '' : `@${reference.digest}`
  return `${reference.registry}/${reference.repository}${tag}${digest}`
}

/** A registry as people write it for `login`: host, optional scheme `oci`, `https` or `http`, optional path, which is cut (Docker Hub's
 *  `https://index.docker.io/v1/`). Throws REFERENCE_INVALID. */
export function parseRegistry(text: string): string {
  const bare = text.trim().replace(/^(?:oci|https?):\/\//i, '')
  const slash = bare.indexOf('/')
  return parseHostIn(text, slash < 0 ? bare : bare.slice(0, slash))
}

/** `host[:port]` and nothing else. */
export function isRegistry(text: string): boolean {
  return hostTrouble(text) === undefined
}

/** Distribution specification 1.1, "Pulling manifests": no `+`, so SemVer build metadata is not a tag. */
export function isTag(text: string): boolean {
  return TAG.test(text)
}

export function isRepository(text: string): boolean {
  return REPOSITORY.test(text) && text.length <= LONGEST_NAME
}

/** The `host[:port]` that HTTP requests for a registry go to. */
export function httpHostOf(registry: string): string {
  return registry === DOCKER_HUB ? DOCKER_HUB_HTTP_HOST : registry
}

/** `localhost`, `*.localhost`, `127.0.0.0/8` and `[::1]`, with any port: where plain HTTP is the default. */
export function isLoopback(registry: string): boolean {
  const host = registry.replace(/:\d+$/, '').toLowerCase()
  return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host)
}

/** Docker's rule for the first component of a reference. */
function looksLikeHost(component: string): boolean {
  return component === 'localhost' || /[.:A-Z]/.test(component)
}

function parseHostIn(text: string, authority: string): string {
  if (authority.includes('@'))
    throw referenceInvalid(text.replace(/[^/@]*@/, ''), 'user names and passwords do not belong into a reference')
  const trouble = hostTrouble(authority)
  if (trouble !== undefined) throw referenceInvalid(text, trouble)
  const lower = authority.toLowerCase()
  return DOCKER_HUB_SPELLINGS.includes(lower.replace(/:443$/, '')) ? DOCKER_HUB : lower
}

function hostTrouble(authority: string): string | undefined {
  if (authority === '') return 'the registry host is missing'
  const [, host = '', port] = /^(\[[0-9a-f:.]+\]|[^:[\]]+)(?::(\d{1,5}))?$/.exec(authority.toLowerCase()) ?? []
  const isHost = host.startsWith('[') ? parseUrl(`https://${host}/`) !== undefined : isHostName(host)
  const isPort = port === undefined || (Number(port) > 0 && Number(port) <= 65535)
  return isHost && isPort ? undefined : `'${authority}' is not a registry host`
}

/** A DNS name, or an IPv4 address that a URL parser leaves as it is (`1.2` and `0x7f.1` would become other addresses). */
function isHostName(host: string): boolean {
  return host.length <= 253 && HOST_NAME.test(host) && parseUrl(`https://${host}/`)?.hostname === host
}

function repositoryTrouble(registry: string, repository: string): string | undefined {
  if (`${registry}/${repository}`.length > LONGEST_NAME) return `host and repository together have more than ${LONGEST_NAME} characters`
  if (isRepository(repository)) return undefined
  if (/[A-Z]/.test(repository)) return `the repository '${repository}' has upper-case letters`
  return `'${repository}' is not a repository: lower-case letters and digits, joined by '.', '_', '__' or '-', in components divided by '/'`
}

function tagTrouble(tag: string): string {
  if (tag.includes('+')) return `'${tag}' is not a tag: '+' is not allowed, write '_' in its place`
  return `'${tag}' is not a tag: at most 128 letters, digits, '_', '.' and '-'`
}
