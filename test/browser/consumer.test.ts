/** Who uses the package for a browser: a bundler finds what was built for it, and TypeScript the types, without those of Node. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'
import { afterAll, beforeAll, expect, test } from 'vitest'

const project = fileURLToPath(new URL('../..', import.meta.url))
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'kpm-consumer-')))

beforeAll(() => {
  mkdirSync(join(folder, 'node_modules'))
  symlinkSync(project, join(folder, 'node_modules/kpm'))
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
})
afterAll(() => rmSync(folder, { recursive: true }))

test('a bundler for browsers', async () => {
  writeFileSync(
    join(folder, 'use.js'),
    "import { run } from 'kpm'\nexport const result = run('main.k', { files: { 'main.k': 'a = 1' } })\n",
  )
  const bundle = await rolldown({ input: join(folder, 'use.js'), platform: 'browser' })
  await bundle.write({ dir: join(folder, 'out'), format: 'esm' })
  await bundle.close()
  expect(readFileSync(join(folder, 'out/use.js'), 'utf8')).not.toMatch(/["']node:/)
  const { result } = await import(join(folder, 'out/use.js'))
  expect((await result).text).toBe('a: 1')
})

const RIGHT = `
import { evaluate, formatDiagnostics, prepare, ProgramError, run, type PreparedProgram, type RunResult } from 'kpm'
const program: PreparedProgram = await prepare('main.k', { files: { 'main.k': new Uint8Array() }, packages: { p: { files: { 'p.k': '' } } } })
export const results: readonly RunResult[] = [
  await run(['main.k'], { files: {}, arguments: { a: [1] }, signal: AbortSignal.timeout(1), limits: { steps: 1 } }),
  await evaluate('a = 1', { format: 'json', signal: { aborted: false } }),
  program.run({ selectors: ['a'], sortKeys: true }),
]
export const show = (error: unknown): string => (error instanceof ProgramError ? formatDiagnostics(error, { color: false }) : '')
`

test.each([
  ['right', RIGHT, ''],
  ['wrong', "import { push } from 'kpm'\nexport { push }\n", "has no exported member 'push'"],
])('types: %s', (name, text, complaint) => {
  const config = {
    module: 'NodeNext',
    target: 'ES2023',
    lib: ['ES2023', 'DOM'],
    strict: true,
    noEmit: true,
    types: [],
    customConditions: ['browser'],
  }
  writeFileSync(join(folder, `${name}.ts`), text)
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: config, files: [`${name}.ts`] }))
  const compiler = join(project, 'node_modules/typescript/bin/tsc')
  const { stdout } = spawnSync(process.execPath, [compiler, '-p', folder], { encoding: 'utf8' })
  if (complaint === '') expect(stdout).toBe('')
  else expect(stdout).toContain(complaint)
})
