/** Forgets the credentials of a registry. */
import type { Host } from '../host/host.ts'
import { parseRegistry } from '../oci/reference.ts'
import { notLoggedIn } from './errors.ts'

export interface LogoutResult {
  /** Canonical: `docker.io` for Docker Hub. */
  readonly registry: string
}

/** Throws NOT_LOGGED_IN when there was nothing to forget. */
export async function logout(host: Host, input: { readonly registry: string }): Promise<LogoutResult> {
  const registry = parseRegistry(input.registry)
  if (!(await host.credentials.remove(registry))) throw notLoggedIn(registry)
  if ((await host.credentials.get(registry)) !== undefined) {
    host.report({
      kind: 'warning',
      text: `Docker's configuration still holds a credential for ${registry}; forget it with docker logout ${registry}`,
    })
  }
  return { registry }
}
