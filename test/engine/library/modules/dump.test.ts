/** `json` and `yaml` writing to files, which unlike the `file` module may lie anywhere. */
import { expect, test } from 'vitest'
import { createMemoryFiles } from '../../../../src/host/memory-files.ts'
import { runCall } from './call.ts'

const root = '/tmp/w'

function createFolder() {
  return { ...createMemoryFiles({ [`${root}/sub/x`]: '' }).engineFiles(root), workDirectory: root }
}

test.each([
  ['json.dump_to_file({a = 1}, "sub/o")', '{"a": 1}'],
  ['json.dump_to_file(data={b = 1, a = 1}, filename="sub/o", sort_keys=True, indent=2)', '{\n  "a": 1,\n  "b": 1\n}'],
  ['yaml.dump_to_file({a = 1}, "/tmp/w/sub/o")', 'a: 1\n'],
  ['yaml.dump_all_to_file([{a = 1}, {b = 2}], "sub/o")', 'a: 1\n\n---\nb: 2\n'],
  ['yaml.dump_all_to_file([{_a = 1, b = None, c = 1}], "sub/o", ignore_private=True, ignore_none=True)', 'c: 1\n'],
])('%s', (call, expected) => {
  const folder = createFolder()
  expect(runCall(call, folder)).toBe('Undefined')
  expect(new TextDecoder().decode(folder.readFile(`${root}/sub/o`))).toBe(expected)
})

test.each([
  ['json.dump_to_file({}, "/nope/dir/x")', "! Unable to write file '/nope/dir/x': No such file or directory (os error 2)"],
  ['json.dump_to_file({}, "/tmp/w/sub")', "! Unable to write file '/tmp/w/sub': Is a directory (os error 21)"],
  ['json.dump_to_file({}, 5)', "! Unable to write file '': No such file or directory (os error 2)"],
  ['yaml.dump_to_file({}, "/nope/dir/x")', "! Unable to write file '/nope/dir/x': No such file or directory (os error 2)"],
  ['yaml.dump_all_to_file([], "/nope/x")', '! Unable to write file: Os { code: 2, kind: NotFound, message: "No such file or directory" }'],
  ['yaml.dump_all_to_file(5, "sub/o")', '! invalid list value'],
])('%s fails', (call, expected) => {
  expect(runCall(call, createFolder())).toBe(expected)
})
