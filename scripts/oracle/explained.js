/** Differences on purpose (docs/differences.md) that are known by the words of the real engine: where it stumbles over itself, we go on or say why not. */

const STUMBLES = [
  ['Inserting into what is no list', /RefCell already (mutably )?borrowed/],
  ['Bounds inside a character', /called `Option::unwrap\(\)` on a `None` value|is not a char boundary/],
]

/** The name of the difference; undefined for one that is not meant to be. Both are `{ code, out, err }`; `words` are those of the command line. */
export function explainDifference(real, ours, words) {
  if (ours.code > 1) return undefined
  if (
    writesOverrides(words) &&
    real.code === ours.code &&
    real.out === ours.out &&
    (withoutSource(real.err) === withoutSource(ours.err) || isReadAgain(real) || isBehindTheEnd(real, ours))
  ) {
    return 'Overrides written into the file'
  }
  if (real.code === ours.code && real.out === ours.out && withoutRepeats(real.err) === withoutRepeats(ours.err)) {
    return 'Diagnostics behind the end of the text'
  }
  // The real engine prints where a function lies in memory.
  if (real.code === ours.code && withoutAddresses(real.out + real.err) === withoutAddresses(ours.out + ours.err))
    return 'An address in memory'
  return STUMBLES.find(([, stumble]) => stumble.test(real.err))?.[0]
}

/** They show no line: the command of the real engine cannot tell them apart, prints some of them twice, and puts them first. */
function withoutRepeats(text) {
  return text.replaceAll(/error\[E1001\]: InvalidSyntax\n *--> .*\n *\|\n *\|\n\s*/g, '')
}

/** The real engine then quotes lines of the file that it has written over the source; columns end where those do, and lines where that does. */
function writesOverrides(words) {
  return words.includes('-d') && words.includes('-O')
}

/** A file with faults of syntax is read and reported a second time after it was written. */
function isReadAgain({ err }) {
  return err.includes('error[E3M38]: error[E1001]')
}

/** A line that the written file no longer has is shown as nothing at all. */
function isBehindTheEnd(real, ours) {
  return /:1:1\n *\|\n *\|\n/.test(real.err) && titlesOf(real.err) === titlesOf(ours.err)
}

function titlesOf(text) {
  return text.match(/^error\[.*$/gm)?.join('\n')
}

function withoutSource(text) {
  return text
    .replaceAll(/^ *\d+ \|.*$/gm, '')
    .replaceAll(/^( *--> .*:\d+):\d+$/gm, '$1')
    .replaceAll(/^ *\| +\^/gm, '')
}

function withoutAddresses(text) {
  return text.replaceAll(/\b(?:\d{14,15}|0)\b/g, '0')
}
