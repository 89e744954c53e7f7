/** The engine survives any input: it ends with output or with a diagnostic that says where, whatever is nested, repeated or endless. The texts are made
 *  here. How deep a text may be depends on the stack of the host: it ends well, or says so. */
import { expect, test } from 'vitest'
import type { EngineHost, MemoryStatus } from '../../src/engine/host.ts'
import { prepare, runPrepared, type RunInput, type RunOutcome } from '../../src/engine/pipeline.ts'
import { inspectProgram } from '../../src/engine/tools/inspect.ts'
import { quietHost } from './support/run.ts'

function hostWith(memory: (() => MemoryStatus) | undefined): EngineHost {
  return { ...quietHost(() => undefined), ...(memory === undefined ? {} : { memory }) }
}

async function run(text: string, input: RunInput = {}, memory?: () => MemoryStatus): Promise<RunOutcome> {
  return runPrepared(await prepare(hostWith(memory), { entries: [{ path: '/main.k', text }] }), input)
}

/** The first message with its line; undefined for a program that ends well. */
async function faultOf(text: string, input: RunInput = {}, memory?: () => MemoryStatus): Promise<string | undefined> {
  const [message] = (await run(text, input, memory)).diagnostics[0]?.messages ?? []
  if (message === undefined) return undefined
  const { place } = message
  return `${place?.path}:${text.slice(0, place?.start).split('\n').length} ${message.text}`
}

const nest = (open: string, inner: string, close: string, depth = 10_000): string => `${open.repeat(depth)}${inner}${close.repeat(depth)}`
const chain = (item: string, operator: string, count = 10_000): string => Array.from({ length: count }, () => item).join(operator)

test.each([
  ['lists', `a = ${nest('[', '1', ']')}`],
  ['configs', `a = ${nest('{a: ', '1', '}', 3000)}`],
  ['parentheses', `a = ${nest('(', '1', ')')}`],
  ['conditionals', `a = ${nest('1 if False else ', '2', '')}`],
  ['lambdas', `a = ${nest('lambda { ', '1', ' }')}\nb = 1`],
  ['calls', `f = lambda x { x }\na = ${nest('f(', '1', ')')}`],
  ['quantifiers', `a = ${nest('all x in [1] { ', 'True', ' }')}`],
  ['types', `a: ${nest('[', 'int', ']')} = None`],
  ['blocks', `${Array.from({ length: 1000 }, (_, depth) => `${' '.repeat(depth)}if True:\n`).join('')}${' '.repeat(1000)}a = 1`],
  ['sums', `a = ${chain('1', ' + ')}`],
  ['disjunctions', `a = ${chain('False', ' or ')}`],
  ['comparisons', `a = ${chain('1', ' < ')}`],
  ['attributes', `a = {}\nb = a${'?.a'.repeat(10_000)}`],
  ['subscripts', `a = {}\nb = a${'?["a"]'.repeat(10_000)}`],
  ['unions of types', `a: ${chain('int', ' | ')} = 1`],
  ['recursive calls', 'f = lambda n {\n    0 if n <= 0 else 1 + f(n - 1)\n}\na = f(10000)'],
  ['lists made by recursion', 'f = lambda n {\n    [] if n <= 0 else [f(n - 1)]\n}\na = f(10000)\nb = a == a'],
])('deep %s end well, or say where the stack did', async (_, text) => {
  const outcome = await run(text)
  const [message] = outcome.diagnostics[0]?.messages ?? []
  if (message === undefined) {
    expect(outcome.text).not.toBe('')
    return
  }
  expect(message.text).toMatch(/too deep/)
  expect(message.place?.path).toBe('/main.k')
  expect(outcome.isHostTooSmall || message.text.includes('at most')).toBe(true)
})

test.each([
  ['a lambda', 'f = lambda n {\n    f(n + 1)\n}\na = f(0)'],
  ['two lambdas', 'f = lambda n {\n    g(n)\n}\ng = lambda n {\n    f(n)\n}\na = f(0)'],
  ['a schema', 'schema A:\n    a: A = A {}\nb = A {}'],
  ['two schemas', 'schema A:\n    b = B {}\nschema B:\n    a = A {}\nc = A {}'],
  ['a check', 'schema A:\n    x: int = 1\n    check:\n        A {x = 2} == None\nb = A {}'],
])('endless recursion through %s ends at the limit, or with the stack', async (_, text) => {
  expect(await faultOf(text, { limits: { depth: 200 } })).toMatch(/^\/main\.k:\d the program calls too deeply: more than 200 nested calls$/)
  expect(await faultOf(text)).toMatch(/^\/main\.k:\d the program calls too deeply/)
})

test.each([
  ['a = "a" * 1000000000', 'capacity overflow'],
  ['a = [0] * 1000000000', 'capacity overflow'],
  ['a = len(range(10000000000))', 'capacity overflow'],
  ['a = 2 ** 1000000000', 'overflow'],
  ['a = 1 << 1000000000', 'overflow'],
  ['a = "{:>999999999}".format(1)', 'Too many decimal digits'],
  ['import json\na = json.decode("[" * 100000)', 'recursion limit exceeded'],
  ['import yaml\na = yaml.decode("[" * 100000)', 'maxDepth'],
  ['a = ("a" * 100000).join(["b"] * 100000)', 'too much memory'],
])('%s is refused', async (text, words) => {
  expect(await faultOf(text)).toContain(words)
})

