/** Warnings about imports: those of a module when its package is done, unused imports at the end. */
import { expect, test } from 'vitest'
import { checkChunk, checkFiles } from './chunk.ts'

const files = new Map([
  ['main.k', 'import math\nimport p\nimport p.b as q\nimport p\na = 1\nimport regex\nimport math as m\nb = p.x\nc = math?.log(1)\n'],
  ['p/a.k', 'import json\nx = 1\nimport yaml\ny = yaml.encode(1)\n'],
  ['p/b.k', 'z = 1\n'],
])

test('misplaced and repeated imports come before unused ones', () => {
  const places = checkChunk(files, 'warnings').filter((line) => /^ {2}\S+\.k:/.test(line))
  expect(places).toEqual([
    '  p/a.k:3:1 The import stmt should be placed at the top of the module',
    '  main.k:6:1 The import stmt should be placed at the top of the module',
    '  main.k:7:1 The import stmt should be placed at the top of the module',
    "  main.k:4:1 Module 'p' is reimported multiple times",
    "  main.k:7:1 Module 'm' is reimported multiple times",
    "  main.k:1:1 Module 'math' imported but unused",
    "  main.k:3:1 Module 'q' imported but unused",
    "  main.k:6:1 Module 'regex' imported but unused",
    "  main.k:7:1 Module 'm' imported but unused",
    "  p/a.k:1:1 Module 'json' imported but unused",
  ])
})

test('packages of which nothing is used', () => {
  const program = new Map([
    ['main.k', 'import used\nimport unused\nimport importing\na = used.x\n'],
    ['used.k', 'x = 1\n'],
    ['unused.k', 'x = 1\n'],
    ['importing.k', 'import math\n'],
  ])
  expect([...checkFiles(program).unusedPackages]).toEqual(['unused', 'importing'])
})

test.each([
  ['assigned to', 'import p\np.x = 1\n', []],
  ['replaced by a schema', 'import p\nschema p:\n    a: int\n', []],
  ['in the line of another statement', 'x = 1; import p\ny = p.x\n', []],
  ['of nothing that is used', 'import ...p.q\nimport no.r\nx = [q.y, r.y]\n', ["  main.k:1:1 Module 'q' imported but unused"]],
  ['replaced only inside a lambda', 'import p\nx = lambda p { p }\n', ["  main.k:1:1 Module 'p' imported but unused"]],
])('an import %s', (_, text, expected) => {
  const program = new Map([...files, ['main.k', text], ['p/a.k', 'x = 1\n']])
  expect(checkChunk(program, 'warnings').filter((line) => /^ {2}main\.k:/.test(line))).toEqual(expected)
})
