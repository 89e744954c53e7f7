/** Writing a moment by a format. */
import { assertNever } from '../../../../base/assert-never.ts'
import { dateOf, isoWeekOf, modulo, ordinalOf, weekdayOf, weekOf } from './calendar.ts'
import { FIELD_WIDTH, parseFormat, type FormatItem, type NumericField, type Padding } from './format-items.ts'

/** A moment as seen in a place. */
export interface ZonedMoment {
  /** Seconds since the epoch, whole. */
  readonly seconds: number
  readonly nanosecond: number
  /** Seconds east of UTC. */
  readonly offset: number
}

export const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]
export const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

/** Undefined when the format has a specifier that does not exist. */
export function formatMoment(format: string, moment: ZonedMoment): string | undefined {
  let text = ''
  for (const item of parseFormat(format)) {
    if (item.kind === 'error' || (item.kind === 'offset' && item.style === 'permissive')) return undefined
    text += formatItem(item, moment)
  }
  return text
}

function formatItem(item: Exclude<FormatItem, { kind: 'error' }>, moment: ZonedMoment): string {
  const day = Math.floor((moment.seconds + moment.offset) / 86400)
  switch (item.kind) {
    case 'literal':
    case 'space':
      return item.text
    case 'number':
      return formatNumber(item.field, item.padding, moment)
    case 'month': {
      const name = MONTHS[dateOf(day).month - 1] ?? ''
      return item.long ? name : name.slice(0, 3)
    }
    case 'weekday': {
      const name = WEEKDAYS[weekdayOf(day)] ?? ''
      return item.long ? name : name.slice(0, 3)
    }
    case 'halfDay': {
      const half = fieldOf('hour', moment) < 12 ? 'AM' : 'PM'
      return item.upper ? half : half.toLowerCase()
    }
    case 'fraction':
      return formatFraction(item.digits, item.point, moment.nanosecond)
    case 'zoneName':
      return formatOffset(moment.offset, 'colon')
    case 'offset':
      return formatOffset(moment.offset, item.style)
    case 'rfc3339':
      return formatRfc3339(moment)
    default:
      return assertNever(item)
  }
}

/** `2024-02-29T13:05:09.500+00:00`, years outside four digits with a sign. */
export function formatRfc3339(moment: ZonedMoment): string {
  return `${formatMoment('%Y-%m-%dT%H:%M:%S%.f%:z', moment)}`
}

function formatNumber(field: NumericField, padding: Padding, moment: ZonedMoment): string {
  const value = fieldOf(field, moment)
  const width = FIELD_WIDTH[field]
  const digits = String(Math.abs(value))
  const signed = (field === 'year' || field === 'isoYear') && (value < 0 || value > 9999)
  const sign = value < 0 ? '-' : signed ? '+' : ''
  if (padding === 'none') return sign + digits
  if (padding === 'space') return (sign + digits).padStart(width + (signed ? 1 : 0))
  return sign + digits.padStart(width, '0')
}

function fieldOf(field: NumericField, moment: ZonedMoment): number {
  const local = moment.seconds + moment.offset
  const day = Math.floor(local / 86400)
  const secondOfDay = local - day * 86400
  switch (field) {
    case 'year':
      return dateOf(day).year
    case 'century':
      return Math.floor(dateOf(day).year / 100)
    case 'yearOfCentury':
      return modulo(dateOf(day).year, 100)
    case 'isoYear':
      return isoWeekOf(day).year
    case 'isoYearOfCentury':
      return modulo(isoWeekOf(day).year, 100)
    case 'quarter':
      return Math.ceil(dateOf(day).month / 3)
    case 'month':
      return dateOf(day).month
    case 'day':
      return dateOf(day).day
    case 'weekFromSunday':
      return weekOf(day, 6)
    case 'weekFromMonday':
      return weekOf(day, 0)
    case 'daysFromSunday':
      return (weekdayOf(day) + 1) % 7
    case 'weekdayFromMonday':
      return weekdayOf(day) + 1
    case 'isoWeek':
      return isoWeekOf(day).week
    case 'ordinal':
      return ordinalOf(day)
    case 'hour':
      return Math.floor(secondOfDay / 3600)
    case 'hour12':
      return ((Math.floor(secondOfDay / 3600) + 11) % 12) + 1
    case 'minute':
      return Math.floor(secondOfDay / 60) % 60
    case 'second':
      return (secondOfDay % 60) + (moment.nanosecond >= 1e9 ? 1 : 0)
    case 'nanosecond':
      return moment.nanosecond % 1e9
    case 'timestamp':
      return moment.seconds
    default:
      return assertNever(field)
  }
}

function formatFraction(digits: 0 | 3 | 6 | 9, point: boolean, nanosecond: number): string {
  const all = String(nanosecond % 1e9).padStart(9, '0')
  if (digits > 0) return (point ? '.' : '') + all.slice(0, digits)
  if (Number(all) === 0) return ''
  return `.${all.endsWith('000000') ? all.slice(0, 3) : all.endsWith('000') ? all.slice(0, 6) : all}`
}

function formatOffset(offset: number, style: 'plain' | 'colon' | 'seconds' | 'hours' | 'permissive'): string {
  const total = Math.abs(offset)
  const two = (value: number) => String(value).padStart(2, '0')
  const sign = offset < 0 ? '-' : '+'
  const minutes = style === 'seconds' ? Math.floor(total / 60) : Math.round(total / 60)
  const [hour, minute] = [two(Math.floor(minutes / 60)), two(minutes % 60)]
  if (style === 'hours') return `${sign}${two(Math.floor(total / 3600))}`
  if (style === 'seconds') return `${sign}${hour}:${minute}:${two(total % 60)}`
  return style === 'colon' ? `${sign}${hour}:${minute}` : `${sign}${hour}${minute}`
}
