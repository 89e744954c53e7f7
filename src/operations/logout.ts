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
  const other = await host.credentials.get(registry)
  const source = other?.source ?? 'the configuration of another tool'
  if (!wasThere) throw other === undefined ? notLoggedIn(registry) : loggedInElsewhere(registry, source)
  if (other !== undefined) {
    const text = `${source} still holds a credential for ${registry}; forget it with the tool that stored it, such as docker logout ${registry}`
    host.report({ kind: 'warning', text })
  }
  return { registry }
}
