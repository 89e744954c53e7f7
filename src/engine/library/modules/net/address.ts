/** IP addresses as numbers, read and written as strictly as Rust's `IpAddr`: no leading zeros in IPv4 parts, at most four hex digits in IPv6
 *  groups, no zones, no blanks. */

export interface Address {
  readonly version: 4 | 6
  readonly bits: bigint
}

export function widthOf(version: 4 | 6): 32 | 128 {
  return version === 4 ? 32 : 128
}

export function parseAddress(text: string): Address | undefined {
  return parseAddress4(text) ?? parseAddress6(text)
}

export function parseAddress4(text: string): Address | undefined {
  const parts = text.split('.')
  if (parts.length !== 4) return undefined
  let bits = 0n
  for (const part of parts) {
    if (!/^(?:0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined
    bits = (bits << 8n) | BigInt(part)
  }
  return { version: 4, bits }
}

export function parseAddress6(text: string): Address | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const head = parseGroups(halves[0] ?? '', { mayEndInAddress4: halves.length === 1 })
  const tail = halves.length === 2 ? parseGroups(halves[1] ?? '', { mayEndInAddress4: true }) : []
  if (head === undefined || tail === undefined) return undefined
  const missing = 8 - head.length - tail.length
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined
  let bits = 0n
  for (const group of [...head, ...Array.from({ length: missing }, () => 0), ...tail]) bits = (bits << 16n) | BigInt(group)
  return { version: 6, bits }
}

/** The 16-bit groups of `1:2:3` or `1:2:1.2.3.4`; none for the empty text. */
function parseGroups(text: string, options: { readonly mayEndInAddress4: boolean }): readonly number[] | undefined {
  if (text === '') return []
  const groups: number[] = []
  const parts = text.split(':')
  for (const [index, part] of parts.entries()) {
    if (/^[0-9a-f]{1,4}$/i.test(part)) {
      groups.push(Number.parseInt(part, 16))
      continue
    }
    const embedded = options.mayEndInAddress4 && index === parts.length - 1 ? parseAddress4(part) : undefined
    if (embedded === undefined) return undefined
    groups.push(Number(embedded.bits >> 16n), Number(embedded.bits & 0xffffn))
  }
  return groups
}

export function formatAddress(address: Address): string {
  return address.version === 4 ? formatAddress4(address.bits) : formatAddress6(address.bits)
}

function formatAddress4(bits: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (bits >> shift) & 255n).join('.')
}

/** The longest run of two or more zero groups is cut, the first of equals; mapped IPv4 addresses keep their dots. */
function formatAddress6(bits: bigint): string {
  if (bits >> 32n === 0xffffn) return `::ffff:${formatAddress4(bits & 0xffffffffn)}`
  const groups = Array.from({ length: 8 }, (_, index) => Number((bits >> BigInt(112 - 16 * index)) & 0xffffn))
  let start = -1
  let length = 1
  for (let at = 0; at < 8; at++) {
    let end = at
    while (groups[end] === 0) end++
    if (end - at > length) [start, length] = [at, end - at]
  }
  const hex = groups.map((group) => group.toString(16))
  return start < 0 ? hex.join(':') : `${hex.slice(0, start).join(':')}::${hex.slice(start + length).join(':')}`
}

/** `a.b.c.d` inside `::ffff:a.b.c.d`, or inside the deprecated `::a.b.c.d`. */
export function toAddress4(address: Address): Address | undefined {
  if (address.version === 4) return address
  const prefix = address.bits >> 32n
  return prefix === 0xffffn || prefix === 0n ? { version: 4, bits: address.bits & 0xffffffffn } : undefined
}

export function toAddress6(address: Address): Address {
  return address.version === 6 ? address : { version: 6, bits: 0xffff00000000n | address.bits }
}
