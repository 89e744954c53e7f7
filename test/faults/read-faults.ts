/** Faulty programs with their corrected twins in one text. A case is written like those of `test/programs` (see `run-case.ts`), and a line may say in
 *  a comment what takes its place in the twin:
 *
 *      a: int = "1"    #~ a: int = 1       another text, indented like the line
 *      b = 2           #~                  nothing
 *      c = 3           #~ x = 1 ⏎ c = x    several lines
 *
 *  `!` lines are what the faulty program prints to standard error, `|` lines what the twin prints to standard output. */
import { parseCases } from '../programs/run-case.ts'

export interface FaultCase {
  readonly title: string
  readonly words: readonly string[]
  readonly faulty: Readonly<Record<string, string>>
  readonly corrected: Readonly<Record<string, string>>
  readonly fault: string
  readonly output: string
  /** Why the real engine says something else. */
  readonly difference: string | undefined
}

const CORRECTION = /^([ \t]*)(.*?) *#~(?: (.*))?$/

export function parseFaults(text: string): FaultCase[] {
  return parseCases(text).map(({ title, words, files, expected, difference }) => ({
    title,
    words,
    faulty: mapLines(files, (line) => [CORRECTION.exec(line)?.slice(1, 3).join('') ?? line]),
    corrected: mapLines(files, correctedLines),
    fault: expected.err,
    output: expected.out,
    difference,
  }))
}

function correctedLines(line: string): readonly string[] {
  const [match, indentation = '', , correction] = CORRECTION.exec(line) ?? []
  if (match === undefined) return [line]
  return correction === undefined ? [] : correction.split(' ⏎ ').map((each) => indentation + each)
}

function mapLines(files: Readonly<Record<string, string>>, change: (line: string) => readonly string[]): Readonly<Record<string, string>> {
  const changed = Object.entries(files).map(([path, text]) => [path, text.split('\n').flatMap(change).join('\n')] as const)
  return Object.fromEntries(changed)
}
