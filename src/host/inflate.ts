/** DEFLATE decompression (RFC 1951). Codes are decoded canonically, one bit at a time: short, and fast enough for packages in a browser. */
import { damagedGzip } from './errors.ts'

/** `consumed` counts the bytes of the stream that were read. Throws GZIP_INVALID, and what `tooLarge` makes past `limit` bytes. */
export function inflate(
  stream: Uint8Array,
  limit: number,
  tooLarge: () => Error,
): { readonly content: Uint8Array; readonly consumed: number } {
  const bits = new BitReader(stream)
  const output = new Output(limit, tooLarge)
  for (let isLast = false; !isLast; ) {
    isLast = bits.take(1) === 1
    const kind = bits.take(2)
    if (kind === 0) copyStored(bits, output)
    else if (kind === 1) copyCompressed(bits, output, FIXED_LITERALS, FIXED_DISTANCES)
    else if (kind === 2) copyCompressed(bits, output, ...readCodes(bits))
    else throw damagedGzip('unknown block type')
  }
  return { content: output.finish(), consumed: bits.consumed() }
}

class BitReader {
  readonly #bytes: Uint8Array
  #place = 0
  #buffer = 0
  #count = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  /** At most 16 bits, the first read is the lowest. */
  take(count: number): number {
    while (this.#count < count) {
      const byte = this.#bytes[this.#place]
      if (byte === undefined) throw damagedGzip('unexpected end')
      this.#buffer |= byte << this.#count
      this.#place += 1
      this.#count += 8
    }
    const value = this.#buffer & ((1 << count) - 1)
    this.#buffer >>>= count
    this.#count -= count
    return value
  }

  /** Whole bytes, from the next byte boundary. */
  takeBytes(count: number): Uint8Array {
    const start = this.#place - (this.#count >> 3)
    this.#buffer = 0
    this.#count = 0
    this.#place = start + count
    if (this.#place > this.#bytes.length) throw damagedGzip('unexpected end')
    return this.#bytes.subarray(start, this.#place)
  }

  consumed(): number {
    return this.#place - (this.#count >> 3)
  }
}

class Output {
  readonly #limit: number
  readonly #tooLarge: () => Error
  #bytes = new Uint8Array(64 * 1024)
  #size = 0

  constructor(limit: number, tooLarge: () => Error) {
    this.#limit = limit
    this.#tooLarge = tooLarge
  }

  push(byte: number): void {
    this.#reserve(1)
    this.#bytes[this.#size] = byte
    this.#size += 1
  }

  append(bytes: Uint8Array): void {
    this.#reserve(bytes.length)
    this.#bytes.set(bytes, this.#size)
    this.#size += bytes.length
  }

  /** The stretch may overlap what it makes: distance 1 repeats one byte. */
  repeat(distance: number, length: number): void {
    if (distance > this.#size) throw damagedGzip('reference before the beginning')
    this.#reserve(length)
    for (let end = this.#size + length; this.#size < end; this.#size += 1) {
      this.#bytes[this.#size] = this.#bytes[this.#size - distance] ?? 0
    }
  }

  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#size)
  }