test.each(['^(a+)+$', '^(a|a)*$', '^(a|aa)+$', '^(a?a)*$', '(a*)*b', '(x+x+)+y'])('the pattern %s does not run away', async (pattern) => {
  expect((await run(`import regex\na = regex.match("a" * 300 + "!", "${pattern}")`)).text).toBe('a: false')
})

test('values may share parts without end', async () => {
  const doubled = Array.from({ length: 60 }, (_, index) => `_a${index + 1} = [_a${index}, _a${index}]`)
  expect((await run(['_a0 = [1]', ...doubled, 'b = len(_a60)'].join('\n'))).text).toBe('b: 2')
})

const doubledTypes = (first: string, next: (before: string, name: string) => string, last: string): string =>
  [first, ...Array.from({ length: 39 }, (_, index) => next(`_a${index}`, `_a${index + 1}`)), last].join('\n')

test.each([
  ['values', doubledTypes('_a0 = 1', (before, name) => `${name} = {x = ${before}, y = [${before}]}`, 'b = len(_a39)'), undefined],
  [
    'wrong values',
    doubledTypes('_a0 = 1', (before, name) => `${name} = {x = ${before}, y = [${before}]}`, 'b: int = _a39'),
    'expected int, got {str:',
  ],
  [
    'aliases',
    doubledTypes('type _a0 = int | str', (before, name) => `type ${name} = [${before}] | {str:${before}}`, 'b: _a39 = []'),
    undefined,
  ],
  [
    'unions of aliases',
    doubledTypes('type _a0 = int | str', (before, name) => `type ${name} = ${before} | ${before}`, 'b: _a39 = 1'),
    undefined,
  ],
  [
    'values that fit no alias',
    doubledTypes(
      'type _a0 = int | str',
      (before, name) => `type ${name} = {${before}:${before}} | ${before}`,
      'b: _a39 = option("none") or [1]',
    ),
    'expect {',
  ],
])('types of %s may share parts without end', async (_, text, expected) => {
  const fault = await faultOf(text)
  if (expected === undefined) expect(fault).toBeUndefined()
  else expect(fault).toContain(expected)
})

test('what a lambda changes again and again is not looked for in all that globals hold', async () => {
  const text = `_big = {str(i): {a = [i], b = {c = i}} for i in range(20000)}
f = lambda all_, x {
    all_["k\${x}"] = x
    all_
}
a = [len(reduce(f, range(2000), {})), len(_big)]`
  expect((await run(text)).text).toBe('a:\n- 2000\n- 20000')
})

test('a run ends when the host has too little memory left, or when more is used than allowed', async () => {
  const text = 'a = [x for x in range(1000)]\nb = len(a)'
  expect(await faultOf(text, {}, () => ({ used: 95, most: 100 }))).toContain('/main.k:1 the program needs too much memory')
  expect(await faultOf(text, { limits: { memory: 10 } }, () => ({ used: 20, most: 100 }))).toContain('too much memory')
  expect(await faultOf(text, { limits: { memory: 30 } }, () => ({ used: 20, most: 100 }))).toBeUndefined()
})

test('a program larger than its host can work on is refused as a whole', async () => {
  const host: EngineHost = { ...hostWith(undefined), isTooLarge: (characters) => characters > 2_000_000 }
  const texts = [1, 2, 3].map((index) => ({ path: `/${index}.k`, text: `a${index} = ${'('.repeat(index)}\n${'#'.repeat(900_000)}\n` }))
  const small = await prepare(host, { entries: texts.slice(0, 2) })
  expect([small.isHostTooSmall, small.diagnostics.every(({ title }) => title === 'InvalidSyntax')]).toEqual([false, true])
  const large = await prepare(host, { entries: texts })
  expect([large.isHostTooSmall, large.diagnostics.map(({ title }) => title)]).toEqual([
    true,
    ['The program is too large: 3 MB of text need more memory than there is'],
  ])
})

test.each([`a = ${nest('(', '1', ')', 15_000)}`, `a = ${chain('1', ' + ', 100_000)}`])(
  'a deep text is inspected, or said to be too deep',
  async (text) => {
    const { diagnostics, isHostTooSmall } = await inspectProgram(hostWith(undefined), { entries: [{ path: '/main.k', text }] })
    const [message] = diagnostics[0]?.messages ?? []
    expect([isHostTooSmall, message?.text]).toEqual(
      isHostTooSmall ? [true, 'nesting is too deep: the stack is exhausted'] : [false, undefined],
    )
  },
)

