/** What `npm pack` gives installs into an empty folder and works there: the command, the library, its types. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { commandEnvironment } from '../support/command.ts'

const project = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(`${tmpdir()}/kpm-package-`)
const environment = { ...commandEnvironment({ home: `${folder}/home` }), npm_config_update_notifier: 'false' }
const inFolder = (program: string, words: readonly string[]): string =>
  execFileSync(program, words, { cwd: folder, env: environment, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })

beforeAll(() => {
  // Without its scripts: the build is there, and making it again would take it away from other tests.
  execFileSync('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], { cwd: project, env: environment, stdio: 'pipe' })
  const [archive = ''] = readdirSync(folder).filter((name) => name.endsWith('.tgz'))
  writeFileSync(`${folder}/package.json`, '{ "name": "empty", "version": "1.0.0" }')
  inFolder('npm', ['install', '--offline', '--no-audit', '--no-fund', `./${archive}`])
})
afterAll(() => rmSync(folder, { recursive: true }))

test('nothing else is installed', () => {
  expect(readdirSync(`${folder}/node_modules`).filter((name) => !name.startsWith('.'))).toEqual(['kpm'])
})

test('the command works', () => {
  writeFileSync(`${folder}/main.k`, 'a = 1 + 1\n')
  expect(inFolder('node_modules/.bin/kpm', ['--version'])).toMatch(/^kpm version \d+\.\d+\.\d+\n$/)
  expect(inFolder('node_modules/.bin/kpm', ['run', 'main.k'])).toBe('a: 2\n')
})

test('the library works', () => {
  const program = `
    import { evaluate, KpmError, parse, ProgramError, run } from 'kpm'
    const { text, value } = await run('main.k')
    console.log(text, value.a)
    console.log((await evaluate('b = option("x")', { arguments: { x: [1, 'two'] }, format: 'json' })).text)
    console.log(parse('c = 1').value.body.length)
    try { await evaluate('d: int = ""') } catch (error) { console.log(error instanceof ProgramError && error instanceof KpmError, error.diagnostics[0].code) }`
  writeFileSync(`${folder}/library.mjs`, program)
  expect(inFolder(process.execPath, ['library.mjs'])).toBe('a: 2 2\n{"b": [1, "two"]}\n1\ntrue E2G22\n')
})

test('the types are there', () => {
  expect(existsSync(`${folder}/node_modules/kpm/build/library/types/index.d.ts`)).toBe(true)
  const options = { compilerOptions: { module: 'NodeNext', strict: true, noEmit: true, types: [] }, files: ['use.ts'] }
  writeFileSync(`${folder}/tsconfig.json`, JSON.stringify(options))
  writeFileSync(
    `${folder}/use.ts`,
    `import { evaluate, type RunResult } from 'kpm'\nexport const result: Promise<RunResult> = evaluate('a = 1')\n`,
  )
  expect(inFolder(process.execPath, [`${project}/node_modules/typescript/bin/tsc`, '-p', 'tsconfig.json'])).toBe('')
})
