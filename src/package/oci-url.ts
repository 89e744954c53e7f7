/** A place in a registry with what kpm adds to a reference: a query that repeats the tag or picks one package of several in the artifact
 *  (`oci://host/repo?tag=1.2&mod=name:version`), and a tag said a second time elsewhere. */
import { isDigest } from '../oci/digest.ts'
import { isTag, parseReference, type Reference, type ReferenceDefaults } from '../oci/reference.ts'
import { referenceTextInvalid, tagConflict } from './errors.ts'

export interface OciLocation extends Reference {
  /** `?mod=name[:version]` */
  readonly packageName?: string
  readonly packageVersion?: string
}

/** `oci://[host]/repository[:tag][@digest][?tag=…&mod=…]`. `http://` and `https://` are spellings of the same and choose no transport; without a scheme
 *  or a host the repository is one of `defaults`. Throws REFERENCE_INVALID, TAG_CONFLICT. */
export function parseOciUrl(text: string, defaults?: ReferenceDefaults): OciLocation {
  const [address, query] = splitOnce(text, '?')
  // kpm writes `oci://host//repository` in places, and `oci:///repository` names no host.
  const path = address.replace(/^(?:oci|https?):\/\/([^/]*)(\/*)/i, (_, host: string, slashes: string) =>
    host === '' ? '' : `oci://${host}${slashes.slice(0, 1)}`,
  )
  const reference = parseReference(path, defaults)
  return query === undefined ? reference : withQuery(text, reference, query)
}

/** The location with a tag said in another place (`--tag`, `tag = …`); both must agree. A digest in the place of a tag pins the digest. */
export function withTag<Location extends Reference>(location: Location, text: string, tag: string | undefined, where: string): Location {
  if (tag === undefined || tag === '') return location
  const key = isDigest(tag) ? 'digest' : 'tag'
  if (key === 'tag' && !isTag(tag)) throw referenceTextInvalid(text, `${where} '${tag}' is not a tag`)
  const said = location[key]
  if (said !== undefined && said !== tag) throw tagConflict(text, said, tag, where)
  return { ...location, [key]: tag }
}

/** `name[:version]`, one package among several in an artifact or folder. */
function parsePackageSpec(text: string): { readonly packageName: string; readonly packageVersion?: string } {
  const [packageName, packageVersion] = splitOnce(text, ':')
  return packageVersion === undefined || packageVersion === '' ? { packageName } : { packageName, packageVersion }
}

function withQuery(text: string, location: OciLocation, query: string): OciLocation {
  let result = location
  for (const pair of query.split('&')) {
    const [key, raw = ''] = splitOnce(pair, '=')
    const value = decodeQuery(text, raw)
    if (key === 'tag') result = withTag(result, text, value, '?tag=')
    else if (key === 'mod') result = { ...result, ...parsePackageSpec(value) }
    else if (key !== '') throw referenceTextInvalid(text, `'${key}' is not one of tag and mod`)
  }
  return result
}

/** A value of the query of the URL `text`. Not `URLSearchParams`, which turns `+` into a space. Throws REFERENCE_INVALID. */
export function decodeQuery(text: string, raw: string): string {
  try {
    return decodeURIComponent(raw)
  } catch {
    throw referenceTextInvalid(text, `'${raw}' is not percent-encoded text`)
  }
}

function splitOnce(text: string, separator: string): readonly [string, string?] {
  const place = text.indexOf(separator)
  return place < 0 ? [text] : [text.slice(0, place), text.slice(place + separator.length)]
}
