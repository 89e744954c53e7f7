/** The names of characters: how many there are, and that the table reads back whole. The real engine was asked for each (`scripts/oracle/names.js`). */
import { expect, test } from 'vitest'
import { readCharacterNames } from '../../../src/engine/text/character-names.ts'

const names = readCharacterNames()

test.each([
  ['SPACE', ' '],
  ['DIGIT SEVEN', '7'],
  ['TILDE', '~'],
  ['NO-BREAK SPACE', '\u00a0'],
  ['GREEK SMALL LETTER FINAL SIGMA', 'ς'],
  ['HANGUL JUNGSEONG O-E', 'ᆀ'],
  ['HANGUL JUNGSEONG OE', 'ᅬ'],
  ['BELL', '🔔'],
  ['VARIATION SELECTOR-256', '\u{e01ef}'],
])('%s', (name, character) => {
  expect(String.fromCodePoint(names.get(name) ?? 0)).toBe(character)
})

test('each names a character of its own, in the order of Unicode', () => {
  expect(names.size).toBe(32_684)
  const codes = [...names.values()]
  expect(new Set(codes).size).toBe(names.size)
  expect(codes).toEqual(codes.toSorted((left, right) => left - right))
  for (const name of names.keys()) expect(name).toMatch(/^[A-Z0-9]+(?:[ -]+[A-Z0-9]+)*$/)
})

test.each(['', 'A', 'LINE FEED', 'CJK UNIFIED IDEOGRAPH-4E00', 'SHAKING FACE'])('%j is not among them', (name) => {
  expect(names.has(name)).toBe(false)
})
