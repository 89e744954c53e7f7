/** The structure of expressions, as the real engine 0.13.2 builds it. */
import { expect, test } from 'vitest'
import { parseModule } from '../../../src/engine/2-parse/parse.ts'
import { show } from './show.ts'

test.each([
  ['2 ** 3 ** 2', '((2 ** 3) ** 2)'],
  ['-x ** 2', '((- x) ** 2)'],
  ['not a in b', '((not a) in b)'],
  ['2 ** -1', '(2 ** (- 1))'],
  ['a + b * c - d', '((a + (b * c)) - d)'],
  ['a or b and c', '(a or (b and c))'],
  ['a | b ^ c & d << 1', '(a | (b ^ (c & (d << 1))))'],
  ['1 < x < 5', '(1 < x < 5)'],
  ['a < b == c', '(a < b == c)'],
  ['a == b < c', '(a == (b < c))'],
  ['a < b or c', '((a < b) or c)'],
  ['a not in b', '(a not in b)'],
  ['a is not b', '(a is not b)'],
  ['x as int + 1', '(x as (int + 1))'],
  ['a if b else c if d else e', '(a if b else (c if d else e))'],
  ['a.b.c', 'a.b.c'],
  ['a?.b.c', '<a>?.b.c'],
  ['f().a.b[0]', '<<<f>()>.a.b>[0]'],
  ['a[1:2]', '<a>[1:2:]'],
  ['a[::-1]', '<a>[::(- 1)]'],
  ['a?[i]', '<a>?[i]'],
  ['f(1, k = 2)', '<f>(1, k=2)'],
  ['a.b(1) {x = 1}', 'a.b(1) {x = 1}'],
  ['S {x: 1, y += [2], **z}', 'S() {x : 1, y += [2], : z}'],
  ['{a, b = 1}', '{shorthand a, b = 1}'],
  ['{a.b: 1, "c" = 2, (d): 3}', '{a.b : 1, "c" = 2, paren d : 3}'],
  ['{if a: b = 1 elif c: d = 2 else: e = 3}', '{: if a: b = 1 else if c: d = 2 else {e = 3}}'],
  ['[1 2, *c, if d: e else: f]', '[1, 2, *c, if d: e else [f]]'],
  ['[x for x in xs for y in ys if y]', '[x for x in xs for y in ys if y]'],
  ['{k: v for k, v in d if v}', '{k : v for k, v in d if v}'],
  ['all x in a.b[0] {x > 1 if x}', 'all x in <a.b>[0] {(x > 1) if x}'],
  ['lambda x: int, y = 1 -> int {x + y}', 'lambda x, y = 1 {1}'],
  ['$if + $x', '(if + x)'],
  ['"a${b + 1: #json }c\\${d}e"', 'joined "a" ${(b + 1):json } "c${d}" "e"'],
  ['"\\t${b}\\x7d${c}"', 'joined "\\t" ${b} "}" ${c}'],
  ['[]', '[]'],
  ['{}', '{}'],
])('%s', (source, structure) => {
  expect(showFirst(source)).toBe(structure)
})

test.each([
  ['0', '0'],
  ['1_000', '1000'],
  ['0x1F', '31'],
  ['0b101', '5'],
  ['0o17', '15'],
  ['0123', '83'],
  ['9223372036854775807', '9223372036854775807'],
  ['9223372036854775808', '-9223372036854775808'],
  ['18446744073709551615', '-1'],
  ['1Ki', '1Ki'],
  ['3i', '3'],
  ['0x1FMi', '31Mi'],
  ['1.', '1f'],
  ['1.5e3', '1500f'],
  ['2E-2', '0.02f'],
  ['1.5Ki', '1.5f'],
])('number %s', (source, value) => {
  expect(showFirst(source)).toBe(value)
})

test.each([
  [String.raw`'a"b'`, 'a"b'],
  [String.raw`"\a\b\f\n\r\t\v\\\'\""`, '\x07\b\f\n\r\t\v\\\'"'],
  [String.raw`"\101\60\0"`, 'A0\0'],
  [String.raw`"\x41\u0041\U0001F600"`, 'AA😀'],
  [String.raw`"\ud800"`, '\ufffd'],
  [String.raw`"\q\$"`, '\\q\\$'],
  [String.raw`"\N{CJK UNIFIED IDEOGRAPH-4E00}\N{hangul syllable gag}\N{HANGUL SYLLABLE A}\N{HANGUL SYLLABLE HIH}"`, '一각아힣'],
  ['r"a\\n${b}"', 'a\\n${b}'],
  ['"""\n    b\n\n      c\n    """', 'b\n\n  c\n'],
  ['"""\n    b\n\n      c\n  """', '  b\n\n    c\n'],
  ['""" A\n    b\n    """', 'A\n   b\n   '],
  ['"""A\n    b"""', 'A\n    b'],
  ['"""  \n  b\n"""', '\nb\n'],
  ['"""\n   \n  """', ' \n'],
  ['"""\\n  b\\n    c"""', 'b\n  c'],
  ['"""   """', ''],
  ['"""a\\"""b"""', 'a"""b'],
])('string %s', (source, value) => {
  expect(showFirst(source)).toBe(JSON.stringify(value))
})

function showFirst(source: string): string {
  const { value, diagnostics } = parseModule('main.k', `x = ${source}`)
  expect(diagnostics).toEqual([])
  const [statement] = value.body
  if (statement?.kind !== 'assign' || value.body.length > 1) throw new Error(`not one assignment: ${source}`)
  return show(statement.value)
}
