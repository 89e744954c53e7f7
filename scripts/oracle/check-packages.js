/** Compares what we and the real engine say of real code (see oracle.js for KPM_ORACLE): every folder and every KCL file below a folder of packages,
 *  each as a program of its own:
 *      node scripts/oracle/check-packages.js FOLDER [text in the path]
 *  Code, position and message are compared as printed, and the result too where there is one. */
import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { loadEngine } from './engine.js'
import { askOracle } from './oracle.js'

const [folder, wanted = ''] = process.argv.slice(2)
if (folder === undefined) throw new Error('name the folder of the packages')
const { runOnDisk } = await loadEngine('scripts/oracle/command.js')

const programs = findPrograms(resolve(folder)).filter(({ path }) => path.includes(wanted))
const theirs = await askOracle(programs.map(({ root, words }) => ({ root, words })))
const counts = { same: 0, 'same, with errors': 0, 'false alarm': 0, miss: 0, 'other text': 0, 'other result': 0 }

for (const [index, { path, root, words }] of programs.entries()) {
  const real = theirs[index]
  const ours = await runOnDisk(['run', ...words], root)
  const verdict = judge(ours, real)
  counts[verdict] += 1
  if (!verdict.startsWith('same'))
    console.log(`${verdict}: ${path} (${words.join(' ')})\n--- real ${real.code}\n${real.err}--- ours ${ours.code}\n${ours.err}`)
}
console.log(`${programs.length} programs`, counts)
process.exitCode = counts.same + counts['same, with errors'] === programs.length ? 0 : 1

function judge(ours, real) {
  if (ours.code === 0 && real.code === 0) return ours.out === real.out ? 'same' : 'other result'
  if (real.code === 0) return 'false alarm'
  if (ours.code === 0) return 'miss'
  return ours.err.trimEnd() === real.err.trimEnd() ? 'same, with errors' : 'other text'
}

/** Packages know each other by name; the folder a program runs in is that of its package. */
function findPrograms(top) {
  const entries = readdirSync(top, { recursive: true, withFileTypes: true })
  const roots = entries.filter(({ name }) => name === 'kcl.mod').map(({ parentPath }) => parentPath)
  const nameOf = (root) =>
    root
      .slice(top.length + 1)
      .split('/')[0]
      .replaceAll('-', '_')
  const files = entries.filter(({ name }) => name.endsWith('.k')).map(({ parentPath, name }) => join(parentPath, name))
  const folders = new Set(
    entries.filter(({ name }) => name.endsWith('.k') && !name.endsWith('_test.k')).map(({ parentPath }) => parentPath),
  )
  return [...files, ...folders].flatMap((path) => {
    const root = roots.find((each) => path === each || path.startsWith(`${each}/`))
    if (root === undefined) return []
    const others = roots.filter((each) => each !== root).flatMap((each) => ['-E', `${nameOf(each)}=${each}`])
    return [{ path, root, words: [path, ...others] }]
  })
}
