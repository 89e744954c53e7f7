/** A walk over two values side by side. Values may hold the same part many times: twenty levels of `[x, x]` are a million paths to one. So, once a walk
 *  has met many pairs of collections, it notes them and does not go into one again. */
import type { Value } from '../model/value.ts'

/** Few values have more parts than this; noting pairs costs more than comparing small ones again. */
const MANY = 50_000

export class PairWalk {
  private count = 0
  private met: Map<Value, Set<Value>> | undefined

  /** Whether this pair of collections was gone into before. What was found there then holds for the whole walk. */
  isRepeated(a: Value, b: Value): boolean {
    this.count += 1
    if (this.count < MANY) return false
    this.met ??= new Map()
    const partners = this.met.get(a)
    if (partners === undefined) this.met.set(a, new Set([b]))
    else if (partners.has(b)) return true
    else partners.add(b)
    return false
  }
}

/** The same for a walk that makes a value of each pair. */
export class PairResults {
  private count = 0
  private results: Map<Value, Map<Value, Value>> | undefined

  of(a: Value, b: Value, make: () => Value): Value {
    this.count += 1
    if (this.count < MANY) return make()
    this.results ??= new Map()
    const row = this.results.get(a) ?? new Map<Value, Value>()
    this.results.set(a, row)
    const known = row.get(b)
    if (known !== undefined) return known
    const result = make()
    row.set(b, result)
    return result
  }
}
