/** Compares the names of characters with the real engine (see oracle.js for KPM_ORACLE):
 *      node scripts/oracle/names.js [--write]
 *  Candidates are all names Python knows (3.11: Unicode 14, one version more than the real engine), and for every code point the names that follow a rule.
 *  `--write` makes the table of what the real engine knows beside those. */
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadEngine } from './engine.js'
import { askOracle } from './oracle.js'

const TABLE = 'src/engine/text/character-name-table.ts'
const BATCH = 1000
const FOLLOWS_RULE = /^(CJK (UNIFIED|COMPATIBILITY) IDEOGRAPH-|HANGUL SYLLABLE )/

const LIST = `
import unicodedata
for code in range(0x110000):
    name = unicodedata.name(chr(code), None)
    if name: print(code, name)
`
const listed = execFileSync('python3', ['-c', LIST], { encoding: 'utf8', maxBuffer: 1 << 26 })
  .trimEnd()
  .split('\n')
const characters = listed.map((line) => ({ code: Number.parseInt(line, 10), name: line.slice(line.indexOf(' ') + 1) }))
const ruled = []
for (let code = 0x3000; code < 0x40000; code++) {
  const digits = code.toString(16).toUpperCase()
  for (const kind of ['UNIFIED', 'COMPATIBILITY']) ruled.push({ code, name: `CJK ${kind} IDEOGRAPH-${digits}` })
}
const known = await knownOf([...characters.filter(({ name }) => !/^CJK .*IDEOGRAPH-/.test(name)), ...ruled])

if (process.argv.includes('--write')) {
  writeFileSync(TABLE, tableText(characters.filter(({ name }) => known.has(name) && !FOLLOWS_RULE.test(name))))
  console.log(`${TABLE} written`)
}

const { preloadCharacterNames, unicodeByName } = await loadEngine('src/engine/1-lex/unicode-name.ts')
await preloadCharacterNames()
const candidates = new Map([...ruled, ...characters].map(({ name }) => [name, known.get(name)]))
const differences = [...candidates].filter(([name, character]) => unicodeByName(name) !== character)
console.log(`${candidates.size} names, ${known.size} known, ${differences.length} differ`)
for (const [name, character] of differences.slice(0, 100)) console.log(`${name}: ${character}, here ${unicodeByName(name)}`)
process.exitCode = differences.length > 0 ? 1 : 0

/** Name → character, of those the real engine knows. A program with one that it does not know tells all of them, but has no result. */
async function knownOf(candidates) {
  const batches = []
  for (let start = 0; start < candidates.length; start += BATCH) batches.push(candidates.slice(start, start + BATCH))
  const answers = await ask(batches)
  const right = answers.map(({ err }, index) => {
    const wrong = new Set([...err.matchAll(/main\.k:(\d+):/g)].map(([, line]) => Number(line)))
    return batches[index].filter((_, place) => !wrong.has(place + 1))
  })
  const results = await ask(right)
  const found = results.flatMap(({ code, out, err }, index) => {
    if (code !== 0) throw new Error(`the real engine fails: ${err}`)
    const values = JSON.parse(out)
    return right[index].map(({ name }, place) => [name, values[`v${place}`]])
  })
  return new Map(found)
}

function ask(batches) {
  return askOracle(
    batches.map((batch, index) => ({
      files: { 'main.k': batch.map(({ name }, place) => `v${place} = "\\N{${name}}"\n`).join('') },
      words: ['main.k', '-f', 'json'],
      root: join(tmpdir(), `kpm-names-${process.pid}-${index}`),
    })),
  )
}

/** Reads back as `src/engine/text/character-names.ts` says. */
function tableText(characters) {
  let [previousCode, previous] = [-1, []]
  const entries = characters.map(({ code, name }) => {
    const words = name.replace(`-${code.toString(16).toUpperCase()}`, '-@').split(' ')
    const shorter = Math.min(words.length, previous.length)
    let prefix = 0
    while (prefix < shorter && words[prefix] === previous[prefix]) prefix++
    let suffix = 0
    while (suffix < shorter - prefix && words.at(-1 - suffix) === previous.at(-1 - suffix)) suffix++
    const own = words.slice(prefix, words.length - suffix).join(' ')
    const skipped = code - previousCode - 1
    ;[previousCode, previous] = [code, words]
    return `${skipped > 0 ? `~${skipped}` : ''}${letter(prefix)}${suffix > 0 || own === '' ? letter(suffix) : ''}${own}`
  })
  const lines = entries.join('').match(/.{1,1000}/g)
  return `/** The names of characters that the real engine 0.13.2 knows (Unicode 13), without those that follow a rule: written by
 *  \`node scripts/oracle/names.js --write\`, which asks it for each. \`character-names.ts\` tells how to read it. Their licence is
 *  scripts/licences/unicode.txt. */
export const CHARACTER_NAMES: string =
${lines.map((line) => `  '${line}'`).join(' +\n')}
`
}

function letter(count) {
  return String.fromCharCode(97 + count)
}
