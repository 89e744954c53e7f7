/** `regex`: searching with the patterns of the Rust crate fancy_regex (`regex/parse.ts`). Patterns are compiled once per table of members, that is
 *  once per run. */
import { EvaluationFault } from '../../faults/evaluation.ts'
import type { Value } from '../../model/value.ts'
import { declare, type Arguments, type Builtin } from '../declare.ts'
import { integerOf, textOf } from './arguments.ts'
import { compilePattern, findAll, type CompiledPattern, type Match } from './regex/pattern.ts'
import { PatternFault } from './regex/tree.ts'
import { unwrapFault } from './rust-text.ts'
import { defineModule, missingArguments, type SystemModule } from './system-module.ts'

export function regexModule(): SystemModule {
  const compiled = new Map<string, CompiledPattern | PatternFault>()
  const attempt = (pattern: string): CompiledPattern | PatternFault => {
    const known = compiled.get(pattern) ?? tryCompile(pattern)
    compiled.set(pattern, known)
    return known
  }
  const compile = (pattern: string): CompiledPattern => {
    const result = attempt(pattern)
    if (result instanceof PatternFault) throw unwrapFault(result.message)
    return result
  }
  return defineModule('regex', [
    declare('replace(string: str, pattern: str, replace: str, count?: int) -> str', (_, args) => {
      const [text = '', pattern = '', replacement = ''] = texts(args, 'replace', ['string', 'pattern', 'replace'])
      const count = args.has(3, 'count') ? integerOf(args.at(3, 'count')) : 0
      return replaceMatches(compile(pattern), text, replacement, count > 0 ? Number(count) : Infinity)
    }),
    tester('match', compile),
    declare('compile(pattern: str) -> bool', (_, args) => {
      if (!args.has(0, 'pattern')) throw new EvaluationFault("compile() missing the required positional argument: 'pattern'")
      return !(attempt(textOf(args.at(0, 'pattern'))) instanceof PatternFault)
    }),
    declare('findall(string: str, pattern: str) -> [str]', (_, args) => {
      const [text = '', pattern = ''] = texts(args, 'findall', ['string', 'pattern'])
      return findTexts(compile(pattern), text)
    }),
    tester('search', compile),
    declare('split(string: str, pattern: str, maxsplit?: int) -> [str]', (_, args) => {
      const [text = '', pattern = ''] = texts(args, 'split', ['string', 'pattern'])
      const limit = args.has(2, 'maxsplit') ? integerOf(args.at(2, 'maxsplit')) : 0
      return splitText(compile(pattern), text, limit > 0 ? Number(limit) : Infinity)
    }),
  ])
}

function tryCompile(pattern: string): CompiledPattern | PatternFault {
  try {
    return compilePattern(pattern)
  } catch (error) {
    if (error instanceof PatternFault) return error
    throw error
  }
}

/** The texts of the required parameters. When some are there, only the first that is not is named; `match` always names both. */
function texts(args: Arguments, name: string, parameters: readonly string[]): readonly string[] {
  const missing = parameters.filter((parameter, index) => !args.has(index, parameter))
  if (missing.length === parameters.length || (missing.length > 0 && name === 'match')) throw namingAll(name, parameters)
  if (missing.length > 0) throw new EvaluationFault(`${name}() missing the required positional argument: '${missing[0]}'`)
  return parameters.map((parameter, index) => textOf(args.at(index, parameter)))
}

/** The list of `replace` lacks its last quote in the real engine, too. */
function namingAll(name: string, parameters: readonly string[]): EvaluationFault {
  const fault = missingArguments(name, parameters)
  return name === 'replace' ? new EvaluationFault(fault.message.slice(0, -1)) : fault
}

/** A search that takes too long has found nothing. */
function tester(name: string, compile: (pattern: string) => CompiledPattern): Builtin {
  return declare(`${name}(string: str, pattern: str) -> bool`, (_, args) => {
    const [text = '', pattern = ''] = texts(args, name, ['string', 'pattern'])
    return findOrNothing(compile(pattern), text, 0) !== undefined
  })
}

function findOrNothing(pattern: CompiledPattern, text: string, from: number): Match | undefined {
  try {
    return pattern.find(text, from, { captures: false })
  } catch (error) {
    if (error instanceof PatternFault) return undefined
    throw error
  }
}

function replaceMatches(pattern: CompiledPattern, text: string, replacement: string, limit: number): string {
  const captures = replacement.includes('$')
  let result = ''
  let end = 0
  let count = 0
  for (const match of all(pattern, text, captures)) {
    if (count++ >= limit) break
    result += text.slice(end, match.start) + (captures ? expand(replacement, match, pattern.groupNames) : replacement)
    end = match.end
  }
  return result + text.slice(end)
}

function* all(pattern: CompiledPattern, text: string, captures: boolean): Generator<Match> {
  try {
    yield* findAll(pattern, text, { captures })
  } catch (error) {
    if (error instanceof PatternFault) throw unwrapFault(error.message)
    throw error
  }
}

/** `$1`, `$name` as long as it goes, `${name}`, `$$`; groups that do not exist or did not match are empty. */
function expand(replacement: string, match: Match, names: ReadonlyMap<string, number>): string {
  return replacement.replace(
    /\$(?:\$|([\p{Alphabetic}\p{N}_]+)|\{([\p{Alphabetic}\p{N}_]+)\})/gu,
    (written, bare?: string, braced?: string) => {
      const name = bare ?? braced
      if (name === undefined) return written.slice(1)
      const index = names.get(name) ?? (/^\d+$/.test(name) ? Number(name) : undefined)
      return index === undefined ? '' : (match.groups[index] ?? '')
    },
  )
}

/** Whole matches; with two groups or more the groups of each, none of which may be unset. */
function findTexts(pattern: CompiledPattern, text: string): Value {
  const captures = pattern.groupCount > 2
  const found: Value[] = []
  for (const match of all(pattern, text, captures))
    found.push(captures ? match.groups.slice(1).map(groupText) : text.slice(match.start, match.end))
  return found
}

function groupText(group: string | undefined): string {
  if (group === undefined) throw new EvaluationFault('called `Option::unwrap()` on a `None` value')
  return group
}

/** More empty fields than this are not made of one and the same empty match. */
const MAX_EMPTY_FIELDS = 10_000

/** After `limit` fields the rest is dropped. The real engine does not get past an empty match: it makes empty fields up to the limit and without
 *  one never ends; here the match is then passed over. */
function splitText(pattern: CompiledPattern, text: string, limit: number): Value {
  const fields: string[] = []
  let start = 0
  let from = 0
  while (fields.length < limit) {
    const match = findOrNothing(pattern, text, from)
    if (match === undefined) return [...fields, text.slice(start)]
    if (match.start === match.end && limit > MAX_EMPTY_FIELDS) {
      if (match.end === text.length) return [...fields, text.slice(start)]
      if (match.end === start) {
        from = match.end + ((text.codePointAt(match.end) ?? 0) > 0xffff ? 2 : 1)
        continue
      }
    }
    fields.push(text.slice(start, match.start))
    start = match.end
    from = start
  }
  return fields
}
