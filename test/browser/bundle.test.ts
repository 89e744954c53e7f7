/** The library that browsers get: how large it is, that it needs nothing of Node, and that it has no name the library on Node lacks. */
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import * as browserDoor from '../../src/browser.ts'
import * as nodeDoor from '../../src/index.ts'
import { readExample } from './example.ts'

const project = fileURLToPath(new URL('../..', import.meta.url))
const folder = join(project, 'build/browser')
const scripts = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.js'))
  .map((name) => ({ name, code: readFileSync(join(folder, name), 'utf8') }))
const KILOBYTE = 1000

test('every name of the browser is one of Node', () => {
  expect(Object.keys(nodeDoor)).toEqual(expect.arrayContaining(Object.keys(browserDoor)))
  expect(Object.keys(browserDoor).toSorted()).toEqual([
    'KpmError',
    'ProgramError',
    'check',
    'evaluate',
    'formatDiagnostics',
    'loadCharacterNames',
    'parse',
    'prepare',
    'run',
    'version',
  ])
})

test('the size of what is loaded at once, and of everything', () => {
  const sizeOf = (names: Iterable<string>): number =>
    [...names].reduce((sum, name) => sum + gzipSync(scripts.find((script) => script.name === name)?.code ?? '', { level: 9 }).length, 0)
  expect(sizeOf(reachedAtOnce())).toBeLessThan(200 * KILOBYTE)
  expect(sizeOf(scripts.map(({ name }) => name))).toBeLessThan(350 * KILOBYTE)
})

test.each(scripts)('$name names nothing of Node and imports only its neighbours', ({ code }) => {
  expect(code).not.toMatch(/["'`]node:|\bBuffer\b|\bprocess\.|\bglobalThis\.process\b|\brequire\(|\b__dirname\b/)
  for (const specifier of specifiersIn(code)) expect(specifier).toMatch(/^\.\.?\//)
})

test('Node takes it under the condition `browser`, and the example of the README works', () => {
  const { script, expected } = readExample()
  expect(expected.length).toBeGreaterThan(2)
  const program = script.replace('export default logged', 'globalThis.console.log(JSON.stringify([logged, import.meta.resolve("kpm")]))')
  const words = ['--conditions=browser', '--input-type=module', '--eval', program]
  const [logged, place] = JSON.parse(execFileSync(process.execPath, words, { cwd: project, encoding: 'utf8' }))
  expect(logged).toEqual(expected)
  expect(place).toMatch(/\/build\/browser\/index\.js$/)
})

/** Names of the scripts that `index.js` imports, directly or not, without waiting. */
function reachedAtOnce(): ReadonlySet<string> {
  const reached = new Set(['index.js'])
  for (const name of reached) {
    const { code } = scripts.find((script) => script.name === name) ?? { code: '' }
    for (const [, specifier = ''] of code.matchAll(STATIC_IMPORT)) reached.add(join(name, '..', specifier))
  }
  return reached
}

/** As the bundler writes them: texts of its own are in backticks. */
const STATIC_IMPORT = /\b(?:import|from)"([^"]+)"/g

function specifiersIn(code: string): string[] {
  return [...code.matchAll(STATIC_IMPORT), ...code.matchAll(/\bimport\(\s*["'`]([^"'`]+)/g)].map((match) => match[1] ?? '')
}
