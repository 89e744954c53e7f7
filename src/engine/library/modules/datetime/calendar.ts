/** The proleptic Gregorian calendar: days, weeks and years as numbers. Days count from 1970-01-01; weekdays from Monday = 0. */

export interface CalendarDate {
  readonly year: number
  /** 1 to 12 */
  readonly month: number
  /** 1 to 31 */
  readonly day: number
}

export interface ClockTime {
  readonly hour: number
  readonly minute: number
  readonly second: number
  /** From 10^9 on within a leap second. */
  readonly nanosecond: number
}

/** The years the Rust crate chrono can hold. */
export const MIN_YEAR = -262143
export const MAX_YEAR = 262142

/** Undefined when there is no such day. */
export function dayNumber(year: number, month: number, day: number): number | undefined {
  if (year < MIN_YEAR || year > MAX_YEAR || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined
  const shifted = month <= 2 ? year - 1 : year
  const era = Math.floor(shifted / 400)
  const yearOfEra = shifted - era * 400
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1
  return era * 146097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719468
}

export function dateOf(day: number): CalendarDate {
  const shifted = day + 719468
  const era = Math.floor(shifted / 146097)
  const dayOfEra = shifted - era * 146097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
  }
}

export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
}

function daysInMonth(year: number, month: number): number {
  return month === 2 ? (isLeapYear(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31
}

export function weekdayOf(day: number): number {
  return modulo(day + 3, 7)
}

/** 1 to 366 */
export function ordinalOf(day: number): number {
  return day - firstDayOf(dateOf(day).year) + 1
}

export function firstDayOf(year: number): number {
  return dayNumber(year, 1, 1) ?? Number.NaN
}

/** Weeks of a year that begin with the first day of kind `firstWeekday`; the days before it are week 0. */
export function weekOf(day: number, firstWeekday: number): number {
  return Math.floor((ordinalOf(day) - 1 + 7 - modulo(weekdayOf(day) - firstWeekday, 7)) / 7)
}

/** ISO 8601: the week that holds the year's first Thursday is week 1. */
export function isoWeekOf(day: number): { readonly year: number; readonly week: number } {
  const thursday = day - weekdayOf(day) + 3
  const year = dateOf(thursday).year
  return { year, week: Math.floor((thursday - firstDayOf(year)) / 7) + 1 }
}

export function modulo(value: number, divisor: number): number {
  return value - Math.floor(value / divisor) * divisor
}
