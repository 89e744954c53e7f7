/** Unions whose members the real engine puts in another order in every run. Its least upper bound takes covered members out of an ordered set by
 *  swapping the last member into the hole, in the order in which a randomly seeded hash set gives them: with one covered member the outcome is always
 *  the same, and is compared as it is; with two or more it is not. */
import { askOracle } from './oracle.js'

/** As often a program is run again; two orders of equal chance both show in all but one of 1,000 programs. */
const RUNS = 11

/** Do two outcomes differ only in the order of members, and does the real engine, asked again, contradict itself? `each` is a case of `askOracle`;
 *  `format` makes its answers comparable. */
export async function isUnstableOrder(each, ours, expected, format) {
  if (withoutOrder(ours) !== withoutOrder(expected)) return false
  const answers = await askOracle(Array.from({ length: RUNS }, (_, index) => ({ ...each, root: `${each.root}-${index}` })))
  return new Set([expected, ...answers.map((answer, index) => format(answer, `${each.root}-${index}`))]).size > 1
}

function withoutOrder(text) {
  return text
    .split('\n')
    .map((line) => [...line].toSorted().join(''))
    .join('\n')
}
