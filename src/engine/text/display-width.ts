/** Columns that text takes on a terminal, as the real engine counts them: character by character, without regard for sequences that make one picture. */
import { NO_COLUMN, TWO_COLUMNS } from './display-width-table.ts'

export function displayWidth(text: string): number {
  if (PRINTABLE_ASCII.test(text)) return text.length
  let width = 0
  for (const character of text) width += characterWidth(character.codePointAt(0) ?? 0)
  return width
}

const PRINTABLE_ASCII = /^[ -~]*$/
const NO_COLUMN_RANGES = parseRanges(NO_COLUMN)
const TWO_COLUMN_RANGES = parseRanges(TWO_COLUMNS)

function characterWidth(codePoint: number): 0 | 1 | 2 {
  if (isInRanges(NO_COLUMN_RANGES, codePoint)) return 0
  return isInRanges(TWO_COLUMN_RANGES, codePoint) ? 2 : 1
}

/** First and last of each range, in a row. */
function parseRanges(text: string): readonly number[] {
  const bounds: number[] = []
  let last = 0
  for (const range of text.split(' ')) {
    const [distance = '', more = '0'] = range.split('.')
    const first = last + Number.parseInt(distance, 36)
    last = first + Number.parseInt(more, 36)
    bounds.push(first, last)
  }
  return bounds
}

/** An odd number of bounds below it: inside. */
function isInRanges(bounds: readonly number[], codePoint: number): boolean {
  let low = 0
  let high = bounds.length
  while (low < high) {
    const middle = (low + high) >> 1
    const bound = bounds[middle] ?? 0
    // A last one counts as below only what comes after it.
    if (middle % 2 === 0 ? bound <= codePoint : bound < codePoint) low = middle + 1
    else high = middle
  }
  return low % 2 === 1
}
