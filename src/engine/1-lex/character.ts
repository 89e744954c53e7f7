/** Classes of characters. The ASCII range, nearly all of every file, is a table. */

export const OTHER = 0
export const NAME_START = 1
export const DIGIT = 2

/** Class of each ASCII code unit. */
export const ASCII_CLASS: Uint8Array = makeAsciiTable()

export function isDigit(unit: number): boolean {
  return unit >= 48 && unit <= 57
}

/** Does a name start at `position`? */
export function isNameStart(text: string, position: number): boolean {
  const unit = text.charCodeAt(position)
  if (unit < 128) return ASCII_CLASS[unit] === NAME_START
  return position < text.length && XID_START.test(String.fromCodePoint(text.codePointAt(position) ?? 0))
}

/** Position after the run of name characters at `position`. */
export function skipName(text: string, position: number): number {
  let end = position
  for (;;) {
    const unit = text.charCodeAt(end)
    if (unit < 128) {
      if (ASCII_CLASS[unit] === OTHER) return end
      end++
      continue
    }
    if (end >= text.length) return end
    const character = String.fromCodePoint(text.codePointAt(end) ?? 0)
    if (!XID_CONTINUE.test(character)) return end
    end += character.length
  }
}

/** Position after an emoji at `position` and what looks like a name around it; `position` itself when there is no emoji. */
export function skipEmojiName(text: string, position: number): number {
  let end = position
  while (end < text.length) {
    const unit = text.charCodeAt(end)
    if (unit < 128) {
      if (end === position || ASCII_CLASS[unit] === OTHER) return end
      end++
      continue
    }
    const character = String.fromCodePoint(text.codePointAt(end) ?? 0)
    const belongs = end === position ? EMOJI.test(character) : unit === 0x200d || EMOJI.test(character) || XID_CONTINUE.test(character)
    if (!belongs) return end
    end += character.length
  }
  return end
}

/** White space that is skipped and does not count as indentation (frontend A.2). */
export function isOddSpace(unit: number): boolean {
  switch (unit) {
    case 0x0b:
    case 0x0c:
    case 0x0d:
    case 0x85:
    case 0x200e:
    case 0x200f:
    case 0x2028:
    case 0x2029:
      return true
  }
  return false
}

const XID_START = /^\p{XID_Start}$/u
const EMOJI = /^\p{Emoji}$/u
const XID_CONTINUE = /^\p{XID_Continue}$/u

function makeAsciiTable(): Uint8Array {
  const table = new Uint8Array(128)
  for (let unit = 0; unit < 128; unit++) {
    if ((unit >= 65 && unit <= 90) || (unit >= 97 && unit <= 122) || unit === 95) table[unit] = NAME_START
    else if (unit >= 48 && unit <= 57) table[unit] = DIGIT
  }
  return table
}
