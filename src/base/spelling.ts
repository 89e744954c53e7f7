/** "Did you mean": the Jaro–Winkler similarity of names as the real engine computes it (`spec/kcl-frontend.md` D.7): the common prefix counts in
 *  full length, and a transposition is a match that lies before the match found just before it. */

const THRESHOLD = 0.8

/** The candidates similar to `name`, the best last. */
export function similarNames(name: string, candidates: Iterable<string>): readonly string[] {
  const found: { readonly candidate: string; readonly score: number }[] = []
  for (const candidate of candidates) {
    const score = similarity(name, candidate)
    if (score > THRESHOLD) found.push({ candidate, score })
  }
  return found.toSorted((a, b) => a.score - b.score).map((entry) => entry.candidate)
}

/** Between 0 and 1. */
export function similarity(left: string, right: string): number {
  const a = [...left]
  const b = [...right]
  let prefix = 0
  while (prefix < a.length && prefix < b.length && a[prefix] === b[prefix]) prefix++
  const score = jaro(a, b)
  return Math.min(1, score + 0.1 * prefix * (1 - score))
}

function jaro(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 && b.length === 0) return 1
  if (a.length === 0 || b.length === 0) return 0
  if (a.length === 1 && b.length === 1) return a[0] === b[0] ? 1 : 0
  const window = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1)
  const used = new Set<number>()
  let matches = 0
  let transpositions = 0
  let previous = 0
  for (let i = 0; i < a.length; i++) {
    const last = Math.min(b.length - 1, i + window)
    for (let j = Math.max(0, i - window); j <= last; j++) {
      if (used.has(j) || a[i] !== b[j]) continue
      used.add(j)
      matches++
      if (j < previous) transpositions++
      previous = j
      break
    }
  }
  if (matches === 0) return 0
  return (matches / a.length + matches / b.length + (matches - transpositions) / matches) / 3
}
