/** A pattern ready to search with: on the host's engine where that is safe, else on the machine. Both are made when first needed. */
import { isAscii } from '../../../text/characters.ts'
import { checkPattern } from './check.ts'
import { runMachine, type Machine } from './machine.ts'
import { countLoops, isNativeSafe, isTooLong, toRegExp } from './native.ts'
import { parsePattern } from './parse.ts'
import { compileMachine } from './program.ts'
import type { Pattern } from './tree.ts'

/** Positions in UTF-16 units. `groups` are texts, the whole match first; beyond that they count only when captures were asked for. */
export interface Match {
  readonly start: number
  readonly end: number
  readonly groups: readonly (string | undefined)[]
}

export interface CompiledPattern {
  readonly groupCount: number
  readonly groupNames: ReadonlyMap<string, number>
  /** The first match at or after `from`. Throws PatternFault when it takes too long. */
  readonly find: (text: string, from: number, options: { readonly captures: boolean }) => Match | undefined
}

/** Throws PatternFault. */
export function compilePattern(text: string): CompiledPattern {
  const pattern = parsePattern(text)
  checkPattern(pattern)
  const { root, groupCount, groupNames } = pattern
  const nativeFor = { spans: isNativeSafe(root, { captures: false }), captures: isNativeSafe(root, { captures: true }) }
  const loops = countLoops(root)
  const expressionFor = createExpressions(pattern)
  let machine: Machine | undefined
  return {
    groupCount,
    groupNames,
    find: (subject, from, { captures }) => {
      const safe = captures && groupCount > 1 ? nativeFor.captures : nativeFor.spans
      if (safe && !isTooLong(loops, subject.length)) return findNatively(expressionFor(subject), subject, from)
      machine ??= compileMachine(pattern)
      const slots = runMachine(machine, subject, from)
      return slots === undefined ? undefined : matchOf(subject, slots, groupCount)
    },
  }
}

/** One expression for ASCII subjects and one for others. A subject is looked through once, however many matches are asked for. */
function createExpressions({ root }: Pattern): (subject: string) => RegExp {
  const expressions = new Map<boolean, RegExp>()
  let last: { readonly subject: string; readonly expression: RegExp } | undefined
  return (subject) => {
    if (last?.subject === subject) return last.expression
    const ascii = isAscii(subject)
    const expression = expressions.get(ascii) ?? toRegExp(root, { ascii })
    expressions.set(ascii, expression)
    last = { subject, expression }
    return expression
  }
}

function findNatively(expression: RegExp, subject: string, from: number): Match | undefined {
  expression.lastIndex = from
  const found = expression.exec(subject)
  return found === null ? undefined : { start: found.index, end: found.index + found[0].length, groups: found }
}

function matchOf(subject: string, slots: readonly number[], groupCount: number): Match {
  const groups = Array.from({ length: groupCount }, (_, index) => {
    const [start = -1, end = -1] = [slots[index * 2], slots[index * 2 + 1]]
    return start < 0 || end < 0 ? undefined : subject.slice(start, end)
  })
  return { start: slots[0] ?? 0, end: slots[1] ?? 0, groups }
}

/** All matches that do not overlap. An empty one right behind the match before it does not count. */
export function* findAll(pattern: CompiledPattern, subject: string, options: { readonly captures: boolean }): Generator<Match> {
  let lastEnd = -1
  for (let from = 0; from <= subject.length; ) {
    const match = pattern.find(subject, from, options)
    if (match === undefined) return
    from = match.end > match.start ? match.end : match.end + ((subject.codePointAt(match.end) ?? 0) > 0xffff ? 2 : 1)
    if (match.start === match.end && match.end === lastEnd) continue
    lastEnd = match.end
    yield match
  }
}
