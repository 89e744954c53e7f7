/** Which files belong to a package (specification of kpm, §3.1), in the order of Go's `filepath.Walk`: names by their bytes, a folder before what it
 *  holds. Three rules are tighter than kpm's: `.git` counts as a whole name and archives by their ending, both inside the package only, where kpm looks
 *  for the letters anywhere in the absolute path; a pattern that names a folder covers what is below; and kcl.mod always belongs. */
import picomatch from 'picomatch'
import { compareBytewise } from '../../base/order.ts'
import { joinPath } from '../../base/path.ts'
import { mapConcurrently } from '../../base/pool.ts'
import type { Files } from '../../host/files.ts'
import { linkInPackage } from '../errors.ts'
import { MANIFEST_NAME } from '../manifest/manifest.ts'

export interface PackageEntry {
  readonly kind: 'file' | 'folder'
  /** Relative to the package, `/`-separated. */
  readonly path: string
}

export interface IncludeFilters {
  readonly include: readonly string[]
  readonly exclude: readonly string[]
}

const INSPECTIONS_AT_ONCE = 16

/** Throws LINK_IN_PACKAGE for a symbolic link that would belong: links cannot be published. */
export async function listPackageEntries(files: Files, folder: string, filters: IncludeFilters): Promise<readonly PackageEntry[]> {
  const belongs = compileFilters(filters)
  const entries: PackageEntry[] = []
  async function walk(parent: string): Promise<void> {
    const names = ((await files.list(joinPath(folder, parent))) ?? []).filter((name) => !isNeverPublished(name)).toSorted(compareBytewise)
    const paths = names.map((name) => (parent === '' ? name : `${parent}/${name}`))
    const infos = await mapConcurrently(paths, INSPECTIONS_AT_ONCE, (path) => files.inspect(joinPath(folder, path)))
    for (const [index, path] of paths.entries()) {
      const info = infos[index]
      if (info?.kind === 'folder') {
        if (belongs(path)) entries.push({ kind: 'folder', path })
        await walk(path)
      } else if (info !== undefined && belongs(path)) {
        if (info.kind !== 'file') throw linkInPackage(folder, path, info.kind)
        entries.push({ kind: 'file', path })
      }
    }
  }
  await walk('')
  return entries
}

/** Version control, and archives: a package packed into its own folder must not contain the one before. */
function isNeverPublished(name: string): boolean {
  return name === '.git' || /\.tar(?:\.gz)?$/.test(name)
}

function compileFilters(filters: IncludeFilters): (path: string) => boolean {
  const isExcluded = compilePatterns(filters.exclude)
  const isIncluded = filters.include.length === 0 ? () => true : compilePatterns(filters.include)
  return (path) => path === MANIFEST_NAME || (!isExcluded(path) && isIncluded(path))
}

/** `*`, `?`, `[a-z]` and `\` as in Go's `filepath.Match`, which know no hidden files; and `**` besides. */
function compilePatterns(patterns: readonly string[]): (path: string) => boolean {
  const options = { dot: true, nobrace: true, noextglob: true, nonegate: true }
  const matchers = patterns.map((pattern) => picomatch(pattern.replace(/^(?:\.?\/)+/, '').replace(/\/+$/, ''), options))
  return (path) => {
    for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) {
      const start = path.slice(0, end)
      if (matchers.some((matches) => matches(start))) return true
    }
    return false
  }
}
