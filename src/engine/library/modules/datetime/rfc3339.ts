/** RFC 3339 date-times, read as strictly as the Rust crate chrono reads them. */
import { dayNumber } from './calendar.ts'
import type { ZonedMoment } from './strftime.ts'

const MAX_OFFSET = (23 * 60 + 59) * 60

/** The moment, or chrono's words for what is wrong. */
export function parseRfc3339(text: string): ZonedMoment | string {
  const bytes = new TextEncoder().encode(text).length
  if (bytes < 19) return 'premature end of input'
  const match = /^(\d{4})-(\d\d)-(\d\d)[tT ](\d\d):(\d\d):(\d\d)(?:\.(\d+))?/.exec(text)
  if (match === null) return 'input contains invalid characters'
  const [head, year, month, dayOfMonth, hour, minute, second, fraction] = match
  const tail = text.slice(head.length)
  const offset = parseOffset(tail)
  if (typeof offset === 'string') return offset
  const day = dayNumber(Number(year), Number(month), Number(dayOfMonth))
  if (day === undefined || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60 || Math.abs(offset.seconds) > MAX_OFFSET) {
    return 'input is out of range'
  }
  if (offset.length < tail.length) return 'trailing input'
  const secondOfDay = Number(hour) * 3600 + Number(minute) * 60 + Math.min(Number(second), 59)
  return {
    seconds: day * 86400 + secondOfDay - offset.seconds,
    nanosecond: (Number(second) === 60 ? 1e9 : 0) + Number((fraction ?? '').slice(0, 9).padEnd(9, '0')),
    offset: offset.seconds,
  }
}

function parseOffset(text: string): { readonly seconds: number; readonly length: number } | string {
  if (text === '') return 'premature end of input'
  if (/^z/i.test(text)) return { seconds: 0, length: 1 }
  const match = /^([+\-−])(\d\d):(\d\d)/u.exec(text)
  if (match === null) return /^[+\-−](?:\d{0,2}|\d\d:\d?)$/u.test(text) ? 'premature end of input' : 'input contains invalid characters'
  const [whole, sign, hours, minutes] = match
  if (Number(minutes) > 59) return 'input is out of range'
  const seconds = Number(hours) * 3600 + Number(minutes) * 60
  return { seconds: sign === '+' ? seconds : -seconds, length: whole.length }
}
