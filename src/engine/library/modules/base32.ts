/** `base32`: RFC 4648. Like the Rust crate `base32`, decoding ignores case, reads `=` as zero bits wherever it stands and asks for no padding;
 *  what it refuses is reported as a missing argument, which is the real engine's wording. */
import { declare } from '../declare.ts'
import { requireText } from './arguments.ts'
import { defineModule, missingArguments, type SystemModule } from './system-module.ts'
import { decodeUtf8 } from './rust-text.ts'

export function base32Module(): SystemModule {
  return defineModule('base32', [
    declare('encode(value: str) -> str', (_, args) => encodeBase32(new TextEncoder().encode(requireText(args, 'encode', 'value')))),
    declare('decode(value: str) -> str', (_, args) => {
      const bytes = decodeBase32(requireText(args, 'decode', 'value'))
      if (bytes === undefined) throw missingArguments('decode', ['value'])
      const decoded = decodeUtf8(bytes)
      return 'text' in decoded ? decoded.text : null
    }),
  ])
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

function encodeBase32(bytes: Uint8Array): string {
  let text = ''
  let bits = 0
  let pending = 0
  for (const byte of bytes) {
    bits = ((bits << 8) | byte) & 0xfff
    for (pending += 8; pending >= 5; pending -= 5) text += ALPHABET[(bits >> (pending - 5)) & 31]
  }
  if (pending > 0) text += ALPHABET[(bits << (5 - pending)) & 31]
  return text.padEnd(Math.ceil(text.length / 8) * 8, '=')
}

/** Up to six `=` at the end count as padding. Undefined for other symbols. */
function decodeBase32(text: string): Uint8Array | undefined {
  const padding = /={0,6}$/.exec(text)?.[0].length ?? 0
  const output = new Uint8Array(Math.floor(((text.length - padding) * 5) / 8))
  let length = 0
  let bits = 0
  let pending = 0
  for (const symbol of text) {
    const value = symbol === '=' ? 0 : /^[A-Za-z2-7]$/.test(symbol) ? ALPHABET.indexOf(symbol.toUpperCase()) : -1
    if (value < 0) return undefined
    bits = ((bits << 5) | value) & 0xfff
    pending += 5
    if (pending < 8) continue
    pending -= 8
    if (length < output.length) output[length++] = (bits >> pending) & 0xff
  }
  return output
}
