/** Where credentials lie on this machine: kpm's own file, then Docker's configuration, then podman's, with the helpers they name. */
import type { CredentialStore } from '../host/host.ts'
import type { Files } from '../host/files.ts'
import type { Settings } from '../host/settings.ts'
import { createCredentialStore, type CredentialPlaces } from '../oci/credentials/store.ts'
import { slashes, type Environment } from './directories.ts'
import { runProcess } from './processes.ts'

export interface NodeCredentialsOptions {
  readonly files: Files
  readonly settings: Settings
  readonly environment: Environment
  /** Takes one sentence about a file or helper that was passed over. */
  readonly warn: (text: string) => void
  /** Milliseconds a helper may take; a keychain may ask a person. */
  readonly helperTimeout?: number
}

export function createNodeCredentials(options: NodeCredentialsOptions): CredentialStore {
  const { files, settings, environment, warn, helperTimeout = 60_000 } = options
  return createCredentialStore({
    files,
    places: credentialPlaces(settings, environment),
    warn,
    runHelper: (name, action, input) => runProcess(`docker-credential-${name}`, [action], { input, environment, timeout: helperTimeout }),
  })
}

/** `spec/kpm.md` §5.1 for kpm and Docker; containers-auth.json(5) for podman. */
export function credentialPlaces(settings: Settings, environment: Environment): CredentialPlaces {
  const { home } = settings
  const variable = (name: string): string | undefined => (environment[name] ? slashes(environment[name]) : undefined)
  const runtime = variable('XDG_RUNTIME_DIR')
  const podman = variable('REGISTRY_AUTH_FILE')
  const inline = environment['DOCKER_AUTH_CONFIG']
  return {
    own: `${settings.packagesFolder}/.kpm/config/config.json`,
    others: [
      `${variable('DOCKER_CONFIG') ?? `${home}/.docker`}/config.json`,
      ...(podman === undefined ? [] : [podman]),
      ...(podman === undefined && runtime !== undefined ? [`${runtime}/containers/auth.json`] : []),
      ...(podman === undefined ? [`${variable('XDG_CONFIG_HOME') ?? `${home}/.config`}/containers/auth.json`] : []),
    ],
    legacy: `${home}/.dockercfg`,
    ...(inline === undefined || inline === '' ? {} : { inline }),
  }
}
