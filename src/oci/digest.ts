/** Digests: parse, compute, verify while streaming. The hash function is a parameter, so this runs where there is no Node. Only sha256 is verified;
 *  other algorithms are accepted as text and refused when content has to be checked. */
import { contentTooLong, digestMismatch, digestUnsupported, sizeMismatch } from './errors.ts'

/** Makes a streaming SHA-256; `hex` ends it. */
export type Sha256 = () => { readonly update: (chunk: Uint8Array) => void; readonly hex: () => string }

const GRAMMAR = /^[a-z0-9]+(?:[+._-][a-z0-9]+)*:[A-Za-z0-9=_-]+$/
const ENCODED_LENGTH: Readonly<Record<string, number>> = { sha256: 64, sha512: 128, blake3: 64 }

/** Image specification 1.1, "Digests": the grammar, and the exact length for registered algorithms. */
export function isDigest(text: string): boolean {
  if (!GRAMMAR.test(text)) return false
  const [algorithm = '', encoded = ''] = text.split(':')
  const length = ENCODED_LENGTH[algorithm]
  return length === undefined || (encoded.length === length && /^[0-9a-f]+$/.test(encoded))
}

export function algorithmOf(digest: string): string {
  return digest.slice(0, digest.indexOf(':'))
}

export function digestOf(bytes: Uint8Array, sha256: Sha256): string {
  const hash = sha256()
  hash.update(bytes)
  return `sha256:${hash.hex()}`
}

/** Throws DIGEST_UNSUPPORTED for a digest whose content cannot be verified here. */
export function expectVerifiable(digest: string): void {
  if (algorithmOf(digest) !== 'sha256') throw digestUnsupported(digest)
}

/** Passes the chunks on while checking them. Throws SIZE_MISMATCH on the first byte too many or when some are missing at the end, and
 *  DIGEST_MISMATCH at the end; `subject` names the content in those messages. */
export async function* verified(
  source: AsyncIterable<Uint8Array>,
  expected: { readonly digest: string; readonly size: number },
  sha256: Sha256,
  subject: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  expectVerifiable(expected.digest)
  const hash = sha256()
  let size = 0
  for await (const chunk of source) {
    size += chunk.length
    if (size > expected.size) throw contentTooLong(subject, expected.size)
    hash.update(chunk)
    yield chunk
  }
  if (size !== expected.size) throw sizeMismatch(subject, expected.size, size)
  const actual = `sha256:${hash.hex()}`
  if (actual !== expected.digest) throw digestMismatch(subject, expected.digest, actual)
}
