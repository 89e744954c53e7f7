/** The media types of the image specification 1.1 that matter for packages, and Docker's older names for the same things. */

export const IMAGE_MANIFEST = 'application/vnd.oci.image.manifest.v1+json'
export const IMAGE_INDEX = 'application/vnd.oci.image.index.v1+json'
export const DOCKER_MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json'
export const DOCKER_MANIFEST_LIST = 'application/vnd.docker.distribution.manifest.list.v2+json'
export const EMPTY_CONFIG = 'application/vnd.oci.empty.v1+json'
export const LAYER_TAR_GZIP = 'application/vnd.oci.image.layer.v1.tar+gzip'
export const OCTET_STREAM = 'application/octet-stream'

/** `Accept` for a manifest request. One line, because some registries read only the first, and without it distribution answers 404. */
export const ACCEPT_MANIFEST = [IMAGE_MANIFEST, IMAGE_INDEX, DOCKER_MANIFEST, DOCKER_MANIFEST_LIST].join(', ')

export function isManifestType(mediaType: string): boolean {
  return mediaType === IMAGE_MANIFEST || mediaType === DOCKER_MANIFEST
}

export function isIndexType(mediaType: string): boolean {
  return mediaType === IMAGE_INDEX || mediaType === DOCKER_MANIFEST_LIST
}
