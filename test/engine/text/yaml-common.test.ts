/** The direct reader of common YAML and the reader of all of it: where the first gives values, the second must give the same. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { readCommonYaml } from '../../../src/engine/text/yaml-common.ts'
import { decodeYamlEvents, YamlSyntaxError } from '../../../src/engine/text/yaml-decode.ts'

const SAMPLE = `# services
service:
  name: "web \\"one\\" \\u201c"
  image: registry.example.com/web:1.2   # pinned
  command: ['it''s', "-v", {a: 1, "b":[1.5, true, null]}]
  empty: {}
  ports:
  - 80
  - name: metrics
    port: 0x1f
    notes: a text that goes
      on here

      and here
  - - nested
    - ~
  script: |
    set -e

      echo "a: b" # no comment
  last: |-
    one
  quoted: "folded
    text \\
    \\ joined"
  single: 'also

    folded'
  nothing:
---
- [
    a, b
  ]
---
`

test('reads what tools write', () => {
  expect(readCommonYaml(SAMPLE)).toEqual(decodeYamlEvents(SAMPLE))
})

test.each(['a: &x 1', 'a: *x', 'a: !!str 1', 'a: >\n  b\n', 'a:\tb', 'a: b: c', '- a\n b: c\n', 'word', 'a: "\\ud800"', 'a: 😀'])(
  'leaves %j to the full reader',
  (text) => {
    expect(readCommonYaml(text)).toBeUndefined()
  },
)

const PIECES = [
  ':',
  ' ',
  '  ',
  '\n',
  '- ',
  '-',
  '#',
  '"',
  "'",
  '\\',
  '|',
  '[',
  ']',
  '{',
  '}',
  ',',
  'a',
  '1',
  '?',
  '&',
  '*',
  '!',
  '---\n',
  '...\n',
  ': ',
  '>',
  '%',
  '\t',
]

test('agrees with the full reader on broken texts', () => {
  const change = fc.record({ at: fc.nat(SAMPLE.length), drop: fc.nat(3), piece: fc.constantFrom(...PIECES) })
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
      const text = changes.reduce((now, { at, drop, piece }) => now.slice(0, at) + piece + now.slice(at + drop), SAMPLE)
      const values = readCommonYaml(text)
      if (values !== undefined) expect(values).toEqual(fullReading(text))
    }),
    { numRuns: 2000, seed: 1 },
  )
})

function fullReading(text: string): unknown {
  try {
    return decodeYamlEvents(text)
  } catch (error) {
    if (error instanceof YamlSyntaxError) return error.message
    throw error
  }
}
