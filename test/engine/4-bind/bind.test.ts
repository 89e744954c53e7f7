/** Sugar and merging: a program with it binds to the tree of the program written without it. */
import { describe, expect, test } from 'vitest'
import { loadProgram } from '../../../src/engine/3-load/load.ts'
import { bindProgram } from '../../../src/engine/4-bind/bind.ts'
import { importsSeenIn } from '../../../src/engine/4-bind/qualify.ts'
import type { Program } from '../../../src/engine/model/program.ts'
import { worldOf } from '../3-load/world.ts'

describe('sugar', () => {
  test.each([
    ['a = {b.c.d = 1}', 'a = {b: {c: {d = 1}}}'],
    ['a = S {b.c += [1]}', 'a = S {b: {c += [1]}}'],
    ['a = {b.c: {d.e: 1}, f: 2}', 'a = {b: {c: {d: {e: 1}}}, f: 2}'],
    ['a = {if b: c.d = 1 else: e.f: 2}', 'a = {if b: c: {d = 1} else: e: {f: 2}}'],
    ['f = lambda {\n  [{b.c: 1}]\n}', 'f = lambda {\n  [{b: {c: 1}}]\n}'],
    ['schema S:\n  a: "x"\n  b: 1Ki\n  c: 1.5\n  d: True', 'schema S:\n  a: "x" = "x"\n  b: 1Ki = 1Ki\n  c: 1.5 = 1.5\n  d: True = True'],
    ['schema S:\n  @info\n  "a": "x"', 'schema S:\n  @info\n  "a": "x" = "x"'],
    ['schema S:\n  a?: "x"\n  b: "x" | "y"\n  c: "x" = z', 'schema S:\n  a?: "x"\n  b: "x" | "y"\n  c: "x" = z'],
  ])('%j', (source, plain) => {
    expect(shape(bindProgram(load({ main: source })))).toEqual(shape(load({ main: plain })))
  })

  test('keys of comprehensions stay', () => {
    const program = load({ main: 'a = {b.c: 1 for b in d}' })
    expect(shape(bindProgram(program))).toEqual(shape(program))
  })

  test('a program without sugar is not copied', () => {
    const program = load({ main: 'schema S:\n  a: int\nx = S {a = 1}', other: 'y = {b: 1}' })
    expect(bindProgram(program)).toBe(program)
  })
})

describe('declarations of one variable', () => {
  test.each([
    [['x: S {a = 1}\ny = 1\nx: S {b = 2}'], ['y = 1\nx: S {a = 1, b = 2}']],
    [['x = S {a = 1}\nx: T(1) {b = 2}'], ['x: T(1) {a = 1, b = 2}']],
    [['x: S {a = 1}\nx = S {b = 2}'], ['x: S {a = 1}\nx = S {b = 2}']],
    [['x: S {a = 1}\nx: S {b = 2}\nx = S {b = 3}'], ['x: S {a = 1, b = 2}\nx = S {b = 3}']],
    [
      ['x: S {a: 1, b: {c = 1}}', 'x: S {b: {d = 2}, a = 3}'],
      ['', 'x: S {a = 3, b: {c = 1}, b: {d = 2}}'],
    ],
    [['x: S {a: {b: 1, c: 2, b = 3}}\nx: S {**y, (k): 1, if c: d = 1}'], ['x: S {a: {b = 3, c: 2}, **y, (k): 1, if c: d = 1}']],
    [['x: S {a.b: 1}\nx: S {a: {c: 2}}'], ['x: S {a: {b: 1}, a: {c: 2}}']],
    [['_x: S {a = 1}\n_x = S {b = 2}\n_x: S {c = 3}'], ['_x: S {a = 1}\n_x: S {b = 2, c = 3}']],
    [['x = S {a = 1}\nx = S {b = 2}'], ['x = S {a = 1}\nx = S {b = 2}']],
    [['x: S {a = 1}\nif c:\n  x: S {b = 1}'], ['x: S {a = 1}\nif c:\n  x: S {b = 1}']],
    [['x.y = S {a = 1}\nx: S {b = 1}'], ['x.y = S {a = 1}\nx: S {b = 1}']],
  ])('%j', (sources, merged) => {
    const named = (texts: readonly string[]): Record<string, string> => Object.fromEntries(texts.map((text, at) => [`file${at}`, text]))
    expect(shape(bindProgram(load(named(sources))))).toEqual(shape(load(named(merged))))
  })
})

test('the entry package sees the imports of all its files, another package those of the file', () => {
  const program = loadProgram(
    worldOf('-- kcl.mod --\n-- a.k --\nimport math as m\n-- b.k --\nimport p\n-- p/x.k --\nimport json\n-- p/y.k --\nimport yaml\n'),
    ['a.k', 'b.k'],
  ).value
  const seen = (packagePath: string): readonly string[] => {
    const unit = program.packages.get(packagePath)
    const module = unit?.modules[0]
    return unit === undefined || module === undefined ? [] : [...importsSeenIn(unit, module).keys()]
  }
  expect(seen('__main__')).toEqual(['m', 'p'])
  expect(seen('p')).toEqual(['json'])
})

function load(files: Readonly<Record<string, string>>): Program {
  const names = Object.keys(files).map((name) => `${name}.k`)
  const world = worldOf(
    Object.entries(files)
      .map(([name, text]) => `-- ${name}.k --\n${text}\n`)
      .join(''),
  )
  return loadProgram(world, names).value
}

/** The statements without positions. */
function shape(program: Program): unknown {
  const modules = [...program.packages.values()].flatMap(({ modules: all }) => all)
  return modules.map(({ body }) => JSON.parse(JSON.stringify(body, (key, value) => (WHERE.has(key) ? undefined : value))))
}

const WHERE: ReadonlySet<string> = new Set(['start', 'end', 'movedFrom'])
