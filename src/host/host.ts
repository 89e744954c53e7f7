/** Everything outside the process in one value: the first parameter of every operation, never stored in a module variable. Two implementations:
 *  `node/host.ts` and `host/memory.ts` (tests, browser, dry runs). */
import type { Registry } from '../oci/registry.ts'
import type { Transport } from '../oci/http/transport.ts'
import type { EngineFiles } from './engine-files.ts'
import type { ProgressEvent } from './events.ts'
import type { Files } from './files.ts'
import type { Settings } from './settings.ts'

export interface Host {
  readonly files: Files
  /** The same files without waiting, seen from `workFolder`. */
  readonly engineFiles: (workFolder: string) => EngineFiles
  /** A Registry for `host[:port]`, with credentials, retries and redirects in place. One per registry and process: tokens and connections are shared. */
  readonly registry: (registryHost: string, options?: RegistryOptions) => Registry
  readonly transport: Transport
  readonly credentials: CredentialStore
  readonly settings: Settings
  readonly clock: () => Date
  /** A variable of the environment, for KCL's `file.read_env`; absent where a program may see none. */
  readonly environmentVariable?: (name: string) => string | undefined
  readonly sha256: () => Sha256
  readonly gzip: (content: Uint8Array) => Uint8Array
  /** Throws KpmError TOO_LARGE past `limit` bytes. */
  readonly gunzip: (content: Uint8Array, limit: number) => Uint8Array
  /** Memory of this program, in bytes; absent where it is not known. */
  readonly memory?: () => { readonly used: number; readonly most: number }
  /** Is a program of so many characters to be tried elsewhere, where there is more room? Absent where all programs are welcome. */
  readonly isTooLarge?: (characters: number) => boolean
  readonly report: (event: ProgressEvent) => void
  readonly signal: AbortSignal | undefined
}

export interface RegistryOptions {
  readonly plainHttp?: boolean
  readonly insecureSkipTlsVerify?: boolean
  /** Rights to write are asked for from the first request on, so that one token serves a whole push. */
  readonly plansToWrite?: boolean
  /** Used in place of what is stored: how `login` tries a credential. Such a registry is not shared. */
  readonly credential?: Credential
}

/** Streaming SHA-256; `hex` ends it. */
export interface Sha256 {
  readonly update: (chunk: Uint8Array) => void
  readonly hex: () => string
}

export interface Credential {
  readonly username: string
  readonly password: string
  /** An identity token instead of a password (Docker's `<token>` user). */
  readonly identityToken?: string
  /** Where it was found, for messages: a file, a helper. */
  readonly source?: string
}

/** Credentials by registry host, in the order of `spec/kpm.md` §5: kpm's own file, then Docker's configuration and helpers. */
export interface CredentialStore {
  readonly get: (registryHost: string) => Promise<Credential | undefined>
  readonly put: (registryHost: string, credential: Credential) => Promise<void>
  /** False when there was none. */
  readonly remove: (registryHost: string) => Promise<boolean>
}
