/** `manifests.yaml_stream` replaces the output; what the real engine 0.13.2 printed, without the command's own last line end. */
import { expect, test } from 'vitest'
import { systemModule } from '../../../../src/engine/library/modules/table.ts'
import { argumentsOf, contextOf } from './call.ts'
import { parseCallExpression } from './call-expression.ts'

function streamOf(args: string): string | undefined {
  const member = systemModule('manifests')?.members.get('yaml_stream')
  if (member?.kind !== 'function') throw new Error('yaml_stream is a function')
  let output: string | undefined
  const context = { ...contextOf({}), setOutput: (text: string) => void (output = text) }
  const call = parseCallExpression(`manifests.yaml_stream(${args})`)
  expect(member.builtin.call(context, argumentsOf(call.args ?? { positional: [], keywords: new Map() }))).toBeUndefined()
  return output
}

test.each([
  ['[{a = 1}, {b = 2}]', 'a: 1\n---\nb: 2'],
  ['[]', ''],
  ['[{_a = 1, b = None}]', '_a: 1\nb: null'],
  ['[{_a = 1, b = None}], {}', 'b: null'],
  ['[{_a = 1, b = None}], {ignore_private = False}', '_a: 1\nb: null'],
  ['[{_a = 1, b = None, a = 1}], {ignore_none = True, sort_keys = True}', 'a: 1'],
  ['[{a = 1}, {b = 2}], {sep = "--- # next"}', 'a: 1\n--- # next\nb: 2'],
  ['[1, "x", None, [1, 2]]', '1\n---\nx\n---\nnull\n---\n- 1\n- 2'],
  ['["a\\nb\\n", "c"]', '|\n  a\n  b\n---\nc'],
  ['[{a = "x\\ny"}, {b = "p\\n"}]', 'a: |-\n  x\n  y\n---\nb: |\n  p'],
  ['[1], opts={sep = 5}', '1'],
  ['values=[1]', '1'],
  ['[1], {sep = ""}', '1'],
  ['[Undefined, 1]', 'null\n---\n1'],
  ['[{a = "x\\n\\n"}]', 'a: |+\n  x\n'],
  ['[[{a = 1}, {b = 2}]]', '- a: 1\n- b: 2'],
])('yaml_stream(%s)', (args, expected) => {
  expect(streamOf(args)).toBe(expected)
})

test.each([
  ['{a = 1}', 'invalid list value'],
  ['None', 'invalid list value'],
  ['', "yaml_stream() missing 1 required positional argument: 'values'"],
  ['[1], 5', 'Invalid options arguments in yaml_stream(): expect config, got int'],
  ['[1], None', 'Invalid options arguments in yaml_stream(): expect config, got NoneType'],
])('yaml_stream(%s) fails', (args, message) => {
  expect(() => streamOf(args)).toThrow(message)
})
