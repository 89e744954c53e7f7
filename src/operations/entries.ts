/** Which files a run evaluates: the first list that is not empty wins – command line, settings files, `[profile]` of kcl.mod, and otherwise a folder
 *  (specification of kpm, §7.2). */
import { joinPath } from '../base/path.ts'
import type { Files } from '../host/files.ts'
import { noInputFiles } from './errors.ts'
import type { Project } from './project.ts'

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
