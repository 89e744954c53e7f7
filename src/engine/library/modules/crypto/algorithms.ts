/** The parts of `crypto` that rest on libraries: digests and the encoders of legacy character sets. Loaded on demand by `../preload.ts`. */
import { normalizeEncoding } from '@exodus/bytes/encoding-lite.js'
import { createMultibyteEncoder } from '@exodus/bytes/multi-byte.js'
import { createSinglebyteEncoder } from '@exodus/bytes/single-byte.js'
import { blake3 } from '@noble/hashes/blake3.js'
import { md5, sha1 } from '@noble/hashes/legacy.js'
import { sha224, sha256, sha384, sha512 } from '@noble/hashes/sha2.js'

const DIGESTS = { md5, sha1, sha224, sha256, sha384, sha512, blake3 }

export type DigestName = keyof typeof DIGESTS

export function digest(name: DigestName, content: Uint8Array): Uint8Array {
  return DIGESTS[name](content)
}

/** Encodings whose output encoding is UTF-8 by the WHATWG standard. */
const AS_UTF8 = new Set(['utf-8', 'utf-16le', 'utf-16be', 'replacement'])

const MULTI_BYTE = new Set(['gbk', 'gb18030', 'big5', 'euc-jp', 'iso-2022-jp', 'shift_jis', 'euc-kr'])

export function encode(text: string, label: string): Uint8Array | 'unknown encoding' | 'unmappable' {
  const encoding = normalizeEncoding(label)
  if (encoding === null) return 'unknown encoding'
  if (AS_UTF8.has(encoding)) return new TextEncoder().encode(text)
  const encoder = MULTI_BYTE.has(encoding) ? createMultibyteEncoder(encoding) : createSinglebyteEncoder(encoding)
  try {
    return encoder(text)
  } catch {
    return 'unmappable'
  }
}
