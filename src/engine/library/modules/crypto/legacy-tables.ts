/** The tables of the multi-byte character sets, read out of `TextDecoder`: in the build for browsers this takes the place of `multi-byte.table.js` of
 *  @exodus/bytes, whose tables are 70 kB. Browsers follow the WHATWG Encoding Standard to the letter; Node's decoders, which are ICU's, do not. */

/** What a table has at each pointer: 0 for nothing, a UTF-16 code unit, or two (the first shifted by 16). */
type Table = Uint16Array | Uint32Array
/** The first pointer of a range, and its code point. */
type Ranges = readonly (readonly [pointer: number, code: number])[]

const tables = new Map<string, Table | Ranges | Uint16Array>()

/** An index of the Encoding Standard (section 5) that an encoder needs, by its name. */
export function getTable(id: string): Table | Ranges {
  const table = tables.get(id) ?? readTable(id)
  tables.set(id, table)
  return table
}

function readTable(id: string): Table | Ranges {
  switch (id) {
    case 'jis0208': {
      const table = readPairs('shift_jis', new Uint16Array(11_104), 188, (row) => row + (row < 0x1f ? 0x81 : 0xc1), 0x41)
      // What Shift_JIS leaves to its users is not in the index.
      return table.fill(0, 8836, 10_716)
    }
    case 'euc-kr':
      return readPairs('euc-kr', new Uint16Array(23_750), 190, (row) => row + 0x81, 0x41, 0x41)
    case 'gb18030':
      return readPairs('gb18030', new Uint16Array(23_940), 190, (row) => row + 0x81, 0x41)
    case 'big5':
      return readPairs('big5', new Uint32Array(19_782), 157, (row) => row + 0x81, 0x62)
    case 'gb18030-ranges':
      return readRanges()
    case 'iso-2022-jp-katakana':
      return fullWidthKatakana()
    default:
      throw new RangeError(`no such table: ${id}`)
  }
}

/** A table of characters of two bytes, `width` to a row. The second byte is the column and `offset`, or `low` in the first 63 columns. */
function readPairs<T extends Table>(
  encoding: string,
  table: T,
  width: number,
  leadOf: (row: number) => number,
  offset: number,
  low = 0x40,
): T {
  const bytes = new Uint8Array(3 * table.length).fill(0x0a)
  for (let pointer = 0; pointer < table.length; pointer++) {
    const column = pointer % width
    bytes[3 * pointer] = leadOf(Math.floor(pointer / width))
    bytes[3 * pointer + 1] = column + (column < 0x3f ? low : offset)
  }
  for (const [pointer, text] of decodeLines(encoding, bytes)) {
    if (!text.includes('\ufffd')) table[pointer] = text.length === 1 ? text.charCodeAt(0) : (text.charCodeAt(0) << 16) | text.charCodeAt(1)
  }
  return table
}

/** The characters of four bytes of GB 18030: each range goes on until the next one starts. */
function readRanges(): Ranges {
  const count = 39_420
  const bytes = new Uint8Array(5 * count).fill(0x0a)
  for (let pointer = 0; pointer < count; pointer++) {
    const [first, second] = [Math.floor(pointer / 12_600), Math.floor(pointer / 1260) % 10]
    const [third, fourth] = [Math.floor(pointer / 10) % 126, pointer % 10]
    bytes.set([0x81 + first, 0x30 + second, 0x81 + third, 0x30 + fourth], 5 * pointer)
  }
  const ranges: [number, number][] = []
  let next = 0
  for (const [pointer, text] of decodeLines('gb18030', bytes)) {
    const code = text.charCodeAt(0)
    // The standard has this one character outside its index.
    if (code === 0xe7c7) continue
    if (code !== next) ranges.push([pointer, code])
    next = code + 1
  }
  return [...ranges, [189_000, 0x10000]]
}

/** What ISO-2022-JP writes for U+FF61 to U+FF9F: their compatibility forms, but voiced sound marks that stand alone. */
function fullWidthKatakana(): Uint16Array {
  const halfWidth = Array.from({ length: 61 }, (_, index) => String.fromCharCode(0xff61 + index))
  return Uint16Array.from([...halfWidth.map((character) => character.normalize('NFKC').charCodeAt(0)), 0x309b, 0x309c])
}

function decodeLines(encoding: string, bytes: Uint8Array): Iterable<readonly [number, string]> {
  return new TextDecoder(encoding).decode(bytes).split('\n').slice(0, -1).entries()
}
