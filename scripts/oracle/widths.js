/** Compares the display width of every code point with the real engine (see oracle.js for KPM_ORACLE):
 *      node scripts/oracle/widths.js [first] [last]       hexadecimal
 *  The caret under a name that stands after the character shows how wide it is. Prints ranges that differ. */
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadEngine } from './engine.js'
import { askOracle } from './oracle.js'

const BATCH = 400
const [first = '20', last = '10ffff'] = process.argv.slice(2)
const { displayWidth } = await loadEngine('src/engine/text/display-width.ts')

const codePoints = []
for (let at = Number.parseInt(first, 16); at <= Number.parseInt(last, 16); at++) if (isUsable(at)) codePoints.push(at)
const cases = []
for (let start = 0; start < codePoints.length; start += BATCH) {
  const batch = codePoints.slice(start, start + BATCH)
  const text = batch.map((codePoint, index) => `v${index} = "${String.fromCodePoint(codePoint)}" + f\n`).join('')
  cases.push({ batch, files: { 'main.k': text }, words: ['main.k'], root: join(tmpdir(), `kpm-widths-${process.pid}-${start}`) })
}

let measured = 0
const differences = []
for (const [index, { err }] of (await askOracle(cases)).entries()) {
  for (const [, line, pad] of err.matchAll(/main\.k:(\d+):\d+\n +\|\n.*\n +\|( +)\^ name 'f'/g)) {
    const codePoint = cases[index].batch[Number(line) - 1]
    const width = pad.length - 1 - `v${Number(line) - 1} = "" + `.length
    measured += 1
    const ours = displayWidth(String.fromCodePoint(codePoint))
    if (ours !== width) differences.push(`U+${codePoint.toString(16)}: ${width}, here ${ours}`)
  }
}
console.log(`${measured} of ${codePoints.length} measured, ${differences.length} differ`)
for (const difference of differences.slice(0, 100)) console.log(difference)
process.exitCode = differences.length > 0 || measured < codePoints.length ? 1 : 0

/** Not those with a meaning inside quotes, surrogates, and U+17D8, which brings the real engine down. */
function isUsable(codePoint) {
  return !'"\\$'.includes(String.fromCodePoint(codePoint)) && !(codePoint >= 0xd800 && codePoint < 0xe000) && codePoint !== 0x17d8
}
