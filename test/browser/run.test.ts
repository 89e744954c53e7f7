/** Files, packages and options given as data. */
import { expect, test } from 'vitest'
import { check, formatDiagnostics, loadCharacterNames, parse, prepare, ProgramError, run } from '../../src/browser.ts'
import type { RunOptions } from '../../src/browser.ts'

const manifest = (name: string, dependencies = ''): string =>
  `[package]\nname = "${name}"\nversion = "0.1.0"\n[dependencies]\n${dependencies}\n`

const WORKS: readonly (readonly [string, string | readonly string[], RunOptions, string])[] = [
  ['one file', 'main.k', { files: { 'main.k': 'a = 1' } }, 'a: 1'],
  ['bytes', 'main.k', { files: { 'main.k': new TextEncoder().encode('ä = "é"') } }, 'ä: é'],
  ['a folder below', 'main.k', { files: { 'main.k': 'import lib.x\na = x.b', 'lib/x.k': 'b = 2' } }, 'a: 2'],
  ['an absolute path', '/other/a.k', { files: { '/other/a.k': 'a = 1' }, workFolder: '/work' }, 'a: 1'],
  ['a folder', 'app', { files: { 'app/a.k': 'a = 1', 'app/b.k': 'b = a + 1' } }, 'a: 1\nb: 2'],
  ['the package in the working folder', [], { files: { 'kcl.mod': manifest('app'), 'a.k': 'a = 1' } }, 'a: 1'],
  ['a text in no file', [], { texts: [{ path: 'x.k', text: 'a = 1' }] }, 'a: 1'],
  [
    'a settings file',
    'a.k',
    { files: { 'a.k': 'a = option("x")', 's.yaml': 'kcl_options:\n- {key: x, value: 5}\n' }, settingsFiles: ['s.yaml'] },
    'a: 5',
  ],
  ['a package', 'a.k', { files: { 'a.k': 'import p\na = p.b' }, packages: { p: { files: { 'p.k': 'b = 3' } } } }, 'a: 3'],
  [
    'packages that stand for the dependencies in kcl.mod, at any distance',
    [],
    {
      files: { 'kcl.mod': manifest('app', 'p-q = "9.9.9"'), 'a.k': 'import p_q\na = p_q.b' },
      packages: {
        p_q: { files: { 'kcl.mod': manifest('p-q', 'base = "1.0.0"'), 'p.k': 'import base\nb = base.c' } },
        base: { files: { 'kcl.mod': manifest('base'), 'base.k': 'c = 4' } },
      },
    },
    'a: 4',
  ],
  [
    'a dependency that is a folder',
    'app',
    { files: { 'app/kcl.mod': manifest('app', 'p = { path = "../p" }'), 'app/a.k': 'import p\na = p.b', 'p/p.k': 'b = 3' } },
    'a: 3',
  ],
  [
    'flags',
    'a.k',
    {
      files: { 'a.k': 'b = None\na = 1\n_c = 2' },
      disableNone: true,
      sortKeys: true,
      showHidden: true,
      overrides: ['a=7'],
      format: 'json',
    },
    '{"_c": 2, "a": 7}',
  ],
  ['a file the program reads', 'a.k', { files: { 'a.k': 'import file\na = file.read("x.txt")', 'x.txt': 'hi' } }, 'a: hi'],
  ['names of characters, which are loaded late', 'a.k', { files: { 'a.k': 'a = "\\N{BULLET}"' } }, 'a: •'],
  [
    'hashes, which are loaded late',
    'a.k',
    { files: { 'a.k': 'import crypto\na = crypto.md5("a")' } },
    "a: '0cc175b9c0f1b6a831c399e269772661'",
  ],
]

test.each(WORKS)('%s', async (_, sources, options, text) => {
  expect((await run(sources, options)).text).toBe(text)
  expect((await prepare(sources, options)).run().text).toBe(text)
})

test('packages of registries are refused, with the name of the host', async () => {
  const files = { 'kcl.mod': manifest('app', 'p = "1.0.0"'), 'a.k': 'import p\n' }
  await expect(run([], { files })).rejects.toMatchObject({ code: 'HOST_UNKNOWN', message: 'ghcr.io: there is no network here' })
  await expect(run('oci://reg.example/x/y:1.0.0', {})).rejects.toMatchObject({ code: 'HOST_UNKNOWN' })
})

test('diagnostics are data with places, and a text for people', async () => {
  const failure: unknown = await run('main.k', { files: { 'main.k': 'a: int = "x"\n' } }).catch((error: unknown) => error)
  if (!(failure instanceof ProgramError)) throw new Error('a ProgramError was expected')
  expect(failure.diagnostics).toMatchObject([{ severity: 'error', code: 'E2G22', messages: [{ place: { path: '/main.k', start: 0 } }] }])
  expect(formatDiagnostics(failure)).toContain('--> /main.k:1:1\n  |\n1 | a: int = "x"\n  | ^ expected int, got str(x)')
  expect(formatDiagnostics(failure, { color: true })).toContain('\u001b[')
})

test('checking finds all that is wrong, and runs nothing', async () => {
  const files = { 'a.k': 'import math\nimport math\na: int = "x"\nassert False\n', 'b/b.k': 'b = c\n', 'right.k': 'assert False\n' }
  const { diagnostics, sources } = await check(['a.k', 'b'], { files, lint: true })
  expect(diagnostics.map(({ severity, title }) => [severity, title])).toEqual([
    ['error', 'TypeError'],
    ['warning', 'ReimportWarning'],
    ['warning', 'UnusedImportWarning'],
    ['warning', 'UnusedImportWarning'],
    ['error', 'CompileError'],
  ])
  expect([...sources.keys()]).toEqual(['/a.k', '/b/b.k'])
  expect((await check('right.k', { files })).diagnostics).toEqual([])
})

test('values, log and warnings', async () => {
  const text = 'print("hi")\na = {b = [1, 2.5, True, None], c = 9007199254740993}\n'
  const { value, log, warnings } = await run('main.k', { files: { 'main.k': text } })
  expect(value).toEqual({ a: { b: [1, 2.5, true, null], c: 9007199254740993n } })
  expect(log).toBe('hi\n')
  expect(warnings).toEqual([])
})

test('a prepared program runs with other arguments and within limits', async () => {
  const program = await prepare('main.k', { files: { 'main.k': 'a = sum([x for x in range(option("n"))])' }, arguments: { n: 3 } })
  expect(program.run().value).toEqual({ a: 3 })
  expect(program.run({ arguments: { n: 5 }, format: 'json' }).text).toBe('{"a": 10}')
  expect(() => program.run({ arguments: { n: 100 }, limits: { steps: 50 } })).toThrow('more than 50 steps')
  expect(() => program.run({ signal: AbortSignal.abort() })).toThrow('the evaluation was aborted')
  expect(program.run().value).toEqual({ a: 3 })
})

test('a text whose tree needs the names of characters', async () => {
  await loadCharacterNames()
  const { value, diagnostics } = parse('a = "\\N{SNOWMAN}"\nb = "\\N{NO SUCH NAME}"')
  expect(value.body[0]).toMatchObject({ kind: 'assign', value: { kind: 'string', value: '☃' } })
  expect(diagnostics.map(({ messages }) => messages[0]?.text)).toEqual(['invalid string syntax'])
})
