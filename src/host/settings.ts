/** What the environment and configuration files say, read once (on Node in `node/settings.ts` and nowhere else). */
export interface Settings {
  /** `KPM_REG`, default `ghcr.io`. */
  readonly defaultRegistry: string
  /** `KPM_REPO`, default `kcl-lang`. */
  readonly defaultRepository: string
  /** `OCI_REG_PLAIN_HTTP`: on, off, or undefined = plain HTTP for loopback hosts only. */
  readonly plainHttp: boolean | undefined
  /** `KCL_PKG_PATH`, default kpm's own data folder (`$XDG_DATA_HOME/kcl/modules`, `~/.local/share/kcl/modules`): store, credential file, kpm.json. */
  readonly packagesFolder: string
  readonly home: string
}
