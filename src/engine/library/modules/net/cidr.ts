/** Networks in CIDR notation and their arithmetic. A fault's text lacks the name of the function, which the caller puts in front. */
import { formatAddress, parseAddress, widthOf, type Address } from './address.ts'

/** `bits` of `address` beyond `length` are zero. */
export interface Network {
  readonly address: Address
  readonly length: number
}

export type Attempt<T> = { readonly value: T } | { readonly fault: string }

/** A bare address is a network of one. */
export function parseNetwork(text: string): Attempt<Network> {
  const slash = text.indexOf('/')
  const address = parseAddress(slash < 0 ? text : text.slice(0, slash))
  const last = text.lastIndexOf('/')
  const length = last < 0 ? undefined : parseLength(text.slice(last + 1))
  if (address === undefined || slash !== last) return { fault: "couldn't parse address in network: invalid IP address syntax" }
  if (typeof length === 'string') return { fault: `couldn't parse length in network: ${length}` }
  const width = widthOf(address.version)
  if (length === undefined) return { value: { address, length: width } }
  if (length > width) {
    return { fault: `invalid length for network: Network length ${length} is too long for Ipv${address.version} (maximum: ${width})` }
  }
  if (BigInt.asUintN(width - length, address.bits) !== 0n) return { fault: 'host part of address was not zero' }
  return { value: { address, length } }
}

/** An unsigned byte the way Rust parses one, or what Rust says instead. */
function parseLength(text: string): number | string {
  if (text === '') return 'cannot parse integer from empty string'
  if (!/^\+?\d+$/.test(text)) return 'invalid digit found in string'
  return Number(text) > 255 ? 'number too large to fit in target type' : Number(text)
}

export function formatNetwork(network: Network): string {
  return `${formatAddress(network.address)}/${network.length}`
}

export function contains(network: Network, address: Address): boolean {
  const shift = BigInt(widthOf(network.address.version) - network.length)
  return network.address.version === address.version && network.address.bits >> shift === address.bits >> shift
}

/** The address numbered `host`; negative numbers count from the end, -1 being the last. */
export function hostOf(network: Network, host: bigint): Address | undefined {
  const size = 1n << BigInt(widthOf(network.address.version) - network.length)
  if (host >= size || host < -size) return undefined
  return { version: network.address.version, bits: network.address.bits + (host < 0n ? size + host : host) }
}

export function netmaskOf(network: Network): Address {
  const ones = (1n << BigInt(network.length)) - 1n
  return { version: network.address.version, bits: ones << BigInt(widthOf(network.address.version) - network.length) }
}

/** `additionalBits` are not negative. */
export function subnetOf(network: Network, additionalBits: bigint, number: bigint): Attempt<Network> {
  if (number < 0n) return { fault: 'invalid net_num: cannot be negative' }
  const tooLong = extensionFault(network, additionalBits)
  if (tooLong !== undefined) return { fault: tooLong }
  if (number >= 1n << additionalBits) return { fault: `additional_bits of ${additionalBits} does not accommodate a net_num of ${number}` }
  return { value: subnetAt(network, Number(additionalBits), number) }
}

/** Each request gets the lowest subnet number that overlaps none of the earlier ones, once all are known to be possible. */
export function allocateSubnets(network: Network, requests: Iterable<bigint>): Attempt<readonly Network[]> {
  const lengths: number[] = []
  for (const bits of requests) {
    if (bits < 0n) return { fault: 'invalid additional_bits: cannot be negative' }
    if (bits > 63n && network.address.version === 6) return { fault: 'invalid additional_bits: cannot extend more than 63 bits' }
    const tooLong = extensionFault(network, bits)
    if (tooLong !== undefined) return { fault: tooLong }
    lengths.push(Number(bits))
  }
  const taken: Network[] = []
  for (const bits of lengths) {
    const subnet = firstFree(network, bits, taken)
    if (subnet === undefined) {
      const last = taken.at(-1)
      const prefix = network.length + bits
      return {
        fault: `not enough remaining address space for a subnet with a prefix of ${prefix} bits after ${formatNetwork(last ?? network)}`,
      }
    }
    taken.push(subnet)
  }
  return { value: taken }
}

/** Skips from overlap to overlap instead of counting up, so that huge requests cost no more than small ones. */
function firstFree(network: Network, additionalBits: number, taken: readonly Network[]): Network | undefined {
  const width = widthOf(network.address.version)
  let number = 0n
  while (number < 1n << BigInt(additionalBits)) {
    const candidate = subnetAt(network, additionalBits, number)
    const blocking = taken.find((other) => contains(other, candidate.address) || contains(candidate, other.address))
    if (blocking === undefined) return candidate
    const end = blocking.address.bits + (1n << BigInt(width - blocking.length)) - network.address.bits
    const step = BigInt(width - candidate.length)
    number = (end + (1n << step) - 1n) >> step
  }
  return undefined
}

function subnetAt(network: Network, additionalBits: number, number: bigint): Network {
  const { version, bits } = network.address
  const length = network.length + additionalBits
  return { address: { version, bits: bits | (number << BigInt(widthOf(version) - length)) }, length }
}

function extensionFault(network: Network, additionalBits: bigint): string | undefined {
  const length = BigInt(network.length) + additionalBits
  if (length <= widthOf(network.address.version)) return undefined
  return `invalid additional_bits: would extend network length to ${length} bits, which is too long for IPv${network.address.version}`
}
