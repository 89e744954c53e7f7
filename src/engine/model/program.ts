/** A loaded program: packages of modules. Package paths, not aliases, identify packages; the entry package is `__main__`.
 *  All files of one folder form one package with one namespace (`spec/kcl-frontend.md` D.2). */
import type { ImportStatement, Module } from './ast.ts'

export const MAIN_PACKAGE = '__main__'

/** What an import statement refers to, found once while loading. */
export type ImportTarget =
  | { readonly kind: 'package'; readonly packagePath: string }
  | { readonly kind: 'system'; readonly packagePath: string }
  | { readonly kind: 'missing'; readonly packagePath: string }

export interface PackageUnit {
  readonly packagePath: string
  /** Folder or file the package was read from. */
  readonly location: string
  /** In evaluation order (post-order of the import graph within the package). */
  readonly modules: readonly Module[]
}

export interface Program {
  /** Nearest folder with a `kcl.mod`, or the folder of the first entry file. */
  readonly root: string
  readonly packages: ReadonlyMap<string, PackageUnit>
  readonly imports: ReadonlyMap<ImportStatement, ImportTarget>
  /** The texts of `-O` with which its modules were edited; absent where there are none. */
  readonly overrides?: readonly string[]
}
