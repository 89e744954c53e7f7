/** Whatever arrives from outside: an answer or a KpmError, never another exception, and never a name outside the package. */
import * as fc from 'fast-check'
import { packTar } from 'modern-tar'
import { expect, test } from 'vitest'
import { KpmError } from '../../src/base/error.ts'
import { gunzip, gzip } from '../../src/node/hashing.ts'
import { unpackArchive } from '../../src/package/archive/unpack.ts'
import { parseArtifact } from '../../src/package/artifact.ts'
import { parseLockfile } from '../../src/package/lockfile/parse.ts'
import { parseManifest } from '../../src/package/manifest/parse.ts'
import { parseSource } from '../../src/package/source-spec.ts'

async function answers<Answer>(work: () => Answer | Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await work()
  } catch (error) {
    expect(error).toBeInstanceOf(KpmError)
    // oxlint-disable-next-line no-control-regex
    expect((error as KpmError).message).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/)
    return undefined
  }
}

test('archives with changed bytes', async () => {
  const names = ['kcl.mod', 'lib/a.k', `${'long/'.repeat(40)}x.k`, 'ä.k']
  const tar = Buffer.from(await packTar(names.map((name) => ({ header: { name, size: 3, mtime: new Date(0) }, body: 'a=1' }))))
  const change = fc.tuple(fc.nat({ max: tar.length - 1 }), fc.nat({ max: 255 }))
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), fc.boolean(), async (changes, isFixed) => {
      const broken = Buffer.from(tar)
      for (const [place, byte] of changes) broken.writeUInt8(byte, place)
      if (isFixed) fixChecksums(broken)
      for (const file of (await answers(() => unpackArchive({ gunzip }, broken, 'it'))) ?? []) {
        expect(file.path).not.toMatch(/^\/|(^|\/)\.\.(\/|$)|\\/)
      }
    }),
    { numRuns: 500 },
  )
})

test('gzip with changed bytes', async () => {
  const stream = Buffer.from(gzip(await packTar([{ header: { name: 'kcl.mod', size: 900 }, body: 'a = 1\n'.repeat(150) }])))
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: stream.length - 1 }), fc.nat({ max: 255 }), async (place, byte) => {
      const broken = Buffer.from(stream)
      broken.writeUInt8(byte, place)
      await answers(() => unpackArchive({ gunzip }, broken, 'it'))
    }),
    { numRuns: 300 },
  )
})

const tomlValue = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.string({ maxLength: 12, unit: 'binary' }).map((text) => JSON.stringify(text)),
    fc.constantFrom('1', '1.5', 'true', 'inf', '1979-05-27', '[]', '[[]]', '{}', '"oci://h.io/a:1"', '"../x"'),
    fc.array(tie('value'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
    fc
      .dictionary(fc.constantFrom('path', 'git', 'oci', 'repo', 'reg', 'tag', 'version', 'package', 'x', '__proto__'), tie('value'), {
        maxKeys: 3,
      })
      .map(
        (table) =>
          `{ ${Object.entries(table)
            .map(([key, item]) => `${key} = ${String(item)}`)
            .join(', ')} }`,
      ),
  ),
})).value

test('manifests and locks with any value in any place', async () => {
  const key = fc.constantFrom(
    'name',
    'version',
    'include',
    'entries',
    'sort_keys',
    'a-b',
    'a_b',
    '__proto__',
    'constructor',
    '""',
    '"\\u001b[2J"',
  )
  const line = fc.tuple(key, tomlValue).map(([name, value]) => `${name} = ${String(value)}`)
  const header = fc.constantFrom(
    '[package]',
    '[dependencies]',
    '[profile]',
    '[[package]]',
    '[dependencies.x]',
    '[dependencies.x.y]',
    '[',
    '# x',
  )
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(line, header), { maxLength: 8 }), async (lines) => {
      await answers(() => parseManifest(lines.join('\n'), 'kcl.mod'))
      await answers(() => parseLockfile(lines.join('\n'), 'kcl.mod.lock'))
    }),
    { numRuns: 500 },
  )
})

test('references of any text', async () => {
  const piece = fc.oneof(
    fc.constantFrom('oci://', 'https://', '/', ':', '@', '?tag=', '&mod=', '..', 'h.io', 'a', '1.2', 'sha256:', '%', '#', ' ', '\u001b[2J'),
    fc.string({ maxLength: 4 }),
  )
  const options = { defaultRegistry: 'ghcr.io', defaultRepository: 'kcl-lang', exists: false }
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 8 }), fc.option(piece, { nil: undefined }), async (pieces, tag) => {
      await answers(() => parseSource(pieces.join(''), { ...options, ...(tag === undefined ? {} : { tag }) }))
    }),
    { numRuns: 1000 },
  )
})

test('artifacts of any JSON', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.jsonValue(),
      fc.jsonValue(),
      fc.constantFrom('layers', 'manifests', 'config', 'annotations'),
      async (one, other, key) => {
        const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, config: one, layers: [other], [key]: one }))
        for (const type of ['application/vnd.oci.image.manifest.v1+json', 'application/vnd.oci.image.index.v1+json']) {
          await answers(() => parseArtifact(bytes, type, 'it'))
        }
      },
    ),
    { numRuns: 300 },
  )
})

/** Makes changed headers valid again, so that the changes behind the checksum are reached. */
function fixChecksums(tar: Buffer): void {
  for (let start = 0; start + 512 <= tar.length; start += 512) {
    if (tar.toString('latin1', start + 257, start + 262) !== 'ustar') continue
    tar.fill(' ', start + 148, start + 156)
    let sum = 0
    for (const byte of tar.subarray(start, start + 512)) sum += byte
    tar.write(`${sum.toString(8).padStart(6, '0')}\0 `, start + 148, 'latin1')
  }
}
