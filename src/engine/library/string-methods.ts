/** The methods of str (`spec/kcl-runtime.md` E2). The receiver is the first positional argument of `call`; `parameters` does not list it. Positions
 *  given and returned are UTF-8 byte offsets. */
import { EvaluationFault, textTooLong } from '../faults/evaluation.ts'
import { FloatValue, isList, type Value } from '../model/value.ts'
import { byteLength, byteOffset, characterCount, characters, unitOffset } from '../text/characters.ts'
import {
  capitalize,
  isAlphabetic,
  isAlphanumeric,
  isDigits,
  isLower,
  isSpace,
  isTitle,
  isUpper,
  lower,
  titleCase,
} from '../text/letter-case.ts'
import { splitLines, splitWords, splitWordsFromEnd, splitText, splitTextFromEnd, trimEnd, trimStart } from '../text/split.ts'
import { displayValue } from '../values/format-value.ts'
import { iterate } from '../values/iterate.ts'
import { isTruthy } from '../values/truthy.ts'
import { declare, type Arguments, type Builtin } from './declare.ts'
import { formatTemplate } from './string-format-method.ts'

type Method = (receiver: string, args: Arguments) => Value

/** `args` of the behaviour count from 1, the receiver being 0. */
function method(signature: string, behaviour: Method): Builtin {
  return declare(signature, (_, args) => {
    const receiver = args.positional[0]
    return behaviour(typeof receiver === 'string' ? receiver : '', args)
  })
}

const METHODS: readonly Builtin[] = [
  method('capitalize() -> str', capitalize),
  method('chars() -> [str]', characters),
  method('count(sub: str, start?: int, end?: int) -> int', count),
  method('endswith(val: str, start?: int, end?: int) -> bool', (text, args) => {
    const part = searchedText('endswith', args)
    return searchRange(text, args)?.text.endsWith(part) === true
  }),
  method('find(sub: str, start?: int, end?: int) -> int', (text, args) => find(text, args, 'find')),
  method('format(...) -> str', formatTemplate),
  method('index(sub: str, start?: int, end?: int) -> int', (text, args) => found(find(text, args, 'index'))),
  method('isalpha() -> bool', isAlphabetic),
  method('isalnum() -> bool', isAlphanumeric),
  method('isdigit() -> bool', isDigits),
  method('islower() -> bool', isLower),
  method('isspace() -> bool', isSpace),
  method('istitle() -> bool', isTitle),
  method('isupper() -> bool', isUpper),
  method('join(iter: [any]) -> str', join),
  method('lower() -> str', lower),
  method('upper() -> str', (text) => text.toUpperCase()),
  method('lstrip(chars?: str) -> str', (text, args) => trimStart(text, optionalText(args, 1))),
  method('rstrip(chars?: str) -> str', (text, args) => trimEnd(text, optionalText(args, 1))),
  method('replace(old: str, new: str, count?: int) -> str', replace),
  method('removeprefix(prefix: str) -> str', (text, args) => {
    const prefix = firstText(args)
    return text.startsWith(prefix) ? text.slice(prefix.length) : text
  }),
  method('removesuffix(suffix: str) -> str', (text, args) => {
    const suffix = firstText(args)
    return text.endsWith(suffix) ? text.slice(0, text.length - suffix.length) : text
  }),
  method('rfind(sub: str, start?: int, end?: int) -> int', (text, args) => findLast(text, args, 'rfind')),
  method('rindex(sub: str, start?: int, end?: int) -> int', (text, args) => found(findLast(text, args, 'rindex'))),
  method('rsplit(sep?: str, maxsplit?: int) -> [str]', (text, args) => {
    const separator = splitSeparator(args)
    const limit = splitLimit(args)
    return separator === undefined ? splitWordsFromEnd(text, limit) : splitTextFromEnd(text, separator, limit)
  }),
  method('split(sep?: str, maxsplit?: int) -> [str]', (text, args) => {
    const separator = splitSeparator(args)
    const limit = splitLimit(args)
    return separator === undefined ? splitWords(text, limit) : splitText(text, separator, limit)
  }),
  method('splitlines(keepends?: bool) -> [str]', (text, args) => splitLines(text, { keepEnds: isTruthy(args.at(1, 'keepends')) })),
  method('startswith(val: str, start?: int, end?: int) -> bool', (text, args) => {
    const part = searchedText('startswith', args)
    return searchRange(text, args)?.text.startsWith(part) === true
  }),
  method('strip(chars?: str) -> str', (text, args) => trimEnd(trimStart(text, optionalText(args, 1)), optionalText(args, 1))),
  method('title() -> str', titleCase),
]

const BY_NAME: ReadonlyMap<string, Builtin> = new Map(METHODS.map((builtin) => [builtin.name, builtin]))

export const stringMethodNames: readonly string[] = METHODS.map((builtin) => builtin.name)

export function stringMethod(name: string): Builtin | undefined {
  return BY_NAME.get(name)
}

/** The text a search looks for. */
function searchedText(name: string, args: Arguments): string {
  if (args.positional.length < 2) throw new EvaluationFault(`${name}() takes at least 1 argument (0 given)`)
  const value = args.positional[1]
  if (typeof value === 'string') return value
  throw new EvaluationFault(`Invalid str object in str_${name}`)
}

