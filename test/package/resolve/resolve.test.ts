import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expectManifest } from '../../../src/package/manifest/read.ts'
import type { Graph } from '../../../src/package/resolve/graph.ts'
import { resolveDependencies } from '../../../src/package/resolve/resolve.ts'
import { fetchOciPackage } from '../../../src/package/source/oci.ts'
import { createWorld, kclMod, publish, type World } from '../support/world.ts'

/** One package to a line, `name@version: dependency, dependency`. A name with a `/` is a folder on the disk, every other a package of the default
 *  registry; a dependency is `name@version` or `name=path`. The first line is the package at the top, in `/app`. */
async function worldOf(text: string, more: Readonly<Record<string, string>> = {}): Promise<World> {
  const lines = text
    .trim()
    .split('\n')
    .map((line) => parseLine(line.trim()))
  const folders = lines.filter((line) => line.name.includes('/'))
  const files = Object.fromEntries(folders.map((line) => [`${line.name}/kcl.mod`, line.manifest]))
  const world = createWorld({ files: { ...files, ...more } })
  for (const { name, version, manifest } of lines) {
    if (!name.includes('/')) await publish(world, `ghcr.io/kcl-lang/${name}:${version}`, { 'kcl.mod': manifest })
  }
  return world
}

function parseLine(line: string): { readonly name: string; readonly version: string; readonly manifest: string } {
  const [head = '', rest = ''] = line.split(':')
  const [name = '', version = ''] = head.split('@')
  const dependencies = rest.split(',').flatMap((item) => (item.trim() === '' ? [] : [dependencyLine(item.trim())]))
  return { name, version, manifest: kclMod(name.slice(name.lastIndexOf('/') + 1), version, ...dependencies) }
}

function dependencyLine(text: string): string {
  const [name, path] = text.split('=')
  if (path !== undefined) return `${name} = { path = "${path}" }`
  const [key, version = ''] = text.split('@')
  return `${key} = "${version}"`
}

async function resolve(world: World): Promise<Graph> {
  return resolveDependencies(world, '/app', await expectManifest(world.files, '/app'))
}

/** `name@version` of every package found, sorted. */
async function resolved(text: string): Promise<string> {
  return namesOf(await resolve(await worldOf(text)))
}

function namesOf(graph: Graph): string {
  const names = [...graph.packages.values()].map((pkg) => `${pkg.importName}@${pkg.manifest.version}`)
  return names.toSorted().join(' ')
}

