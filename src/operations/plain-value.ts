/** Values of KCL → plain JavaScript, for programs that use kpm as a library. Integers beyond the safe range stay exact as bigint; units are their
 *  number; functions, types and Undefined, which no output shows either, are left out. */
import type { Value } from '../engine/model/value.ts'
import { isList } from '../engine/model/value.ts'

export type PlainValue = null | boolean | number | bigint | string | readonly PlainValue[] | { readonly [key: string]: PlainValue }

/** undefined for what has no plain form. */
export function plainValueOf(value: Value): PlainValue | undefined {
  if (value === undefined || value === null) return value
  if (typeof value === 'boolean' || typeof value === 'number' || typeof value === 'bigint' || typeof value === 'string') return value
  if (isList(value)) return value.map(plainValueOf).filter((item) => item !== undefined)
  switch (value.kind) {
    case 'float':
      return value.value
    case 'unit':
      return value.real
    case 'dict':
      return plainEntries(value.entries)
    case 'schema':
      return plainEntries(value.fields.entries)
    case 'function':
    case 'type':
      return undefined
  }
}

function plainEntries(entries: ReadonlyMap<string, Value>): PlainValue {
  const plain: [string, PlainValue][] = []
  for (const [key, item] of entries) {
    const content = plainValueOf(item)
    if (content !== undefined) plain.push([key, content])
  }
  // `fromEntries` makes own properties whatever their name, `__proto__` too.
  return Object.fromEntries(plain)
}
