/** SHA-256 and gzip of Node. The modules are fetched at the first use: running a file needs neither. */
import type { Host, Sha256 } from '../host/host.ts'
import { contentTooLarge, damagedGzip, systemCode } from './errors.ts'

export function createSha256(): Sha256 {
  const hash = process.getBuiltinModule('node:crypto').createHash('sha256')
  return {
    update: (chunk) => void hash.update(chunk),
    hex: () => hash.digest('hex'),
  }
}

/** The same bytes on every system: no time, no name, operating system "unknown" (RFC 1952, section 2.3.1). */
export function gzip(content: Uint8Array): Uint8Array {
  const compressed = process.getBuiltinModule('node:zlib').gzipSync(content)
  compressed[9] = 255
  return compressed
}

export const gunzip: Host['gunzip'] = (content, limit) => {
  try {
    return process.getBuiltinModule('node:zlib').gunzipSync(content, { maxOutputLength: limit })
  } catch (cause) {
    throw systemCode(cause) === 'ERR_BUFFER_TOO_LARGE' ? contentTooLarge(limit) : damagedGzip(cause)
  }
}
