/** Bundles src/ into build/: split chunks, so that a command loads only what it uses; dependencies are bundled with it. */
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))
const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
rmSync('build', { recursive: true, force: true })

const entries = Object.fromEntries(['main', 'index'].filter((name) => existsSync(`src/${name}.ts`)).map((name) => [name, `src/${name}.ts`]))
const bundle = await rolldown({
  input: entries,
  platform: 'node',
  transform: { define: { KPM_VERSION: JSON.stringify(version) } },
  treeshake: true,
})
await bundle.write({ dir: 'build', format: 'esm', minify: false, chunkFileNames: 'chunks/[name]-[hash].js' })
await bundle.close()
