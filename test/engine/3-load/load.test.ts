/** Which files make a program, what imports mean, and what is said when they mean nothing; as seen from the real engine 0.13.2. */
import { describe, expect, test } from 'vitest'
import { type LoadOutcome, loadProgram, type ModuleCache } from '../../../src/engine/3-load/load.ts'
import type { Module } from '../../../src/engine/model/ast.ts'
import type { Diagnostic } from '../../../src/engine/model/diagnostic.ts'
import { worldOf } from './world.ts'

describe('entries', () => {
  const files =
    '-- a.k --\nx = 1\n-- b.k --\ny = 1\n-- conf/c.k --\nz = 1\n-- conf/_d.k --\n-- conf/e_test.k --\n-- conf/sub/f.k --\n-- empty/x.txt --\n'
  test.each([
    [
      ['a.k', 'b.k'],
      ['a.k', 'b.k'],
    ],
    [
      ['b.k', '/w/a.k', './b.k'],
      ['b.k', 'a.k'],
    ],
    [['conf'], ['conf/_d.k', 'conf/c.k']],
    [['.'], ['a.k', 'b.k']],
    [['conf', 'a.k'], ['a.k']],
    [['a.k', 'zz.k'], ['a.k']],
    [['empty/x.txt'], ['empty/x.txt']],
  ])('%j', (entries, expected) => {
    const outcome = loadProgram(worldOf(files), entries)
    expect(outcome.diagnostics).toEqual([])
    expect(modulesOf(outcome, '__main__')).toEqual(expected)
  })

  test.each([
    [[], 'No input KCL files or paths'],
    [['empty'], 'No input KCL files'],
    [['zz.k'], 'Cannot find the kcl file, please check the file path zz.k'],
  ])('%j fail', (entries, title) => {
    expect(loadProgram(worldOf(files), entries).diagnostics).toEqual([{ severity: 'error', code: 'E3M38', title, messages: [] }])
  })

  test('what is there but cannot be read', () => {
    const world = { ...worldOf('-- a.k --\nx = 1\n'), readFile: () => undefined }
    const title = "Failed to load KCL file '/w/a.k'. Because 'Permission denied (os error 13)'"
    expect(JSON.stringify(loadProgram(world, ['a.k']).diagnostics)).toContain(title)
  })

  test('texts that lie in no file', () => {
    const outcome = loadProgram(worldOf('-- p.k --\nx = 1\n'), [{ path: 'stdin.k', text: 'import p' }])
    expect(outcome.diagnostics).toEqual([])
    expect([...outcome.value.packages.keys()]).toEqual(['__main__', 'p'])
  })

  test('a file that is not UTF-8', () => {
    const host = worldOf('-- a.k --\nimport b\n')
    const outcome = loadProgram({ ...host, readFile: (path) => (path === '/w/a.k' ? new Uint8Array([0xff]) : undefined) }, ['a.k'])
    expect(outcome.diagnostics.map(({ title }) => title)).toEqual([
      "Failed to load KCL file '/w/a.k'. Because 'stream did not contain valid UTF-8'",
    ])
  })

  test('the root is the nearest folder with a kcl.mod', () => {
    const world = worldOf('-- m/kcl.mod --\n-- m/a/main.k --\nimport b.c\n-- m/b/c.k --\n-- n/main.k --\n')
    expect(loadProgram(world, ['m/a/main.k']).value.root).toBe('/w/m')
    expect(loadProgram(world, ['n/main.k']).value.root).toBe('/w/n')
    expect(loadProgram({ ...world, workDirectory: '/w/m/a' }, ['${KCL_MOD}/b/c.k']).value.root).toBe('/w/m')
  })
})

