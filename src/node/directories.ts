/** Where things lie on each operating system (`spec/kpm.md` §4.1). */
import { os, path } from './builtin.ts'

export type Environment = Readonly<Record<string, string | undefined>>

export function homeFolder(environment: Environment): string {
  return slashes(environment['HOME'] || environment['USERPROFILE'] || os.homedir())
}

/** `KCL_PKG_PATH`, made absolute, or kpm's data folder. */
export function packagesFolder(environment: Environment, platform: NodeJS.Platform = process.platform): string {
  const chosen = environment['KCL_PKG_PATH']
  if (chosen !== undefined && chosen !== '') return slashes(path.resolve(chosen))
  const home = homeFolder(environment)
  if (platform === 'darwin') return `${home}/Library/kcl/modules`
  if (platform === 'win32') return `${slashes(environment['APPDATA'] || `${home}/AppData/Roaming`)}/kcl/modules`
  const data = environment['XDG_DATA_HOME']
  return data !== undefined && path.isAbsolute(data) ? `${slashes(data)}/kcl/modules` : `${home}/.local/share/kcl/modules`
}

/** Inside the program paths are `/`-separated. */
export function slashes(text: string): string {
  return process.platform === 'win32' ? text.replaceAll('\\', '/') : text
}
