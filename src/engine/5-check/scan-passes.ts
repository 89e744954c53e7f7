/** What a schema sees of its bases. The real engine reads the schemas of a package three times in their order, each time with what it has read before
 *  of those that come later: behind the third such reference in a chain of bases nothing is seen. */
import { findAttribute, SchemaRecord } from '../types/type.ts'

const PASSES = 3
const PASSES_IN_ORDER = [1, 2, PASSES]

/** Does a schema inherit an attribute that may not be left out? It is asked in each pass: what was reported in one stays. */
export type InheritsRequired = (record: SchemaRecord, name: string) => boolean

/** `records` and `ownAttributes` as below. */
export function requiredInSomePass(records: readonly SchemaRecord[], ownAttributes: ReadonlyMap<SchemaRecord, number>): InheritsRequired {
  const positions = new Map(records.map((record, index) => [record, index]))

  /** Whether an attribute may be left out, as a pass sees it; undefined where it sees none. */
  const isOptionalFrom = (user: SchemaRecord, used: SchemaRecord | undefined, name: string, pass: number): boolean | undefined => {
    const position = used && positions.get(used)
    if (used === undefined || position === undefined) return used && findAttribute(used, name)?.isOptional
    const found = position >= (positions.get(user) ?? 0) ? pass - 1 : pass
    return found === 0 ? undefined : isOptionalIn(used, name, found)
  }
  const isOptionalIn = (record: SchemaRecord, name: string, pass: number): boolean | undefined => {
    const inherited = isOptionalFrom(record, record.base, name, pass)
    const own = [...record.attributes].slice(0, ownAttributes.get(record)).find(([each]) => each === name)?.[1]
    if (own !== undefined) return inherited ?? own.isOptional
    const mixedIn = record.mixins.map((mixin) => isOptionalFrom(record, mixin, name, pass)).find((each) => each !== undefined)
    return mixedIn ?? inherited
  }
  return (record, name) => PASSES_IN_ORDER.some((pass) => isOptionalFrom(record, record.base, name, pass) === false)
}

/** `records` are those of a package in order; `ownAttributes` counts the attributes of each that are not mixed in. */
export function limitBases(records: readonly SchemaRecord[], ownAttributes: ReadonlyMap<SchemaRecord, number>): void {
  const positions = new Map(records.map((record, index) => [record, index]))
  const isLater = (other: SchemaRecord, than: SchemaRecord): boolean => (positions.get(other) ?? -1) >= (positions.get(than) ?? 0)

  const baseIn = (pass: number, record: SchemaRecord): SchemaRecord | undefined => {
    const { base } = record
    if (base === undefined || !positions.has(base)) return base
    const found = isLater(base, record) ? pass - 1 : pass
    return found === 0 ? undefined : seenIn(found, base)
  }

  const seenIn = (pass: number, record: SchemaRecord): SchemaRecord => {
    const base = baseIn(pass, record)
    const isUnmixed = pass === 1 && record.mixins.some((mixin) => isLater(mixin, record))
    if (base === record.base && !isUnmixed) return record
    const seen = new SchemaRecord(record.head)
    const count = isUnmixed ? ownAttributes.get(record) : undefined
    for (const [name, attribute] of [...record.attributes].slice(0, count)) seen.attributes.set(name, attribute)
    seen.base = base
    seen.protocol = record.protocol
    seen.mixins = isUnmixed ? [] : record.mixins
    seen.parameters = record.parameters
    seen.indexSignature = record.indexSignature
    seen.isDeclarative = record.isDeclarative
    return seen
  }

  const bases = records.map((record) => baseIn(PASSES, record))
  for (const [index, record] of records.entries()) record.base = bases[index]
}
