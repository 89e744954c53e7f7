/** A registry at `registry.test` that wants a password, with the client in front of it and faults in between. */
import { createSha256 } from '../../src/node/hashing.ts'
import { createRegistryClient } from '../../src/oci/client/client.ts'
import { formatBasic } from '../../src/oci/credentials/credential.ts'
import { basicAccess } from '../../src/oci/handler/access.ts'
import { createRegistryHandler } from '../../src/oci/handler/handler.ts'
import type { Transport, TransportRequest } from '../../src/oci/http/transport.ts'
import { createMemoryRegistry } from '../../src/oci/memory.ts'
import type { Registry } from '../../src/oci/registry.ts'
import { createPretendClock, createPretendNetwork, type Fault, type PretendClock, type PretendNetwork } from './pretend-network.ts'
import { layerOf, opener } from './registry-contract.ts'

export interface World {
  readonly network: PretendNetwork
  readonly clock: PretendClock
  /** What the registry holds, without HTTP. */
  readonly stored: Registry
  readonly client: Registry
}

export interface WorldOptions {
  readonly faults?: readonly Fault[]
  /** Other hosts of this network. */
  readonly others?: Readonly<Record<string, Transport>>
}

export const AUTHORIZATION = formatBasic('alice', 'hunter2')

export function createWorld(options: WorldOptions = {}): World {
  const stored = createMemoryRegistry({ sha256: createSha256 })
  const check = basicAccess({ realm: 'test', isUser: (user, password) => user === 'alice' && password === 'hunter2' })
  const network = createPretendNetwork({ 'registry.test': createRegistryHandler(stored, { check }), ...options.others })
  for (const fault of options.faults ?? []) network.inject(fault)
  const clock = createPretendClock()
  const client = createRegistryClient({
    transport: network.transport,
    host: 'registry.test',
    plainHttp: false,
    sha256: createSha256,
    clock,
    credentials: async () => ({ username: 'alice', password: 'hunter2' }),
  })
  return { network, clock, stored, client }
}

/** A world whose client is logged in already, so that every request counts once. */
export async function createAuthorizedWorld(options: WorldOptions = {}): Promise<World> {
  const world = createWorld({ others: options.others ?? {} })
  await world.client.ping()
  for (const fault of options.faults ?? []) world.network.inject(fault)
  return world
}

/** The same, with one blob in the repository `a`. */
export async function createWorldWithBlob(content: Uint8Array, options: WorldOptions): Promise<World> {
  const world = await createAuthorizedWorld(options)
  await world.stored.writeBlob('a', layerOf(content), opener(content))
  return world
}

/** Where the range that is asked for begins. */
export function startOf(request: TransportRequest): number {
  return Number(/bytes=(\d+)-/.exec(request.headers['range'] ?? '')?.[1] ?? 0)
}

/** The headers of an answer that gives that range. */
export function contentRangeOf(request: TransportRequest, content: Uint8Array): Readonly<Record<string, string>> {
  const start = startOf(request)
  return start === 0 ? {} : { 'content-range': `bytes ${start}-${content.length - 1}/${content.length}` }
}
