/** "Did you mean": the Jaro–Winkler similarity of names as the real engine computes it (`spec/kcl-frontend.md` D.7): the common prefix counts in
 *  full length, and a transposition is a match that lies before the match found just before it. */

const THRESHOLD = 0.8

/** What may still be spent: the search costs the product of wrong names and candidates, which must not hold up the report of many wrong names. */
export interface SpellingEffort {
  left: number
}

/** Several million comparisons of ordinary names. */
export const FULL_EFFORT = 250_000_000

/** What a comparison costs beside the characters it compares with each other. */
const COMPARISON = 64

/** The candidates similar to `name`, the best last; none when the effort is used up. */
export function similarNames(name: string, candidates: () => Iterable<string>, effort: SpellingEffort): readonly string[] {
  if (effort.left <= 0) return []
  const found: { readonly candidate: string; readonly score: number }[] = []
  for (const candidate of candidates()) {
    effort.left -= name.length * candidate.length + COMPARISON
    if (effort.left <= 0) return []
    const score = similarity(name, candidate)
    if (score > THRESHOLD) found.push({ candidate, score })
  }
  return found.toSorted((a, b) => a.score - b.score).map((entry) => entry.candidate)
}

/** Between 0 and 1. */
export function similarity(left: string, right: string): number {
  const a = charactersOf(left)
  const b = charactersOf(right)
  let prefix = 0
  while (prefix < a.length && prefix < b.length && a[prefix] === b[prefix]) prefix++
  const score = jaro(a, b)
  return Math.min(1, score + 0.1 * prefix * (1 - score))
}

type Characters = string | readonly string[]

/** Nearly all names are their own list of characters. */
function charactersOf(text: string): Characters {
  return /[\ud800-\udfff]/.test(text) ? [...text] : text
}

function jaro(a: Characters, b: Characters): number {
  if (a.length === 0 && b.length === 0) return 1
  if (a.length === 0 || b.length === 0) return 0
  if (a.length === 1 && b.length === 1) return a[0] === b[0] ? 1 : 0
  const window = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1)
  const used: boolean[] = []
  let matches = 0
  let transpositions = 0
  let previous = 0
  for (let i = 0; i < a.length; i++) {
    const last = Math.min(b.length - 1, i + window)
    for (let j = Math.max(0, i - window); j <= last; j++) {
      if (a[i] !== b[j] || used[j] === true) continue
      used[j] = true
      matches++
      if (j < previous) transpositions++
      previous = j
      break
    }
  }
  if (matches === 0) return 0
  return (matches / a.length + matches / b.length + (matches - transpositions) / matches) / 3
}
