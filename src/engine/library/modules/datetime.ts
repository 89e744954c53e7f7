/** `datetime`: the present, formats in the dialect of the Rust crate chrono, and checks of texts. Times are local times of the host. */
import { EvaluationFault } from '../../faults/evaluation.ts'
import { FloatValue, type Value } from '../../model/value.ts'
import { formatRustFloat } from '../../text/number-format.ts'
import { isInteger } from '../../values/arithmetic.ts'
import { declare, type Arguments, type LibraryContext } from '../declare.ts'
import { requireText, textOf } from './arguments.ts'
import { dateOf, MAX_YEAR, MIN_YEAR } from './datetime/calendar.ts'
import { parseRfc3339 } from './datetime/rfc3339.ts'
import { formatMoment, type ZonedMoment } from './datetime/strftime.ts'
import { matchesFormat } from './datetime/strptime.ts'
import { defineModule, type SystemModule } from './system-module.ts'

export function datetimeModule(): SystemModule {
  return defineModule('datetime', [
    declare('ticks() -> float', (context) => new FloatValue(present(context).seconds)),
    declare('date() -> str', (context) => format('%Y-%m-%d %H:%M:%S', present(context))),
    declare('now(format?: str, ticks?: float) -> str', (context, args) => {
      const pattern = args.has(0, 'format') ? textOf(args.at(0, 'format')) : '%a %b %d %H:%M:%S %Y'
      return format(pattern, args.has(1, 'ticks') ? momentOf(context, args.at(1, 'ticks')) : present(context))
    }),
    declare('today() -> str', (context) => format('%Y-%m-%d %H:%M:%S.%s', present(context))),
    declare('validate(date: str, format: str) -> bool', (_, args) => validate(args)),
    declare('is_rfc3339(date: str) -> bool', (_, args) => typeof parseRfc3339(requireText(args, 'is_rfc3339', 'date')) === 'object'),
    declare('is_iso8601(date: str) -> bool', (_, args) => {
      const text = requireText(args, 'is_iso8601', 'date')
      return typeof parseRfc3339(text) === 'object' || isIsoDuration(text)
    }),
  ])
}

/** `P1Y2M3W4DT5H6M7S`: at least one part, and at least one behind a `T`; digits of any script. */
function isIsoDuration(text: string): boolean {
  const shape = '^P(?=0|T0)(?:NY)?(?:NM)?(?:NW)?(?:ND)?(?:T(?=0)(?:NH)?(?:NM)?(?:NS)?)?$'
  return new RegExp(shape.replaceAll('N', '0+(?:\\.0+)?').replaceAll('0', '\\p{Nd}'), 'u').test(text)
}

function format(pattern: string, moment: ZonedMoment): string {
  const text = formatMoment(pattern, moment)
  if (text === undefined) throw new EvaluationFault('a Display implementation returned an error unexpectedly: Error')
  return text
}

function present(context: LibraryContext): ZonedMoment {
  const now = context.host.now()
  const milliseconds = now.getTime()
  const seconds = Math.floor(milliseconds / 1000)
  return { seconds, nanosecond: (milliseconds - seconds * 1000) * 1e6, offset: context.host.timeZoneOffset(now) * 60 }
}

/** `ticks` are seconds since the epoch; what is not a number counts as 0. The fraction of a negative one points forward all the same. */
function momentOf(context: LibraryContext, ticks: Value): ZonedMoment {
  const value = isInteger(ticks) ? Number(ticks) : ticks instanceof FloatValue ? ticks.value : 0
  const seconds = Math.trunc(value)
  const nanosecond = Math.round(Math.abs(value - seconds) * 1e9)
  const { year } = dateOf(Math.floor(seconds / 86400))
  if (!(year >= MIN_YEAR && year <= MAX_YEAR) || nanosecond >= 1e9) {
    throw new EvaluationFault(`now() got an out-of-range 'ticks' value: ${formatRustFloat(value)}`)
  }
  return { seconds, nanosecond, offset: context.host.timeZoneOffset(new Date(seconds * 1000)) * 60 }
}

function validate(args: Arguments): boolean {
  if (!args.has(0, 'date') || !args.has(1, 'format')) {
    throw new EvaluationFault(`validate() takes 2 positional arguments (${args.positional.length} given)`)
  }
  return matchesFormat(textOf(args.at(0, 'date')), textOf(args.at(1, 'format')))
}
