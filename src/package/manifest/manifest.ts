/** What a `kcl.mod` says (specification of kpm, §2.1). Nothing is required to be there: a bare file marks the root of a package, and only publishing asks
 *  for a name and a version (`check.ts`). */
import type { Dependency } from '../dependency.ts'

export const MANIFEST_NAME = 'kcl.mod'
export const LOCK_NAME = 'kcl.mod.lock'

export interface Manifest {
  /** Where it was read; for messages. */
  readonly path: string
  readonly name?: string
  readonly version?: string
  /** The version of the language it was written for: `v0.12.3`, `*`. */
  readonly edition?: string
  readonly description?: string
  /** Publish filters, see `archive/include.ts`. */
  readonly include: readonly string[]
  readonly exclude: readonly string[]
  /** In the order of the file. */
  readonly dependencies: readonly Dependency[]
  readonly profile: Profile
}

/** `[profile]`: how to run the package when the command line does not say. */
export interface Profile {
  /** Relative to the folder of the kcl.mod; `${KCL_MOD}/…` and `${name:KCL_MOD}/…` are left as written. */
  readonly entries: readonly string[]
  readonly disableNone?: boolean
  readonly sortKeys?: boolean
  readonly selectors: readonly string[]
  readonly overrides: readonly string[]
  /** Each `key=value`. */
  readonly arguments: readonly string[]
}

/** Of a package that says nothing about itself. */
export function emptyManifest(path: string): Manifest {
  return { path, include: [], exclude: [], dependencies: [], profile: { entries: [], selectors: [], overrides: [], arguments: [] } }
}
