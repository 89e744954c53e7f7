/** How registries are reached for one operation, whatever part of it asks. */
import type { Host, RegistryOptions } from '../host/host.ts'

export type NetworkOptions = Pick<RegistryOptions, 'plainHttp' | 'insecureSkipTlsVerify'>

/** The host, with these options for every registry that is asked without its own. */
export function withNetworkOptions(host: Host, network: NetworkOptions = {}): Host {
  return { ...host, registry: (registryHost, options) => host.registry(registryHost, { ...network, ...options }) }
}
