/** The answer of resolution: which packages a program consists of. */
import type { Manifest } from '../manifest/manifest.ts'
import type { OciLocation } from '../oci-url.ts'

export interface Graph {
  readonly root: { readonly folder: string; readonly manifest: Manifest; readonly dependencies: readonly string[] }
  /** By import name, each after the packages it needs. */
  readonly packages: ReadonlyMap<string, ResolvedPackage>
  /** By import name: all the engine ever learns. */
  readonly roots: ReadonlyMap<string, string>
}

export interface ResolvedPackage {
  /** What programs import it as. */
  readonly importName: string
  /** The key it was asked for by. */
  readonly name: string
  readonly origin: PackageOrigin
  readonly folder: string
  readonly manifest: Manifest
  /** Import names. */
  readonly dependencies: readonly string[]
  /** Everybody who asked, in the order met. */
  readonly requests: readonly { readonly by: string; readonly asked: string }[]
}

export type PackageOrigin =
  | { readonly kind: 'oci'; readonly location: OciLocation & { readonly digest: string }; readonly sum: string }
  | { readonly kind: 'path'; readonly path: string }
