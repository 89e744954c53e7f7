/** Which files a run evaluates: the first list that is not empty wins – command line, settings files, `[profile]` of kcl.mod, and otherwise a folder
 *  (specification of kpm, §7.2). */
import { joinPath } from '../base/path.ts'
import { findMatches, GlobFault } from '../engine/library/modules/file/glob.ts'
import type { Files } from '../host/files.ts'
import type { Host } from '../host/host.ts'
import { noInputFiles } from './errors.ts'
import type { Project } from './project.ts'

/** What a pattern (`lib/*.k`, in the dialect of `file.glob`) leads to, in the order of the names; the path itself when it is no pattern, lies there, or
 *  leads to nothing. A shell has usually done this before; settings files, kcl.mod and quotes have not. `path` is absolute. */
export function expandPattern(host: Host, path: string): readonly string[] {
  const place = path.split('/').findIndex((part) => /[*?[]/.test(part))
  if (place < 0) return [path]
  const { stat, listFolder } = host.engineFiles('/')
  if (stat(path) !== undefined) return [path]
  const parts = path.split('/')
  const [root, pattern] = [parts.slice(0, place).join('/'), parts.slice(place).join('/')]
  try {
    const found = findMatches({ stat, listFolder: (folder) => listFolder(folder === '' ? '/' : folder) }, root, pattern)
    return found.length > 0 ? found : [path]
  } catch (error) {
    if (error instanceof GlobFault) return [path]
    throw error
  }
}

/** The same for words of a command line, which may name other things than files. */
export function expandSources(host: Host, sources: readonly string[], workFolder: string): readonly string[] {
  return sources.flatMap((source) => {
    if (!/[*?[]/.test(source) || /^\$\{|:\/\//.test(source)) return [source]
    const path = joinPath(workFolder, source)
    const found = expandPattern(host, path)
    return found[0] === path ? [source] : found
  })
}

/** Absolute paths; `${KCL_MOD}` and `${name:KCL_MOD}` are expanded. */
export function expandEntry(
  entry: string,
  base: string,
  context: { readonly root: string; readonly packages: ReadonlyMap<string, string> },
): string {
  const variable = /^\$\{(?:([^:}]+):)?KCL_MOD\}/.exec(entry)
  if (variable === null) return joinPath(base, entry)
  const name = variable[1]?.replaceAll('-', '_')
  const folder = name === undefined ? context.root : context.packages.get(name)
  return folder === undefined ? entry : joinPath(folder, `./${entry.slice(variable[0].length)}`)
}

/** The folder that is evaluated when nothing names an entry: the package when it was named or fetched, else the folder one stands in, or the package
 *  around it when that folder has no KCL files of its own. Throws NO_INPUT_FILES. */
export async function defaultEntry(files: Files, project: Project, workFolder: string): Promise<string> {
  const folders = project.isNamed ? [project.root] : [workFolder, project.root]
  for (const folder of folders) {
    const names = await files.list(folder)
    if (names?.some((name) => name.endsWith('.k')) === true) return folder
  }
  throw noInputFiles(folders[0] ?? workFolder)
}
