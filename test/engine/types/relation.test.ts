/** Which type stands for which, least upper bounds and the text of types. */
import { describe, expect, test } from 'vitest'
import { parseTypeText } from '../../../src/engine/5-check/signature.ts'
import { printFloat, printType } from '../../../src/engine/types/print.ts'
import { isAssignable, isSubtype, sup, widen } from '../../../src/engine/types/relation.ts'
import { INT, listOf, literalOf, STR } from '../../../src/engine/types/type.ts'
import type { Type } from '../../../src/engine/types/type.ts'

/** `1`, `1.5`, `"a"`, `True` are literal types, all else the text of a type; lists and dicts may hold literals. */
function typeOf(text: string): Type {
  if (/^\d+$/.test(text)) return literalOf('int', Number(text))
  if (/^\d+\.\d+$/.test(text)) return literalOf('float', Number(text))
  if (/^".*"$/.test(text)) return literalOf('str', text.slice(1, -1))
  if (text === 'True' || text === 'False') return literalOf('bool', text === 'True')
  const list = /^\[(.+)\]$/.exec(text)
  if (list?.[1] !== undefined && !list[1].includes('|')) return listOf(typeOf(list[1]))
  return parseTypeText(text)
}

describe('assignable', () => {
  test.each([
    ['1', 'int', true],
    ['1', 'float', true],
    ['int', 'float', true],
    ['1', '1.5', true],
    ['float', 'int', false],
    ['True', 'int', false],
    ['"a"', 'str', true],
    ['str', '"a"', true],
    ['"a"', '"b"', false],
    ['"print"', 'int', true],
    ['any', 'int', true],
    ['[any]', '[int]', true],
    ['any|str', 'str', false],
    ['NoneType', 'int', true],
    ['[1]', '[int|str]', true],
    ['int|str', 'int', false],
    ['int', 'int|str', true],
    ['(any) -> int', '(int) -> any', true],
    ['(int) -> int', '(str) -> int', false],
    ['(int) -> int', '(int, int) -> int', false],
  ])('%s as %s: %s', (left, right, expected) => {
    expect(isAssignable(typeOf(left), typeOf(right))).toBe(expected)
  })

  test('any is a subtype of int only where that is allowed', () => {
    expect(isSubtype(typeOf('any'), typeOf('int'), false)).toBe(false)
  })
})

describe('least upper bound', () => {
  test.each([
    [[], 'any'],
    [['1', '2'], 'int(1) | int(2)'],
    [['1', 'int', '"a"'], 'str(a) | int'],
    [['1', '"s"', '2.5'], 'float(2.5) | str(s)'],
    [['1', '1', '2', '3'], 'int(1) | int(3) | int(2)'],
    [['1', 'any'], 'any'],
    [['NoneType', '1'], 'int(1)'],
    [['"a"', 'str', '1', '2'], 'int(2) | str | int(1)'],
    [['"a"', 'str', '"a"'], 'str(a)'],
    [['[1]', '[1]', '"a"', '"b"'], '[int(1)] | str(b) | str(a)'],
    [['[1]', '[int]'], '[int]'],
    [['int|str', '2'], 'int | str'],
  ])('%j is %s', (texts, expected) => {
    expect(printType(sup(texts.map(typeOf)))).toBe(expected)
  })

  test.each([
    ['the same object', INT, 'int | str | [str]'],
    ['an equal object', typeOf('int'), 'int | [str] | str'],
  ])('%s a second time', (_, second, expected) => {
    expect(printType(sup([INT, second, STR, listOf(STR)]))).toBe(expected)
  })

  test('a union of many members loses what others cover', () => {
    const many = Array.from({ length: 100 }, (_, index) => listOf(literalOf('int', index)))
    expect(printType(sup([...many, typeOf('[int]')]))).toBe('[int]')
    expect(sup(many)).toMatchObject({ members: many })
  })
})

test.each([
  ['1', 'int'],
  ['NoneType', 'any'],
  ['[1]', '[int]'],
  ['True', 'bool'],
])('%s widens to %s', (text, expected) => {
  expect(printType(widen(new Map(), typeOf(text)))).toBe(expected)
})

test.each([
  [0, '0'],
  [1.5, '1.5'],
  [1e21, '1000000000000000000000'],
  [1.25e-7, '0.000000125'],
  [-1.5e22, '-15000000000000000000000'],
])('the float %d prints as %s', (value, expected) => {
  expect(printFloat(value)).toBe(expected)
})
