/** Compares the faulty programs of `test/faults/cases` and their corrected twins with the real engine (see oracle.js for KPM_ORACLE):
 *      node scripts/oracle/faults.js [--record] [text...]
 *  `--record` writes what the real engine does into the texts, except into cases that differ on purpose, which get our own outcome. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { loadEngine } from './engine.js'
import { askOracle } from './oracle.js'

const folder = fileURLToPath(new URL('../../test/faults/cases/', import.meta.url))
const wanted = process.argv.slice(2).filter((word) => word !== '--record')
const record = process.argv.includes('--record')
const { formatOutcome, runInMemory } = await loadEngine('test/programs/run-case.ts')
const { parseFaults } = await loadEngine('test/faults/read-faults.ts')
const root = join(tmpdir(), `kpm-faults-${process.pid}`)
let differences = 0

for (const name of readdirSync(folder)) {
  if (wanted.length > 0 && !wanted.some((word) => basename(word, '.txt') === basename(name, '.txt'))) continue
  const text = readFileSync(folder + name, 'utf8')
  const cases = parseFaults(text)
  const programs = cases.flatMap(({ words, faulty, corrected }, index) => [
    { words, files: faulty, root: `${root}/${index}/faulty` },
    { words, files: corrected, root: `${root}/${index}/corrected` },
  ])
  const theirs = await askOracle(programs)
  const parts = text.split(/^(?==== )/m)
  const offset = parts.length - cases.length
  for (const [index, { title, difference, fault, output }] of cases.entries()) {
    const pair = programs.slice(2 * index, 2 * index + 2)
    const real = formatPair(theirs.slice(2 * index, 2 * index + 2), pair)
    const ours = formatPair(await Promise.all(pair.map((each) => runInMemory(each.files, each.words, each.root))), pair)
    const isPair = theirs[2 * index].code === 1 && theirs[2 * index + 1].code === 0
    if (record && isPair)
      parts[index + offset] = withOutcome(parts[index + offset], difference === undefined ? real : `~ ${difference}\n${ours}`)
    const recorded = record
      ? ours
      : formatPair(
          [
            { code: 1, out: '', err: fault },
            { code: 0, out: output, err: '' },
          ],
          pair,
        )
    const complaint = findComplaint({ isPair, real, ours, difference, recorded })
    if (complaint === undefined) continue
    differences += 1
    console.log(`${name}: ${title}: ${complaint}\n--- real\n${real}\n--- ours\n${ours}\n`)
  }
  if (record) writeFileSync(folder + name, parts.join(''))
  console.log(`${name}: ${cases.length} faults`)
}
console.log(`${differences} differences`)
process.exitCode = differences > 0 ? 1 : 0

/** The fault of the faulty program, then the output of its twin; what should not be there stands with it. */
function formatPair([refused, accepted], [faulty, corrected]) {
  const outcomes = [formatOutcome({ ...refused, out: '' }, faulty.root), formatOutcome(accepted, corrected.root)]
  if (refused.code !== 1) outcomes[0] = `the faulty program is accepted, exit code ${refused.code}`
  if (accepted.code !== 0) outcomes[1] = `the twin is refused\n${outcomes[1]}`
  return outcomes.filter((outcome) => outcome !== '').join('\n')
}

function findComplaint({ isPair, real, ours, difference, recorded }) {
  if (!isPair) return 'is no fault with a twin'
  if (difference === undefined && real !== ours) return 'differs'
  if (difference !== undefined && real === ours) return 'is said to differ but does not'
  return recorded !== ours ? 'is recorded otherwise' : undefined
}

function withOutcome(part, outcome) {
  const lines = part.replace(/\n+$/, '').split('\n')
  while (/^[|!~]( |$)/.test(lines.at(-1) ?? '')) lines.pop()
  return `${lines.join('\n').replace(/\n+$/, '')}\n${outcome}\n`
}
