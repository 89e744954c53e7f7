/** `base64`: the standard alphabet. The decoder takes missing padding but is strict about everything else, and its complaints are those of the
 *  Rust crate `base64`, with byte positions. */
import { declare } from '../declare.ts'
import { requireText } from './arguments.ts'
import { defineModule, type SystemModule } from './system-module.ts'
import { decodeUtf8, unwrapFault } from './rust-text.ts'

export function base64Module(): SystemModule {
  return defineModule('base64', [
    declare('encode(value: str, encoding?: str) -> str', (_, args) =>
      encodeBase64(new TextEncoder().encode(requireText(args, 'encode', 'value'))),
    ),
    declare('decode(value: str) -> str', (_, args) => {
      const decoded = decodeUtf8(decodeBase64(new TextEncoder().encode(requireText(args, 'decode', 'value'))))
      if ('error' in decoded) throw unwrapFault(decoded.error)
      return decoded.text
    }),
  ])
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const PADDING = 0x3d

export function encodeBase64(bytes: Uint8Array): string {
  const chunks: string[] = []
  for (let at = 0; at < bytes.length; at += 3) {
    const bits = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)
    const symbols = Math.min(bytes.length - at, 3) + 1
    for (let index = 0; index < 4; index++) chunks.push(index < symbols ? (ALPHABET[(bits >> (18 - 6 * index)) & 63] ?? '') : '=')
  }
  return chunks.join('')
}

function decodeBase64(text: Uint8Array): Uint8Array {
  checkLength(text)
  const output = new Uint8Array(Math.floor((text.length * 3) / 4))
  let length = 0
  let bits = 0
  let pending = 0
  let firstPadding = -1
  let symbols = 0
  for (const [at, byte] of text.entries()) {
    if (byte === PADDING) {
      if (firstPadding < 0) firstPadding = at
      if (at % 4 < 2) throw unwrapFault(`InvalidByte(${firstPadding}, ${PADDING})`)
      continue
    }
    if (firstPadding >= 0) throw unwrapFault(`InvalidByte(${firstPadding}, ${PADDING})`)
    const value = valueOf(byte)
    if (value < 0) throw unwrapFault(`InvalidByte(${at}, ${byte})`)
    symbols = at + 1
    bits = ((bits << 6) | value) & 0xfff
    pending += 6
    if (pending < 8) continue
    pending -= 8
    output[length++] = (bits >> pending) & 0xff
  }
  if (pending > 0 && (bits & ((1 << pending) - 1)) !== 0) throw unwrapFault(`InvalidLastSymbol(${symbols - 1}, ${text[symbols - 1]})`)
  return output.subarray(0, length)
}

/** One symbol alone holds no whole byte. */
function checkLength(text: Uint8Array): void {
  if (text.length % 4 !== 1) return
  const last = text[text.length - 1] ?? 0
  if (last !== PADDING && valueOf(last) < 0) throw unwrapFault(`InvalidByte(${text.length - 1}, ${last})`)
  throw unwrapFault('InvalidLength')
}

function valueOf(byte: number): number {
  return ALPHABET.indexOf(String.fromCharCode(byte))
}
