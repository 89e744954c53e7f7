/** Offsets (UTF-16 units) → lines and columns, as people and editors count. A line ends with `\n`; the starts of all lines are found once for a text,
 *  each look-up is a binary search. */
import { characterCount } from './characters.ts'

export interface TextPosition {
  /** From 1. */
  readonly line: number
  /** From 0, in characters (Unicode scalar values). */
  readonly column: number
}

/** A text with the offsets at which its lines start; the first is 0. */
export interface LinedText {
  readonly text: string
  readonly starts: readonly number[]
}

export function linedText(text: string): LinedText {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return { text, starts }
}

/** Offsets outside the text count as its nearest end. */
export function positionIn({ text, starts }: LinedText, offset: number): TextPosition {
  const inside = Math.max(0, Math.min(offset, text.length))
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    if ((starts[middle] ?? 0) <= inside) low = middle
    else high = middle - 1
  }
  return { line: low + 1, column: characterCount(text.slice(starts[low], inside)) }
}

/** For one look-up; for many in the same text, keep its LinedText. */
export function positionOf(text: string, offset: number): TextPosition {
  return positionIn(linedText(text), offset)
}

/** The text of a line (from 1) without its end; undefined when there is no such line. */
export function lineOf({ text, starts }: LinedText, line: number): string | undefined {
  const start = starts[line - 1]
  if (start === undefined) return undefined
  const next = starts[line]
  return next === undefined ? text.slice(start) : text.slice(start, next - 1)
}
