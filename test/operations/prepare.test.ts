/** Programs that are prepared once and run many times, what bounds a run, and packages whose place is given. */
import { expect, test } from 'vitest'
import { createMemoryHost } from '../../src/host/memory.ts'
import { evaluate } from '../../src/operations/evaluate.ts'
import type { EvaluationLimits } from '../../src/operations/limits.ts'
import { prepare, runPrepared } from '../../src/operations/prepare.ts'
import { run } from '../../src/operations/run.ts'

const workFolder = '/w'
const hostOf = (files: Readonly<Record<string, string>>) => createMemoryHost({ files })

test('each run has its own arguments, output and log, over what preparing said', async () => {
  const text = 'env = option("env")\nsize = option("size")\n_hidden = 1\nprint(env)\n'
  const prepared = await prepare(hostOf({ '/w/main.k': text }), { workFolder, sources: ['main.k'], arguments: ['env=dev', 'size=1'] })
  const first = runPrepared(prepared)
  expect([first.text, first.log]).toEqual(['env: dev\nsize: 1', 'dev\n'])
  expect(runPrepared(prepared, { arguments: ['env=prod'], format: 'json' }).text).toBe('{"env": "prod", "size": 1}')
  expect(runPrepared(prepared, { showHidden: true, selectors: ['size'] }).text).toBe('1')
  expect(runPrepared(prepared)).toEqual(first)
})

test('a run that fails leaves the program usable', async () => {
  const prepared = await prepare(hostOf({ '/w/main.k': 'part = 10 // int(option("n"))\n' }), { workFolder, sources: ['main.k'] })
  expect(() => runPrepared(prepared, { arguments: ['n=0'] })).toThrow(expect.objectContaining({ code: 'PROGRAM_INVALID' }))
  expect(runPrepared(prepared, { arguments: ['n=5'] }).text).toBe('part: 2')
})

test('a program that cannot run is refused when it is prepared', async () => {
  const preparing = prepare(hostOf({ '/w/main.k': 'a: int = ""\n' }), { workFolder, sources: ['main.k'] })
  await expect(preparing).rejects.toMatchObject({ code: 'PROGRAM_INVALID', diagnostics: [{ code: 'E2G22' }] })
})

test('a dependency whose place is given is not fetched, those it names are', async () => {
  const manifest = (name: string, dependencies: string): string =>
    `[package]\nname = "${name}"\nversion = "0.1.0"\n[dependencies]\n${dependencies}\n`
  const files = {
    '/w/kcl.mod': manifest('top', 'some-lib = "9.9.9"'),
    '/w/main.k': 'import some_lib\na = some_lib.b + 1\n',
    '/lib/kcl.mod': manifest('some-lib', 'base = { path = "../base" }'),
    '/lib/lib.k': 'import base\nb = base.c + 1\n',
    '/base/kcl.mod': manifest('base', ''),
    '/base/base.k': 'c = 1\n',
  }
  expect((await run(hostOf(files), { workFolder, externalPackages: ['some_lib=/lib'] })).text).toBe('a: 3')
})

const LOOP = 'a = sum([x for x in range(100000)])\n'
const countdown = (looks: number): EvaluationLimits => {
  let left = looks
  return {
    signal: {
      get aborted() {
        return left-- <= 0
      },
    },
  }
}

const LIMITS: readonly (readonly [string, string, EvaluationLimits, string | undefined])[] = [
  ['none', LOOP, {}, undefined],
  ['steps', LOOP, { steps: 50_000 }, 'the program takes too long: more than 50000 steps'],
  ['few steps', 'a = [x for x in [1, 2, 3]]\n', { steps: 2 }, 'the program takes too long: more than 2 steps'],
  ['as many steps as needed', 'a = [x for x in [1, 2, 3]]\n', { steps: 3 }, undefined],
  ['time', LOOP, { milliseconds: -1 }, 'the program takes too long: more than -1 ms'],
  ['enough time', LOOP, { milliseconds: 3_600_000 }, undefined],
  ['a signal', 'a = [x for x in [1]]\n', { signal: AbortSignal.abort() }, 'the evaluation was aborted'],
  ['a signal during the run', LOOP, countdown(3), 'the evaluation was aborted'],
  ['a signal that is not given', LOOP, { signal: new AbortController().signal }, undefined],
  ['depth', 'f = lambda n { f(n + 1) }\na = f(1)\n', { depth: 30 }, 'the program calls too deeply: more than 30 nested calls'],
]

test.each(LIMITS)('limit: %s', async (_, text, limits, message) => {
  const prepared = await prepare(hostOf({}), { workFolder, texts: [{ path: 'main.k', text }] })
  expect(messageOf(() => runPrepared(prepared, { limits }))).toBe(message ?? '')
})

test('limits of a text, of a run, and the signal of the host', async () => {
  const failure = { message: 'the program takes too long: more than 10 steps' }
  await expect(evaluate({ texts: [{ path: 'main.k', text: LOOP }], limits: { steps: 10 } })).rejects.toMatchObject(failure)
  await expect(run(hostOf({ '/w/main.k': LOOP }), { workFolder, limits: { steps: 10 } })).rejects.toMatchObject(failure)
  const aborted = createMemoryHost({ files: { '/w/main.k': LOOP }, signal: AbortSignal.abort() })
  await expect(run(aborted, { workFolder })).rejects.toMatchObject({ message: 'the evaluation was aborted' })
})

function messageOf(work: () => unknown): string {
  try {
    work()
    return ''
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
