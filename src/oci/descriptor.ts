/** A pointer to content: media type, digest, size (OCI image specification 1.1, descriptor). */
export interface Descriptor {
  readonly mediaType: string
  /** `sha256:<64 hex digits>` */
  readonly digest: string
  /** Bytes. */
  readonly size: number
  readonly annotations?: Readonly<Record<string, string>>
  readonly artifactType?: string
  /** The content itself, base64: usable when digest and size match. */
  readonly data?: string
  readonly platform?: Platform
}

/** What an entry of an index runs on. */
export interface Platform {
  readonly architecture: string
  readonly os: string
  readonly variant?: string
}
