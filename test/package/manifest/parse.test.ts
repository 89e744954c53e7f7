import { describe, expect, test } from 'vitest'
import { parseManifest } from '../../../src/package/manifest/parse.ts'

const parse = (text: string) => parseManifest(text, '/p/kcl.mod')

test('everything a manifest can say', () => {
  const manifest = parse(`
# a comment
[package]
name = "shop"
edition = "v0.12.3"
version = "0.3.0"
description = "Sells \\"things\\""
include = ["*.k", "kcl.mod"]
exclude = ["docs"]
licence = "unknown keys are passed over"

[profile]
entries = ["main.k", "\${greeter:KCL_MOD}/lib.k"]
sort_keys = true
disable_none = false
selectors = ["a.b"]
overrides = ["a.b=1"]
arguments = ["env=prod"]
`)
  expect(manifest).toEqual({
    path: '/p/kcl.mod',
    name: 'shop',
    edition: 'v0.12.3',
    version: '0.3.0',
    description: 'Sells "things"',
    include: ['*.k', 'kcl.mod'],
    exclude: ['docs'],
    dependencies: [],
    profile: {
      entries: ['main.k', '${greeter:KCL_MOD}/lib.k'],
      sortKeys: true,
      disableNone: false,
      selectors: ['a.b'],
      overrides: ['a.b=1'],
      arguments: ['env=prod'],
    },
  })
})

test.each(['', '# nothing\n', '[package]\n', '\ufeff[package]\r\nname = "a"\r\n'])('nothing is required: %j', (text) => {
  expect(parse(text).dependencies).toEqual([])
})

describe('dependencies', () => {
  test.each([
    ['x = "1.2"', { kind: 'oci', name: 'x', tag: '1.2' }],
    ['x = "1.2.0+b1"', { kind: 'oci', name: 'x', tag: '1.2.0_b1' }],
    ['x = ""', { kind: 'oci', name: 'x' }],
    ['"x-y" = "1.2"', { kind: 'oci', name: 'x-y', tag: '1.2' }],
    ['x = { version = "1.2" }', { kind: 'oci', name: 'x', packageVersion: '1.2', tag: '1.2' }],
    ['x = { package = "y", version = "1.2" }', { kind: 'oci', name: 'x', packageName: 'y', packageVersion: '1.2', tag: '1.2' }],
    ['x = { oci = "oci://h.io/a/b", tag = "t" }', { kind: 'oci', name: 'x', registry: 'h.io', repository: 'a/b', tag: 't' }],
    [
      'x = { oci = "oci://localhost:5001/b", tag = "t" }',
      { kind: 'oci', name: 'x', registry: 'localhost:5001', repository: 'b', tag: 't' },
    ],
    ['x = { oci = "oci://h.io/a/b:t" }', { kind: 'oci', name: 'x', registry: 'h.io', repository: 'a/b', tag: 't' }],
    ['x = { oci = "oci://h.io/a/b?tag=t", tag = "t" }', { kind: 'oci', name: 'x', registry: 'h.io', repository: 'a/b', tag: 't' }],
    ['x = { oci = "oci://h.io/a/b" }', { kind: 'oci', name: 'x', registry: 'h.io', repository: 'a/b' }],
    [
      'x = { oci = "oci://h.io/a/b", tag = "t", version = "v", package = "y" }',
      { kind: 'oci', name: 'x', registry: 'h.io', repository: 'a/b', tag: 't', packageName: 'y', packageVersion: 'v' },
    ],
    ['x = { repo = "a/b", tag = "t" }', { kind: 'oci', name: 'x', repository: 'a/b', tag: 't' }],
    ['x = { repo = "/a/b", reg = "h.io", tag = "t" }', { kind: 'oci', name: 'x', registry: 'h.io', repository: 'a/b', tag: 't' }],
    ['x = { git = "https://h/r.git", commit = "abc" }', { kind: 'git', name: 'x', url: 'https://h/r.git', commit: 'abc' }],
    [
      'x = { git = "https://h/r.git", tag = "v1", package = "y", version = "1" }',
      { kind: 'git', name: 'x', url: 'https://h/r.git', tag: 'v1', packageName: 'y', packageVersion: '1' },
    ],
    ['x = { path = "../d" }', { kind: 'path', name: 'x', path: '../d' }],
    ['x = { path = "../d", version = "1" }', { kind: 'path', name: 'x', path: '../d', packageVersion: '1' }],
    // path goes before git, git before oci, oci before repo
    ['x = { path = "p", git = "g", oci = "oci://h.io/o", repo = "r" }', { kind: 'path', name: 'x', path: 'p' }],
    ['x = { git = "g", oci = "oci://h.io/o", repo = "r" }', { kind: 'git', name: 'x', url: 'g' }],
    ['x = { oci = "oci://h.io/o", repo = "r" }', { kind: 'oci', name: 'x', registry: 'h.io', repository: 'o' }],
  ])('%s', (line, dependency) => expect(parse(`[dependencies]\n${line}\n`).dependencies).toEqual([dependency]))

  test('tables of their own, in the order of the file', () => {
    const text = '[dependencies.b]\noci = "oci://h.io/b"\ntag = "1"\n[dependencies.a]\npath = "a"\n'
    expect(parse(text).dependencies.map((it) => it.name)).toEqual(['b', 'a'])
  })
})