/** The first argument as text; other kinds count as the empty text. */
function firstText(args: Arguments): string {
  if (args.positional.length < 2) throw new EvaluationFault('expect 1 argument, found 0')
  return textOf(args.positional[1])
}

function textOf(value: Value): string {
  return typeof value === 'string' ? value : ''
}

function optionalText(args: Arguments, index: number): string | undefined {
  const value = args.positional[index]
  return value === null || value === undefined ? undefined : textOf(value)
}

/** What lies between the arguments `start` and `end`, and its first byte offset; undefined when it ends before it starts. A character that a bound cuts in
 *  two lies outside (the real engine fails there). */
function searchRange(text: string, args: Arguments): { readonly start: number; readonly text: string } | undefined {
  const length = byteLength(text)
  let start = byteBound(args.positional[2], 0, length)
  let end = Math.min(byteBound(args.positional[3], length, length), length)
  while (start < end && unitOffset(text, start) === undefined) start += 1
  while (start < end && unitOffset(text, end) === undefined) end -= 1
  if (start > end) return undefined
  return { start, text: text.slice(unitOffset(text, start) ?? text.length, unitOffset(text, end)) }
}

/** Negative bounds count from the end, but not beyond the start. */
function byteBound(value: Value, absent: number, length: number): number {
  if (value === null || value === undefined) return absent
  const bound = wholeNumber(value)
  return bound < 0 ? Math.max(bound + length, 0) : bound
}

function count(text: string, args: Arguments): number {
  const part = searchedText('count', args)
  const range = searchRange(text, args)
  if (range === undefined) return 0
  return part === '' ? characterCount(range.text) + 1 : range.text.split(part).length - 1
}

function find(text: string, args: Arguments, name: string): number {
  const part = searchedText(name, args)
  const range = searchRange(text, args)
  const at = range?.text.indexOf(part) ?? -1
  return range === undefined || at < 0 ? -1 : range.start + byteOffset(range.text, at)
}

function findLast(text: string, args: Arguments, name: string): number {
  const part = searchedText(name, args)
  const range = searchRange(text, args)
  const at = range?.text.lastIndexOf(part) ?? -1
  return range === undefined || at < 0 ? -1 : range.start + byteOffset(range.text, at)
}

function found(offset: number): number {
  if (offset < 0) throw new EvaluationFault('substring not found')
  return offset
}

function join(separator: string, args: Arguments): Value {
  if (args.positional.length < 2) {
    // The real engine stumbles over the keyword.
    throw new EvaluationFault(
      args.has(1, 'iter') ? 'called `Option::unwrap()` on a `None` value' : 'join() takes at least 1 argument (0 given)',
    )
  }
  const iterable = args.positional[1]
  const items = isList(iterable) ? iterable : iterate(iterable)
  return items.map(displayValue).join(separator)
}

/** A negative or absent count replaces all; an empty `old` stands between all characters. */
function replace(text: string, args: Arguments): Value {
  const old = firstText(args)
  if (args.positional.length < 3) throw new EvaluationFault('expect 2 arguments, found 1')
  const replacement = textOf(args.positional[2])
  const given = args.positional[3]
  const limit = given === null || given === undefined ? -1 : wholeNumber(given)
  if (limit < 0) {
    return old === ''
      ? replacement +
          characters(text)
            .map((character) => character + replacement)
            .join('')
      : split(text, old).join(replacement)
  }
  return replaceFirst(text, old, replacement, limit)
}

/** V8 ends the process when a split gives more pieces than its longest list has room for. */
function split(text: string, separator: string): readonly string[] {
  if (text.length > MAX_PIECES) {
    let count = 0
    for (let at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, at + separator.length)) {
      if (++count > MAX_PIECES) throw textTooLong()
    }
  }
  return text.split(separator)
}

const MAX_PIECES = 30_000_000

function replaceFirst(text: string, old: string, replacement: string, limit: number): string {
  if (old === '') {
    const all = characters(text)
    let result = limit > 0 ? replacement : ''
    for (const [index, character] of all.entries()) result += index + 1 < limit ? character + replacement : character
    return result
  }
  let result = ''
  let from = 0
  for (let round = 0; round < limit; round++) {
    const at = text.indexOf(old, from)
    if (at < 0) break
    result += text.slice(from, at) + replacement
    from = at + old.length
  }
  return result + text.slice(from)
}

/** Here the position wins over the keyword. None is absence; kinds but str count as the empty text. */
function splitSeparator(args: Arguments): string | undefined {
  const value = args.positional.length > 1 ? args.positional[1] : args.keywords?.get('sep')
  return value === null || value === undefined ? undefined : textOf(value)
}

/** Negative or None: no limit. */
function splitLimit(args: Arguments): number {
  const value = args.positional.length > 2 ? args.positional[2] : args.keywords?.get('maxsplit')
  const limit = value === null || value === undefined ? -1 : wholeNumber(value)
  return limit < 0 ? Infinity : limit
}

/** Floats are cut, kinds that are no numbers count as 0. */
function wholeNumber(value: Value): number {
  if (typeof value === 'number' || typeof value === 'bigint') return Number(value)
  return value instanceof FloatValue ? Math.trunc(value.value) : 0
}
