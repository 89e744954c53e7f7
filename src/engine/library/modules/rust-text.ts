/** Texts of Rust's standard library that show through the real engine's error messages. */
import { EvaluationFault } from '../../faults/evaluation.ts'

/** What a failed `unwrap` says; `error` is the debug form of the error. */
export function unwrapFault(error: string): EvaluationFault {
  return new EvaluationFault(`called \`Result::unwrap()\` on an \`Err\` value: ${error}`)
}

const DEBUG_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\0', '\\0'],
  ['\t', '\\t'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['"', '\\"'],
  ['\\', '\\\\'],
])

/** Rust's debug form of a text: in double quotes, with escapes for what cannot be seen. */
export function debugText(text: string): string {
  const escaped = text.replace(/["\\]|(?! )[\p{C}\p{Z}\p{Grapheme_Extend}]/gu, (character) => {
    return DEBUG_ESCAPES.get(character) ?? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`
  })
  return `"${escaped}"`
}

/** Decodes UTF-8 strictly; on bad bytes gives Rust's `Utf8Error` in debug form. */
export function decodeUtf8(bytes: Uint8Array): { readonly text: string } | { readonly error: string } {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) }
  } catch {
    return { error: describeUtf8Error(bytes) }
  }
}

function describeUtf8Error(bytes: Uint8Array): string {
  let at = 0
  while (at < bytes.length) {
    const [length, broken] = sequenceAt(bytes, at)
    if (broken) return `Utf8Error { valid_up_to: ${at}, error_len: ${at + length > bytes.length ? 'None' : `Some(${length})`} }`
    at += length
  }
  return `Utf8Error { valid_up_to: ${at}, error_len: None }`
}

/** Length of the sequence that starts at `at`, or of its bad part; a length past the end means that bytes are missing. */
function sequenceAt(bytes: Uint8Array, at: number): readonly [length: number, broken: boolean] {
  const first = bytes[at] ?? 0
  if (first < 0x80) return [1, false]
  const width = first >= 0xc2 && first <= 0xdf ? 2 : first >= 0xe0 && first <= 0xef ? 3 : first >= 0xf0 && first <= 0xf4 ? 4 : 0
  if (width === 0) return [1, true]
  for (let index = 1; index < width; index++) {
    const next = bytes[at + index]
    if (next === undefined) return [bytes.length - at + 1, true]
    const low = index > 1 ? 0x80 : first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80
    const high = index > 1 ? 0xbf : first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf
    if (next < low || next > high) return [index, true]
  }
  return [width, false]
}
