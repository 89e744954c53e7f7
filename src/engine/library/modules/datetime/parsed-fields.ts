/** The fields that reading a text by a format has found, and the date and time they make together. Follows the Rust crate chrono: fields may be
 *  more than needed when they agree, and combinations that leave a gap are refused. */
import {
  dateOf,
  dayNumber,
  firstDayOf,
  isLeapYear,
  isoWeekOf,
  MAX_YEAR,
  MIN_YEAR,
  modulo,
  ordinalOf,
  weekdayOf,
  weekOf,
} from './calendar.ts'
import type { NumericField } from './format-items.ts'

export type FieldName =
  | Exclude<NumericField, 'hour' | 'hour12' | 'daysFromSunday' | 'weekdayFromMonday'>
  | 'weekday'
  | 'halfDay'
  | 'hourOfHalf'
  | 'offset'

/** Weekdays from Monday = 0, months from 1; `halfDay` 0 is the morning; `offset` in seconds. */
export type ParsedFields = Map<FieldName, number>

/** What went wrong, in the order of gravity chrono gives it. */
export type FieldFault = 'out of range' | 'impossible' | 'not enough'

const RANGES: Readonly<Partial<Record<NumericField, readonly [number, number]>>> = {
  century: [0, 2 ** 31 - 1],
  yearOfCentury: [0, 99],
  isoYearOfCentury: [0, 99],
  quarter: [1, 4],
  month: [1, 12],
  day: [1, 31],
  weekFromSunday: [0, 53],
  weekFromMonday: [0, 53],
  daysFromSunday: [0, 6],
  weekdayFromMonday: [1, 7],
  isoWeek: [1, 53],
  ordinal: [1, 366],
  hour: [0, 23],
  hour12: [1, 12],
  minute: [0, 59],
  second: [0, 60],
  nanosecond: [0, 999_999_999],
}

/** False when the value is out of range or contradicts an earlier one. */
export function setNumber(fields: ParsedFields, field: NumericField, value: number): boolean {
  const [low, high] = RANGES[field] ?? [-(2 ** 63), 2 ** 63]
  if (value < low || value > high) return false
  switch (field) {
    case 'hour':
      return setField(fields, 'halfDay', Math.floor(value / 12)) && setField(fields, 'hourOfHalf', value % 12)
    case 'hour12':
      return setField(fields, 'hourOfHalf', value % 12)
    case 'daysFromSunday':
      return setField(fields, 'weekday', modulo(value - 1, 7))
    case 'weekdayFromMonday':
      return setField(fields, 'weekday', value - 1)
    default:
      return setField(fields, field, value)
  }
}

/** False when it contradicts an earlier value. */
export function setField(fields: ParsedFields, name: FieldName, value: number): boolean {
  const earlier = fields.get(name)
  fields.set(name, value)
  return earlier === undefined || earlier === value
}

/** The day, or why there is none. */
export function resolveDay(fields: ParsedFields): number | FieldFault {
  const year = resolveYear(fields.get('year'), fields.get('century'), fields.get('yearOfCentury'))
  const isoYear = resolveYear(fields.get('isoYear'), undefined, fields.get('isoYearOfCentury'))
  if (typeof year === 'string') return year
  if (typeof isoYear === 'string') return isoYear
  const day = findDay(fields, year, isoYear)
  return typeof day === 'string' || agrees(fields, day) ? day : 'impossible'
}

/** Two digits alone mean 1970 to 2069. */
function resolveYear(year: number | undefined, century: number | undefined, rest: number | undefined): number | undefined | FieldFault {
  if (century === undefined && rest === undefined) return year
  if (year !== undefined) {
    const fits = year >= 0 && (century ?? Math.floor(year / 100)) === Math.floor(year / 100) && (rest ?? year % 100) === year % 100
    return fits ? year : 'impossible'
  }
  if (rest === undefined) return 'not enough'
  if (century === undefined) return rest + (rest < 70 ? 2000 : 1900)
  return century * 100 + rest
}