  #reserve(count: number): void {
    const needed = this.#size + count
    if (needed > this.#limit) throw this.#tooLarge()
    if (needed <= this.#bytes.length) return
    const grown = new Uint8Array(Math.max(needed, this.#bytes.length * 2))
    grown.set(this.#bytes.subarray(0, this.#size))
    this.#bytes = grown
  }
}

/** A canonical Huffman code: how many symbols have each length, and the symbols in order of code. */
interface Code {
  readonly counts: Uint16Array
  readonly symbols: Uint16Array
}

const LONGEST_CODE = 15

function createCode(lengths: readonly number[]): Code {
  const counts = new Uint16Array(LONGEST_CODE + 1)
  for (const length of lengths) counts[length] = (counts[length] ?? 0) + 1
  counts[0] = 0
  const offsets = new Uint16Array(LONGEST_CODE + 2)
  let left = 1
  for (let length = 1; length <= LONGEST_CODE; length += 1) {
    left = left * 2 - (counts[length] ?? 0)
    if (left < 0) throw damagedGzip('too many codes')
    offsets[length + 1] = (offsets[length] ?? 0) + (counts[length] ?? 0)
  }
  const symbols = new Uint16Array(lengths.length)
  for (const [symbol, length] of lengths.entries()) {
    if (length === 0) continue
    const place = offsets[length] ?? 0
    symbols[place] = symbol
    offsets[length] = place + 1
  }
  return { counts, symbols }
}

function decode(bits: BitReader, { counts, symbols }: Code): number {
  let code = 0
  let first = 0
  let index = 0
  for (let length = 1; length <= LONGEST_CODE; length += 1) {
    code |= bits.take(1)
    const count = counts[length] ?? 0
    if (code - first < count) return symbols[index + code - first] ?? 0
    index += count
    first = (first + count) << 1
    code <<= 1
  }
  throw damagedGzip('unknown code')
}

const FIXED_LITERALS = createCode(Array.from({ length: 288 }, (_, symbol) => (symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8)))
const FIXED_DISTANCES = createCode(Array.from({ length: 30 }, () => 5))

/** The order in which the lengths of the code for code lengths are sent. */
const LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

function readCodes(bits: BitReader): readonly [Code, Code] {
  const literalCount = bits.take(5) + 257
  const distanceCount = bits.take(5) + 1
  const lengthCount = bits.take(4) + 4
  const codeLengths: number[] = Array.from({ length: 19 }, () => 0)
  for (const symbol of LENGTH_ORDER.slice(0, lengthCount)) codeLengths[symbol] = bits.take(3)
  const code = createCode(codeLengths)
  const lengths: number[] = []
  while (lengths.length < literalCount + distanceCount) {
    const symbol = decode(bits, code)
    if (symbol < 16) lengths.push(symbol)
    else if (symbol === 16) pushRepeated(lengths, expectLast(lengths), 3 + bits.take(2))
    else if (symbol === 17) pushRepeated(lengths, 0, 3 + bits.take(3))
    else pushRepeated(lengths, 0, 11 + bits.take(7))
  }
  if (lengths.length > literalCount + distanceCount) throw damagedGzip('too many code lengths')
  return [createCode(lengths.slice(0, literalCount)), createCode(lengths.slice(literalCount))]
}

function expectLast(lengths: readonly number[]): number {
  const last = lengths.at(-1)
  if (last === undefined) throw damagedGzip('nothing to repeat')
  return last
}

function pushRepeated(lengths: number[], length: number, count: number): void {
  for (let left = count; left > 0; left -= 1) lengths.push(length)
}

function copyStored(bits: BitReader, output: Output): void {
  const [a = 0, b = 0, c = 0, d = 0] = bits.takeBytes(4)
  const size = a + b * 256
  if (size !== ((c + d * 256) ^ 0xffff)) throw damagedGzip('length of a stored block')
  output.append(bits.takeBytes(size))
}

const END_OF_BLOCK = 256
const LENGTH_BASES = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258]
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0]

function copyCompressed(bits: BitReader, output: Output, literals: Code, distances: Code): void {
  for (let symbol = decode(bits, literals); symbol !== END_OF_BLOCK; symbol = decode(bits, literals)) {
    if (symbol < END_OF_BLOCK) {
      output.push(symbol)
      continue
    }
    const base = LENGTH_BASES[symbol - 257]
    if (base === undefined) throw damagedGzip('unknown length')
    const length = base + bits.take(LENGTH_BITS[symbol - 257] ?? 0)
    output.repeat(readDistance(bits, decode(bits, distances)), length)
  }
}

/** Distances double every two symbols: 1, 2, 3, 4, 5–6, 7–8, 9–12 … */
function readDistance(bits: BitReader, symbol: number): number {
  if (symbol > 29) throw damagedGzip('unknown distance')
  if (symbol < 2) return symbol + 1
  const extra = (symbol >> 1) - 1
  return ((2 + (symbol & 1)) << extra) + 1 + bits.take(extra)
}
