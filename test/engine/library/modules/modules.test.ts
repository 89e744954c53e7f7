/** Calls of the system modules and what comes of them: `cases/<module>.txt`, two lines per case, as the real engine 0.13.2 answered. */
import { readdirSync, readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { preloadModules, systemModule, systemModuleNames } from '../../../../src/engine/library/modules/table.ts'
import { runCall } from './call.ts'

const folder = new URL('cases/', import.meta.url)

beforeAll(() => preloadModules(systemModuleNames))

describe.each(readdirSync(folder).filter((name) => name.endsWith('.txt')))('%s', (name) => {
  const lines = readFileSync(new URL(name, folder), 'utf8').trimEnd().split('\n')
  const cases = lines.flatMap((line, index) => (index % 2 === 0 ? [[line, (lines[index + 1] ?? '').trimStart()] as const] : []))

  test.each(cases)('%s', (call, expected) => {
    expect(runCall(call)).toBe(expected)
  })
})

test('a module that does not exist', () => {
  expect(systemModule('nothing')).toBeUndefined()
})
