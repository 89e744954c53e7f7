/** gzip without a platform (RFC 1952, RFC 1951): reading in full, writing without compression. Where a platform has a compressor, its host uses that. */
import { concatBytes } from '../base/bytes.ts'
import { contentTooLarge, damagedGzip } from './errors.ts'
import { inflate } from './inflate.ts'

const LARGEST_BLOCK = 65_535
const HEADER = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]

/** A valid gzip stream of stored blocks: about 5 bytes longer for every 64 KiB. */
export function gzipStored(content: Uint8Array): Uint8Array {
  const blocks = Math.max(1, Math.ceil(content.length / LARGEST_BLOCK))
  const result = new Uint8Array(HEADER.length + content.length + blocks * 5 + 8)
  result.set(HEADER)
  const view = new DataView(result.buffer)
  let place = HEADER.length
  for (let block = 0; block < blocks; block += 1) {
    const part = content.subarray(block * LARGEST_BLOCK, (block + 1) * LARGEST_BLOCK)
    result[place] = block === blocks - 1 ? 1 : 0
    view.setUint16(place + 1, part.length, true)
    view.setUint16(place + 3, part.length ^ 0xffff, true)
    result.set(part, place + 5)
    place += 5 + part.length
  }
  view.setUint32(place, crc32(content), true)
  view.setUint32(place + 4, content.length, true)
  return result
}

/** All members, one after the other. Throws TOO_LARGE past `limit` bytes, GZIP_INVALID for anything that is not a whole stream. */
export function gunzip(stream: Uint8Array, limit: number): Uint8Array {
  const parts: Uint8Array[] = []
  let size = 0
  let place = 0
  do {
    const start = place + headerLength(stream.subarray(place))
    const { content, consumed } = inflate(stream.subarray(start), limit - size, () => contentTooLarge(limit))
    const end = start + consumed
    checkTrailer(stream.subarray(end, end + 8), content)
    parts.push(content)
    size += content.length
    place = end + 8
  } while (place < stream.length)
  return concatBytes(parts, size)
}

function headerLength(bytes: Uint8Array): number {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) throw damagedGzip('not a gzip header')
  if (bytes[2] !== 8) throw damagedGzip('unknown compression method')
  const flags = bytes[3] ?? 0
  let length = HEADER.length
  if ((flags & 4) !== 0) length += 2 + (bytes[length] ?? 0) + (bytes[length + 1] ?? 0) * 256
  if ((flags & 8) !== 0) length = endOfText(bytes, length)
  if ((flags & 16) !== 0) length = endOfText(bytes, length)
  if ((flags & 2) !== 0) length += 2
  if (length >= bytes.length) throw damagedGzip('unexpected end')
  return length
}

function endOfText(bytes: Uint8Array, start: number): number {
  const end = bytes.indexOf(0, start)
  if (end < 0) throw damagedGzip('unexpected end')
  return end + 1
}

function checkTrailer(trailer: Uint8Array, content: Uint8Array): void {
  if (trailer.length < 8) throw damagedGzip('unexpected end')
  const view = new DataView(trailer.buffer, trailer.byteOffset, 8)
  if (view.getUint32(4, true) !== content.length % 2 ** 32 || view.getUint32(0, true) !== crc32(content))
    throw damagedGzip('checksum error')
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit += 1) value = (value & 1) === 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  return value
})

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) crc = (CRC_TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8)
  return (crc ^ 0xffffffff) >>> 0
}