describe('imports', () => {
  test('a folder is a package of its files; a file alone in its folder is the folder', () => {
    const outcome = loadProgram(
      worldOf(
        [
          '-- kcl.mod --\n-- main.k --\nimport p\nimport p.a\nimport q.only\nimport r.x\nimport math\n',
          '-- p/a.k --\n-- p/b.k --\n-- p/_c.k --\n-- p/d_test.k --\n',
          '-- q/only.k --\n-- q/only_test.k --\n-- r/x.k --\n-- r/_y.k --\n',
        ].join(''),
      ),
      ['main.k'],
    )
    expect(packagesOf(outcome)).toEqual({
      __main__: ['main.k'],
      p: ['p/a.k', 'p/b.k'],
      'p.a': ['p/a.k'],
      q: ['q/only.k'],
      'r.x': ['r/x.k'],
    })
    expect([...outcome.value.imports.values()].map(({ kind, packagePath }) => `${kind} ${packagePath}`)).toEqual([
      'package p',
      'package p.a',
      'package q',
      'package r.x',
      'system math',
    ])
  })

  test('relative paths count from the folder of the file', () => {
    const outcome = loadProgram(
      worldOf(
        '-- kcl.mod --\n-- main.k --\nimport .a.b.c\n-- a/b/c.k --\nimport .d\nimport ..e\nimport ...f\n-- a/b/d.k --\n-- a/e.k --\n-- a/g.k --\n-- f.k --\n',
      ),
      ['main.k'],
    )
    expect(outcome.diagnostics).toEqual([])
    expect(Object.keys(packagesOf(outcome))).toEqual(['__main__', 'a.b.c', 'a.b.d', 'a.e', 'f'])
  })

  test('external packages have their own root', () => {
    const world = worldOf(
      '-- main.k --\nimport ext.lib\nimport ext\nimport ext.none\n-- /e/kcl.mod --\n-- /e/main.k --\nimport inner\n-- /e/lib/l.k --\nimport ..inner\nimport ext\n-- /e/inner.k --\n',
      {
        ext: '/e',
      },
    )
    const outcome = loadProgram(world, ['main.k'])
    expect(outcome.diagnostics).toEqual([])
    expect(packagesOf(outcome)).toEqual({
      __main__: ['main.k'],
      'ext.lib': ['/e/lib/l.k'],
      ext: ['/e/inner.k', '/e/main.k'],
      'ext.none': [],
      'ext.inner': ['/e/inner.k'],
    })
  })

  test('only what is reached is read', () => {
    const world = worldOf('-- main.k --\nimport a\n-- a.k --\n-- b.k --\nimport nowhere\n')
    const read: string[] = []
    loadProgram({ ...world, readFile: (path) => (read.push(path), world.readFile(path)) }, ['main.k'])
    expect(read).toEqual(['/w/main.k', '/w/a.k'])
  })

  test('what is missing, with advice given once', () => {
    const outcome = loadProgram(
      worldOf('-- kcl.mod --\n-- main.k --\nimport s\nimport a.b as x\n-- s/t.k --\nimport ...up\nimport .near\nimport a.c\n-- s/u.k --\n'),
      ['main.k'],
    )
    expect(outcome.diagnostics.map(describeFault)).toEqual([
      'E2F04 CannotFindModule: Cannot find the module a.b from /w/a/b',
      "suggestion: try 'kcl mod add a' to download the missing package",
      "suggestion: browse more packages at 'https://artifacthub.io'",
      'E2F04 CannotFindModule: Failed to import the module ...up from /w/. No KCL files found in the specified folder',
      'E2F04 CannotFindModule: Cannot find the module .near from /w/s/near',
      "suggestion: try 'kcl mod add s' to download the missing package",
      'E2F04 CannotFindModule: Cannot find the module a.c from /w/a/c',
    ])
  })

  test('a path with an empty part', () => {
    const outcome = loadProgram(worldOf('-- main.k --\nimport .a..b\n'), ['main.k'])
    expect(outcome.diagnostics.map(describeFault)).toContain('E2F04 CannotFindModule: Cannot find the module .a..b from /w/a/b')
  })

  test('a path both inside and outside is refused', () => {
    const outcome = loadProgram(worldOf('-- main.k --\nimport ext\n-- ext/a.k --\n-- /e/a.k --\n', { ext: '/e' }), ['main.k'])
    expect(outcome.diagnostics.map(describeFault)).toEqual([
      'E2F04 CannotFindModule: Failed to import the module ext from /w/ext. No KCL files found in the specified folder',
    ])
  })
})