function findDay(fields: ParsedFields, year: number | undefined, isoYear: number | undefined): number | FieldFault {
  const month = fields.get('month')
  const dayOfMonth = fields.get('day')
  const ordinal = fields.get('ordinal')
  const weekday = fields.get('weekday')
  const sundays = fields.get('weekFromSunday')
  const mondays = fields.get('weekFromMonday')
  const isoWeek = fields.get('isoWeek')
  if (year !== undefined) {
    if (year < MIN_YEAR || year > MAX_YEAR) return 'out of range'
    if (month !== undefined && dayOfMonth !== undefined) return dayNumber(year, month, dayOfMonth) ?? 'out of range'
    if (ordinal !== undefined) return ordinal > (isLeapYear(year) ? 366 : 365) ? 'out of range' : firstDayOf(year) + ordinal - 1
    if (sundays !== undefined && weekday !== undefined) return dayOfWeek(year, sundays, weekday, 6)
    if (mondays !== undefined && weekday !== undefined) return dayOfWeek(year, mondays, weekday, 0)
  }
  if (isoYear === undefined || isoWeek === undefined || weekday === undefined) return 'not enough'
  if (isoYear < MIN_YEAR || isoYear > MAX_YEAR) return 'out of range'
  const fourth = firstDayOf(isoYear) + 3
  const day = fourth - weekdayOf(fourth) + (isoWeek - 1) * 7 + weekday
  return isoWeekOf(day).year === isoYear ? day : 'out of range'
}

function dayOfWeek(year: number, week: number, weekday: number, firstWeekday: number): number | FieldFault {
  const first = firstDayOf(year)
  const beginning = first + modulo(firstWeekday - weekdayOf(first), 7)
  const day = beginning + (week - 1) * 7 + modulo(weekday - firstWeekday, 7)
  return dateOf(day).year === year ? day : 'out of range'
}

function agrees(fields: ParsedFields, day: number): boolean {
  const date = dateOf(day)
  const iso = isoWeekOf(day)
  const actual: readonly (readonly [FieldName, number])[] = [
    ['year', date.year],
    ['century', Math.floor(date.year / 100)],
    ['yearOfCentury', modulo(date.year, 100)],
    ['quarter', Math.ceil(date.month / 3)],
    ['month', date.month],
    ['day', date.day],
    ['ordinal', ordinalOf(day)],
    ['weekday', weekdayOf(day)],
    ['weekFromSunday', weekOf(day, 6)],
    ['weekFromMonday', weekOf(day, 0)],
    ['isoYear', iso.year],
    ['isoYearOfCentury', modulo(iso.year, 100)],
    ['isoWeek', iso.week],
  ]
  return actual.every(([name, value]) => !fields.has(name) || fields.get(name) === value)
}

export interface ResolvedTime {
  readonly secondOfDay: number
  readonly nanosecond: number
}

/** Seconds may be missing, but not below a fraction of them. A 60th second is the 59th with more than 10^9 nanoseconds. */
export function resolveTime(fields: ParsedFields): ResolvedTime | FieldFault {
  const half = fields.get('halfDay')
  const hour = fields.get('hourOfHalf')
  const minute = fields.get('minute')
  if (half === undefined || hour === undefined || minute === undefined) return 'not enough'
  const second = fields.get('second')
  if (second === undefined && fields.has('nanosecond')) return 'not enough'
  return {
    secondOfDay: (half * 12 + hour) * 3600 + minute * 60 + Math.min(second ?? 0, 59),
    nanosecond: (second === 60 ? 1e9 : 0) + (fields.get('nanosecond') ?? 0),
  }
}

/** True when the fields make a date with a time; a timestamp can stand for both. */
export function makesDateTime(fields: ParsedFields): boolean {
  const day = resolveDay(fields)
  const time = resolveTime(fields)
  const timestamp = fields.get('timestamp')
  if (typeof day === 'number' && typeof time === 'object') {
    const seconds = day * 86400 + time.secondOfDay
    return timestamp === undefined || timestamp === seconds || (time.nanosecond >= 1e9 && timestamp === seconds + 1)
  }
  if (timestamp === undefined || [day, time].some((part) => part === 'out of range' || part === 'impossible')) return false
  const whole = Math.floor(timestamp / 86400)
  const { year } = dateOf(whole)
  if (year < MIN_YEAR || year > MAX_YEAR) return false
  const secondOfDay = timestamp - whole * 86400
  const filled: ParsedFields = new Map(fields)
  filled.delete('timestamp')
  return (
    setField(filled, 'year', year) &&
    setField(filled, 'ordinal', ordinalOf(whole)) &&
    setNumber(filled, 'hour', Math.floor(secondOfDay / 3600)) &&
    setField(filled, 'minute', Math.floor(secondOfDay / 60) % 60) &&
    (filled.get('second') === 60 ? secondOfDay % 60 === 59 : setField(filled, 'second', secondOfDay % 60)) &&
    typeof resolveDay(filled) === 'number' &&
    typeof resolveTime(filled) === 'object'
  )
}
