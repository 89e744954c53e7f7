/** Format texts of dates and times in the dialect of the Rust crate chrono (`%Y-%m-%d`), taken apart. */

export type NumericField =
  | 'year'
  | 'century'
  | 'yearOfCentury'
  | 'isoYear'
  | 'isoYearOfCentury'
  | 'quarter'
  | 'month'
  | 'day'
  | 'weekFromSunday'
  | 'weekFromMonday'
  | 'daysFromSunday'
  | 'weekdayFromMonday'
  | 'isoWeek'
  | 'ordinal'
  | 'hour'
  | 'hour12'
  | 'minute'
  | 'second'
  | 'nanosecond'
  | 'timestamp'

export type Padding = 'none' | 'zero' | 'space'

export type FormatItem =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'space'; readonly text: string }
  | { readonly kind: 'number'; readonly field: NumericField; readonly padding: Padding }
  | { readonly kind: 'month' | 'weekday'; readonly long: boolean }
  | { readonly kind: 'halfDay'; readonly upper: boolean }
  /** `digits` 0: as many as needed, in threes. `point`: a leading one belongs to it. */
  | { readonly kind: 'fraction'; readonly digits: 0 | 3 | 6 | 9; readonly point: boolean }
  | { readonly kind: 'zoneName' }
  | { readonly kind: 'offset'; readonly style: 'plain' | 'colon' | 'seconds' | 'hours' | 'permissive' }
  | { readonly kind: 'rfc3339' }
  | { readonly kind: 'error' }

/** Digits of a field: its width when padded, and the most that are read where no sign stands. */
export const FIELD_WIDTH: Readonly<Record<NumericField, number>> = {
  year: 4,
  century: 2,
  yearOfCentury: 2,
  isoYear: 4,
  isoYearOfCentury: 2,
  quarter: 1,
  month: 2,
  day: 2,
  weekFromSunday: 2,
  weekFromMonday: 2,
  daysFromSunday: 1,
  weekdayFromMonday: 1,
  isoWeek: 2,
  ordinal: 3,
  hour: 2,
  hour12: 2,
  minute: 2,
  second: 2,
  nanosecond: 9,
  timestamp: 400,
}

const NUMBERS: ReadonlyMap<string, readonly [NumericField, Padding]> = new Map<string, readonly [NumericField, Padding]>([
  ['Y', ['year', 'zero']],
  ['C', ['century', 'zero']],
  ['y', ['yearOfCentury', 'zero']],
  ['G', ['isoYear', 'zero']],
  ['g', ['isoYearOfCentury', 'zero']],
  ['q', ['quarter', 'none']],
  ['m', ['month', 'zero']],
  ['d', ['day', 'zero']],
  ['e', ['day', 'space']],
  ['U', ['weekFromSunday', 'zero']],
  ['W', ['weekFromMonday', 'zero']],
  ['w', ['daysFromSunday', 'none']],
  ['u', ['weekdayFromMonday', 'none']],
  ['V', ['isoWeek', 'zero']],
  ['j', ['ordinal', 'zero']],
  ['H', ['hour', 'zero']],
  ['k', ['hour', 'space']],
  ['I', ['hour12', 'zero']],
  ['l', ['hour12', 'space']],
  ['M', ['minute', 'zero']],
  ['S', ['second', 'zero']],
  ['f', ['nanosecond', 'zero']],
  ['s', ['timestamp', 'none']],
])

const COMPOSITES: ReadonlyMap<string, string> = new Map([
  ['D', '%m/%d/%y'],
  ['x', '%m/%d/%y'],
  ['F', '%Y-%m-%d'],
  ['v', '%e-%b-%Y'],
  ['R', '%H:%M'],
  ['T', '%H:%M:%S'],
  ['X', '%H:%M:%S'],
  ['r', '%I:%M:%S %p'],
  ['c', '%a %b %e %H:%M:%S %Y'],
])

const OTHERS: ReadonlyMap<string, FormatItem> = new Map<string, FormatItem>([
  ['b', { kind: 'month', long: false }],
  ['h', { kind: 'month', long: false }],
  ['B', { kind: 'month', long: true }],
  ['a', { kind: 'weekday', long: false }],
  ['A', { kind: 'weekday', long: true }],
  ['P', { kind: 'halfDay', upper: false }],
  ['p', { kind: 'halfDay', upper: true }],
  ['.f', { kind: 'fraction', digits: 0, point: true }],
  ['.3f', { kind: 'fraction', digits: 3, point: true }],
  ['.6f', { kind: 'fraction', digits: 6, point: true }],
  ['.9f', { kind: 'fraction', digits: 9, point: true }],
  ['3f', { kind: 'fraction', digits: 3, point: false }],
  ['6f', { kind: 'fraction', digits: 6, point: false }],
  ['9f', { kind: 'fraction', digits: 9, point: false }],
  ['Z', { kind: 'zoneName' }],
  ['z', { kind: 'offset', style: 'plain' }],
  [':z', { kind: 'offset', style: 'colon' }],
  ['::z', { kind: 'offset', style: 'seconds' }],
  [':::z', { kind: 'offset', style: 'hours' }],
  ['#z', { kind: 'offset', style: 'permissive' }],
  ['+', { kind: 'rfc3339' }],
  ['t', { kind: 'space', text: '\t' }],
  ['n', { kind: 'space', text: '\n' }],
  ['%', { kind: 'literal', text: '%' }],
])

const PADDINGS: ReadonlyMap<string, Padding> = new Map<string, Padding>([
  ['-', 'none'],
  ['0', 'zero'],
  ['_', 'space'],
])

const PIECE = /%(?:([-0_])?(\.?[369]f|\.f|:{0,3}z|#z|[A-Za-z+%]))?|\s+|[^%\s]+/gu

/** What is no specifier becomes an `error` item. */
export function parseFormat(format: string): readonly FormatItem[] {
  const items: FormatItem[] = []
  for (const [piece, padding, specifier] of format.matchAll(PIECE)) {
    if (!piece.startsWith('%')) items.push({ kind: piece.trim() === '' ? 'space' : 'literal', text: piece })
    else items.push(...itemsOf(specifier ?? '', padding))
  }
  return items
}

function itemsOf(specifier: string, padding: string | undefined): readonly FormatItem[] {
  const number = NUMBERS.get(specifier)
  if (number !== undefined) return [{ kind: 'number', field: number[0], padding: PADDINGS.get(padding ?? '') ?? number[1] }]
  if (padding !== undefined) return [{ kind: 'error' }]
  const composite = COMPOSITES.get(specifier)
  return composite === undefined ? [OTHERS.get(specifier) ?? { kind: 'error' }] : parseFormat(composite)
}
