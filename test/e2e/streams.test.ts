/** What the built command does when a stream takes nothing: the device that is always full stands for a full disk. */
import { spawnSync } from 'node:child_process'
import { closeSync, existsSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commandEnvironment } from '../support/command.ts'

const FULL = '/dev/full'
const MAIN = fileURLToPath(new URL('../../build/main.js', import.meta.url))

describe.runIf(existsSync(FULL))('a full device', () => {
  let folder = ''
  let full = -1

  beforeAll(() => {
    folder = mkdtempSync(`${tmpdir()}/kpm-streams-`)
    writeFileSync(`${folder}/main.k`, 'print("printed")\na = 1\n')
    full = openSync(FULL, 'w')
  })

  afterAll(() => {
    closeSync(full)
    rmSync(folder, { recursive: true })
  })

  test('as standard output is a failure that says so', () => {
    const { status, stderr } = spawnSync(process.execPath, [MAIN, 'run', 'main.k'], {
      cwd: folder,
      env: commandEnvironment({ home: folder }),
      stdio: ['ignore', full, 'pipe'],
    })
    expect([status, String(stderr)]).toEqual([
      1,
      'error: cannot write standard output: no space left on the device\nhint: free some space and run the command again\n',
    ])
  })

  test.each([
    ['main.k', 0],
    ['missing.k', 1],
  ])('as standard error leaves the exit code of %s alone', (file, expected) => {
    const { status } = spawnSync(process.execPath, [MAIN, 'run', file], {
      cwd: folder,
      env: commandEnvironment({ home: folder }),
      stdio: ['ignore', 'pipe', full],
    })
    expect(status).toBe(expected)
  })
})
