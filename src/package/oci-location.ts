/** A place in a registry as people write it: `oci://host/repo:tag`, `oci://host/repo?tag=…`, `oci://host/repo@sha256:…`. Parsed by hand and not by `URL`,
 *  which would turn `+` into a space and keep a host in capitals (RFC 3986 allows both spellings, registries do not). */
import { referenceTextInvalid, tagConflict } from './errors.ts'

export interface OciLocation {
  /** `host[:port]`, lower case; undefined where the text names none. */
  readonly registry?: string
  readonly repository: string
  readonly tag?: string
  readonly digest?: string
  /** `?mod=name[:version]`: one package among several in the artifact. */
  readonly packageName?: string
  readonly packageVersion?: string
}

const HOST = /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?$/
const REPOSITORY = /^[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*)*$/
const TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/
const DIGEST = /^sha256:[0-9a-f]{64}$|^sha512:[0-9a-f]{128}$/

/** `oci://[host]/repository[:tag][@digest][?tag=…&mod=…]`; `http://` and `https://` are spellings of the same and choose no transport. Without a scheme
 *  the text is a repository alone, for the registry of the settings. Throws REFERENCE_INVALID, TAG_CONFLICT. */
export function parseOciUrl(text: string): OciLocation {
  const scheme = /^(?:oci|https?):\/\//i.exec(text)?.[0]
  if (scheme === undefined && text.includes('://')) throw referenceTextInvalid(text, 'the scheme is not oci://')
  const [address = '', query] = splitOnce(text.slice(scheme?.length ?? 0), '?')
  if (address.includes('#')) throw referenceTextInvalid(text, "a '#' part has no meaning here")
  const slash = scheme === undefined ? 0 : address.indexOf('/')
  if (slash < 0) throw referenceTextInvalid(text, 'it names a registry but no repository')
  const location = parsePlace(text, address.slice(0, slash), address.slice(slash).replace(/^\/+/, ''))
  return query === undefined ? location : withQuery(text, location, query)
}

/** `host/repository[:tag][@digest]`, the host given apart. */
export function parsePlace(text: string, host: string, rest: string): OciLocation {
  if (host.includes('@')) throw referenceTextInvalid(text.replace(/[^/]*@/, ''), 'a user name has no place in it; use login')
  if (host !== '' && !HOST.test(host)) throw referenceTextInvalid(text, `'${host}' is not a registry host`)
  const [name = '', digest] = splitOnce(rest, '@')
  const [path = '', tag] = splitOnce(name, ':')
  const registry = host.toLowerCase()
  const repository = registry === 'docker.io' && path !== '' && !path.includes('/') ? `library/${path}` : path
  expectRepository(text, registry, repository)
  if (tag !== undefined) expectTag(text, tag)
  if (digest !== undefined && !DIGEST.test(digest)) throw referenceTextInvalid(text, `'${digest}' is not a digest`)
  return {
    ...(registry === '' ? {} : { registry }),
    repository,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  }
}

/** The location with a tag said in another place (`--tag`, `tag = …`); both must agree. A digest given as a tag pins the digest. */
export function withTag(location: OciLocation, text: string, tag: string | undefined, where: string): OciLocation {
  if (tag === undefined || tag === '') return location
  if (DIGEST.test(tag)) {
    if (location.digest !== undefined && location.digest !== tag) throw tagConflict(text, location.digest, tag, where)
    return { ...location, digest: tag }
  }
  expectTag(text, tag)
  if (location.tag !== undefined && location.tag !== tag) throw tagConflict(text, location.tag, tag, where)
  return { ...location, tag }
}

/** `name[:version]`, the way `kcl mod add` and `?mod=` write one package of an artifact. */
export function parseModuleSpec(text: string): { readonly packageName: string; readonly packageVersion?: string } {
  const [packageName = '', packageVersion] = splitOnce(text, ':')
  return packageVersion === undefined || packageVersion === '' ? { packageName } : { packageName, packageVersion }
}

export function isTag(text: string): boolean {
  return TAG.test(text)
}

export function isRepository(text: string): boolean {
  return REPOSITORY.test(text)
}

function withQuery(text: string, location: OciLocation, query: string): OciLocation {
  let result = location
  for (const pair of query.split('&')) {
    const [key = '', raw = ''] = splitOnce(pair, '=')
    const value = decodeQuery(text, raw)
    if (key === 'tag') result = withTag(result, text, value, '?tag=')
    else if (key === 'mod') result = { ...result, ...parseModuleSpec(value) }
    else if (key !== '') throw referenceTextInvalid(text, `'${key}' is not one of tag and mod`)
  }
  return result
}

function decodeQuery(text: string, raw: string): string {
  try {
    return decodeURIComponent(raw)
  } catch {
    throw referenceTextInvalid(text, `'${raw}' is not percent-encoded text`)
  }
}

function expectRepository(text: string, registry: string, repository: string): void {
  if (repository === '') throw referenceTextInvalid(text, 'it names no repository')
  if (!REPOSITORY.test(repository)) {
    const isCase = REPOSITORY.test(repository.toLowerCase())
    throw referenceTextInvalid(text, isCase ? `repositories have no capitals: '${repository.toLowerCase()}'` : `'${repository}' is not a repository`)
  }
  const length = registry.length + 1 + repository.length
  if (length > 255) throw referenceTextInvalid(text, `registry and repository have ${length} characters, at most 255 are allowed`)
}

function expectTag(text: string, tag: string): void {
  if (!TAG.test(tag)) throw referenceTextInvalid(text, `'${tag}' is not a tag: letters, digits, '_', '.' and '-', at most 128`)
}

function splitOnce(text: string, separator: string): readonly [string, string?] {
  const place = text.indexOf(separator)
  return place < 0 ? [text] : [text.slice(0, place), text.slice(place + separator.length)]
}
