/** The sum kpm writes into artifacts and lock files (specification of kpm, §2.5): base64 of one SHA-256 over the bytes of all files, in walk order. It
 *  hashes no names, so it says little about integrity; digests do that. Kept because kpm compares it. */
import { compareBytewise } from '../../base/order.ts'
import type { Host } from '../../host/host.ts'

/** Over the files as they are in the archive, paths relative to the package: that is what a kpm on the other side computes after unpacking, also when
 *  filters left files out. A path with `.git` or `.tar` anywhere in it does not count. */
export function kpmSumOf(host: Pick<Host, 'sha256'>, files: readonly { readonly path: string; readonly content: Uint8Array }[]): string {
  const hash = host.sha256()
  const counted = files.filter(({ path }) => !path.includes('.git') && !path.includes('.tar'))
  for (const file of counted.toSorted((left, right) => compareWalked(left.path, right.path))) hash.update(file.content)
  return base64OfHex(hash.hex())
}

/** Go's `filepath.Walk`: name by name, so `lib/x` comes before `lib.k` although the text sorts the other way. */
function compareWalked(left: string, right: string): number {
  const leftNames = left.split('/')
  const rightNames = right.split('/')
  const shorter = Math.min(leftNames.length, rightNames.length)
  for (let index = 0; index < shorter; index += 1) {
    const order = compareBytewise(leftNames[index] ?? '', rightNames[index] ?? '')
    if (order !== 0) return order
  }
  return leftNames.length - rightNames.length
}

function base64OfHex(hex: string): string {
  return btoa(hex.replaceAll(/../g, (byte) => String.fromCharCode(Number.parseInt(byte, 16))))
}
