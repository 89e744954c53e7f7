/** Literals with very many entries, branches or wrong names. What small ones do is recorded elsewhere; here the outcome is the same, and found without
 *  taking the square of their number. */
import { expect, test } from 'vitest'
import { prepare } from '../../../src/engine/pipeline.ts'
import { quietHost, runText } from '../support/run.ts'

const many = (count: number, piece: (index: number) => string): string => Array.from({ length: count }, (_, index) => piece(index)).join('')

/** A dict `k` of 70 keys that each come in an entry of their own. */
const grown = (rest: string): string => `a = {\n${many(70, (index) => `    k: {x${index}: ${index}}\n`)}${rest}}\n`
const keys = (from: number, to: number): string => many(to - from, (index) => `    x${from + index}: ${from + index}\n`)

test.each([
  ['two more levels', '    k: {x3: 3, y: {z: 1}}\n    k: {y: {w: 2}}\n', `${keys(0, 70)}    'y':\n      z: 1\n      w: 2\n`],
  ['an override inside', '    k: {x3 = 4}\n', `${keys(0, 3)}    x3: 4\n${keys(4, 70)}`],
  ['an insertion inside', '    k: {l: [1]}\n    k: {l += [2]}\n', `${keys(0, 70)}    l:\n    - 1\n    - 2\n`],
  ['an override of all', '    k = {only: 1}\n    k: {more: 2}\n', '    only: 1\n    more: 2\n'],
  ['None', '    k: None\n    k: {x70: 70}\n', keys(0, 71)],
  ['an unpacked dict', '    **{k: {x70 = 70}}\n    k: {x70: 70}\n', keys(0, 71)],
  ['a reader in between', '    n = len(k)\n    k: {x70: 70}\n    m = len(k)\n', `${keys(0, 71)}  'n': 70\n  m: 71\n`],
])('a large value meets %s', async (_, rest, expected) => {
  expect(await runText(grown(rest))).toEqual({ out: `a:\n  k:\n${expected}`, fault: '' })
})

test('a large value meets a contradiction', async () => {
  expect((await runText(grown('    k: {x3: 4}\n'))).fault).toContain('conflicting values on the attribute')
  expect((await runText(grown('    k: 1\n'))).fault).toContain('conflicting values on the attribute')
})

test.each([
  ['entries of one key', `a = {\n${many(30_000, (index) => `    k.x${index} = ${index}\n`)}}\nb = len(a.k)\n`, 30_000],
  [
    'branches of entries',
    `a = {\n    if 1 == 0:\n        x = 0\n${many(5000, (index) => `    elif 1 == -${index}:\n        x = ${index}\n`)}    else:\n        x = 7\n}\nb = a.x\n`,
    7,
  ],
  [
    'branches of items',
    `a = [\n    if 1 == 0:\n        0\n${many(5000, (index) => `    elif 1 == -${index}:\n        ${index}\n`)}    else:\n        7\n]\nb = a[0]\n`,
    7,
  ],
  ['values on one line', `a = {${many(50_000, (index) => `x${index}: [${index}], `)}}\nb = len(a)\n`, 50_000],
  ['terms on one line', `c = 1\na = c${many(2000, () => ' + c')}\nb = a\n`, 2001],
])('very many %s', async (_, text, expected) => {
  const { out, fault } = await runText(text, ['-S', 'b'])
  expect([out, fault]).toEqual([`${expected}\n`, ''])
})

test('very many wrong names are all reported; those behind many others without similar ones', async () => {
  const text = `first = lenn\n${many(2500, (index) => `a${index} = b${index}\n`)}last = lenm\n`
  const { diagnostics } = await prepare(
    quietHost(() => undefined),
    { entries: [{ path: '/main.k', text }] },
  )
  expect(diagnostics).toHaveLength(2502)
  const texts = diagnostics.map(({ messages }) => messages[0]?.text)
  expect(texts[0]).toBe(`name 'lenn' is not defined, did you mean '["len"]'?`)
  expect(texts.at(-1)).toBe("name 'lenm' is not defined")
})
