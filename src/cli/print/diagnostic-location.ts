/** Where a message points, in lines and columns: the counting that all forms of diagnostics share (`spec/kcl-frontend.md` F.1 and F.3). */
import type { Diagnostic, Place } from '../../engine/model/diagnostic.ts'
import { byteLength } from '../../engine/text/characters.ts'
import { displayWidth } from '../../engine/text/display-width.ts'
import { lineOf, linedText, positionIn, type LinedText } from '../../engine/text/position.ts'

/** The text of a file, as the offsets of places count in it; undefined when it is not known. */
export type Sources = (path: string) => string | undefined

export interface Location {
  readonly path: string
  /** Absent when the text of the file is not known. */
  readonly line: number | undefined
  /** From 0, in characters; absent when only the line is known. */
  readonly column: number | undefined
  /** UTF-16 units before it. */
  readonly offset: number
  /** The line without its end. */
  readonly source: string | undefined
  /** Absent when nothing is known of it, or nothing lies between. */
  readonly end: Point | undefined
}

interface Point {
  readonly line: number
  readonly column: number
  readonly offset: number
}

/** Finds the location of a place in a diagnostic; undefined for no place at all. */
export type Locate = (diagnostic: Diagnostic, place: Place | undefined) => Location | undefined

/** Keeps the lines of the files it has seen. */
export function createLocate(sources: Sources): Locate {
  const files = new Map<string, LinedText | undefined>()
  const find = (path: string): LinedText | undefined => {
    if (!files.has(path)) {
      const text = sources(path)
      files.set(path, text === undefined ? undefined : linedText(text))
    }
    return files.get(path)
  }
  return (diagnostic, place) => {
    if (place === undefined || place.path === '' || place.start < 0) return undefined
    const file = find(place.path)
    if (file !== undefined) return locateIn(file, diagnostic, place)
    return { path: place.path, line: undefined, column: undefined, offset: place.start, source: undefined, end: undefined }
  }
}

function locateIn(file: LinedText, diagnostic: Diagnostic, place: Place): Location {
  const { line, column, offset } = pointIn(file, place.start)
  const source = lineOf(file, line) ?? ''
  const hasColumn =
    place.lineOnly !== true && !(diagnostic.title === 'InvalidSyntax' && startsItsLine(file.text.slice(file.starts[line - 1], offset)))
  const end = place.lineOnly === true || place.end <= place.start ? undefined : pointIn(file, place.end)
  return { path: place.path, line, column: hasColumn ? column : undefined, offset, source, end }
}

/** The end of a text that ends with a line end is on the line before, one column after its end (corrections 24). */
function pointIn(file: LinedText, offset: number): Point {
  const { text } = file
  if (offset < text.length || !text.endsWith('\n')) {
    const { line, column } = positionIn(file, offset)
    return { line, column: column === 0 ? 0 : column + shiftIn(file, line), offset }
  }
  const { line, column } = positionIn(file, text.length - 1)
  return { line, column: column + 1 + shiftIn(file, line), offset }
}

/** The real engine counts the character a line starts with by its UTF-8 bytes, when it looks from further right. The first line is spared in the file
 *  that was loaded first; of the others, too, it is not worth telling them apart. */
function shiftIn(file: LinedText, line: number): number {
  return line === 1 ? 0 : byteLength(String.fromCodePoint(file.text.codePointAt(file.starts[line - 1] ?? 0) ?? 0)) - 1
}

/** The real engine's lexer and parser have no column for a token with nothing visible before it in its line; tabs and line ends count as visible. */
function startsItsLine(before: string): boolean {
  return displayWidth(before.replaceAll(/[\t\n]/g, ' ')) === 0
}
