import { gzipSync } from 'node:zlib'
import { packTar } from 'modern-tar'
import { describe, expect, test } from 'vitest'
import type { ProgressEvent } from '../../../src/host/events.ts'
import { fetchOciPackage } from '../../../src/package/source/oci.ts'
import { createWorld, kclMod, publish } from '../support/world.ts'

const GREETER = { 'kcl.mod': kclMod('greeter', '0.2.0'), 'main.k': 'hello = "hi"\n' }
const location = { registry: 'h.io', repository: 'team/greeter', tag: '0.2.0' }

describe('requests', () => {
  test('a first fetch: the manifest and the layer; a second of the tag: one question; of the digest: none', async () => {
    const world = createWorld()
    const digest = await publish(world, 'h.io/team/greeter:0.2.0', GREETER)
    const first = await fetchOciPackage(world, location)
    expect(world.takeRequests()).toEqual(['GET team/greeter:0.2.0', 'BLOB team/greeter'])
    expect(first).toMatchObject({ location: { ...location, digest }, manifest: { name: 'greeter', version: '0.2.0' } })
    expect(new TextDecoder().decode(await world.files.read(`${first.folder}/main.k`))).toBe('hello = "hi"\n')

    expect(await fetchOciPackage(world, location)).toEqual(first)
    expect(world.takeRequests()).toEqual(['HEAD team/greeter:0.2.0'])

    const { tag: _, ...untagged } = location
    expect(await fetchOciPackage(world, { ...untagged, digest })).toMatchObject({ folder: first.folder })
    expect(world.takeRequests()).toEqual([])
  })

  test('a tag that moved is followed', async () => {
    const world = createWorld()
    await publish(world, 'h.io/team/greeter:0.2.0', GREETER)
    await fetchOciPackage(world, location)
    const moved = await publish(world, 'h.io/team/greeter:0.2.0', { ...GREETER, 'main.k': 'hello = "ho"\n' })
    const second = await fetchOciPackage(world, location)
    expect(second.location.digest).toBe(moved)
    expect(new TextDecoder().decode(await world.files.read(`${second.folder}/main.k`))).toBe('hello = "ho"\n')
    expect(world.takeRequests()).toEqual(['HEAD team/greeter:0.2.0', `GET team/greeter:${moved}`, 'BLOB team/greeter'])
  })

  test('a tag that is gone is not answered from the store', async () => {
    const world = createWorld()
    await publish(world, 'h.io/team/greeter:0.2.0', GREETER)
    await fetchOciPackage(world, location)
    await world.registry('h.io').deleteManifest('team/greeter', '0.2.0')
    await expect(fetchOciPackage(world, location)).rejects.toMatchObject({ code: 'MANIFEST_UNKNOWN' })
  })

  test('equal content under two names is stored once', async () => {
    const world = createWorld()
    await publish(world, 'h.io/team/greeter:0.2.0', GREETER)
    await publish(world, 'other.io/copy:1', GREETER)
    const one = await fetchOciPackage(world, location)
    world.takeRequests()
    const two = await fetchOciPackage(world, { registry: 'other.io', repository: 'copy', tag: '1' })
    expect(two.folder).toBe(one.folder)
    expect(world.takeRequests()).toEqual(['GET copy:1'])
  })

  test('without a tag the latest version, over every tag', async () => {
    const world = createWorld()
    for (const tag of ['0.9.0', '0.10.0', 'main', 'latest', `sha256-${'a'.repeat(64)}.sig`]) {
      await publish(world, `h.io/team/greeter:${tag}`, { ...GREETER, 'main.k': `tag = "${tag}"\n` })
    }
    const { tag: _, ...untagged } = location
    expect((await fetchOciPackage(world, untagged)).location.tag).toBe('0.10.0')
    await publish(world, 'h.io/only:main', GREETER)
    await expect(fetchOciPackage(world, { registry: 'h.io', repository: 'only' })).rejects.toMatchObject({
      code: 'NO_VERSIONS',
      message: 'h.io/only has no tag that is a version (it has main)',
    })
  })
})

test('progress: how much of how much, and the end', async () => {
  const events: ProgressEvent[] = []
  const world = createWorld({ report: (event) => events.push(event) })
  await publish(world, 'h.io/team/greeter:0.2.0', GREETER)
  await fetchOciPackage(world, location)
  const subject = 'h.io/team/greeter:0.2.0'
  expect(events[0]).toMatchObject({ kind: 'downloading', subject, received: 0 })
  const last = events.at(-2)
  expect(last?.kind === 'downloading' && last.received === last.total).toBe(true)
  expect(events.at(-1)).toEqual({ kind: 'downloaded', subject })
})

