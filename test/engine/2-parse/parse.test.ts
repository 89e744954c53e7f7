/** What holds for all texts, and for whole modules. */
import { array, assert, constantFrom, property } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MAX_DEPTH } from '../../../src/engine/2-parse/cursor.ts'
import { parseModule } from '../../../src/engine/2-parse/parse.ts'

const NAMES = 'if else elif for in lambda schema check mixin rule not is and assert import type all as a _b é 1 0x 1e 1Ki # c'.split(' ')
const SIGNS = '( ) [ ] { } , : = += | * ** - -> ? . ... @ $ ~ ! ; \\ < == " \' """ "${ }"'.split(' ')
const BLANKS = ['\n', '\n  ', '\n    ', '\n\t', ' ', '\r', '\0', '\u00a0', '😀']
const WORDS = NAMES.concat(SIGNS, BLANKS)

describe('any text', () => {
  test('gives a tree and faults inside the text', () => {
    assert(
      property(array(constantFrom(...WORDS), { maxLength: 60 }), (words) => {
        const { value, diagnostics } = parseModule('main.k', words.join(''))
        for (const { messages } of diagnostics) {
          for (const { place } of messages) {
            expect(place?.start).toBeGreaterThanOrEqual(0)
            expect(place?.end).toBeLessThanOrEqual(value.text.length)
          }
        }
      }),
      { numRuns: 2000, seed: 1 },
    )
  })

  test.each([
    ['lists', '[', ']'],
    ['parentheses', '(', ')'],
    ['configs', '{a = ', '}'],
    ['calls', 'f(', ')'],
    ['subscripts', 'a[', ']'],
    ['lambdas', 'lambda {', '}'],
    ['quantifiers', 'all x in [1] {', '}'],
    ['conditions in lists', '[if b: ', ']'],
    ['conditions in configs', '{if b: a = ', '}'],
    ['conditional expressions', '1 if b else ', ''],
  ])('nested %s that exceed the limit or the stack are one fault', (_, open, close) => {
    const count = MAX_DEPTH + 1
    const { diagnostics } = parseModule('main.k', `a = ${open.repeat(count)}1${close.repeat(count)}`)
    expect(diagnostics.map(({ messages: [message] }) => message?.text)).toEqual([expect.stringContaining('nesting is too deep')])
  })

  test('nested types are bounded too', () => {
    const { diagnostics } = parseModule('main.k', `a: ${'['.repeat(MAX_DEPTH + 1)}`)
    expect(diagnostics[0]?.messages[0]?.text).toContain('nesting is too deep')
  })

  test('long chains are not deep', () => {
    const text = `a = ${Array.from({ length: 10_000 }, () => '1').join(' + ')}\nif a:\n  b\n${'elif a:\n  b\n'.repeat(10_000)}`
    expect(parseModule('main.k', text).diagnostics).toEqual([])
  })
})

describe('a module', () => {
  test('has normalised text, its comments and its documentation', () => {
    const { value } = parseModule('main.k', '\ufeff"""\r\nabout\r\n"""\r\n# one\r\na = 1 # two\r\n')
    expect(value.text).toBe('"""\nabout\n"""\n# one\na = 1 # two\n')
    expect(value.comments.map(({ text }) => text)).toEqual(['# one', '# two'])
    expect(value.doc?.value).toBe('about\n')
  })

  test.each(['', '\n\n', '# only a comment', '\\\n\\\n'])('may be empty: %j', (text) => {
    const { value, diagnostics } = parseModule('main.k', text)
    expect(diagnostics).toEqual([])
    expect(value.body).toEqual([])
  })

  test('accepts all that a schema may have', () => {
    const text = [
      '@info(x = 1)',
      'schema S[a: int, b = 1](p.Base) for HostProtocol:',
      '    """doc"""',
      '    mixin [AMixin, q.BMixin]',
      '    @deprecated',
      '    x?: int | "a" = 1',
      '    "y-z": {str:[int]}',
      '    [k: ...str]: any = 1',
      '    c: (int, str) -> bool',
      '    if x: y = 1',
      '    x |= 2',
      '    check:',
      '        x > 1 if x, "m"',
      '        all e in y { e }',
    ].join('\n')
    const { value, diagnostics } = parseModule('main.k', text)
    expect(diagnostics).toEqual([])
    const [schema] = value.body
    if (schema?.kind !== 'schema') throw new Error('not a schema')
    expect(schema).toMatchObject({ keyword: 'schema', isMixin: false, isProtocol: false, name: { text: 'S' }, doc: { value: 'doc' } })
    expect(schema.base?.names.map((name) => name.text)).toEqual(['p', 'Base'])
    expect(schema.mixins.map(({ names }) => names.at(-1)?.text)).toEqual(['AMixin', 'BMixin'])
    expect(schema.body.map(({ kind }) => kind)).toEqual(['attribute', 'attribute', 'attribute', 'if', 'augmentedAssign'])
    expect(schema.body[0]).toMatchObject({
      optional: true,
      quoted: false,
      operator: '=',
      decorators: [{ name: { names: [{ text: 'deprecated' }] } }],
    })
    expect(schema.body[1]).toMatchObject({ quoted: true, name: { text: 'y-z' } })
    expect(schema.indexSignature).toMatchObject({ anyOther: true, keyName: { text: 'k' } })
    expect(schema.checks).toHaveLength(2)
  })

  test('counts bytes of earlier files in the message about a digit', () => {
    const [diagnostic] = parseModule('main.k', 'é = 0b12', { sourceOffset: 100 }).diagnostics
    expect(diagnostic?.messages[0]?.text).toBe('invalid digit for a base 2 literal, start: 108, stop: 109')
  })
})
