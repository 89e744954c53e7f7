/** Calls of the system modules and what comes of them: `cases/<module>.txt`. */
import { readdirSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { preloadModules, systemModule, systemModuleNames } from '../../../../src/engine/library/modules/table.ts'
import { runCall } from './call.ts'
import { readCases } from './case-file.ts'

const folder = new URL('cases/', import.meta.url)

beforeAll(() => preloadModules(systemModuleNames))

describe.each(readdirSync(folder).filter((name) => name.endsWith('.txt')))('%s', (name) => {
  test.each(readCases(new URL(name, folder)))('%s', (call, expected) => {
    expect(runCall(call)).toBe(expected)
  })
})

test('a module that does not exist', () => {
  expect(systemModule('nothing')).toBeUndefined()
})
