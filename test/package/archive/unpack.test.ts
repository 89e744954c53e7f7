import { gzipSync } from 'node:zlib'
import { packTar } from 'modern-tar'
import { describe, expect, test } from 'vitest'
import { gunzip } from '../../../src/node/hashing.ts'
import { UNPACK_LIMITS, unpackArchive, type UnpackLimits } from '../../../src/package/archive/unpack.ts'

type Header = Parameters<typeof packTar>[0][number]['header']

interface Entry extends Partial<Header> {
  readonly name: string
  readonly body?: string
}

async function tarOf(entries: readonly (Entry | string)[]): Promise<Uint8Array> {
  return packTar(
    entries.map((entry) => {
      const { body = '', ...header } = typeof entry === 'string' ? { name: entry, body: entry } : entry
      const isFile = (header.type ?? 'file') === 'file'
      return { header: { mtime: new Date(0), ...header, size: isFile ? Buffer.byteLength(body) : 0 }, ...(isFile ? { body } : {}) }
    }),
  )
}

const unpack = (archive: Uint8Array, limits?: UnpackLimits) => unpackArchive({ gunzip }, archive, 'it', limits)

describe('accepted', () => {
  test('plain and compressed, told apart by their bytes', async () => {
    const tar = await tarOf(['kcl.mod', 'lib/a.k'])
    const expected = [
      { path: 'kcl.mod', content: Buffer.from('kcl.mod') },
      { path: 'lib/a.k', content: Buffer.from('lib/a.k') },
    ]
    for (const archive of [tar, gzipSync(tar)]) {
      const files = await unpack(archive)
      expect(files.map(({ path, content }) => ({ path, content: Buffer.from(content) }))).toEqual(expected)
    }
  })

  test.each([
    ['the entries of older kpm versions', [{ name: '.', type: 'directory' }, { name: './', type: 'directory' }, './kcl.mod', './a/b.k']],
    ['folders, twice and with a slash', [{ name: 'a/', type: 'directory' }, { name: 'a', type: 'directory' }, 'kcl.mod', 'a/b.k']],
    ['a folder after what it holds', ['kcl.mod', 'a/b.k', { name: 'a', type: 'directory' }]],
    ['a comment of git archive', [{ name: 'kcl.mod', pax: { comment: 'abc' } }, 'a/b.k']],
    ['an empty file', [{ name: 'kcl.mod', body: '' }, 'a/b.k']],
  ] satisfies [string, (Entry | string)[]][])('%s', async (_, entries) => {
    expect((await unpack(await tarOf(entries))).map((it) => it.path)).toEqual(['kcl.mod', 'a/b.k'])
  })

  test('a name that is long or not ASCII', async () => {
    const long = `${'folder/'.repeat(30)}${'ä'.repeat(100)}.k`
    expect((await unpack(await tarOf([long, '日本.k']))).map((it) => it.path)).toEqual([long, '日本.k'])
  })

  test('a package without files', async () => expect(await unpack(await tarOf([]))).toEqual([]))
})

