/** What the built command reads: pipes and devices beside files, once, also where the program then runs in a thread with more room. */
import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { commandEnvironment } from '../support/command.ts'

const MAIN = fileURLToPath(new URL('../../build/main.js', import.meta.url))

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(`${tmpdir()}/kpm-inputs-`)
})
afterAll(() => {
  rmSync(folder, { recursive: true })
})

interface Ran {
  readonly status: number | null
  readonly out: string
  readonly err: string
}

function run(words: readonly string[], input: string | Uint8Array | number = ''): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...words], {
    cwd: folder,
    // With so little memory a program of five megabytes is a large one.
    env: { ...commandEnvironment({ home: folder }), NODE_OPTIONS: '--max-old-space-size=512' },
    ...(typeof input === 'number' ? { stdio: [input, 'pipe', 'pipe'] } : { input }),
  })
  return { status, out: String(stdout), err: String(stderr) }
}

const DEEP = `a = ${'['.repeat(10_000)}1${']'.repeat(10_000)}\n`
const LARGE = `${'# a comment\n'.repeat(1_000_000)}a = 1\n`

test.each([
  ['-', 'a = 1\n', 'a: 1\n'],
  ['/dev/stdin', 'a = 1\n', 'a: 1\n'],
  ['/dev/fd/0', 'a = 1\n', 'a: 1\n'],
  ['/dev/null', '', '{}\n'],
  ['-', DEEP, `a:\n${'- '.repeat(10_000)}1\n`],
  ['/dev/stdin', DEEP, `a:\n${'- '.repeat(10_000)}1\n`],
  ['-', LARGE, 'a: 1\n'],
])('run %s', (word, input, expected) => {
  const { status, out, err } = run(['run', word], input)
  expect([status, err]).toEqual([0, ''])
  expect(out).toBe(expected)
})

test('a large file', () => {
  writeFileSync(`${folder}/large.k`, LARGE)
  expect(run(['run', 'large.k'])).toEqual({ status: 0, out: 'a: 1\n', err: '' })
  expect(run(['check', 'large.k'])).toEqual({ status: 0, out: '', err: '' })
})

test('a pipe beside standard input', () => {
  const script = 'mkfifo pipe.k; (echo "b = 2" > pipe.k &); echo "a = 1" | "$0" "$1" run - pipe.k'
  const { stdout } = spawnSync('sh', ['-c', script, process.execPath, MAIN], { cwd: folder, env: commandEnvironment({ home: folder }) })
  expect(String(stdout)).toBe('a: 1\nb: 2\n')
})

test('a fault is shown in what the pipe gave', () => {
  expect(run(['check', '/dev/stdin'], 'a = b\n').err).toContain(`error[E2L23]: CompileError\n --> /dev/stdin:1:5\n  |\n1 | a = b\n`)
})

test('what is no text is refused', () => {
  expect(run(['run', '-'], new Uint8Array([0x61, 0xe9]))).toEqual({
    status: 1,
    out: '',
    err: 'error: standard input is no text in UTF-8\n',
  })
  const handle = openSync(folder, 'r')
  expect(run(['run', '-'], handle)).toEqual({ status: 1, out: '', err: 'error: cannot read standard input: is a directory\n' })
  closeSync(handle)
})
