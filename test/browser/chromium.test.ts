/** The built library in a real browser gives what the built library gives on Node: value, text, log, warnings, diagnostics with their places. */
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasChromium, openInChromium } from '../support/chromium.ts'
import { hasShared } from '../support/shared.ts'
import { type BrowserCase, type Kpm, outcomeOf, readCharacterSets, readPrograms, readSuite } from './case.ts'
import { readExample } from './example.ts'

const what = 'the library in Chromium'
const isPossible = hasChromium(what)
const build = fileURLToPath(new URL('../../build/', import.meta.url))
/** Ten times what it takes, for machines that are busy. */
const TIMEOUT = 110_000

describe.skipIf(!isPossible)(what, () => {
  const work = realpathSync(mkdtempSync(join(tmpdir(), 'kpm-browser-')))
  const programs = readPrograms()
  const suite = hasShared('the conformance suite in Chromium') ? readSuite() : []
  const cases = [...programs, ...readCharacterSets(), ...suite]
  const onNode = new Map<string, string>()
  const inBrowser = new Map<string, string>()
  let example: unknown
  let fromWorker: unknown

  beforeAll(async () => {
    const [found] = await Promise.all([open(), runOnNode()])
    for (const [id, outcome] of found.outcomes) inBrowser.set(id, outcome)
    example = found.example
    fromWorker = found.fromWorker
  }, TIMEOUT + 5_000)
  afterAll(() => rmSync(work, { recursive: true, force: true }))

  test('nearly all programs can be written as data', () => {
    expect(programs.length).toBeGreaterThan(50)
    if (suite.length > 0) expect(suite.length).toBeGreaterThanOrEqual(1020)
    expect(inBrowser.size).toBe(cases.length)
  })

  test('the same outcome', () => {
    const differing = cases.filter(({ id }) => comparable(inBrowser.get(id)) !== comparable(onNode.get(id)))
    expect(differing.map(({ id }) => [id, inBrowser.get(id), onNode.get(id)])).toEqual([])
    expect(inBrowser.size).toBe(onNode.size)
  })

  test('right programs run, wrong ones fail', () => {
    const surprises = cases.filter(({ id, fails }) => inBrowser.get(id)?.startsWith('{"result":') === fails)
    expect(surprises.map(({ id }) => id)).toEqual([])
  })

  test('a worker', () => {
    expect(fromWorker).toBe('{"a": "900150983cd24fb0d6963f7d28e17f72"}')
  })

  test('the example of the README', () => {
    expect(example).toEqual(readExample().expected)
  })

  async function open(): Promise<{
    readonly outcomes: readonly [string, string][]
    readonly example: unknown
    readonly fromWorker: unknown
  }> {
    const data = cases.map((each, index) => ({ ...each, workFolder: folderOf(index) }))
    const read = (path: string): string | undefined => {
      if (path === '/cases.json') return JSON.stringify(data)
      if (path === '/worker.js') return WORKER
      if (path === '/example.js') return readExample().script
      return path.startsWith('/kpm/') ? readFileSync(join(build, 'browser', path.slice('/kpm/'.length)), 'utf8') : undefined
    }
    return (await openInChromium({ script: SCRIPT, kpmPath: '/kpm/index.js', read }, TIMEOUT)) as Awaited<ReturnType<typeof open>>
  }

  async function runOnNode(): Promise<void> {
    const kpm: Kpm = await import(join(build, 'library/index.js'))
    for (const [index, each] of cases.entries()) {
      const workFolder = folderOf(index)
      writeFiles(workFolder, each)
      onNode.set(each.id, await outcomeOf(kpm, each.sources, { ...each.options, workFolder }))
    }
  }

  function folderOf(index: number): string {
    return join(work, String(index))
  }
})

/** Where a stack ends differs from run to run. */
function comparable(outcome: string | undefined): string | undefined {
  return outcome?.includes(EXHAUSTED) ? EXHAUSTED : outcome
}
const EXHAUSTED = 'the program calls too deeply: the stack is exhausted'

function writeFiles(folder: string, { files }: BrowserCase): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), Buffer.from(content, 'base64'))
  }
}

const SCRIPT = `
import * as kpm from 'kpm'
import example from '/example.js'
${outcomeOf.toString()}
const bytesOf = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
export default (async () => {
  const outcomes = []
  for (const { id, files, sources, options, workFolder } of await (await fetch('/cases.json')).json()) {
    const contents = Object.fromEntries(Object.entries(files).map(([path, content]) => [path, bytesOf(content)]))
    outcomes.push([id, await outcomeOf(kpm, sources, { ...options, workFolder, files: contents })])
  }
  const worker = new Worker('/worker.js', { type: 'module' })
  const fromWorker = await new Promise((resolve) => {
    worker.onmessage = ({ data }) => resolve(data)
    worker.onerror = ({ message }) => resolve(message)
  })
  return { outcomes, example, fromWorker }
})()
`

/** Import maps do not reach into workers. */
const WORKER = `
import { evaluate } from '/kpm/index.js'
const { text } = await evaluate('import crypto\\na = crypto.md5("abc")', { format: 'json' })
postMessage(text)
`
