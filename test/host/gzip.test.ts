import { gunzipSync, gzipSync } from 'node:zlib'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { gunzip, gzipStored } from '../../src/host/gzip.ts'

const LIMIT = 10_000_000

describe('reading what zlib writes', () => {
  test.each([0, 1, 6, 9])('level %d', (level) => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.constant(Buffer.from('a = 1\nb = 2\n'))), { maxLength: 300 }),
        (parts) => {
          const content = Buffer.concat(parts)
          expect(Buffer.compare(gunzip(gzipSync(content, { level }), LIMIT), content)).toBe(0)
        },
      ),
      { numRuns: 30 },
    )
  })

  test('long repetitions and long distances', () => {
    const content = Buffer.alloc(3_000_000, 'x')
    for (let place = 0; place < content.length; place += 31_000) content.writeUInt32LE((place * 2_654_435) % 2 ** 32, place)
    expect(Buffer.compare(gunzip(gzipSync(content), LIMIT), content)).toBe(0)
  })

  test('several members, and a header with everything in it', () => {
    const plain = gzipSync('two')
    const rich = Buffer.concat([
      Buffer.from([0x1f, 0x8b, 8, 0b11110, 0, 0, 0, 0, 0, 3, 2, 0, 9, 9]),
      Buffer.from('name\0comment\0'),
      Buffer.from([1, 2]),
      gzipSync('one').subarray(10),
    ])
    expect(new TextDecoder().decode(gunzip(Buffer.concat([rich, plain]), LIMIT))).toBe('onetwo')
  })
})

test('zlib reads what is written', () => {
  for (const size of [0, 1, 65_535, 65_536, 200_000]) {
    const content = Buffer.alloc(size, 'kcl ')
    expect(Buffer.compare(gunzipSync(gzipStored(content)), content)).toBe(0)
    expect(Buffer.compare(gunzip(gzipStored(content), LIMIT), content)).toBe(0)
  }
})

test('a bomb stops at the limit', () => {
  const bomb = gzipSync(Buffer.alloc(5_000_000))
  expect(() => gunzip(bomb, 1_000_000)).toThrow(expect.objectContaining({ code: 'TOO_LARGE' }))
  expect(() => gunzip(Buffer.concat([gzipSync('12345'), gzipSync('12345')]), 9)).toThrow(expect.objectContaining({ code: 'TOO_LARGE' }))
})

test('every truncation and every flipped byte is noticed or harmless', () => {
  const content = Buffer.from('schema Server:\n    port: int = 8080\n'.repeat(20))
  const stream = gzipSync(content)
  for (let length = 0; length < stream.length; length += 1) {
    expect(() => gunzip(stream.subarray(0, length), LIMIT), `cut at ${length}`).toThrow(expect.objectContaining({ code: 'GZIP_INVALID' }))
  }
  for (let place = 10; place < stream.length; place += 1) {
    const broken = Buffer.from(stream)
    broken.writeUInt8((broken.readUInt8(place) ^ 0x55) & 0xff, place)
    expect(() => gunzip(broken, LIMIT), `flipped at ${place}`).toThrow(/damaged gzip data|larger than/)
  }
})
