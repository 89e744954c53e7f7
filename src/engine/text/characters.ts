/** Texts by character (Unicode scalar value) and by UTF-8 byte, the two ways in which KCL counts. Texts without surrogates, nearly all, are indexed
 *  directly. */

const SURROGATE = /[\ud800-\udfff]/
const NOT_ASCII = /[^\x00-\x7f]/ // oxlint-disable-line no-control-regex

export function isAscii(text: string): boolean {
  return !NOT_ASCII.test(text)
}

/** True when characters and UTF-16 units are the same. */
export function isUniform(text: string): boolean {
  return !SURROGATE.test(text)
}

export function characterCount(text: string): number {
  if (isUniform(text)) return text.length
  let count = 0
  for (const _ of text) count++
  return count
}

/** The character at a position inside the text. */
export function characterAt(text: string, position: number): string {
  if (isUniform(text)) return text.charAt(position)
  return [...text][position] ?? ''
}

export function characters(text: string): string[] {
  return isUniform(text) ? text.split('') : [...text]
}

/** Length in UTF-8. */
export function byteLength(text: string): number {
  if (isAscii(text)) return text.length
  let bytes = 0
  for (let index = 0; index < text.length; index++) bytes += unitBytes(text.charCodeAt(index))
  return bytes
}

/** Bytes a UTF-16 unit takes in UTF-8; the two surrogates of a pair take two each. */
function unitBytes(unit: number): number {
  if (unit < 0x80) return 1
  if (unit < 0x800) return 2
  return unit >= 0xd800 && unit <= 0xdfff ? 2 : 3
}

/** The byte offset of a UTF-16 offset. */
export function byteOffset(text: string, offset: number): number {
  return byteLength(text.slice(0, offset))
}

/** The UTF-16 offset of a byte offset; inside a character: undefined. */
export function unitOffset(text: string, bytes: number): number | undefined {
  if (isAscii(text)) return bytes <= text.length ? bytes : undefined
  let at = 0
  for (let index = 0; index <= text.length; index++) {
    if (at === bytes) return index
    if (at > bytes) return undefined
    const unit = text.charCodeAt(index)
    if (unit >= 0xd800 && unit <= 0xdbff) {
      at += 4
      index++
    } else {
      at += unitBytes(unit)
    }
  }
  return undefined
}
