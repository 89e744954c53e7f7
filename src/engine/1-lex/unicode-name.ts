/** `\N{NAME}` escapes, with the names of Unicode 13 like the real engine. Ideographs and Hangul syllables have names that follow a rule; all others are a
 *  table that is loaded when a program turns out to need it (`preload.ts`), and not known before. */
import { preloadedCharacterNames } from '../library/modules/preload.ts'

export { preloadCharacterNames } from '../library/modules/preload.ts'

/** Whether strings of the text may have such escapes. */
export function namesCharacters(text: string): boolean {
  return text.includes('\\N{')
}

/** The character called `name`, whatever the case of its letters; undefined when there is none. */
export function unicodeByName(name: string): string | undefined {
  // Case is that of ASCII: `ſ` is no `S`.
  if (!/^[\w -]+$/.test(name)) return undefined
  const upper = name.toUpperCase()
  const ideograph = /^CJK (UNIFIED|COMPATIBILITY) IDEOGRAPH-([0-9A-F]{4,5})$/.exec(upper)
  if (ideograph !== null) return ideographOf(Number.parseInt(ideograph[2] ?? '', 16), ideograph[1] === 'UNIFIED' ? UNIFIED : COMPATIBILITY)
  if (upper.startsWith(HANGUL)) return hangulOf(upper.slice(HANGUL.length))
  const code = preloadedCharacterNames()?.get(upper)
  return code === undefined ? undefined : String.fromCodePoint(code)
}

type Ranges = readonly (readonly [first: number, last: number])[]

const UNIFIED: Ranges = [
  [0x3400, 0x4dbf],
  [0x4e00, 0x9ffc],
  [0x20000, 0x2a6dd],
  [0x2a700, 0x2b734],
  [0x2b740, 0x2b81d],
  [0x2b820, 0x2cea1],
  [0x2ceb0, 0x2ebe0],
  [0x30000, 0x3134a],
]
const COMPATIBILITY: Ranges = [
  [0xf900, 0xfa6d],
  [0xfa70, 0xfad9],
  [0x2f800, 0x2fa1d],
]

function ideographOf(code: number, ranges: Ranges): string | undefined {
  return ranges.some(([first, last]) => code >= first && code <= last) ? String.fromCodePoint(code) : undefined
}

const HANGUL = 'HANGUL SYLLABLE '
const LEADS = ['G', 'GG', 'N', 'D', 'DD', 'R', 'M', 'B', 'BB', 'S', 'SS', '', 'J', 'JJ', 'C', 'K', 'T', 'P', 'H']
const VOWELS = 'A AE YA YAE EO E YEO YE O WA WAE OE YO U WEO WE WI YU EU YI I'.split(' ')
const TAILS = ['', ...'G GG GS N NJ NH D L LG LM LB LS LT LP LH M B BS S SS NG J C K T P H'.split(' ')]

/** A syllable is spelled lead, vowel, tail (The Unicode Standard, 3.12). */
function hangulOf(spelling: string): string | undefined {
  const match = /^([BCDGHJKMNPRST]*)([AEIOUWY]+)([BCDGHJKLMNPST]*)$/.exec(spelling)
  if (match === null) return undefined
  const [lead, vowel, tail] = [LEADS.indexOf(match[1] ?? ''), VOWELS.indexOf(match[2] ?? ''), TAILS.indexOf(match[3] ?? '')]
  if (lead < 0 || vowel < 0 || tail < 0) return undefined
  return String.fromCodePoint(0xac00 + (lead * VOWELS.length + vowel) * TAILS.length + tail)
}
