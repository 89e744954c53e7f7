/** The many ways people write where a package comes from, on a command line → SourceSpec (specification of kpm, §1.2; oci-client, §1.5).
 *
 *  What exists on disk is a path, whatever it looks like. Otherwise `name[:version]` is a package of the default registry, a first part that can only be
 *  a host (it has a dot or a port, or is localhost) is a registry, and anything else with a slash is on Docker Hub, as with Docker. */
import { joinPath } from '../base/path.ts'
import type { Files } from '../host/files.ts'
import type { Settings } from '../host/settings.ts'
import { DOCKER_HUB, type ReferenceDefaults } from '../oci/reference.ts'
import { referenceTextInvalid } from './errors.ts'
import { decodeQuery, type OciLocation, parseOciUrl, withTag } from './oci-url.ts'

export type SourceSpec = OciSource | GitSource | PathSource

export interface OciSource extends OciLocation {
  readonly kind: 'oci'
}

export interface GitSource {
  readonly kind: 'git'
  readonly url: string
  readonly tag?: string
  readonly commit?: string
  readonly branch?: string
}

/** A folder, a `.k` file or an archive; which of them, the disk says. */
export interface PathSource {
  readonly kind: 'path'
  /** As written. */
  readonly path: string
}

export interface SourceOptions {
  /** `--tag`: must agree with a tag in the text. A digest is allowed. */
  readonly tag?: string
  readonly defaultRegistry: string
  readonly defaultRepository: string
  /** Whether the text names something on disk. */
  readonly exists: boolean
}

/** Throws REFERENCE_INVALID and TAG_CONFLICT, both naming what was written. */
export function parseSource(text: string, options: SourceOptions): SourceSpec {
  if (text === '') throw referenceTextInvalid(text, 'it is empty')
  if (/^file:\/\//i.test(text)) return { kind: 'path', path: text.slice('file://'.length) }
  if (options.exists) return { kind: 'path', path: text }
  const isUrl = /^oci:\/\//i.test(text)
  if (!isUrl && /^(?:git|ssh|https?):\/\//i.test(text)) return parseGitUrl(text, options.tag)
  if (!isUrl && text.includes('://')) throw referenceTextInvalid(text, 'the scheme is none of oci, git, ssh, https and file')
  if (!isUrl && looksLikePath(text)) return { kind: 'path', path: text }
  const defaults = isUrl || text.includes('/') ? { registry: isUrl ? options.defaultRegistry : DOCKER_HUB } : shortDefaults(options)
  return parseOci(text, defaults, options.tag)
}

/** The same with the disk asked; `folder` is where relative paths start. */
export async function readSource(
  host: { readonly files: Files; readonly settings: Settings },
  text: string,
  options: { readonly folder: string; readonly tag?: string },
): Promise<SourceSpec> {
  const { defaultRegistry, defaultRepository } = host.settings
  const exists = !text.includes('://') && (await host.files.inspect(joinPath(options.folder, text))) !== undefined
  return parseSource(text, { defaultRegistry, defaultRepository, exists, ...(options.tag === undefined ? {} : { tag: options.tag }) })
}

function parseOci(text: string, defaults: ReferenceDefaults, tag: string | undefined): OciSource {
  return { kind: 'oci', ...withTag(parseOciUrl(text, defaults), text, tag, '--tag') }
}

function shortDefaults(options: SourceOptions): ReferenceDefaults {
  return { registry: options.defaultRegistry, repository: options.defaultRepository }
}

function looksLikePath(text: string): boolean {
  return /^(?:\.{1,2}$|\.{0,2}\/|~\/|[A-Za-z]:[\\/])/.test(text) || /\.(?:k|tar|tgz|tar\.gz)$/.test(text) || text.includes('\\')
}

function parseGitUrl(text: string, tag: string | undefined): GitSource {
  const [address = '', query = ''] = text.split('?')
  const pairs = query.split('&').map((pair) => pair.split('='))
  const url = address.replace(/^git:\/\//i, 'https://')
  let reference: Omit<GitSource, 'kind' | 'url'> = tag === undefined ? {} : { tag }
  for (const [key = '', value = ''] of pairs) {
    if (key === 'tag' || key === 'commit' || key === 'branch') reference = { ...reference, [key]: decodeQuery(text, value) }
  }
  return { kind: 'git', url, ...reference }
}
