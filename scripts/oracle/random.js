/** Compares random programs with the real engine (see oracle.js for KPM_ORACLE):
 *      node scripts/oracle/random.js [--seed 1] [--count 2000] [--keep FOLDER]
 *  Program number n of a seed is always the same; every one that differs is written to the folder, with both outcomes. Differences on purpose are
 *  counted apart, where explained.js knows them, and so are unions whose order in the real engine differs from run to run (union-order.js). */
import { mkdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { loadEngine } from './engine.js'
import { explainDifference } from './explained.js'
import { generateProgram } from './generate/program.js'
import { askOracle } from './oracle.js'
import { isUnstableOrder } from './union-order.js'

const BATCH = 500
const { values } = parseArgs({
  options: { seed: { type: 'string', default: '1' }, count: { type: 'string', default: '2000' }, keep: { type: 'string' } },
})
const first = Number(values.seed)
const count = Number(values.count)
const { formatOutcome, runInMemory } = await loadEngine()
const tally = { succeeded: 0, failed: 0, crashed: 0, explained: 0, unstable: 0, different: 0 }

for (let start = first; start < first + count; start += BATCH) {
  const cases = Array.from({ length: Math.min(BATCH, first + count - start) }, (_, index) => {
    const seed = start + index
    return { seed, ...generateProgram(seed), root: join(tmpdir(), 'kpm-random', String(seed)) }
  })
  const theirs = await askOracle(cases)
  for (const [index, { seed, files, words, root }] of cases.entries()) {
    const real = theirs[index]
    // A crash or a run without end of the real engine says nothing.
    if (real.code < 0 || real.code > 1) {
      tally.crashed += 1
      continue
    }
    tally[real.code === 0 ? 'succeeded' : 'failed'] += 1
    const outcome = await runInMemory(files, words, root)
    const ours = formatOutcome(outcome, root)
    const expected = formatOutcome(real, root)
    if (ours === expected) continue
    if (explainDifference(real, outcome, words) !== undefined) tally.explained += 1
    else if (await isUnstableOrder(cases[index], ours, expected, formatOutcome)) tally.unstable += 1
    else report({ seed, files, words, expected, ours })
  }
}
console.log(JSON.stringify(tally))
process.exitCode = tally.different > 0 ? 1 : 0

function report({ seed, files, words, expected, ours }) {
  tally.different += 1
  const programs = Object.entries(files).map(([path, text]) => `-- ${path}\n${text}`)
  const text = `# ${seed}\n${programs.join('')}$ ${words.join(' ')}\n--- real\n${expected}\n--- ours\n${ours}\n`
  if (values.keep === undefined) console.log(text)
  else {
    mkdirSync(values.keep, { recursive: true })
    writeFileSync(join(values.keep, `${seed}.txt`), text)
  }
}
