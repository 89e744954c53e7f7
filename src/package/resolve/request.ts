/** A line of some `[dependencies]` with everything filled in that the line leaves to its surroundings: whose it is, where a relative path starts, the
 *  default registry, the latest version. */
import { assertNever } from '../../base/assert-never.ts'
import { isInside, joinPath } from '../../base/path.ts'
import type { Host } from '../../host/host.ts'
import { formatReference, parseReference } from '../../oci/reference.ts'
import type { Dependency, OciDependency } from '../dependency.ts'
import { gitUnsupported, pathOutsidePackage } from '../errors.ts'
import type { LockEntry } from '../lockfile/lockfile.ts'
import { importNameOf } from '../name.ts'
import type { OciLocation } from '../oci-url.ts'
import { withLatestTag } from '../source/oci.ts'

export interface Request {
  readonly name: string
  readonly importName: string
  readonly source: RequestSource
  /** For messages: who asks, and for what in his words. */
  readonly by: string
  readonly asked: string
  /** The package being run or published asks itself; its word on where a package comes from is final. */
  readonly isRoot: boolean
}

export type RequestSource =
  | { readonly kind: 'oci'; readonly location: OciLocation }
  /** `realPath` tells whether two paths are one place. */
  | {
      readonly kind: 'path'
      readonly path: string
      readonly realPath: string
      readonly packageName?: string
      readonly packageVersion?: string
    }

export interface Requester {
  readonly title: string
  readonly folder: string
  readonly isRoot: boolean
  /** Came from a registry: its paths may not lead out of it. */
  readonly isPublished: boolean
}

/** Throws GIT_UNSUPPORTED, PATH_OUTSIDE_PACKAGE, REFERENCE_INVALID, and the registry's failures where the latest version has to be looked up. */
export async function requestOf(host: Host, dependency: Dependency, requester: Requester, locked: LockEntry | undefined): Promise<Request> {
  const { name } = dependency
  const source = await sourceOf(host, dependency, requester, locked)
  const asked = source.kind === 'oci' ? formatReference(source.location) : source.path
  return { name, importName: importNameOf(name), source, by: requester.title, asked, isRoot: requester.isRoot }
}

async function sourceOf(host: Host, dependency: Dependency, requester: Requester, locked: LockEntry | undefined): Promise<RequestSource> {
  switch (dependency.kind) {
    case 'git':
      throw gitUnsupported(dependency.url)
    case 'oci':
      return { kind: 'oci', location: await withLatestTag(host, locationOf(host, dependency, locked)) }
    case 'path': {
      const path = joinPath(requester.folder, dependency.path)
      if (requester.isPublished && !isInside(requester.folder, path))
        throw pathOutsidePackage(requester.title, dependency.name, dependency.path)
      return { kind: 'path', path, realPath: (await host.files.realPath(path)) ?? path, ...specOf(dependency) }
    }
    default:
      return assertNever(dependency)
  }
}

/** Specification of kpm, §2.1: an absent registry is the default one, an absent repository the default one followed by the package's name. */
function locationOf(host: Host, dependency: OciDependency, locked: LockEntry | undefined): OciLocation {
  const { defaultRegistry, defaultRepository } = host.settings
  const path = dependency.repository ?? [defaultRepository, dependency.packageName ?? dependency.name].filter(Boolean).join('/')
  const { registry, repository } = parseReference(`oci://${dependency.registry ?? defaultRegistry}/${path}`)
  const isPinned = locked?.repository === repository && (locked.registry ?? defaultRegistry) === registry
  const tag = dependency.tag ?? (dependency.digest === undefined && isPinned ? locked.tag : undefined)
  const { digest } = dependency
  return {
    registry,
    repository,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
    ...specOf(dependency),
  }
}

/** `version` or `package` ask for a package by name inside what is fetched; the name is then the key unless `package` says another. */
function specOf(dependency: Dependency): { readonly packageName?: string; readonly packageVersion?: string } {
  const { name, packageName, packageVersion } = dependency
  if (packageName === undefined && packageVersion === undefined) return {}
  return { packageName: packageName ?? name, ...(packageVersion === undefined ? {} : { packageVersion }) }
}
