/** Compares the programs of `test/programs/cases` with the real engine (see oracle.js for KPM_ORACLE):
 *      node scripts/oracle/programs.js [--record] [text...]
 *  `--record` writes what the real engine does into the texts, except into cases that differ on purpose, which get our own outcome. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { loadEngine } from './engine.js'
import { askOracle } from './oracle.js'

const folder = fileURLToPath(new URL('../../test/programs/cases/', import.meta.url))
const wanted = process.argv.slice(2).filter((word) => word !== '--record')
const record = process.argv.includes('--record')
const { formatOutcome, parseCases, runInMemory } = await loadEngine()
const root = join(tmpdir(), `kpm-programs-${process.pid}`)
let differences = 0

for (const name of readdirSync(folder)) {
  if (wanted.length > 0 && !wanted.some((word) => basename(word, '.txt') === basename(name, '.txt'))) continue
  const text = readFileSync(folder + name, 'utf8')
  const cases = parseCases(text)
  const rooted = cases.map((each, index) => ({ ...each, root: `${root}/${index}` }))
  const theirs = await askOracle(rooted)
  const parts = text.split(/^(?==== )/m)
  const offset = parts.length - cases.length
  for (const [index, { files, words, root: place, title, difference, expected }] of rooted.entries()) {
    const real = formatOutcome(theirs[index], place)
    const ours = formatOutcome(await runInMemory(files, words, place), place)
    if (record) parts[index + offset] = withOutcome(parts[index + offset], difference === undefined ? real : `~ ${difference}\n${ours}`)
    const complaint = findComplaint({ real, ours, difference, recorded: record ? undefined : formatOutcome(expected, place) })
    if (complaint === undefined) continue
    differences += 1
    console.log(`${name}: ${title}: ${complaint}\n--- real\n${real}\n--- ours\n${ours}\n`)
  }
  if (record) writeFileSync(folder + name, parts.join(''))
  console.log(`${name}: ${cases.length} programs`)
}
console.log(`${differences} differences`)
process.exitCode = differences > 0 ? 1 : 0

function findComplaint({ real, ours, difference, recorded }) {
  if (difference === undefined && real !== ours) return 'differs'
  if (difference !== undefined && real === ours) return 'is said to differ but does not'
  return recorded !== undefined && recorded !== ours ? 'is recorded otherwise' : undefined
}

function withOutcome(part, outcome) {
  const lines = part.replace(/\n+$/, '').split('\n')
  while (/^[|!~]( |$)/.test(lines.at(-1) ?? '')) lines.pop()
  while (lines.at(-1) === '') lines.pop()
  return `${lines.join('\n')}\n${outcome}\n`
}
