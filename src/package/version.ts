/** Versions as hashicorp/go-version 1.9 reads them, because kpm does: `v` is allowed, any count of numbers, `1.2` equals `1.2.0`, a hyphen may be
 *  missing before a pre-release that starts with a letter. Looser than SemVer, so `1.31` is a version. */

export interface Version {
  /** As written; a tag is asked for in these words. */
  readonly text: string
  readonly numbers: readonly bigint[]
  readonly preRelease: string
}

const GRAMMAR =
  /^v?(\d+(?:\.\d+)*)(?:-(\d+[0-9A-Za-z~-]*(?:\.[0-9A-Za-z~-]+)*)|-?([A-Za-z~-]+[0-9A-Za-z~-]*(?:\.[0-9A-Za-z~-]+)*))?(?:\+[0-9A-Za-z~-]+(?:\.[0-9A-Za-z~-]+)*)?$/
const LARGEST_NUMBER = 2n ** 63n - 1n

/** undefined when the text is not a version (a branch, a signature tag, a number beyond 64 bits). */
export function parseVersion(text: string): Version | undefined {
  const match = GRAMMAR.exec(text)
  if (match === null) return undefined
  const numbers = (match[1] ?? '').split('.').map(BigInt)
  if (numbers.some((number) => number > LARGEST_NUMBER)) return undefined
  return { text, numbers, preRelease: match[2] ?? match[3] ?? '' }
}

/** The tag a version is published under. A tag has no `+`, so build metadata begins with `_` there, as with Helm. */
export function tagOf(version: string): string {
  return version.replaceAll('+', '_')
}

/** What a tag says about the version under it; `text` stays the tag. */
export function versionOfTag(tag: string): Version | undefined {
  const version = parseVersion(tag) ?? parseVersion(tag.replace('_', '+'))
  return version === undefined ? undefined : { ...version, text: tag }
}

/** Negative, zero or positive. Metadata behind `+` does not count. */
export function compareVersions(left: Version, right: Version): number {
  const count = Math.max(left.numbers.length, right.numbers.length)
  for (let index = 0; index < count; index += 1) {
    const a = left.numbers[index] ?? 0n
    const b = right.numbers[index] ?? 0n
    if (a !== b) return a < b ? -1 : 1
  }
  return comparePreReleases(left.preRelease, right.preRelease)
}

/** Equal by value, or the same words where one is not a version. */
export function isSameVersion(left: string, right: string): boolean {
  if (left === right) return true
  const a = parseVersion(left)
  const b = parseVersion(right)
  return a !== undefined && b !== undefined && compareVersions(a, b) === 0
}

/** The greatest version among tags; tags that are not versions (`latest`, signatures, branches) are no candidates. Pre-releases count like any other
 *  version, and of equal ones the first seen stays (specification of kpm, §3.6). */
export function latestVersion(tags: Iterable<string>): Version | undefined {
  let latest: Version | undefined
  for (const tag of tags) {
    const version = versionOfTag(tag)
    if (version !== undefined && (latest === undefined || compareVersions(version, latest) > 0)) latest = version
  }
  return latest
}

function comparePreReleases(left: string, right: string): number {
  if (left === right) return 0
  if (left === '') return 1
  if (right === '') return -1
  const leftParts = left.split('.')
  const rightParts = right.split('.')
  const count = Math.max(leftParts.length, rightParts.length)
  for (let index = 0; index < count; index += 1) {
    const order = comparePart(leftParts[index] ?? '', rightParts[index] ?? '')
    if (order !== 0) return order
  }
  return 0
}

/** Numbers by value and below words, words by their bytes. A missing part is below a number but above a word: go-version's own rule, against SemVer. */
function comparePart(left: string, right: string): number {
  if (left === right) return 0
  const leftIsNumber = /^\d+$/.test(left)
  const rightIsNumber = /^\d+$/.test(right)
  if (left === '') return rightIsNumber ? -1 : 1
  if (right === '') return leftIsNumber ? 1 : -1
  if (leftIsNumber !== rightIsNumber) return leftIsNumber ? -1 : 1
  if (!leftIsNumber) return left < right ? -1 : 1
  const a = BigInt(left)
  const b = BigInt(right)
  return a === b ? 0 : a < b ? -1 : 1
}
