/** Letter case and character classes as the str methods see them (`spec/kcl-runtime.md` E2). */

const ALPHABETIC = /^\p{Alphabetic}+$/u
const ALPHANUMERIC = /^[\p{Alphabetic}\p{Nd}\p{Nl}\p{No}]+$/u
const DIGITS = /^[0-9\u00b2\u00b3\u00b9\u2070\u2074-\u2079]+$/u
const SPACE = /^[\p{Zs}\t-\r\u001c-\u001f\u0085\u2028\u2029]+$/u // oxlint-disable-line no-control-regex
const UPPER = /^\p{Uppercase}$/u
const LOWER = /^\p{Lowercase}$/u
const TITLE = /^\p{Lt}$/u

export function isAlphabetic(text: string): boolean {
  return ALPHABETIC.test(text)
}

export function isAlphanumeric(text: string): boolean {
  return ALPHANUMERIC.test(text)
}

/** ASCII digits and superscripts. */
export function isDigits(text: string): boolean {
  return DIGITS.test(text)
}

export function isSpace(text: string): boolean {
  return SPACE.test(text)
}

export function isLower(text: string): boolean {
  return hasOnly(text, LOWER, UPPER)
}

export function isUpper(text: string): boolean {
  return hasOnly(text, UPPER, LOWER)
}

/** At least one character of the wanted class and none of the other. */
function hasOnly(text: string, wanted: RegExp, other: RegExp): boolean {
  let seen = false
  for (const character of text) {
    if (other.test(character)) return false
    if (wanted.test(character)) seen = true
  }
  return seen
}

/** Capitals only after uncased characters, small letters only after cased ones. */
export function isTitle(text: string): boolean {
  let afterCased = false
  let seen = false
  for (const character of text) {
    if (UPPER.test(character) || TITLE.test(character)) {
      if (afterCased) return false
      afterCased = true
      seen = true
    } else if (LOWER.test(character)) {
      if (!afterCased) return false
      seen = true
    } else {
      afterCased = false
    }
  }
  return seen
}

export function lower(text: string): string {
  return text.toLowerCase()
}

/** The first character upper, the rest lower. */
export function capitalize(text: string): string {
  const [first = ''] = text
  return first.toUpperCase() + text.slice(first.length).toLowerCase()
}

/** The four digraphs whose title form is a letter of its own. */
const DIGRAPHS: ReadonlyMap<string, string> = new Map([
  ['\u01c6', '\u01c5'],
  ['\u01c9', '\u01c8'],
  ['\u01cc', '\u01cb'],
  ['\u01f3', '\u01f2'],
])

/** `ß` becomes `Ss`: of a letter that grows only the first part is a capital. */
function toTitle(character: string): string {
  const [first = '', ...rest] = character.toUpperCase()
  return DIGRAPHS.get(character) ?? (/\p{Lm}/u.test(first) ? first + rest.join('') : first + rest.join('').toLowerCase())
}

/** The first letter of each word capital, capitals inside a word small. */
export function titleCase(text: string): string {
  let result = ''
  let afterCased = false
  for (const character of text) {
    if (LOWER.test(character)) {
      result += afterCased ? character : toTitle(character)
      afterCased = true
    } else if (UPPER.test(character) || TITLE.test(character)) {
      result += afterCased ? character.toLowerCase() : character
      afterCased = true
    } else {
      result += character
      afterCased = false
    }
  }
  return result
}
