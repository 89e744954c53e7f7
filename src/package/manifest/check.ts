/** What a manifest must say before its package is published. Running a package asks for none of it. */
import { isTag } from '../../oci/reference.ts'
import { manifestIncomplete } from '../errors.ts'
import { isPackageName } from '../name.ts'
import { parseVersion, tagOf } from '../version.ts'
import type { Manifest } from './manifest.ts'

/** A manifest with what publishing needs. */
export interface PublishableManifest extends Manifest {
  readonly name: string
  readonly version: string
}

/** Throws MANIFEST_INCOMPLETE when name or version are missing or malformed (specification of kpm, §2.4). */
export function expectPublishable(manifest: Manifest): PublishableManifest {
  const { name, version } = manifest
  if (name === undefined) throw manifestIncomplete(manifest.path, 'the package has no name', 'add name = "…" under [package]')
  if (!isPackageName(name)) {
    throw manifestIncomplete(manifest.path, `'${name}' is not a package name`, 'use letters, digits, _ and single hyphens, a letter first')
  }
  if (version === undefined) throw manifestIncomplete(manifest.path, 'the package has no version', 'add version = "0.1.0" under [package]')
  if (parseVersion(version) === undefined) throw manifestIncomplete(manifest.path, `'${version}' is not a version`, 'write it like 1.2.3')
  return { ...manifest, name, version }
}

/** The tag a version is published under. Throws MANIFEST_INCOMPLETE when it is too long for one. */
export function tagOfVersion(version: string): string {
  const tag = tagOf(version)
  if (!isTag(tag)) throw manifestIncomplete('kcl.mod', `the version '${version}' cannot be a tag`, 'shorten it')
  return tag
}
