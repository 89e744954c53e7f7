/** Reading a text by a format, as the Rust crate chrono does: numbers may have blanks before them and fewer digits than the format asks for, names
 *  are read in any case, and blanks of the format stand for any number of blanks, none included. */
import { assertNever } from '../../../../base/assert-never.ts'
import { FIELD_WIDTH, parseFormat, type FormatItem, type NumericField } from './format-items.ts'
import { makesDateTime, resolveDay, resolveTime, setField, setNumber, type ParsedFields } from './parsed-fields.ts'
import { MONTHS, WEEKDAYS } from './strftime.ts'

/** Is `text` a date with a time, a date, or a time in that format? */
export function matchesFormat(text: string, format: string): boolean {
  const fields = parseFields(text, parseFormat(format))
  return (
    fields !== undefined && (makesDateTime(fields) || typeof resolveDay(fields) === 'number' || typeof resolveTime(fields) === 'object')
  )
}

interface Cursor {
  readonly text: string
  at: number
}

/** Undefined unless the whole text fits. */
function parseFields(text: string, items: readonly FormatItem[]): ParsedFields | undefined {
  const cursor: Cursor = { text, at: 0 }
  const fields: ParsedFields = new Map()
  for (const item of items) if (!readItem(cursor, item, fields)) return undefined
  return cursor.at === text.length ? fields : undefined
}

function readItem(cursor: Cursor, item: FormatItem, fields: ParsedFields): boolean {
  switch (item.kind) {
    case 'literal':
      return take(cursor, item.text)
    case 'space':
      skipBlanks(cursor)
      return true
    case 'number':
      return readNumber(cursor, item.field, fields)
    case 'month': {
      const index = readName(cursor, MONTHS, item)
      return index >= 0 && setField(fields, 'month', index + 1)
    }
    case 'weekday': {
      const index = readName(cursor, WEEKDAYS, item)
      return index >= 0 && setField(fields, 'weekday', index)
    }
    case 'halfDay': {
      const half = /^(?:(a)|p)m/i.exec(rest(cursor))
      if (half === null) return false
      cursor.at += 2
      return setField(fields, 'halfDay', half[1] === undefined ? 1 : 0)
    }
    case 'fraction':
      return readFraction(cursor, item, fields)
    case 'zoneName':
      cursor.at += /^\S*/.exec(rest(cursor))?.[0].length ?? 0
      return true
    case 'offset':
      skipBlanks(cursor)
      return readOffset(cursor, fields, { permissive: item.style === 'permissive' })
    case 'rfc3339':
      return readRfc3339(cursor, fields)
    case 'error':
      return false
    default:
      return assertNever(item)
  }
}

function readNumber(cursor: Cursor, field: NumericField, fields: ParsedFields): boolean {
  skipBlanks(cursor)
  const signed = field === 'year' || field === 'isoYear'
  const sign = signed ? (/^[+-]/.exec(rest(cursor))?.[0] ?? '') : ''
  cursor.at += sign.length
  const digits = (sign === '' ? new RegExp(`^\\d{1,${FIELD_WIDTH[field]}}`) : /^\d+/).exec(rest(cursor))?.[0]
  if (digits === undefined || Number(digits) > 2 ** 63) return false
  cursor.at += digits.length
  return setNumber(fields, field, sign === '-' ? 0 - Number(digits) : Number(digits))
}

/** The short name always does; the rest of a long one is read when it is there. */
function readName(cursor: Cursor, names: readonly string[], { long }: { readonly long: boolean }): number {
  const text = rest(cursor).toLowerCase()
  const index = names.findIndex((name) => text.startsWith(name.slice(0, 3).toLowerCase()))
  if (index >= 0) cursor.at += long && text.startsWith(names[index]?.toLowerCase() ?? '') ? (names[index]?.length ?? 3) : 3
  return index
}

function readFraction(cursor: Cursor, item: { readonly digits: number; readonly point: boolean }, fields: ParsedFields): boolean {
  if (item.point) {
    if (!take(cursor, '.')) return true
    const digits = /^\d+/.exec(rest(cursor))?.[0]
    if (digits === undefined) return false
    cursor.at += digits.length
    return setField(fields, 'nanosecond', Number(digits.slice(0, 9).padEnd(9, '0')))
  }
  const digits = new RegExp(`^\\d{${item.digits}}`).exec(rest(cursor))?.[0]
  if (digits === undefined) return false
  cursor.at += digits.length
  return setField(fields, 'nanosecond', Number(digits.padEnd(9, '0')))
}

/** `+08:00`, `+0800`, `+08 : 00`; permissive also `Z` and `+08`. */
function readOffset(cursor: Cursor, fields: ParsedFields, { permissive }: { readonly permissive: boolean }): boolean {
  const match = (permissive ? /^(?:z|([+\-−])(\d\d)[:\s]*(?:([0-5]\d)|(?!.)))/isu : /^([+\-−])(\d\d)[:\s]*([0-5]\d)/u).exec(rest(cursor))
  if (match === null) return false
  cursor.at += match[0].length
  const [, sign, hours = '0', minutes = '0'] = match
  const seconds = Number(hours) * 3600 + Number(minutes) * 60
  return setField(fields, 'offset', sign === '+' || sign === undefined ? seconds : -seconds)
}

function readRfc3339(cursor: Cursor, fields: ParsedFields): boolean {
  if (!parseFormat('%Y -%m -%d').every((item) => readItem(cursor, item, fields))) return false
  if (!/^[tT ]/.test(rest(cursor))) return false
  cursor.at++
  if (!parseFormat('%H :%M :%S%.f ').every((item) => readItem(cursor, item, fields))) return false
  skipBlanks(cursor)
  if (/^utc/i.test(rest(cursor))) {
    cursor.at += 3
    return setField(fields, 'offset', 0)
  }
  if (/^z/i.test(rest(cursor))) {
    cursor.at++
    return setField(fields, 'offset', 0)
  }
  return readOffset(cursor, fields, { permissive: false })
}

function take(cursor: Cursor, text: string): boolean {
  if (!cursor.text.startsWith(text, cursor.at)) return false
  cursor.at += text.length
  return true
}

function skipBlanks(cursor: Cursor): void {
  cursor.at += /^\s*/.exec(rest(cursor))?.[0].length ?? 0
}

function rest(cursor: Cursor): string {
  return cursor.text.slice(cursor.at)
}
