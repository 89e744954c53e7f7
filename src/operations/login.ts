/** Verifies credentials with a registry, then stores them: nothing is written unless the registry accepted them. */
import { KpmError } from '../base/error.ts'
import type { Host } from '../host/host.ts'
import { parseRegistry } from '../oci/reference.ts'
import type { Registry } from '../oci/registry.ts'
import { loginRefused, userNameInvalid } from './errors.ts'
import type { NetworkOptions } from './network.ts'

export interface LoginInput {
  /** As written: `ghcr.io`, `localhost:5000`, any spelling of Docker Hub. */
  readonly registry: string
  /** Empty: the password is an identity token. */
  readonly username: string
  readonly password: string
  readonly network?: NetworkOptions
}

export interface LoginResult {
  /** Canonical: `docker.io` for Docker Hub. */
  readonly registry: string
  readonly username: string
}

/** Throws UNAUTHORIZED in the registry's words, and what reaching it throws. */
export async function login(host: Host, input: LoginInput): Promise<LoginResult> {
  const registry = parseRegistry(input.registry)
  const { username, password } = input
  if (username.includes(':')) throw userNameInvalid(username)
  const credential = username === '' ? { username, password: '', identityToken: password } : { username, password }
  const { isAuthenticated } = await verify(host.registry(registry, { ...input.network, credential }))
  if (!isAuthenticated) host.report({ kind: 'warning', text: `${registry} asked for no credentials, so they are stored unverified` })
  await host.credentials.put(registry, credential)
  return { registry, username }
}

async function verify(registry: Registry): Promise<{ readonly isAuthenticated: boolean }> {
  try {
    return await registry.ping()
  } catch (trouble) {
    if (trouble instanceof KpmError && (trouble.code === 'UNAUTHORIZED' || trouble.code === 'DENIED')) throw loginRefused(trouble)
    throw trouble
  }
}
