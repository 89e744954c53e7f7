/** Tokens of lines: how indentation becomes INDENT and DEDENT, and what each character makes. */
import { expect, test } from 'vitest'
import { lex } from '../../../src/engine/1-lex/lex.ts'
import { tokenText } from '../../../src/engine/1-lex/tokens.ts'
import type { Diagnostic } from '../../../src/engine/model/diagnostic.ts'

test.each([
  ['a', 'identifier newline eof'],
  ['a\n', 'identifier newline eof'],
  ['  a\nb', 'identifier newline identifier newline eof'],
  ['a:\n  b\nc', 'identifier : newline indent identifier newline dedent identifier newline eof'],
  ['a:\n  b', 'identifier : newline indent identifier newline dedent newline eof'],
  ['a:\n  b\n\n# c\n  d', 'identifier : newline indent identifier newline newline newline identifier newline dedent newline eof'],
  ['a:\n    b\n  c', 'identifier : newline indent identifier newline dedent identifier newline dedent newline eof'],
  ['a \\\n  b', 'identifier identifier newline eof'],
  ['[\n  a\n]', '[ newline indent identifier newline dedent ] newline eof'],
  ['a - > b', 'identifier -> identifier newline eof'],
  ['a **= b // c <<= d', 'identifier **= identifier // identifier <<= identifier newline eof'],
  ['a.b...c', 'identifier . identifier ... identifier newline eof'],
  ['1.5 + 0x1F.a', '1.5 + 0x1F . identifier newline eof'],
  ['"a\\tb" r"c"', 'a\tb c newline eof'],
  ['a # b', 'identifier newline eof'],
])('%j', (text, words) => {
  const diagnostics: Diagnostic[] = []
  const tokens = lex(text, diagnostics, { path: 'main.k' })
  expect(Array.from({ length: tokens.last + 1 }, (_, index) => tokenText(tokens, index)).join(' ')).toBe(words)
  expect(diagnostics).toEqual([])
})

test('columns grow with the text', () => {
  const tokens = lex('+ '.repeat(1000), [], { path: 'main.k' })
  expect(tokens.last).toBe(1001)
  expect(tokens.starts[999]).toBe(1998)
})
