/** Which addresses are loopback, multicast, global … (`spec/kcl-runtime.md` E3 net). */
import { parseAddress, type Address } from './address.ts'

export function isLoopback(address: Address): boolean {
  return address.version === 4 ? within(address, '127.0.0.0', 8) : address.bits === 1n
}

export function isUnspecified(address: Address): boolean {
  return address.bits === 0n
}

export function isMulticast(address: Address): boolean {
  return address.version === 4 ? within(address, '224.0.0.0', 4) : within(address, 'ff00::', 8)
}

export function isInterfaceLocalMulticast(address: Address): boolean {
  return multicastScope(address) === 1
}

export function isLinkLocalMulticast(address: Address): boolean {
  return within(address, '224.0.0.0', 24) || multicastScope(address) === 2
}

export function isLinkLocalUnicast(address: Address): boolean {
  return within(address, '169.254.0.0', 16) || within(address, 'fe80::', 10)
}

function multicastScope(address: Address): number | undefined {
  return address.version === 6 && isMulticast(address) ? Number((address.bits >> 112n) & 15n) : undefined
}

const NOT_GLOBAL: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
]

export function isGlobalUnicast(address: Address): boolean {
  if (address.version === 4) {
    if (within(address, '192.0.0.9', 32) || within(address, '192.0.0.10', 32)) return true
    return !NOT_GLOBAL.some(([base, length]) => within(address, base, length))
  }
  if (within(address, '64:ff9b::', 96)) return isGlobalUnicast({ version: 4, bits: address.bits & 0xffffffffn })
  return within(address, '2000::', 3) && !within(address, '2001:db8::', 32) && !within(address, '2001:2::', 48)
}

function within(address: Address, base: string, length: number): boolean {
  const network = parseAddress(base)
  if (network === undefined || network.version !== address.version) return false
  const shift = BigInt((address.version === 4 ? 32 : 128) - length)
  return address.bits >> shift === network.bits >> shift
}