describe('selection', () => {
  test.each([
    ['nothing', '/app@1', ''],
    ['direct', '/app@1: a@1.0\na@1.0', 'a@1.0'],
    ['transitive', '/app@1: a@1.0\na@1.0: b@2\nb@2: c@3\nc@3', 'a@1.0 b@2 c@3'],
    ['a diamond', '/app@1: a@1, b@1\na@1: c@1\nb@1: c@1\nc@1', 'a@1 b@1 c@1'],
    ['the highest asked for, not the highest there is', '/app@1: a@1, b@1\na@1: c@1.1\nb@1: c@1.3\nc@1.1\nc@1.3\nc@1.9', 'a@1 b@1 c@1.3'],
    ['a higher one below the top', '/app@1: a@1, c@1.1\na@1: c@1.3\nc@1.1\nc@1.3', 'a@1 c@1.3'],
    ['a higher one at the top', '/app@1: a@1, c@1.3\na@1: c@1.1\nc@1.1\nc@1.3', 'a@1 c@1.3'],
    ['by value, not by text', '/app@1: a@1, c@1.9\na@1: c@1.10\nc@1.9\nc@1.10', 'a@1 c@1.10'],
    ['a higher version with dependencies of its own', '/app@1: a@1, c@1\na@1: c@2\nc@1: d@1\nc@2: e@1\nd@1\ne@1', 'a@1 c@2 e@1'],
    [
      'a package that only a dropped version needs is dropped',
      '/app@1: a@1, b@1\na@1: x@1\nb@1: y@1\ny@1: x@2\nx@1: only@1\nx@2\nonly@1',
      'a@1 b@1 x@2 y@1',
    ],
    ['pre-releases', '/app@1: a@1, c@1.0-rc1\na@1: c@1.0\nc@1.0-rc1\nc@1.0', 'a@1 c@1.0'],
    ['hyphens and underscores are one name', '/app@1: a-b@1, c@1\nc@1: a-b@2\na-b@1\na-b@2', 'a_b@2 c@1'],
    ['the latest when no version is named', '/app@1: a@\na@0.9\na@0.10', 'a@0.10'],
    ['a folder', '/app@1: a=../a\n/a@1: b=lib/b\n/a/lib/b@2', 'a@1 b@2'],
    ['a diamond of folders', '/app@1: a=../a, b=../b\n/a@1: c=../c\n/b@1: c=../c\n/c@1', 'a@1 b@1 c@1'],
    ['a folder and what it needs from a registry', '/app@1: a=../a\n/a@1: b@1\nb@1: c@1\nc@1', 'a@1 b@1 c@1'],
    ['the folder at the top goes before a registry', '/app@1: a@1, c=../c\na@1: c@9\nc@9\n/c@1', 'a@1 c@1'],
    ['a folder further down goes before a registry', '/app@1: a@1, b=../b\na@1: c@9\n/b@1: c=../c\nc@9\n/c@1', 'a@1 b@1 c@1'],
    ['a registry at the top goes before a folder further down', '/app@1: c@9, b=../b\n/b@1: c=../c\nc@9\n/c@1', 'b@1 c@9'],
  ])('%s', async (_, text, expected) => expect(await resolved(text)).toBe(expected))

  test('the order of lines and the depth of nesting change nothing', async () => {
    const versions = fc.array(fc.tuple(fc.nat({ max: 4 }), fc.nat({ max: 4 }), fc.integer({ min: 1, max: 3 })), { maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(versions, fc.infiniteStream(fc.nat()), async (edges, order) => {
        // Edges lead from a lower to a higher letter, so there is no cycle; every package exists in the versions 1 to 3 with equal dependencies.
        const needs = new Map<string, Map<string, number>>()
        for (const [one, other, version] of edges) {
          if (one === other) continue
          const from = 'abcde'[Math.min(one, other)] ?? ''
          const to = 'abcde'[Math.max(one, other)] ?? ''
          needs.set(from, (needs.get(from) ?? new Map<string, number>()).set(to, version))
        }
        const textOf = (sort: (items: string[]) => string[]) => {
          const line = (name: string) => sort([...(needs.get(name) ?? [])].map(([to, version]) => `${to}@${version}`)).join(', ')
          const packages = ['a', 'b', 'c', 'd', 'e'].flatMap((name) => [1, 2, 3].map((version) => `${name}@${version}: ${line(name)}`))
          return [`/app@1: ${sort(['a@1', 'b@1', 'c@1']).join(', ')}`, ...sort(packages)].join('\n')
        }
        const shuffled = (items: string[]) =>
          items
            .map((item) => ({ item, place: order.next().value }))
            .toSorted((x, y) => x.place - y.place)
            .map((it) => it.item)
        expect(await resolved(textOf(shuffled))).toBe(await resolved(textOf((items) => items)))
      }),
      { numRuns: 25 },
    )
  })
})

test('what the engine gets, and who asked for what', async () => {
  const world = await worldOf('/app@1: b@1, a=../a\n/a@1: b@2, deep-c@1\nb@1\nb@2\ndeep-c@1')
  const graph = await resolve(world)
  expect([...graph.roots.keys()]).toEqual(['b', 'deep_c', 'a'])
  expect(graph.roots.get('a')).toBe('/a')
  expect(await world.files.read(`${graph.roots.get('deep_c')}/kcl.mod`)).toBeDefined()
  expect(graph.root.dependencies).toEqual(['b', 'a'])
  expect(graph.packages.get('a')).toMatchObject({ name: 'a', dependencies: ['b', 'deep_c'], origin: { kind: 'path', path: '/a' } })
  expect(graph.packages.get('b')).toMatchObject({
    origin: { kind: 'oci', location: { registry: 'ghcr.io', repository: 'kcl-lang/b', tag: '2' } },
    requests: [
      { by: 'app', asked: 'ghcr.io/kcl-lang/b:1' },
      { by: 'a@1', asked: 'ghcr.io/kcl-lang/b:2' },
    ],
  })
})

test('a second time costs one question for each package, and nothing is fetched twice', async () => {
  const world = await worldOf('/app@1: a@1, b@1\na@1: c@1\nb@1: c@1\nc@1')
  await resolve(world)
  const requests = world.takeRequests()
  expect(requests.filter((it) => it.startsWith('BLOB')).toSorted()).toEqual(['BLOB kcl-lang/a', 'BLOB kcl-lang/b', 'BLOB kcl-lang/c'])
  expect(requests).toHaveLength(6)
  await resolve(world)
  expect(world.takeRequests().toSorted()).toEqual(['HEAD kcl-lang/a:1', 'HEAD kcl-lang/b:1', 'HEAD kcl-lang/c:1'])
})

test('one artifact under two names, or with two packages in it, is fetched once', async () => {
  const lines = [
    'one = { oci = "oci://h.io/bundle", tag = "2", version = "1" }',
    'two = { oci = "oci://h.io/bundle", tag = "2", version = "1" }',
  ]
  const world = createWorld({ files: { '/app/kcl.mod': kclMod('app', '1', ...lines, 'all = { oci = "oci://h.io/bundle", tag = "2" }') } })
  await publish(world, 'h.io/bundle:2', {
    'kcl.mod': kclMod('bundle', '2'),
    '1/kcl.mod': kclMod('one', '1'),
    '2/kcl.mod': kclMod('two', '1'),
  })
  const graph = await resolve(world)
  expect(namesOf(graph)).toBe('all@2 one@1 two@1')
  expect(graph.roots.get('two')).toBe(`${graph.roots.get('all')}/2`)
  expect(world.takeRequests()).toEqual(['GET bundle:2', 'BLOB bundle'])
})

test('a folder without a kcl.mod is a package that needs nothing', async () => {
  const world = await worldOf('/app@1: a=lib, b@1\nb@1', { '/app/lib/x.k': 'x = 1\n' })
  const graph = await resolve(world)
  expect(graph.roots.get('a')).toBe('/app/lib')
  expect(graph.packages.get('a')?.dependencies).toEqual([])
})

describe('every form of a dependency', () => {
  test.each([
    ['other = { package = "greeter", version = "0.2.0" }', 'ghcr.io/kcl-lang/greeter:0.2.0'],
    ['greeter = { version = "0.2.0" }', 'ghcr.io/kcl-lang/greeter:0.2.0'],
    ['greeter = { oci = "oci://h.io/team/greeter", tag = "0.2.0", version = "0.2.0" }', 'h.io/team/greeter:0.2.0'],
    ['greeter = { repo = "team/greeter", tag = "0.2.0" }', 'ghcr.io/team/greeter:0.2.0'],
    ['greeter = { repo = "team/greeter", reg = "h.io" }', 'h.io/team/greeter:0.2.0'],
    ['greeter = { oci = "oci://h.io/team/greeter" }', 'h.io/team/greeter:0.2.0'],
    ['greeter = { oci = "oci://h.io/team/greeter:v9.9.9", version = "0.2.0" }', 'h.io/team/greeter:v9.9.9'],
    ['greeter = { oci = "oci://h.io/team/bundle", tag = "2", version = "0.2.0" }', 'h.io/team/bundle:2'],
  ])('%s', async (line, reference) => {
    const world = createWorld({ files: { '/app/kcl.mod': kclMod('app', '1', line) } })
    const bundle = { 'kcl.mod': kclMod('bundle', '2'), 'parts/greeter/kcl.mod': kclMod('greeter', '0.2.0') }
    await publish(world, reference, reference.includes('bundle') ? bundle : { 'kcl.mod': kclMod('greeter', '0.2.0') })
    const graph = await resolve(world)
    const [pkg] = graph.packages.values()
    expect(pkg?.manifest).toMatchObject({ name: 'greeter', version: '0.2.0' })
    expect([...graph.roots.keys()]).toEqual([line.split(' ')[0]])
  })

  test('by digest: no request once it is stored', async () => {
    const world = createWorld()
    const digest = await publish(world, 'h.io/greeter:1', { 'kcl.mod': kclMod('greeter', '1') })
    await world.files.write(
      '/app/kcl.mod',
      new TextEncoder().encode(kclMod('app', '1', `greeter = { oci = "oci://h.io/greeter@${digest}" }`)),
    )
    await resolve(world)
    expect(world.takeRequests()).toEqual([`GET greeter:${digest}`, 'BLOB greeter'])
    await resolve(world)
    expect(world.takeRequests()).toEqual([])
  })

  test('a path that is an archive, and one that is a link', async () => {
    const world = createWorld({
      files: {
        '/app/kcl.mod': kclMod('app', '1', 'a = { path = "../a.tar" }', 'b = { path = "link" }'),
        '/app/link': { link: '../b' },
        '/b/kcl.mod': kclMod('b', '2'),
      },
    })
    await publish(world, 'h.io/a:1', { 'kcl.mod': kclMod('a', '1') })
    const registry = world.registry('h.io')
    const content = await registry.readManifest('a', '1')
    const manifest = JSON.parse(new TextDecoder().decode(content.bytes)) as {
      layers: { mediaType: string; digest: string; size: number }[]
    }
    const [layer] = manifest.layers
    if (layer === undefined) throw new Error('no layer')
    await world.files.write('/a.tar', registry.readBlob('a', layer))
    const graph = await resolve(world)
    expect(namesOf(graph)).toBe('a@1 b@2')
    expect(graph.roots.get('b')).toBe('/app/link')
  })
})

describe('failures', () => {
  test.each([
    ['a circle of folders', '/app@1: a=../a\n/a@1: b=../b\n/b@1: a=../a', 'DEPENDENCY_CYCLE', 'in a circle: a → b → a'],
    ['a circle through the top', '/app@1: a=../a\n/a@1: app=../app', 'DEPENDENCY_CYCLE', 'in a circle: a → app → a'],
    ['itself', '/app@1: app=.', 'DEPENDENCY_CYCLE', 'in a circle: app → app'],
    ['a circle of published packages', '/app@1: a@1\na@1: b@1\nb@1: a@1', 'DEPENDENCY_CYCLE', 'in a circle: a → b → a'],
    [
      'two folders of one name',
      '/app@1: a=../a, b=../b\n/a@1: c=../c1\n/b@1: c=../c2\n/c1@1\n/c2@1',
      'NAME_CONFLICT',
      "'c': a@1 asks for /c1; b@1 asks for /c2",
    ],
    [
      'tags that are no versions',
      '/app@1: a@1, b@1\na@1: c@main\nb@1: c@1\nc@main\nc@1',
      'NAME_CONFLICT',
      'a@1 asks for ghcr.io/kcl-lang/c:main; b@1 asks for ghcr.io/kcl-lang/c:1',
    ],
    [
      'a path out of a published package',
      '/app@1: a@1\na@1: b=../b',
      'PATH_OUTSIDE_PACKAGE',
      'a@1 was published with the path dependency b = { path = "../b" }',
    ],
    ['a folder that is not there', '/app@1: a=../a', 'PATH_NOT_FOUND', 'there is no file or folder /a'],
    ['a version that is not there', '/app@1: a@2\na@1', 'MANIFEST_UNKNOWN', 'a'],
    ['a name that no registry can have', '/app@1: aB@1', 'REFERENCE_INVALID', "the repository 'kcl-lang/aB' has upper-case letters"],
    ['a package that is not there', '/app@1: a@', 'NAME_UNKNOWN', 'a'],
  ])('%s', async (_, text, code, message) => {
    const world = await worldOf(text)
    await expect(resolve(world)).rejects.toMatchObject({ code, message: expect.stringContaining(message) as string })
  })

  test('git', async () => {
    const world = createWorld({ files: { '/app/kcl.mod': kclMod('app', '1', 'a = { git = "https://me:secret@h/r.git", tag = "v1" }') } })
    await expect(resolve(world)).rejects.toMatchObject({
      code: 'GIT_UNSUPPORTED',
      message: expect.not.stringContaining('secret') as string,
    })
  })

  test('one name from two registries: the top decides, without it nobody does', async () => {
    const files = {
      '/a/kcl.mod': kclMod('a', '1', 'c = { oci = "oci://one.io/c", tag = "1" }'),
      '/b/kcl.mod': kclMod('b', '1', 'c = { oci = "oci://two.io/c", tag = "2" }'),
    }
    const lines = ['a = { path = "/a" }', 'b = { path = "/b" }']
    const world = createWorld({ files: { ...files, '/app/kcl.mod': kclMod('app', '1', ...lines) } })
    for (const reference of ['one.io/c:1', 'two.io/c:2']) await publish(world, reference, { 'kcl.mod': kclMod('c', reference.slice(-1)) })
    await expect(resolve(world)).rejects.toMatchObject({
      code: 'NAME_CONFLICT',
      message: expect.stringContaining('one.io/c:1; b@1 asks for two.io/c:2') as string,
    })
    const decided = kclMod('app', '1', ...lines, 'c = { oci = "oci://one.io/c", tag = "1" }')
    await world.files.write('/app/kcl.mod', new TextEncoder().encode(decided))
    expect(namesOf(await resolve(world))).toBe('a@1 b@1 c@1')
  })
})

test('a published package that is run itself has no say over folders around it', async () => {
  const world = createWorld({ files: { '/home/.kcl/kpm/.kpm/b/kcl.mod': kclMod('b', '1') } })
  await publish(world, 'h.io/a:1', { 'kcl.mod': kclMod('a', '1', 'b = { path = "../../../../../b" }') })
  const pkg = await fetchOciPackage(world, { registry: 'h.io', repository: 'a', tag: '1' })
  expect(await world.files.read(`${pkg.folder}/../../../../../b/kcl.mod`)).toBeDefined()
  await expect(resolveDependencies(world, pkg.folder, pkg.manifest)).rejects.toMatchObject({ code: 'PATH_OUTSIDE_PACKAGE' })
})

describe('the lock', () => {
  const lock = (fields: string) => `[dependencies]\n  [dependencies.a]\n    name = "a"\n    full_name = "a_1"\n${fields}`
  const place = '    reg = "ghcr.io"\n    repo = "kcl-lang/a"\n    oci_tag = "1"\n'

  test('pins what the manifest leaves open', async () => {
    const world = await worldOf('/app@1: a@\na@1\na@2', { '/app/kcl.mod.lock': lock(place) })
    expect(namesOf(await resolve(world))).toBe('a@1')
  })

  test('of another repository pins nothing', async () => {
    const world = await worldOf('/app@1: a@\na@1\na@2', { '/app/kcl.mod.lock': lock(place.replace('kcl-lang', 'other')) })
    expect(namesOf(await resolve(world))).toBe('a@2')
  })

  test('a sum that fits is silent, one that does not is an error naming both', async () => {
    const world = await worldOf('/app@1: a@1\na@1')
    const [pkg] = (await resolve(world)).packages.values()
    const sum = pkg?.origin.kind === 'oci' ? pkg.origin.sum : ''
    await world.files.write('/app/kcl.mod.lock', new TextEncoder().encode(lock(`    sum = "${sum}"\n${place}`)))
    expect(namesOf(await resolve(world))).toBe('a@1')
    await world.files.write('/app/kcl.mod.lock', new TextEncoder().encode(lock(`    sum = "n4bQ="\n${place}`)))
    // Not only the first time, while it is being downloaded.
    for (const _ of [1, 2]) {
      await expect(resolve(world)).rejects.toMatchObject({
        code: 'CHECKSUM_MISMATCH',
        message: `the content of ghcr.io/kcl-lang/a:1 is not what /app/kcl.mod.lock names: sum n4bQ= locked, ${sum} received`,
      })
    }
  })

  test('a registry that repeats the locked sum for other content is not believed', async () => {
    const world = await worldOf('/app@1: a@1', { '/app/kcl.mod.lock': lock(`    sum = "n4bQ="\n${place}`) })
    await publish(world, 'ghcr.io/kcl-lang/a:1', { 'kcl.mod': kclMod('a', '1') }, { sum: 'n4bQ=' })
    await expect(resolve(world)).rejects.toMatchObject({ code: 'CHECKSUM_MISMATCH' })
  })

  test('for a package with filters, whose sum kpm takes over files that are not in it, there is a warning', async () => {
    const events: unknown[] = []
    const files = { '/app/kcl.mod': kclMod('app', '1', 'a = "1"'), '/app/kcl.mod.lock': lock(`    sum = "n4bQ="\n${place}`) }
    const world = createWorld({ files, report: (event) => events.push(event) })
    const filtered = `${kclMod('a', '1')}exclude = ["docs"]\n`
    await publish(world, 'ghcr.io/kcl-lang/a:1', { 'kcl.mod': filtered, 'docs/x.md': 'x' }, { sum: 'n4bQ=' })
    expect(namesOf(await resolve(world))).toBe('a@1')
    expect(events).toContainEqual(expect.objectContaining({ kind: 'warning' }))
  })

  test('that is damaged is an error with its line', async () => {
    const world = await worldOf('/app@1: a@1\na@1', { '/app/kcl.mod.lock': '[dependencies]\n  [dependencies.a\n' })
    await expect(resolve(world)).rejects.toMatchObject({
      code: 'LOCK_INVALID',
      message: expect.stringMatching(/^\/app\/kcl\.mod\.lock:2:\d+: not TOML/) as string,
    })
  })
})
