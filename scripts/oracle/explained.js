/** Differences on purpose (docs/differences.md) that are known by the words of the real engine: where it stumbles over itself, we go on or say why not. */

const STUMBLES = [
  ['Inserting into what is no list', /RefCell already mutably borrowed/],
  ['Bounds inside a character', /called `Option::unwrap\(\)` on a `None` value|is not a char boundary/],
]

/** The name of the difference; undefined for one that is not meant to be. Both are `{ code, out, err }`. */
export function explainDifference(real, ours) {
  if (ours.code > 1) return undefined
  return STUMBLES.find(([, words]) => words.test(real.err))?.[0]
}
