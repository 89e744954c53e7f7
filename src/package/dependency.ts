/** One line of `[dependencies]`: a name and where the package comes from (specification of kpm, §2.1). What the line leaves out stays undefined here;
 *  `resolve/request.ts` fills it from its surroundings. */

export type Dependency = OciDependency | GitDependency | PathDependency

interface Named {
  /** The key: what the program imports it as. */
  readonly name: string
  /** The package's own name, when the key is an alias (`package = "…"`). */
  readonly packageName?: string
  /** The version its own kcl.mod shall have (`version = "…"`), which need not be the tag. */
  readonly packageVersion?: string
}

export interface OciDependency extends Named {
  readonly kind: 'oci'
  /** `x = "1.2"` and `{ version = … }` name no place; `{ repo = … }` no registry. */
  readonly registry?: string
  readonly repository?: string
  readonly tag?: string
  readonly digest?: string
}

export interface GitDependency extends Named {
  readonly kind: 'git'
  readonly url: string
  readonly tag?: string
  readonly commit?: string
  readonly branch?: string
}

export interface PathDependency extends Named {
  readonly kind: 'path'
  /** As written; relative paths start at the folder of the kcl.mod. */
  readonly path: string
}
