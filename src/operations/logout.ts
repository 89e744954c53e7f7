/** Forgets the credentials of a registry. */
import type { Host } from '../host/host.ts'
import { parseRegistry } from '../oci/reference.ts'
import { loggedInElsewhere, notLoggedIn } from './errors.ts'

export interface LogoutResult {
  /** Canonical: `docker.io` for Docker Hub. */
  readonly registry: string
}

/** Throws NOT_LOGGED_IN when there was nothing to forget. */
export async function logout(host: Host, input: { readonly registry: string }): Promise<LogoutResult> {
  const registry = parseRegistry(input.registry)
  const wasThere = await host.credentials.remove(registry)
  const isElsewhere = (await host.credentials.get(registry)) !== undefined
  if (!wasThere) throw isElsewhere ? loggedInElsewhere(registry) : notLoggedIn(registry)
  if (isElsewhere) {
    host.report({
      kind: 'warning',
      text: `Docker's configuration still holds a credential for ${registry}; forget it with docker logout ${registry}`,
    })
  }
  return { registry }
}