describe('what makes no sense is said with its place', () => {
  test.each([
    ['[package\nname = "a"', /^\/p\/kcl\.mod:1:\d+: not TOML: /],
    ['[package]\nname = "a"\nname = "b"', /^\/p\/kcl\.mod:3:\d+: not TOML: /],
    ['[package]\n  version = 1.2', "/p/kcl.mod:2:3: 'version' is not a string"],
    ['[package]\nname = "a"\n\n[package.x]\n[profile]\nentries = "main.k"', "/p/kcl.mod:6:1: 'entries' is not a list of strings"],
    ['[package]\ninclude = ["a", 1]', "/p/kcl.mod:2:1: 'include' is not a list of strings"],
    ['[profile]\nsort_keys = "yes"', "/p/kcl.mod:2:1: 'sort_keys' is neither true nor false"],
    ['dependencies = 1', "/p/kcl.mod:1:1: 'dependencies' is not a table"],
    ['[dependencies]\nx = 1', "/p/kcl.mod:2:1: dependency 'x' is neither a version nor a table"],
    ['[dependencies]\na = "1"\nx = {}', "/p/kcl.mod:3:1: dependency 'x' names no source"],
    ['[dependencies]\nx = "1 2"', "/p/kcl.mod:2:1: dependency 'x': '1 2' is not a version"],
    ['[dependencies]\nx = { path = 1 }', "/p/kcl.mod:2:1: 'path' is not a string"],
    ['[dependencies.x]\ntag = 1', "/p/kcl.mod:2:1: 'tag' is not a string"],
    [
      '[dependencies]\nx = { git = "g", tag = "a", commit = "b" }',
      "/p/kcl.mod:2:1: dependency 'x': only one of branch, tag or commit is allowed",
    ],
    ['[dependencies]\nx = { oci = "oci://h.io/A" }', /^\/p\/kcl\.mod:2:1: dependency 'x': .*upper-case/],
    [
      '[dependencies]\nx = { oci = "oci://h.io/a:1", tag = "2" }',
      /^\/p\/kcl\.mod:2:1: dependency 'x': 'oci:\/\/h\.io\/a:1' asks for 1 and tag = for 2/,
    ],
    ['[dependencies]\nx = { repo = "A" }', "/p/kcl.mod:2:1: dependency 'x': 'A' is not a repository"],
    ['[dependencies]\n"a-b" = "1"\na_b = "1"', "/p/kcl.mod:3:1: the dependencies 'a-b' and 'a_b' have one import name"],
  ])('%j', (text, message) => {
    expect(() => parse(text)).toThrow(expect.objectContaining({ code: 'MANIFEST_INVALID', blame: 'input', message: matching(message) }))
  })
})

function matching(message: string | RegExp): unknown {
  return typeof message === 'string' ? message : expect.stringMatching(message)
}