describe('refused', () => {
  test.each([
    ['a symbolic link', [{ name: 'x', type: 'symlink', linkname: 'kcl.mod' }], "'x' is a symlink; only files and folders are unpacked"],
    ['a hard link', [{ name: 'x', type: 'link', linkname: 'kcl.mod' }], "'x' is a link;"],
    ['a device', [{ name: 'x', type: 'character-device' }], "'x' is a character-device;"],
    ['a pipe', [{ name: 'x', type: 'fifo' }], "'x' is a fifo;"],
    ['an absolute name', ['/etc/passwd'], "the name '/etc/passwd' is absolute"],
    ['a name that climbs out', ['../x'], "the name '../x' leaves the package"],
    ['a name that climbs inside', ['a/../../x'], "the name 'a/../../x' leaves the package"],
    ['a folder that climbs out', [{ name: '..', type: 'directory' }], "the name '..' leaves the package"],
    ['a name that climbs behind a dot', ['./../x'], "the name './../x' leaves the package"],
    ['a long name that climbs out', [{ name: 'harmless', pax: { path: '../../escape' } }], "the name '../../escape' leaves the package"],
    ['an empty part', ['a//b'], "contains an empty or '.' part"],
    ['a backslash', ['a\\b'], 'contains a backslash'],
    ['a drive', ['C:x'], 'contains a colon'],
    ['a control character', ['a\u001b[31m'], 'contains a control character'],
    ['a device name of Windows', ['lib/con.k'], "contains 'con.k', a device name on Windows"],
    ['a trailing dot', ['a./b'], 'ends in a dot or a space'],
    ['the same file twice', ['a', 'a'], "'a' is there twice"],
    ['a file where a folder is', ['a/b', 'a'], "'a' is there twice"],
    ['a folder where a file is', ['a', 'a/b'], "'a' is there twice"],
    ['names that differ in case', ['Main.k', 'main.k'], "'Main.k' and 'main.k' are one name on some systems"],
    ['folders that differ in case', ['Lib/a', 'lib/b'], "'Lib' and 'lib' are one name on some systems"],
    ['names that differ in Unicode form', ['\u00e9.k', 'e\u0301.k'], 'are one name on some systems'],
    ['a sparse file', [{ name: 'x', pax: { 'GNU.sparse.major': '1' } }], "'x' is a sparse file"],
    ['too deep a name', ['d/'.repeat(64) + 'x'], 'is more than 64 folders deep'],
    ['too long a name', [`${'d'.repeat(200)}/`.repeat(6) + 'x'], 'is longer than 1024 bytes'],
  ] satisfies [string, (Entry | string)[], string][])('%s', async (_, entries, reason) => {
    await expect(unpack(await tarOf(entries))).rejects.toMatchObject({
      code: 'ARCHIVE_REFUSED',
      message: expect.stringContaining(reason) as string,
    })
  })

  test('too many entries', async () => {
    const limits = { ...UNPACK_LIMITS, entries: 3 }
    await expect(unpack(await tarOf(['a', 'b', 'c', 'd']), limits)).rejects.toMatchObject({
      message: expect.stringContaining('more than 3 entries') as string,
    })
  })

  test('a bomb, compressed or not', async () => {
    const tar = await tarOf([{ name: 'x', body: '0'.repeat(100_000) }])
    const limits = { ...UNPACK_LIMITS, totalSize: 50_000 }
    await expect(unpack(gzipSync(tar), limits)).rejects.toMatchObject({
      code: 'ARCHIVE_REFUSED',
      message: expect.stringContaining('more than 50000') as string,
    })
    await expect(unpack(tar, limits)).rejects.toMatchObject({ code: 'ARCHIVE_REFUSED' })
  })

  test('a name cannot write on the terminal', async () => {
    await expect(unpack(await tarOf(['\u001b]0;x\u0007']))).rejects.toMatchObject({
      message: expect.not.stringContaining('\u001b') as string,
    })
  })
})

describe('damaged', () => {
  test('every truncation is noticed', async () => {
    const tar = await tarOf(['kcl.mod', 'a/b.k'])
    for (let length = 0; length < tar.length; length += 256) {
      await expect(unpack(tar.subarray(0, length)), `cut at ${length}`).rejects.toMatchObject({ code: 'ARCHIVE_DAMAGED' })
    }
  })

  test.each([
    ['text', Buffer.from('<html>not found</html>'.repeat(40))],
    ['broken gzip', Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 0]), Buffer.alloc(600, 7)])],
    ['gzip of text', gzipSync('not a tar'.repeat(100))],
  ])('%s', async (_, bytes) => {
    await expect(unpack(bytes)).rejects.toMatchObject({
      code: 'ARCHIVE_DAMAGED',
      blame: 'input',
      message: expect.stringMatching(/^it is not a readable archive: /) as string,
    })
  })

  test('something behind the end', async () => {
    const tar = await tarOf(['kcl.mod'])
    await expect(unpack(Buffer.concat([tar, Buffer.from('more')]))).rejects.toMatchObject({ code: 'ARCHIVE_DAMAGED' })
    expect(await unpack(Buffer.concat([tar, Buffer.alloc(10_240)]))).toHaveLength(1)
  })
})
