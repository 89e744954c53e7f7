/** Writing YAML, JSON, TOML and XML. The YAML is what the real engine 0.13.2 prints; TOML follows the Go command line's encoder. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { Dict, FloatValue, type Value } from '../../../src/engine/model/value.ts'
import { decodeJson } from '../../../src/engine/text/json-decode.ts'
import { encodeJson } from '../../../src/engine/text/json-encode.ts'
import { encodeToml } from '../../../src/engine/text/toml-encode.ts'
import { encodeXml } from '../../../src/engine/text/xml-encode.ts'
import { decodeYaml } from '../../../src/engine/text/yaml-decode.ts'
import { encodeYaml, endsInBlock } from '../../../src/engine/text/yaml-encode.ts'

describe('YAML', () => {
  const cases = JSON.parse(readFileSync(new URL('yaml-encode.json', import.meta.url), 'utf8')) as [json: string, yaml: string][]

  test('is what the real engine prints', () => {
    const print = (json: string) => {
      const text = encodeYaml(decodeJson(json), {})
      return endsInBlock(text) ? `${text}\n\n` : `${text}\n`
    }
    const different = cases.filter(([json, yaml]) => print(json) !== yaml)
    expect(different.map(([json, yaml]) => [json, print(json), yaml])).toEqual([])
  })

  test('reads back as it was', () => {
    const lost = cases.filter(
      ([json]) => encodeJson(decodeYaml(`${encodeYaml(decodeJson(json), {})}\n`), {}) !== encodeJson(decodeJson(json), {}),
    )
    expect(lost.filter(([json]) => !/\\u(2028|2029|0085)|\\r/.test(json))).toEqual([])
  })

  test.each([
    [1e16, '1e16'],
    [1e15, '1000000000000000.0'],
    [1e-5, '0.00001'],
    [1e-6, '1e-6'],
    [-0, '-0.0'],
    [0.1, '0.1'],
    [Number.NaN, 'null'],
    [1.7976931348623157e308, '1.7976931348623157e308'],
  ])('%d is %s', (value, expected) => {
    expect(encodeYaml(new FloatValue(value), {})).toBe(expected)
  })
})

describe('JSON', () => {
  const value = decodeJson('{"b": [1, {}, []], "_a": {"c": null, "é\\n": 1e300}}')

  test.each([
    [{}, '{"b": [1, {}, []], "_a": {"c": null, "é\\n": 1e+300}}'],
    [{ sortKeys: true }, '{"_a": {"c": null, "é\\n": 1e+300}, "b": [1, {}, []]}'],
    [{ ignorePrivate: true, indent: 2 }, '{\n  "b": [\n    1,\n    {},\n    []\n  ]\n}'],
    [{ ignoreNone: true }, '{"b": [1, {}, []], "_a": {"é\\n": 1e+300}}'],
  ])('%j', (options, expected) => {
    expect(encodeJson(value, options)).toBe(expected)
  })
})

test('deep values are written, not refused', () => {
  let value: Value = []
  for (let depth = 0; depth < 50_000; depth++) value = [value]
  expect(encodeJson(value, {})).toHaveLength(100_002)
  expect(encodeYaml(value, {})).toHaveLength(100_002)
})

test('TOML: plain keys first, then tables', () => {
  const value = decodeJson(
    '{"t": {"u": {"v": 1}, "n": null}, "a": 1.0, "l": [{"x": 1}, {"x": "a\\"b\\n"}], "m": [1, [2], {"k": true}], "a b": "é"}',
  )
  expect(encodeToml(value, {})).toMatchInlineSnapshot(`
    "a = 1.0
    m = [1, [2], {k = true}]
    "a b" = "é"

    [t]
      [t.u]
        v = 1

    [[l]]
      x = 1

    [[l]]
      x = "a\\"b\\n""
  `)
})

test('XML: one root, lists repeat their element', () => {
  expect(encodeXml(decodeJson('{"a": {"b": [1, 2], "c d": "<x>", "e": null}}'), {})).toBe(
    '<a>\n  <b>1</b>\n  <b>2</b>\n  <c_d>&lt;x&gt;</c_d>\n  <e/>\n</a>',
  )
  expect(
    encodeXml(
      new Dict(
        new Map<string, Value>([
          ['a', 1],
          ['b', true],
        ]),
      ),
      {},
    ),
  ).toBe('<doc>\n  <a>1</a>\n  <b>true</b>\n</doc>')
})

test.each([
  [1e21, '1000000000000000000000.0'],
  [1e-7, '0.0000001'],
  [-0, '-0.0'],
  [1.5, '1.5'],
  [Number.NaN, 'nan'],
  [-Infinity, '-inf'],
])('TOML: %d is %s', (value, expected) => {
  expect(encodeToml(new Dict(new Map([['a', new FloatValue(value)]])), {})).toBe(`a = ${expected}`)
})

test.each([
  [{ a: 'x\u0000\u001b\r\n\t\uffff' }, '<a>x\ufffd\ufffd&#xD;\n\t\ufffd</a>'],
  [{ 'a²:½': 1 }, '<a___>1</a___>'],
  [{ '·b': 1 }, '<_·b>1</_·b>'],
  [{ '': 1 }, '<_>1</_>'],
  [[1, { b: [] }], '<doc>\n  <item>1</item>\n  <item>\n  </item>\n</doc>'],
  [[], '<doc/>'],
  [{ a: [[], [[]]] }, '<doc>\n  <a/>\n  <a>\n    <item/>\n  </a>\n</doc>'],
])('XML: %j is well-formed', (value, expected) => {
  expect(encodeXml(decodeJson(JSON.stringify(value)), {})).toBe(expected)
})
