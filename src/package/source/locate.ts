/** Which package in a fetched folder is meant. Nearly always it is the folder itself; an artifact or a path may also hold several packages, and then a
 *  name and a version choose one (specification of kpm, §2.1 `version` and `package`, §6.3). */
import { joinPath } from '../../base/path.ts'
import type { Files } from '../../host/files.ts'
import { packageNotInFolder } from '../errors.ts'
import { MANIFEST_NAME, type Manifest } from '../manifest/manifest.ts'
import { readManifest } from '../manifest/read.ts'
import { importNameOf } from '../name.ts'
import { compareVersions, isSameVersion, parseVersion } from '../version.ts'

export interface LocatedPackage {
  readonly folder: string
  readonly manifest: Manifest
}

/** What is asked for; without a name, the package at the root. */
export interface PackageSpec {
  readonly packageName?: string
  readonly packageVersion?: string
}

/** The root counts whatever its version when it has the name: the tag chose it, and authors may publish a version under another tag. Only else the
 *  folders below are searched. `subject` names the whole in messages. Throws PACKAGE_NOT_IN_FOLDER. */
export async function locatePackage(files: Files, folder: string, spec: PackageSpec, subject: string): Promise<LocatedPackage> {
  const manifest = await readManifest(files, folder)
  const wanted = spec.packageName
  if (manifest !== undefined && (wanted === undefined || isNamed(manifest, wanted))) return { folder, manifest }
  const found: LocatedPackage[] = []
  for await (const located of packagesBelow(files, folder)) found.push(located)
  const chosen = choose(found, spec)
  if (chosen !== undefined) return chosen
  throw packageNotInFolder(subject, spec, [...(manifest === undefined ? [] : [manifest]), ...found.map((it) => it.manifest)])
}

/** Without a version the highest; without a name there must be only one. */
function choose(found: readonly LocatedPackage[], { packageName, packageVersion }: PackageSpec): LocatedPackage | undefined {
  if (packageName === undefined) return found.length === 1 ? found[0] : undefined
  let chosen: LocatedPackage | undefined
  for (const located of found) {
    if (!isNamed(located.manifest, packageName)) continue
    if (packageVersion !== undefined && !isSameVersion(located.manifest.version ?? '', packageVersion)) continue
    if (chosen === undefined || isHigher(located.manifest.version, chosen.manifest.version)) chosen = located
  }
  return chosen
}

async function* packagesBelow(files: Files, folder: string): AsyncIterable<LocatedPackage> {
  for (const name of (await files.list(folder)) ?? []) {
    const child = joinPath(folder, name)
    if (name === MANIFEST_NAME || (await files.inspect(child))?.kind !== 'folder') continue
    const manifest = await readManifest(files, child)
    if (manifest !== undefined) yield { folder: child, manifest }
    yield* packagesBelow(files, child)
  }
}

function isNamed(manifest: Manifest, name: string): boolean {
  return manifest.name !== undefined && importNameOf(manifest.name) === importNameOf(name)
}

function isHigher(left: string | undefined, right: string | undefined): boolean {
  const a = parseVersion(left ?? '')
  const b = parseVersion(right ?? '')
  return a !== undefined && (b === undefined || compareVersions(a, b) > 0)
}