describe('archives as registries hold them', () => {
  const entries = [
    { header: { name: '.', type: 'directory', size: 0 }, body: '' },
    { header: { name: './kcl.mod', type: 'file', size: GREETER['kcl.mod'].length }, body: GREETER['kcl.mod'] },
  ] as const

  test.each([
    ['a plain tar called .tar', (tar: Uint8Array) => tar, 'greeter_0.2.0.tar'],
    ['a plain tar called .tgz', (tar: Uint8Array) => tar, 'greeter_0.2.0.tgz'],
    ['gzip called .tar', (tar: Uint8Array) => gzipSync(tar), 'greeter_0.2.0.tar'],
    ['gzip called anything', (tar: Uint8Array) => gzipSync(tar), 'package'],
  ])('%s', async (_, encode, title) => {
    const world = createWorld()
    await publish(world, 'h.io/team/greeter:0.2.0', GREETER, { layer: encode(await packTar(entries)), title })
    expect((await fetchOciPackage(world, location)).manifest.version).toBe('0.2.0')
  })

  test.each([
    ['not an archive', async () => Buffer.from('hello'), 'ARCHIVE_DAMAGED'],
    ['an archive that climbs out', () => packTar([{ header: { name: '../x', size: 1 }, body: 'x' }]), 'ARCHIVE_REFUSED'],
    ['an archive without a kcl.mod', () => packTar([{ header: { name: 'x.k', size: 1 }, body: '1' }]), 'PACKAGE_NOT_IN_FOLDER'],
  ])('%s', async (_, pack, code) => {
    const world = createWorld()
    await publish(world, 'h.io/team/greeter:0.2.0', GREETER, { layer: await pack() })
    await expect(fetchOciPackage(world, location)).rejects.toMatchObject({
      code,
      message: expect.stringContaining('h.io/team/greeter:0.2.0') as string,
    })
  })

  test('damage leaves nothing in the store, and the next try starts anew', async () => {
    const world = createWorld()
    await publish(world, 'h.io/team/greeter:0.2.0', GREETER, { layer: gzipSync('hello') })
    await expect(fetchOciPackage(world, location)).rejects.toThrow('not a readable archive')
    await expect(fetchOciPackage(world, location)).rejects.toThrow('not a readable archive')
    expect(Object.keys(world.snapshot()).filter((path) => path.includes('/packages/'))).toEqual([])
  })
})

describe('several packages in one artifact', () => {
  const BUNDLE = {
    'kcl.mod': kclMod('bundle', '2.0.0'),
    'parts/a/kcl.mod': kclMod('part-a', '0.1.0'),
    'parts/old/kcl.mod': kclMod('part_b', '0.9.0'),
    'parts/new/kcl.mod': kclMod('part_b', '0.10.0'),
  }

  test.each([
    [{}, ''],
    [{ packageName: 'bundle' }, ''],
    [{ packageName: 'bundle', packageVersion: '1.9' }, ''],
    [{ packageName: 'part-a' }, '/parts/a'],
    [{ packageName: 'part_a', packageVersion: '0.1' }, '/parts/a'],
    [{ packageName: 'part_b' }, '/parts/new'],
    [{ packageName: 'part_b', packageVersion: '0.9.0' }, '/parts/old'],
  ])('%j', async (spec, below) => {
    const world = createWorld()
    await publish(world, 'h.io/bundle:2', BUNDLE)
    const pkg = await fetchOciPackage(world, { registry: 'h.io', repository: 'bundle', tag: '2', ...spec })
    expect(pkg.folder.endsWith(`/package${below}`)).toBe(true)
  })

  test.each([
    [{ packageName: 'part_b', packageVersion: '1' }, "h.io/bundle:2 holds no package 'part_b:1'"],
    [{ packageName: 'other' }, "h.io/bundle:2 holds no package 'other'"],
  ])('%j', async (spec, message) => {
    const world = createWorld()
    await publish(world, 'h.io/bundle:2', BUNDLE)
    await expect(fetchOciPackage(world, { registry: 'h.io', repository: 'bundle', tag: '2', ...spec })).rejects.toMatchObject({
      code: 'PACKAGE_NOT_IN_FOLDER',
      message,
      hint: 'it holds bundle:2.0.0, part-a:0.1.0, part_b:0.10.0, part_b:0.9.0',
    })
  })
})
