/** What bounds a run, and that a prepared program can run again. */
import { describe, expect, test } from 'vitest'
import { NO_LIMITS } from '../../../src/engine/6-evaluate/context.ts'
import { prepareFiles, showRun } from './run-chunk.ts'

function prepare(text: string, limits = NO_LIMITS) {
  return prepareFiles(new Map([['main.k', text]]), { limits }).prepared
}

const ENDLESS = `f = lambda n {
    f(n + 1)
}
a = f(1)
`

describe('limits', () => {
  test('an endless recursion is a fault of the program, with and without a limit of depth', () => {
    expect(showRun(prepare(ENDLESS), new Map())).toBe('2 the program calls too deeply: the stack is exhausted')
    expect(showRun(prepare(ENDLESS, { ...NO_LIMITS, depth: 100 }), new Map())).toBe(
      '2 the program calls too deeply: more than 100 nested calls',
    )
  })

  test('a schema that contains itself ends, too', () => {
    const text = 'schema S:\n    next: S = S {}\na = S {}\n'
    expect(showRun(prepare(text, { ...NO_LIMITS, depth: 50 }), new Map())).toBe('2 the program calls too deeply: more than 50 nested calls')
    expect(showRun(prepare(text), new Map())).toContain('the stack is exhausted')
  })

  test('globals that need each other in a long chain', () => {
    const chain = Array.from({ length: 20_000 }, (_, index) => `a${index} = a${index + 1}`).join('\n')
    expect(showRun(prepare(`${chain}\na20000 = 1\n`), new Map())).toContain('the stack is exhausted')
  })

  test('steps', () => {
    const text = 'a = sum([x for x in range(100000)])\n'
    expect(showRun(prepare(text, { ...NO_LIMITS, steps: 50_000 }), new Map())).toBe('1 the program takes too long: more than 50000 steps')
    expect(showRun(prepare(text, { ...NO_LIMITS, steps: 200_000 }), new Map())).toBe('a: 4999950000')
  })

  test('an abort signal', () => {
    const text = 'a = [x for x in range(100000)]\n'
    expect(showRun(prepare(text, { ...NO_LIMITS, signal: { aborted: true } }), new Map())).toBe('1 the evaluation was aborted')
  })

  test('depth of calls within the stack every host gives', () => {
    const text = 'f = lambda n: int -> int {\n    0 if n == 0 else 1 + f(n - 1)\n}\na = f(800)\n'
    expect(showRun(prepare(text), new Map())).toBe('a: 800')
  })
})

describe('running again', () => {
  test('each run starts afresh, with its own arguments', () => {
    const prepared = prepare(
      '_n = int(option("n")) or 1\n_n += 1\nschema S:\n    x: int = _n\na = S {}\nb = [later, len(S.instances())]\nlater = a.x * 2\n',
    )
    expect(showRun(prepared, new Map([['n', 4]]))).toBe('a:\n  x: 5\nb:\n- 10\n- 1\nlater: 10')
    expect(showRun(prepared, new Map([['n', 1]]))).toBe('a:\n  x: 2\nb:\n- 4\n- 1\nlater: 4')
  })

  test('after a fault', () => {
    const prepared = prepare('a = 10 // int(option("n"))\n')
    expect(showRun(prepared, new Map([['n', 0]]))).toBe('1 attempt to divide by zero')
    expect(showRun(prepared, new Map([['n', 3]]))).toBe('a: 3')
  })
})
