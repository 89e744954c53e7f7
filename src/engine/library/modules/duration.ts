/** `duration`: lengths of time as texts like `1d2h3m4.5s`, computed in floats (`spec/kcl-0.13-changes.md` A.2). */
import { EvaluationFault } from '../../faults/evaluation.ts'
import { FloatValue, type Value } from '../../model/value.ts'
import { formatRustFloat } from '../../text/number-format.ts'
import { declare, type Arguments, type Builtin } from '../declare.ts'
import { convertToFloat, requireText, textOf } from './arguments.ts'
import { dateOf, MAX_YEAR, MIN_YEAR } from './datetime/calendar.ts'
import { parseRfc3339 } from './datetime/rfc3339.ts'
import { formatRfc3339, type ZonedMoment } from './datetime/strftime.ts'
import { debugText } from './rust-text.ts'
import { defineModule, missingArguments, type SystemModule } from './system-module.ts'

const DAY = 86400
const HOUR = 3600
const MINUTE = 60

export function durationModule(): SystemModule {
  return defineModule('duration', [
    declare('parse(d: str) -> str', (_, args) => formatDuration(durationArgument(args, 'parse'))),
    declare('to_seconds(d: str) -> float', (_, args) => new FloatValue(durationArgument(args, 'to_seconds'))),
    fromNumber('from_seconds', 1),
    declare('is_valid(d: str) -> bool', (_, args) => parseDuration(requireText(args, 'is_valid', 'd')) !== undefined),
    declare('add(a: str, b: str) -> str', (_, args) => {
      const { a, b } = pair(args, 'add')
      return formatDuration(a.seconds + b.seconds)
    }),
    declare('sub(a: str, b: str) -> str', (_, args) => {
      const { a, b } = pair(args, 'sub')
      if (a.seconds < b.seconds) throw new EvaluationFault(`duration.sub() result would be negative: ${a.text} - ${b.text}`)
      return formatDuration(a.seconds - b.seconds)
    }),
    fromNumber('second', 1),
    fromNumber('minute', MINUTE),
    fromNumber('hour', HOUR),
    fromNumber('day', DAY),
    shiftDatetime('add_to_datetime', 1),
    shiftDatetime('sub_from_datetime', -1),
  ])
}

/** Seconds; undefined when the text is no duration. Units come in the order d h m s, each as often as wanted. */
function parseDuration(text: string): number | undefined {
  const trimmed = text.trim()
  if (!/^(?=.)(?:(?:\d+\.?\d*|\.\d+)d)*(?:(?:\d+\.?\d*|\.\d+)h)*(?:(?:\d+\.?\d*|\.\d+)m)*(?:(?:\d+\.?\d*|\.\d+)s)*$/.test(trimmed))
    return undefined
  let total = 0
  for (const [, number, unit] of trimmed.matchAll(/([\d.]+)([dhms])/g)) {
    total += Number(number) * (unit === 'd' ? DAY : unit === 'h' ? HOUR : unit === 'm' ? MINUTE : 1)
  }
  return total
}

/** Whole parts are unsigned 64-bit numbers in the real engine: enormous durations saturate and wrap around in the same way here. Seconds that are
 *  next to none are left out. */
function formatDuration(total: number): string {
  let rest = total
  let text = ''
  for (const [unit, factor] of [
    ['d', DAY],
    ['h', HOUR],
    ['m', MINUTE],
  ] as const) {
    const count = unsigned(rest / factor)
    if (count > 0n) text += `${count}${unit}`
    rest -= Number(BigInt.asUintN(64, count * BigInt(factor)))
  }
  if (rest > Number.EPSILON || text === '') text += `${secondsText(rest)}s`
  return text
}

function secondsText(seconds: number): string {
  if (Number.isInteger(seconds) || seconds <= Number.EPSILON) return String(unsigned(seconds))
  return formatRustFloat(seconds)
}