/** A value of as many levels, each of which holds the one below it twice: 2^60 paths lead to `leaf`. */
const doubled = (name: string, leaf: string, level: (below: string) => string): string =>
  Array.from({ length: 61 }, (_, index) => `_${name}${index} = ${index === 0 ? leaf : level(`_${name}${index - 1}`)}\n`).join('')
const lists = (name: string, leaf = '1'): string => doubled(name, leaf, (below) => `[${below}, ${below}]`)
const configs = (name: string, leaf = '{x: 1}'): string => doubled(name, leaf, (below) => `{l: ${below}, r: ${below}}`)

test.each([
  ['equal lists', `${lists('a')}${lists('b')}c = _a60 == _b60`, 'c: true'],
  ['lists that differ at the bottom', `${lists('a')}${lists('b', '2')}c = _a60 == _b60`, 'c: false'],
  ['a list that holds a unit, which equals nothing', `import units\n${lists('a', '1Mi')}c = _a60 == _a60`, 'c: false'],
  ['equal configs', `${configs('a')}${configs('b')}c = _a60 in [_b60]`, 'c: true'],
  ['configs that differ', `${configs('a')}${configs('b', '{x: 2}')}c = _a60 == _b60`, 'c: false'],
  [
    'a union of lists',
    `${lists('a', '{x: 1}')}${lists('b', '{z: 2}')}_c = _a60 | _b60\nc = [len(_c), _c${'[0]'.repeat(60)}]`,
    'c:\n- 2\n- x: 1\n  z: 2',
  ],
  ['a union of configs', `${configs('a')}${configs('b', '{z: 2}')}_c = _a60 | _b60\nc = _c${'.r'.repeat(60)}`, 'c:\n  x: 1\n  z: 2'],
  ['configs unpacked into one', `${configs('a')}${configs('b')}_c = {**_a60, **_b60}\nc = _c${'.l'.repeat(60)}`, 'c:\n  x: 1'],
  ['a type', `${lists('a')}_c: ${nest('[', 'int', ']', 60)} = _a60\nc = len(_c)`, 'c: 2'],
  [
    'instances',
    `schema T:\n    l?: any\n    r?: any\n${doubled('a', '1', (below) => `T {l = ${below}, r = ${below}}`)}c = _a60 == _a60`,
    'c: true',
  ],
])('many paths to one value: %s', async (_, text, output) => {
  const outcome = await run(text)
  expect(outcome.diagnostics).toEqual([])
  expect(outcome.text).toBe(output)
})

test('many of everything', async () => {
  const statements = Array.from({ length: 20_000 }, (_, index) => `a${index} = ${index === 0 ? '1' : `a${index - 1} + 1`}`)
  expect((await run(statements.join('\n'))).text).toMatch(/a19999: 20000$/)
  expect((await run(`a = "${'x'.repeat(5_000_000)}"`)).text).toHaveLength(5_000_003)
  expect((await run(`a = [\n${chain('1', ',\n', 100_000)}\n]`)).text.split('\n')).toHaveLength(100_001)
})

test.each(['$', '}', ';', 'a = = ', '@', '"', '${', "'''", '\\', '\0', '\t', 'schema ', 'if ', 'lambda ', '::', 'import ', '"${'])(
  '%j a thousand times is a wrong program, or one with output',
  async (piece) => {
    const { diagnostics, text } = await run(piece.repeat(1000))
    expect(diagnostics.length > 0 || text !== '').toBe(true)
  },
)

const SAMPLE = `import json
schema Server(Base):
    [key: str]: int = 1
    name: str = "a\${1 + 2}b"
    ports: [int] = [p * 2 for p in range(3) if p > 0]
    check:
        len(name) > 0 if name, "no \${name}"
schema Base:
    kind: "x" | "y" = "x"
choose = lambda a: int, b = 2 -> int {
    if a > b:
        a
    elif a == b:
        0
    else:
        a if b else -b
}
server = Server {name = "n", "k" = choose(3), **{z: 1}}
items = all i in [1, 2] { i > 0 }
text = """long
""" + r'raw' + json.encode(server, indent=2)
assert server.kind in ["x"], "kind"
`

test('every truncation of a program is a program or a wrong one', async () => {
  for (let length = 1; length <= SAMPLE.length; length++) {
    const { diagnostics, text } = await run(SAMPLE.slice(0, length))
    expect(diagnostics.length > 0 || text !== '').toBe(true)
  }
})

test('random changes of a program never surprise the engine', async () => {
  let seed = 1
  const random = (below: number): number => {
    seed = (Math.imul(seed, 1664525) + 1013904223) | 0
    return Math.floor(((seed >>> 0) / 2 ** 32) * below)
  }
  const tokens = SAMPLE.match(/\w+|\s+|[^\w\s]/g) ?? []
  for (let round = 0; round < 400; round++) {
    const changed: string[] = [...tokens]
    for (let change = 0; change < 4; change++) changed.splice(random(changed.length), random(3), tokens[random(tokens.length)] ?? '')
    const outcome = await run(changed.join(''), { limits: { steps: 100_000, depth: 200 } })
    expect(outcome.diagnostics.length > 0 || outcome.text !== '').toBe(true)
  }
})
