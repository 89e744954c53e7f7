/** Bundles src/ into build/, three times: the command as CommonJS, which Node starts several milliseconds sooner than an ES module, and the library as ES
 *  modules with their types, for Node and for browsers. Chunks are split, so that only what is used is loaded. Dependencies are bundled too, hence an
 *  installed kpm has none; their licences go into build/THIRD_PARTY_LICENSES.txt. The folder is made under another name and renamed, so that a reader
 *  never sees half of it. */
import { spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))
const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
const target = `build.${process.pid}`
process.on('exit', () => rmSync(target, { recursive: true, force: true }))

/** commander loads Node's child processes for subcommands that are programs of their own, which kpm has none of; loading them takes milliseconds. */
const withoutChildProcesses = {
  name: 'without-child-processes',
  resolveId: (id, importer) => (id === 'node:child_process' && importer?.includes('/commander/') ? '\0nothing' : undefined),
  load: (id) => (id === '\0nothing' ? 'export default undefined' : undefined),
}

/** The libraries look whether there is a Buffer, which is faster; a browser has none, and needs no code for one. */
const withoutBuffer = {
  name: 'without-buffer',
  transform: (code, id) =>
    id.includes('/@exodus/bytes/')
      ? code
          .replaceAll(/const \{ Buffer(?:, )?([^}]*)\} = globalThis/g, 'const Buffer = undefined\nconst { $1} = globalThis')
          .replaceAll('globalThis.Buffer', 'undefined')
      : undefined,
}

/** A browser has the tables of character sets itself. */
const withTablesOfBrowser = {
  name: 'with-tables-of-browser',
  resolveId: (id, importer) =>
    id === './multi-byte.table.js' && importer?.includes('/@exodus/bytes/')
      ? join(process.cwd(), 'src/engine/library/modules/crypto/legacy-tables.ts')
      : undefined,
}

const COMMAND = {
  platform: 'node',
  format: 'cjs',
  // Shorter to read; names stay, for the sake of reports of bugs.
  minify: { mangle: false, compress: true, codegen: true },
  plugins: [withoutChildProcesses],
}
const NODE_LIBRARY = { platform: 'node', format: 'esm', minify: false, plugins: [withoutChildProcesses] }
const BROWSER_LIBRARY = { platform: 'browser', format: 'esm', minify: true, plugins: [withoutBuffer, withTablesOfBrowser] }

const command = await bundle({ command: 'src/main.ts' }, target, COMMAND)
const library = await bundle({ index: 'src/index.ts' }, join(target, 'library'), NODE_LIBRARY)
const browser = await bundle({ index: 'src/browser.ts' }, join(target, 'browser'), BROWSER_LIBRARY)
emitTypes(join(target, 'library'))
writeFileSync(
  join(target, 'THIRD_PARTY_LICENSES.txt'),
  licences([...command, ...library, ...browser].flatMap((chunk) => chunk.moduleIds ?? [])),
)
copyFileSync('scripts/launch.cjs', join(target, 'main.js'))
chmodSync(join(target, 'main.js'), 0o755)
keepCode(target)
if (existsSync('build')) renameSync('build', `${target}.old`)
renameSync(target, 'build')
rmSync(`${target}.old`, { recursive: true, force: true })

async function bundle(entry, folder, { platform, format, minify, plugins }) {
  const build = await rolldown({
    input: entry,
    platform,
    plugins,
    transform: { define: { KPM_VERSION: JSON.stringify(version) } },
  })
  const { output } = await build.write({
    dir: folder,
    format,
    minify,
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
  })
  await build.close()
  if (format === 'cjs') for (const { fileName, code } of output) writeFileSync(join(folder, fileName), escapeNonAscii(code))
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify({ type: format === 'cjs' ? 'commonjs' : 'module' })}\n`)
  return output
}

/** Once comments are gone only literals hold such characters, where an escape means the same; a file of one-byte characters is read faster. */
function escapeNonAscii(code) {
  return code.replaceAll(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** Runs a program that uses much of the language, so that the code of what it needs is there from the first run on. */
function keepCode(folder) {
  const words = ['-r', './scripts/keep-code.cjs', join(folder, 'main.js'), 'run', 'scripts/warm-up.k']
  const { status, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8', env: { PATH: process.env.PATH, HOME: folder } })
  if (status !== 0) console.warn(`the built command fails: ${stderr}`)
}

/** Declarations of the library's doors and of what they name in turn. Whether the types are right is for `npm run types` to say. */
function emitTypes(folder) {
  const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc')
  const all = join(folder, 'all-types')
  spawnSync(process.execPath, [compiler, '-p', 'tsconfig.library.json', '--outDir', all])
  const found = new Set(['index.d.ts', 'browser.d.ts'])
  for (const file of found) {
    const text = readFileSync(join(all, file), 'utf8').replaceAll(/(from\s+'\.[^']*)\.ts'/g, "$1.js'")
    for (const [, specifier] of text.matchAll(/from\s+'(\.[^']*)\.js'/g)) found.add(join(dirname(file), `${specifier}.d.ts`))
    mkdirSync(dirname(join(folder, 'types', file)), { recursive: true })
    writeFileSync(join(folder, 'types', file), text)
  }
  rmSync(all, { recursive: true })
}

/** Name, version and licence text of every package that has a module in the bundle, and of tables among the sources that were made from other's data. */
function licences(moduleIds) {
  const folders = new Set(
    moduleIds.map((id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id)?.[0]).filter((folder) => folder !== undefined),
  )
  const texts = [...folders].toSorted().map((folder) => {
    const about = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    const file = readdirSync(folder).find((name) => /^(licen[cs]e|copying)/i.test(name))
    const text = file === undefined ? `Licence: ${about.license}` : readFileSync(join(folder, file), 'utf8').trim()
    return `${about.name} ${about.version}\n\n${text}\n`
  })
  const tables = readdirSync('scripts/licences').map((file) => readFileSync(join('scripts/licences', file), 'utf8'))
  return [...texts, ...tables].join(`\n${'-'.repeat(80)}\n\n`)
}
