/** What a schema sees of its bases. The real engine reads the schemas of a package three times in their order, each time with what it has read before
 *  of those that come later: behind the third such reference in a chain of bases nothing is seen. */
import { SchemaRecord } from '../types/type.ts'

const PASSES = 3

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
