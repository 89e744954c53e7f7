/** Bundles the in-process runner of `test/programs` and loads it: the engine of the sources as they are now. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { rolldown } from 'rolldown'

/** The exports of `test/programs/run-case.ts`, or of another module of the repository. */
export async function loadEngine(path = 'test/programs/run-case.ts') {
  const folder = mkdtempSync(join(tmpdir(), 'kpm-engine-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  const input = fileURLToPath(new URL(`../../${path}`, import.meta.url))
  const bundle = await rolldown({ input, platform: 'node', transform: { define: { KPM_VERSION: '"0.0.0"' } } })
  await bundle.write({ dir: folder, format: 'esm', entryFileNames: 'engine.js' })
  await bundle.close()
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  return import(pathToFileURL(join(folder, 'engine.js')).href)
}