function unsigned(value: number): bigint {
  if (value >= 2 ** 64) return 2n ** 64n - 1n
  return value > 0 ? BigInt(Math.floor(value)) : 0n
}

function durationArgument(args: Arguments, name: string): number {
  const text = requireText(args, name, 'd')
  return parseDuration(text) ?? invalidDuration(name, text)
}

function invalidDuration(name: string, text: string): never {
  throw new EvaluationFault(`${name}() invalid duration: ${debugText(text)}`)
}

function fromNumber(name: string, factor: number): Builtin {
  return declare(`${name}(n: float) -> str`, (context, args) => {
    if (!args.has(0, 'n')) throw missingArguments(name, ['n'])
    const number = convertToFloat(context, args.at(0, 'n'))
    if (number >= 0 && number < Infinity) return formatDuration(number * factor)
    throw new EvaluationFault(`${name}() requires a non-negative finite number, got ${formatRustFloat(number)}`)
  })
}

interface Duration {
  readonly text: string
  readonly seconds: number
}

function pair(args: Arguments, name: string): { readonly a: Duration; readonly b: Duration } {
  const [a, b] = [requiredText(args, name, 0, 'a'), requiredText(args, name, 1, 'b')]
  const [left, right] = [parseDuration(a), parseDuration(b)]
  if (left === undefined || right === undefined)
    throw new EvaluationFault(`${name}() invalid duration(s): a=${debugText(a)}, b=${debugText(b)}`)
  return { a: { text: a, seconds: left }, b: { text: b, seconds: right } }
}

/** Unlike elsewhere, only the first absent parameter is named. */
function requiredText(args: Arguments, name: string, index: number, parameter: string): string {
  if (!args.has(index, parameter)) throw missingArguments(name, [parameter])
  return textOf(args.at(index, parameter))
}

function shiftDatetime(name: string, direction: 1 | -1): Builtin {
  return declare(`${name}(dt: str, d: str) -> str`, (_, args) => shifted(args, name, direction))
}

/** Durations count in milliseconds here. Faults speak of `add_to_datetime` in both directions. */
function shifted(args: Arguments, name: string, direction: 1 | -1): Value {
  const text = requiredText(args, name, 0, 'dt')
  const durationText = requiredText(args, name, 1, 'd')
  const moment = parseRfc3339(text)
  if (typeof moment === 'string') throw new EvaluationFault(`add_to_datetime() expected RFC 3339 input, got ${debugText(text)}: ${moment}`)
  const seconds = parseDuration(durationText) ?? invalidDuration('add_to_datetime', durationText)
  const whole = Math.floor(seconds)
  if (whole >= 9223372036854776) throw new EvaluationFault('TimeDelta::seconds out of bounds')
  const nanoseconds = Math.round((seconds - whole) * 1000) * 1e6
  const result = moved(moment, direction * whole, direction * nanoseconds)
  const { year } = dateOf(Math.floor(result.seconds / 86400))
  if (year < MIN_YEAR || year > MAX_YEAR) throw new EvaluationFault('`DateTime + TimeDelta` overflowed')
  return formatRfc3339(result)
}

/** Leaving a leap second forwards takes a second, backwards none, as in the Rust crate chrono. */
function moved(moment: ZonedMoment, seconds: number, nanoseconds: number): ZonedMoment {
  let base = moment.seconds
  let nanosecond = moment.nanosecond
  const distance = seconds * 1e9 + nanoseconds
  if (nanosecond >= 1e9) {
    if (distance > 0 ? distance < 2e9 - nanosecond : distance >= 1e9 - nanosecond) return { ...moment, nanosecond: nanosecond + distance }
    if (distance < 0) base++
    nanosecond -= 1e9
  }
  const sum = nanosecond + nanoseconds
  const carry = Math.floor(sum / 1e9)
  return { seconds: base + seconds + carry, nanosecond: sum - carry * 1e9, offset: moment.offset }
}
