/** Operators and other punctuation; the longest spelling wins (frontend A.3). */
import * as Kind from './token-kind.ts'

export interface Operator {
  readonly kind: number
  readonly length: number
}

/** The operator at `start`, whose first code unit is `unit`; undefined when none starts there. */
export function scanOperator(text: string, start: number, unit: number): Operator | undefined {
  const table = unit < 128 ? BY_FIRST[unit] : undefined
  if (table === undefined) return undefined
  for (const operator of table) {
    if (operator.length === 1 || text.startsWith(operator.spelling, start)) return operator
  }
  return undefined
}

interface SpelledOperator extends Operator {
  readonly spelling: string
}

const BY_FIRST: readonly (readonly SpelledOperator[] | undefined)[] = makeTable()

function makeTable(): (SpelledOperator[] | undefined)[] {
  const table: (SpelledOperator[] | undefined)[] = Array.from({ length: 128 }, () => undefined)
  for (let kind = Kind.PLUS; kind <= Kind.ARROW; kind++) {
    const spelling = kind === Kind.BANG ? '!' : Kind.spellingOf(kind)
    // An arrow is made of two tokens.
    if (spelling === undefined || kind === Kind.ARROW) continue
    const row = (table[spelling.charCodeAt(0)] ??= [])
    row.push({ kind, length: spelling.length, spelling })
    row.sort((left, right) => right.length - left.length)
  }
  return table
}
