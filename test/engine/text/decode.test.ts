/** Reading JSON and YAML. The expected values and messages are those of the real engine 0.13.2; values are written as JSON. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Value } from '../../../src/engine/model/value.ts'
import { decodeJson, JsonSyntaxError } from '../../../src/engine/text/json-decode.ts'
import { encodeJson } from '../../../src/engine/text/json-encode.ts'
import { decodeYaml, decodeYamlAll, YamlSyntaxError } from '../../../src/engine/text/yaml-decode.ts'

function outcome(decode: (text: string) => Value, text: string): string {
  try {
    return encodeJson(decode(text), {})
  } catch (error) {
    if (error instanceof JsonSyntaxError || error instanceof YamlSyntaxError) return `! ${error.message}`
    throw error
  }
}

const cases = (file: string) => JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')) as [text: string, expected: string][]

describe('JSON', () => {
  test('has the outcomes of the real engine', () => {
    const different = cases('json-decode.json').filter(([text, expected]) => outcome(decodeJson, text) !== expected)
    expect(different.map(([text, expected]) => [text, outcome(decodeJson, text), expected])).toEqual([])
  })

  test('nests 127 deep and no deeper', () => {
    expect(decodeJson('['.repeat(127) + ']'.repeat(127))).toHaveLength(1)
    expect(() => decodeJson('['.repeat(128) + ']'.repeat(128))).toThrow('recursion limit exceeded at line 1 column 128')
  })
})

describe('YAML', () => {
  /** A bare `!` is a text that the real engine refuses with words of its own. */
  test('has the outcomes of the real engine', () => {
    const different = cases('yaml-decode.json').filter(([text, expected]) => {
      const ours = outcome(decodeYaml, text)
      return expected === '!' ? !ours.startsWith('!') : ours !== expected
    })
    expect(different.map(([text, expected]) => [text, outcome(decodeYaml, text), expected])).toEqual([])
  })

  test.each(['"\\ud800"', '"\\U00110000"'])('%s is no character', (text) => {
    expect(() => decodeYaml(text)).toThrow('found invalid Unicode character escape code')
  })

  test('a stream is a list of documents', () => {
    expect(decodeYamlAll('a\n---\nb\n')).toEqual(['a', 'b'])
    expect(decodeYamlAll('')).toEqual([])
  })

  test('aliases share values: a document cannot outgrow its text', () => {
    const lines = ['a0: &a0 [x, x]', ...Array.from({ length: 60 }, (_, index) => `a${index + 1}: &a${index + 1} [*a${index}, *a${index}]`)]
    expect(() => decodeYaml(lines.join('\n'))).not.toThrow()
  })
})
