/** Compares what we and the real engine say of good programs made faulty (see oracle.js for KPM_ORACLE):
 *      node scripts/oracle/mutants.js [--seed 1] [--count 20000] [--programs 300] [--keep FOLDER] [FOLDER of programs...]
 *  The good programs are those of the tests and, below each folder, every folder with a `main.k`, as far as the real engine runs them.
 *  Compared are accepting or refusing, and the first diagnostic's code and position; what differs is written to the folder that is kept. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { loadEngine } from './engine.js'
import { mutateText } from './generate/mutation.js'
import { createRandom } from './generate/random.js'
import { askOracle } from './oracle.js'

const BATCH = 500
const LARGEST_PROGRAM = 20_000
const text = (value) => ({ type: 'string', default: value })
const { values, positionals } = parseArgs({
  options: { seed: text('1'), count: text('20000'), programs: text('300'), keep: { type: 'string' } },
  allowPositionals: true,
})
const { parseCases, runInMemory } = await loadEngine()
const random = createRandom(Number(values.seed))
const programs = await chooseGoodPrograms()
const tally = { same: 0, text: 0, position: 0, code: 0, verdict: 0, crashed: 0, internal: 0 }
let refused = 0
let slowest = 0
let number = 0

while (number < Number(values.count)) {
  const mutants = Array.from({ length: Math.min(BATCH, Number(values.count) - number) }, () => {
    number += 1
    return { number, ...mutateProgram(random.pick(programs)), words: ['main.k'], root: join(tmpdir(), 'kpm-mutants', String(number)) }
  })
  const theirs = await askOracle(mutants)
  for (const [index, mutant] of mutants.entries()) {
    const start = performance.now()
    const ours = await runInMemory(mutant.files, mutant.words, mutant.root)
    slowest = Math.max(slowest, performance.now() - start)
    const verdict = compare(ours, theirs[index], mutant)
    tally[verdict] += 1
    if (theirs[index].code === 1) refused += 1
    if (verdict !== 'same' && verdict !== 'crashed') keep(verdict, mutant, ours, theirs[index])
  }
  process.stderr.write(`${number} ${JSON.stringify(tally)}\n`)
}
const judged = number - tally.crashed
const percent = (count) => `${((100 * count) / judged).toFixed(2)} %`
console.log(
  `${programs.length} programs, ${number} mutants, seed ${values.seed}; the real engine refuses ${refused} and crashes or hangs on ${tally.crashed}`,
)
console.log(`accepted or refused alike: ${percent(judged - tally.verdict)}`)
console.log(`first diagnostic's code and position alike: ${percent(judged - tally.verdict - tally.code - tally.position)}`)
console.log(`everything alike, to the character: ${percent(tally.same)}`)
console.log(`our slowest run: ${Math.round(slowest)} ms`, JSON.stringify(tally))

function compare(ours, real, { files, root }) {
  if (ours.code !== 0 && ours.code !== 1) return 'internal'
  const internal = /\bundefined\b|\[object |^\s+at .*\.(js|ts):\d/m
  if (internal.test(ours.err) && !internal.test(real.err) && !Object.values(files).some((file) => internal.test(file))) return 'internal'
  // A crash or a run without end of the real engine says nothing.
  if (real.code < 0 || real.code > 1) return 'crashed'
  if (ours.code !== real.code) return 'verdict'
  if (ours.code === 0) return ours.out === real.out ? 'same' : 'text'
  const [our, their] = [firstDiagnostic(ours.err, root), firstDiagnostic(real.err, root)]
  if (our.code !== their.code) return 'code'
  if (our.position !== their.position) return 'position'
  return ours.err.trimEnd() === real.err.trimEnd() && ours.out === real.out ? 'same' : 'text'
}

function firstDiagnostic(err, root) {
  return { code: /^error\[\w+\]: \w+/m.exec(err)?.[0] ?? err.split('\n')[0], position: /^ *-+> (.*)$/m.exec(err)?.[1]?.replace(root, '') }
}

function mutateProgram(program) {
  const names = Object.keys(program).filter((name) => name.endsWith('.k'))
  const name = random.chance(0.7) ? 'main.k' : random.pick(names)
  const mutant = mutateText(random, program[name] ?? '')
  if (mutant === undefined) return mutateProgram(random.pick(programs))
  return { kind: mutant.kind, files: { ...program, [name]: mutant.text } }
}

async function chooseGoodPrograms() {
  const all = random.shuffle([...writtenCases(), ...evaluationChunks(), ...positionals.flatMap(readPrograms)])
  const fitting = all.filter((files) => Object.values(files).join('').length <= LARGEST_PROGRAM && 'main.k' in files)
  const good = []
  for (let start = 0; start < fitting.length && good.length < Number(values.programs); start += BATCH) {
    const some = fitting.slice(start, start + BATCH)
    const answers = await askOracle(
      some.map((files, index) => ({ files, words: ['main.k'], root: join(tmpdir(), 'kpm-mutants', `good-${index}`) })),
    )
    good.push(...some.filter((_, index) => answers[index].code === 0))
  }
  return good.slice(0, Number(values.programs))
}

function writtenCases() {
  return textsOf('test/programs/cases').flatMap((written) => parseCases(written).map(({ files }) => files))
}

/** The programs of the evaluator's tests: `=== title`, the program, further files after `-- path`, `---`, its outcome. */
function evaluationChunks() {
  const parts = textsOf('test/engine/6-evaluate/chunks').flatMap((written) => written.split(/^=== .*\n/m).slice(1))
  return parts.map((part) => {
    const [main, ...others] = (part.split(/^---\n/m)[0] ?? '').split(/^-- /m)
    return { 'main.k': main, ...Object.fromEntries(others.map((other) => [other.split('\n')[0], other.slice(other.indexOf('\n') + 1)])) }
  })
}

function textsOf(folder) {
  const place = fileURLToPath(new URL(`../../${folder}/`, import.meta.url))
  return readdirSync(place)
    .toSorted()
    .map((name) => readFileSync(place + name, 'utf8'))
}

function readPrograms(top) {
  const entries = readdirSync(top, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && /\.k$|^kcl\.mod$/.test(entry.name),
  )
  const folders = entries.filter(({ name }) => name === 'main.k').map(({ parentPath }) => parentPath)
  return folders.toSorted().map((folder) => {
    const inside = entries.map(({ parentPath, name }) => join(parentPath, name)).filter((path) => path.startsWith(`${folder}/`))
    return Object.fromEntries(inside.map((path) => [relative(folder, path), readFileSync(path, 'utf8')]))
  })
}

function keep(verdict, { number: index, kind, files, root }, ours, real) {
  if (values.keep === undefined) return
  const parts = Object.entries(files).map(([path, content]) => `-- ${path}\n${content}`)
  const show = ({ code, out, err }) => `${code}\n${code === 0 ? out : err}`.replaceAll(root, '')
  const path = join(values.keep, verdict, `${index}.txt`)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `# ${kind}\n${parts.join('')}--- real ${show(real)}--- ours ${show(ours)}`)
}
