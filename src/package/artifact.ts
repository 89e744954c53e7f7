/** A package ⇄ the OCI manifest that publishes it. Written exactly as kpm writes it (specification of kpm, §3.3), read with tolerance: registries hold
 *  packages of several generations, with a plain tar, a gzip layer called `.tar`, no artifact type, no title, or an index around it. */
import type { Descriptor } from '../oci/descriptor.ts'
import { EMPTY_CONFIG_DESCRIPTOR, formatManifest, parseManifest } from '../oci/manifest.ts'
import { LAYER_TAR_GZIP } from '../oci/media-types.ts'
import { artifactInvalid } from './errors.ts'

export const ANNOTATION_NAME = 'org.kcllang.package.name'
export const ANNOTATION_VERSION = 'org.kcllang.package.version'
export const ANNOTATION_DESCRIPTION = 'org.kcllang.package.description'
export const ANNOTATION_SUM = 'org.kcllang.package.sum'
export const ANNOTATION_CREATED = 'org.opencontainers.image.created'
export const ANNOTATION_TITLE = 'org.opencontainers.image.title'

export interface ArtifactContent {
  readonly name: string
  readonly version: string
  readonly description: string | undefined
  /** `integrity/kpm-sum.ts` */
  readonly sum: string
  readonly layer: { readonly digest: string; readonly size: number; readonly title: string }
  readonly created: Date
}

/** The bytes of the manifest, whose digest is the package's. The config it names (`EMPTY_CONFIG_BYTES` in `oci/manifest.ts`) is inline and still has to be
 *  uploaded. */
export function formatArtifact(content: ArtifactContent): Uint8Array {
  const { layer } = content
  return formatManifest({
    artifactType: LAYER_TAR_GZIP,
    config: EMPTY_CONFIG_DESCRIPTOR,
    layers: [{ mediaType: LAYER_TAR_GZIP, digest: layer.digest, size: layer.size, annotations: { [ANNOTATION_TITLE]: layer.title } }],
    annotations: {
      [ANNOTATION_DESCRIPTION]: content.description ?? '',
      [ANNOTATION_NAME]: content.name,
      [ANNOTATION_SUM]: content.sum,
      [ANNOTATION_VERSION]: content.version,
      [ANNOTATION_CREATED]: content.created.toISOString().replace(/\.\d+Z$/, 'Z'),
    },
  })
}

export type Artifact = PackageArtifact | IndexArtifact

export interface PackageArtifact {
  readonly kind: 'package'
  readonly layer: Descriptor
  /** `org.kcllang.package.…` and what else the publisher wrote. */
  readonly annotations: Readonly<Record<string, string>>
}

/** Several manifests behind one name. Packages have no platforms, so the first is as good as any. */
export interface IndexArtifact {
  readonly kind: 'index'
  readonly first: Descriptor
}

/** `mediaType` is the one the registry gave, which need not stand in the bytes; `subject` names the artifact in messages. Throws MANIFEST_INVALID,
 *  ARTIFACT_INVALID. */
export function parseArtifact(bytes: Uint8Array, mediaType: string, subject: string): Artifact {
  const manifest = parseManifest(bytes, mediaType, subject)
  if (manifest.kind === 'index') {
    const [first] = manifest.manifests
    if (first === undefined) throw artifactInvalid(subject, 'it is an index of nothing')
    return { kind: 'index', first }
  }
  return { kind: 'package', layer: selectLayer(manifest.layers, subject), annotations: manifest.annotations ?? {} }
}

/** As kpm chooses among the files it pulled: the one `.tar`, else the one `.tgz`; where titles do not tell, the one layer that can be an archive. */
function selectLayer(layers: readonly Descriptor[], subject: string): Descriptor {
  const choices = [
    layers.filter((layer) => titleOf(layer).endsWith('.tar')),
    layers.filter((layer) => /\.(?:tgz|tar\.gz)$/.test(titleOf(layer))),
    layers.filter((layer) => /\btar\b|gzip/.test(layer.mediaType)),
    layers,
  ]
  for (const [only, ...others] of choices) {
    if (only === undefined) continue
    if (others.length > 0) throw artifactInvalid(subject, `${others.length + 1} of its layers could be the package`)
    return only
  }
  throw artifactInvalid(subject, 'it has no layer')
}

function titleOf(layer: Descriptor): string {
  return layer.annotations?.[ANNOTATION_TITLE] ?? ''
}
