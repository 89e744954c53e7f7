/** What a `kcl.mod.lock` says (specification of kpm, §2.3): for each package of the graph the version and sum it had. */

export interface Lockfile {
  readonly path: string
  readonly entries: ReadonlyMap<string, LockEntry>
}

export interface LockEntry {
  /** The key of the dependency. */
  readonly name: string
  /** The version in the package's own kcl.mod. */
  readonly version?: string
  /** `integrity/kpm-sum.ts` */
  readonly sum?: string
  /** None for a host-less dependency. */
  readonly registry?: string
  readonly repository?: string
  readonly tag?: string
}
