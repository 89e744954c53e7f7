/** Widths as the real engine 0.13.2 prints carets; `node scripts/oracle/widths.js` compares all characters. */
import { expect, test } from 'vitest'
import { displayWidth } from '../../../src/engine/text/display-width.ts'

test.each([
  ['letters', 'aZ~', 3],
  ['a tab, a control character, DEL', '\t\u0001\u007f', 0],
  ['the last before and the first combining character', '\u02ff\u0300', 1],
  ['a letter with an accent of its own', 'e\u0301', 1],
  ['a prepended mark of numbers', '\u0600', 1],
  ['a variation selector, a joiner', '\u263a\ufe0f\u200d', 1],
  ['an ideograph, a syllable, a full-width letter', '\u65e5\uac00\uff21', 6],
  ['parts of a syllable', '\u1100\u1161', 2],
  ['a filler', '\u3164\uffa0', 0],
  ['unassigned among radicals', '\u2e9a\u2ef4', 2],
  ['the edges of the ideographic planes', '\u{20000}\u{2fffd}\u{2fffe}\u{30000}\u{3fffd}\u{3fffe}', 10],
  ['a family is told as its members', '\u{1f468}\u200d\u{1f469}', 4],
  ['a flag', '\u{1f1e9}\u{1f1ea}', 2],
  ['tags', '\u{e0000}\u{e0fff}', 0],
  ['after the tags', '\u{e1000}\u{10ffff}', 2],
])('%s', (_, text, width) => {
  expect(displayWidth(text)).toBe(width)
})
