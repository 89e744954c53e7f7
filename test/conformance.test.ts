/** The conformance suite through the command line, in process and strictly: booleans apart from numbers, integers apart from floats, order of mappings,
 *  every document, exit status 1. The programs run in one throw-away copy of the suite, since some write files and some read sibling folders. */
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runCommandLine } from '../src/cli/cli.ts'
import { decodeYamlAll } from '../src/engine/text/yaml-decode.ts'
import { createNodeHost } from '../src/node/host.ts'
import { createScriptTerminal } from './support/script.ts'
import { hasShared, sharedFolder } from './support/shared.ts'

const available = hasShared('the conformance suite')

interface Case {
  readonly id: string
  readonly judge: 'stdout' | 'stderr'
  readonly args: readonly string[]
}

const cases: readonly Case[] = available ? readCases() : []

describe.skipIf(!available)('the conformance suite', () => {
  const work = realpathSync(mkdtempSync(join(tmpdir(), 'kpm-suite-')))
  const suite = join(work, 'grammar')
  beforeAll(() => cpSync(`${sharedFolder}/conformance/grammar`, suite, { recursive: true }))
  afterAll(() => rmSync(work, { recursive: true, force: true }))

  test('is complete', () => {
    expect(cases.filter((each) => each.judge === 'stdout')).toHaveLength(780)
    expect(cases.filter((each) => each.judge === 'stderr')).toHaveLength(246)
  })

  test.each(cases.map((each) => [each.id, each] as const))('%s', async (id, { judge, args }) => {
    const folder = join(suite, id)
    const terminal = createScriptTerminal([])
    const context = { terminal, workFolder: folder, version: '0.0.0', createHost: () => createNodeHost({}) }
    const exitCode = await runCommandLine(['run', 'main.k', ...repeatOptions(args)], context)
    if (judge === 'stdout') {
      expect(terminal.error.join('')).toBe('')
      expect(exitCode).toBe(0)
      const golden = readFileSync(join(folder, 'stdout.golden'), 'utf8')
      expect(documents(terminal.output.join(''))).toEqual(documents(golden))
      return
    }
    const golden = readFileSync(join(folder, 'stderr.golden'), 'utf8').replaceAll('${CWD}', folder)
    expect(squeeze(terminal.error.join(''))).toContain(squeeze(golden))
    expect(exitCode).toBe(1)
  })
})

function readCases(): Case[] {
  const found: unknown = JSON.parse(readFileSync(`${sharedFolder}/conformance/cases.json`, 'utf8'))
  if (!Array.isArray(found)) throw new Error('cases.json holds no list')
  return found.filter((each: Case) => each.judge === 'stdout' || each.judge === 'stderr')
}

/** `-Y a.yaml b.yaml` → `-Y a.yaml -Y b.yaml` */
function repeatOptions(args: readonly string[]): string[] {
  const words: string[] = []
  let option: string | undefined
  for (const word of args) {
    if (word.startsWith('-')) {
      option = ['-Y', '-D', '-S', '-O', '-E'].includes(word) ? word : undefined
      if (option === undefined) words.push(word)
    } else words.push(...(option === undefined ? [word] : [option, word]))
  }
  return words
}

/** Values keep their kinds (an int is a number, a float an object) and mappings their order. */
function documents(text: string): unknown {
  return decodeYamlAll(text)
    .filter((document) => document !== null && document !== undefined)
    .map(ordered)
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered)
  if (typeof value !== 'object' || value === null || !('entries' in value) || !(value.entries instanceof Map)) return value
  return [...value.entries].map(([key, member]) => [key, ordered(member)])
}

function squeeze(text: string): string {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .join('\n')
}
