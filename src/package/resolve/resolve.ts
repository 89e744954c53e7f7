/** kcl.mod → Graph. Works in waves: everything one step away is fetched together, then what those packages ask for is weighed against what is already
 *  chosen (`select.ts`), and names whose choice changed form the next wave. A wave holds every request at one distance from the top, so neither the order
 *  of lines nor the speed of the network shows in the result. What no longer hangs on the top at the end is dropped. */
import { orderByNeed } from '../../base/order.ts'
import { isInside } from '../../base/path.ts'
import { mapConcurrently } from '../../base/pool.ts'
import type { Host } from '../../host/host.ts'
import { formatReference, type Reference } from '../../oci/reference.ts'
import { ANNOTATION_SUM } from '../artifact.ts'
import { dependencyCycle, sumMismatch } from '../errors.ts'
import type { LockEntry, Lockfile } from '../lockfile/lockfile.ts'
import { readLockfile } from '../lockfile/parse.ts'
import type { Manifest } from '../manifest/manifest.ts'
import { importNameOf } from '../name.ts'
import { describeReference, fetchOciArtifact, locateOciPackage, type OciArtifact, type OciPackage } from '../source/oci.ts'
import { openPathPackage } from '../source/path.ts'
import { storeFolder } from '../store/paths.ts'
import type { Graph, PackageOrigin, ResolvedPackage } from './graph.ts'
import { type Request, type Requester, requestOf } from './request.ts'
import { selectRequest } from './select.ts'

const FETCHES_AT_ONCE = 8

/** `folder` holds the manifest; its kcl.mod.lock pins what the manifest leaves open, and its sums are checked. Throws NAME_CONFLICT, DEPENDENCY_CYCLE,
 *  CHECKSUM_MISMATCH, and what getting a package throws. */
export async function resolveDependencies(host: Host, folder: string, manifest: Manifest): Promise<Graph> {
  const lock = await readLockfile(host.files, folder)
  const chosen = new Map<string, Request>()
  const asked = new Map<string, Request[]>()
  const fetched = new Map<string, FetchedPackage>()
  const artifacts = new Map<string, Promise<OciArtifact>>()
  const isPublished = isInside(storeFolder(host.settings), folder)
  const top: Requester = { title: manifest.name ?? manifest.path, folder, isRoot: true, isPublished }
  let wave = admit(await requestsOf(host, manifest, top, lock))
  while (wave.length > 0) {
    const requests = await mapConcurrently(wave, FETCHES_AT_ONCE, async (request) => {
      const pkg = await fetchPackage(host, request, lock, fetchOnce)
      fetched.set(request.importName, pkg)
      return requestsOf(host, pkg.manifest, requesterOf(request, pkg), lock)
    })
    wave = admit(requests.flat())
  }
  return assemble(folder, manifest, fetched, asked)

  /** One package may have two names, and one artifact several packages. */
  function fetchOnce(reference: Reference): Promise<OciArtifact> {
    const key = formatReference(reference)
    const fetching = artifacts.get(key) ?? fetchOciArtifact(host, reference)
    artifacts.set(key, fetching)
    return fetching
  }

  /** Weighs new requests; returns the choices that changed. */
  function admit(requests: readonly Request[]): readonly Request[] {
    const changed = new Map<string, Request>()
    for (const request of requests) {
      const { importName } = request
      const before = chosen.get(importName)
      const after = before === undefined ? request : selectRequest(before, request)
      asked.set(importName, [...(asked.get(importName) ?? []), request])
      if (after === before) continue
      chosen.set(importName, after)
      changed.set(importName, after)
    }
    return [...changed.values()]
  }
}

interface FetchedPackage {
  readonly name: string
  readonly folder: string
  readonly manifest: Manifest
  readonly origin: PackageOrigin
}

async function requestsOf(host: Host, manifest: Manifest, requester: Requester, lock: Lockfile): Promise<readonly Request[]> {
  return mapConcurrently(manifest.dependencies, FETCHES_AT_ONCE, (dependency) =>
    requestOf(host, dependency, requester, lock.entries.get(dependency.name)),
  )
}

async function fetchPackage(
  host: Host,
  request: Request,
  lock: Lockfile,
  fetchArtifact: (reference: Reference) => Promise<OciArtifact>,
): Promise<FetchedPackage> {
  const { name, source } = request
  if (source.kind === 'path') {
    const located = await openPathPackage(host, source.path, source)
    return { name, ...located, origin: { kind: 'path', path: source.path } }
  }
  const pkg = await locateOciPackage(host, await fetchArtifact(source.location), source.location)
  checkSum(host, pkg, lock, lock.entries.get(name))
  const { folder, manifest, location, sum } = pkg
  return { name, folder, manifest, origin: { kind: 'oci', location, sum } }
}

function requesterOf(request: Request, pkg: FetchedPackage): Requester {
  const version = pkg.manifest.version === undefined ? '' : `@${pkg.manifest.version}`
  return { title: `${request.name}${version}`, folder: pkg.folder, isRoot: false, isPublished: request.source.kind === 'oci' }
}

/** kpm copies the sum from the registry into the lock and never compares it with content. Comparing it is right, with one exception: kpm's sum also
 *  covers files that the package's filters keep out of the archive, so for a package with filters a sum equal to the published one has to do. */
function checkSum(host: Host, pkg: OciPackage, lock: Lockfile, entry: LockEntry | undefined): void {
  if (entry?.sum === undefined || entry.tag !== pkg.location.tag || entry.repository !== pkg.location.repository || entry.sum === pkg.sum)
    return
  const subject = describeReference(pkg.location)
  const hasFilters = pkg.manifest.include.length > 0 || pkg.manifest.exclude.length > 0
  if (!hasFilters || entry.sum !== pkg.annotations[ANNOTATION_SUM]) throw sumMismatch(subject, lock.path, entry.sum, pkg.sum)
  host.report({ kind: 'warning', text: `the sum of ${subject} in ${lock.path} covers files that were not published and cannot be checked` })
}

function assemble(
  folder: string,
  manifest: Manifest,
  fetched: ReadonlyMap<string, FetchedPackage>,
  asked: ReadonlyMap<string, readonly Request[]>,
): Graph {
  const needsOf = (name: string) => importNamesIn(fetched.get(name)?.manifest)
  const order = orderByNeed(importNamesIn(manifest), needsOf)
  if (order.kind === 'cyclic') throw dependencyCycle(order.cycle)
  const packages = new Map<string, ResolvedPackage>()
  for (const importName of order.nodes) {
    const pkg = fetched.get(importName)
    if (pkg === undefined) continue
    const requests = (asked.get(importName) ?? []).map(({ by, asked: text }) => ({ by, asked: text }))
    packages.set(importName, { importName, ...pkg, dependencies: needsOf(importName), requests })
  }
  const roots = new Map([...packages].map(([importName, pkg]) => [importName, pkg.folder]))
  return { root: { folder, manifest, dependencies: importNamesIn(manifest) }, packages, roots }
}

function importNamesIn(manifest: Manifest | undefined): readonly string[] {
  return (manifest?.dependencies ?? []).map(({ name }) => importNameOf(name))
}
