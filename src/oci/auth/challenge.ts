/** `WWW-Authenticate` → challenges (RFC 9110, 11.6.1). One field may hold several challenges and one challenge several parameters, both divided by
 *  commas: after a comma, a token before `=` continues the challenge, a token before anything else starts the next. */

export interface Challenge {
  /** Lower case. */
  readonly scheme: string
  /** Lower-case names. */
  readonly parameters: ReadonlyMap<string, string>
}

const LONGEST_HEADER = 16 * 1024
const TOKEN = /[!#$%&'*+.^_`|~0-9A-Za-z-]+/y
const VALUE = /\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/y
const UNREADABLE = /\s*=/y
const BETWEEN = /[\s,]*/y

/** Of all header lines, in order; what cannot be read ends its line. */
export function parseChallenges(lines: readonly string[]): readonly Challenge[] {
  return lines.flatMap((line) => parseLine(line.slice(0, LONGEST_HEADER)))
}

function parseLine(line: string): readonly Challenge[] {
  const challenges: { scheme: string; parameters: Map<string, string> }[] = []
  let position = 0
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = position
    const found = pattern.exec(line)
    if (found !== null) position = pattern.lastIndex
    return found
  }
  for (;;) {
    match(BETWEEN)
    const token = match(TOKEN)?.[0]
    if (token === undefined) return challenges
    const current = challenges.at(-1)
    const value = match(VALUE)
    if (value === null && match(UNREADABLE) !== null) return challenges
    if (value === null) {
      challenges.push({ scheme: token.toLowerCase(), parameters: new Map() })
    } else if (current !== undefined) {
      const name = token.toLowerCase()
      const text = value[1]?.replace(/\\(.)/g, '$1') ?? value[2] ?? ''
      if (!current.parameters.has(name)) current.parameters.set(name, text)
    }
  }
}
