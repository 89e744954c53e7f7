/** Bundles src/ into build/: split chunks, so that a command loads only what it uses. Dependencies are bundled too, hence an installed kpm has none;
 *  their licences go into build/THIRD_PARTY_LICENSES.txt. The folder is made under another name and renamed, so that a reader never sees half of it. */
import { chmodSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))
const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
const target = `build.${process.pid}`

const bundle = await rolldown({
  input: Object.fromEntries(['main', 'index'].filter((name) => existsSync(`src/${name}.ts`)).map((name) => [name, `src/${name}.ts`])),
  platform: 'node',
  transform: { define: { KPM_VERSION: JSON.stringify(version) } },
})
const { output } = await bundle.write({ dir: target, format: 'esm', minify: false, chunkFileNames: 'chunks/[name]-[hash].js' })
await bundle.close()

writeFileSync(join(target, 'THIRD_PARTY_LICENSES.txt'), licences(output.flatMap((chunk) => chunk.moduleIds ?? [])))
if (existsSync(join(target, 'main.js'))) chmodSync(join(target, 'main.js'), 0o755)
rmSync('build', { recursive: true, force: true })
renameSync(target, 'build')

/** Name, version and licence text of every package that has a module in the bundle. */
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
  return texts.join(`\n${'-'.repeat(80)}\n\n`)
}