describe('order and cycles', () => {
  test('files that are imported come first', () => {
    const outcome = loadProgram(worldOf('-- a.k --\nimport c as x\n-- b.k --\n-- c.k --\n'), ['a.k', 'b.k', 'c.k'])
    expect(modulesOf(outcome, '__main__')).toEqual(['c.k', 'a.k', 'b.k'])
  })

  test.each([
    ['main.k', '-- main.k --\nimport main as m\n', ['main.k']],
    ['main.k', '-- kcl.mod --\n-- main.k --\nimport p\n-- p/a.k --\nimport p\n-- p/b.k --\n-- p/c.k --\nimport p\n', ['p/a.k', 'p/c.k']],
  ])('%s is cyclic: %j', (entry, files, cycle) => {
    const { diagnostics, loadErrors } = loadProgram(worldOf(files), [entry])
    expect(diagnostics).toEqual([])
    expect(loadErrors.flatMap(({ causes }) => causes?.map(describeFault))).toEqual([
      `E1001 RecursiveLoad: Could not compiles due to cyclic import statements${cycle.map((file) => `\n- /w/${file}`).join('')}`,
    ])
  })

  test('plugins are a load error', () => {
    const { diagnostics, loadErrors } = loadProgram(worldOf('-- main.k --\nimport kcl_plugin.hello\n'), ['main.k'])
    expect(diagnostics).toEqual([])
    expect(loadErrors.flatMap(({ causes }) => causes?.map(describeFault))).toEqual([
      'E2F04 CannotFindModule: the plugin package `kcl_plugin.hello` is not found, please confirm if plugin mode is enabled',
    ])
  })
})

test('faults of syntax come in the order of loading', () => {
  const outcome = loadProgram(worldOf('-- main.k --\nimport a\nx = )\n-- a.k --\nimport b\n$\n-- b.k --\n?\n'), ['main.k'])
  expect(outcome.diagnostics.map(({ messages: [message] }) => message?.place?.path)).toEqual([
    '/w/main.k',
    '/w/main.k',
    '/w/main.k',
    '/w/a.k',
    '/w/b.k',
  ])
})

test('a cache spares parsing, except for files with faults', () => {
  const modules = new Map<string, Module>()
  const cache: ModuleCache = {
    get: (path, text) => (modules.get(path)?.text === text ? modules.get(path) : undefined),
    set: (module) => modules.set(module.path, module),
  }
  const world = worldOf('-- main.k --\nimport a\n-- a.k --\n?\n')
  const first = loadProgram(world, ['main.k'], { cache })
  const second = loadProgram(world, ['main.k'], { cache })
  expect([...modules.keys()]).toEqual(['/w/main.k'])
  expect(second.value.packages.get('__main__')?.modules[0]).toBe(first.value.packages.get('__main__')?.modules[0])
  expect(second.diagnostics).toEqual(first.diagnostics)
})

function packagesOf(outcome: LoadOutcome): Record<string, readonly string[]> {
  return Object.fromEntries([...outcome.value.packages.keys()].map((packagePath) => [packagePath, modulesOf(outcome, packagePath)]))
}

function modulesOf(outcome: LoadOutcome, packagePath: string): readonly string[] {
  return (outcome.value.packages.get(packagePath)?.modules ?? []).map(({ path }) => path.replace(/^\/w\//, ''))
}

function describeFault({ severity, code, title, messages }: Diagnostic): string {
  return severity === 'suggestion' ? `suggestion: ${title}` : `${code} ${title}: ${messages.map(({ text }) => text).join(' | ')}`
}
