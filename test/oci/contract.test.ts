/** The registry contract, kept by the registry in memory and by the client on the handler on that registry, in its variants. */
import { describe } from 'vitest'
import { createSha256 } from '../../src/node/hashing.ts'
import { createRegistryClient } from '../../src/oci/client/client.ts'
import { basicAccess } from '../../src/oci/handler/access.ts'
import { createRegistryHandler, type HandlerOptions } from '../../src/oci/handler/handler.ts'
import { createMemoryRegistry } from '../../src/oci/memory.ts'
import type { Registry } from '../../src/oci/registry.ts'
import { describeRegistryContract } from '../support/registry-contract.ts'

describe('in memory', () => {
  const registry = createMemoryRegistry({ sha256: createSha256 })
  describeRegistryContract(() => registry)
})

const VARIANTS: Readonly<Record<string, HandlerOptions>> = {
  'as it is': {},
  'without the referrers API': { hasReferrers: false },
  'with small pages': { pageSize: 2 },
  'with Basic authentication': {
    check: basicAccess({ realm: 'test', isUser: (user, password) => user === 'alice' && password === 'pä:ss' }),
  },
}

describe.each(Object.entries(VARIANTS))('client over handler, %s', (_, options) => {
  const registry = clientOver(options)
  describeRegistryContract(() => registry)
})

function clientOver(options: HandlerOptions): Registry {
  const handler = createRegistryHandler(createMemoryRegistry({ sha256: createSha256 }), options)
  const credentials = async (): Promise<{ username: string; password: string }> => ({ username: 'alice', password: 'pä:ss' })
  return createRegistryClient({ transport: handler, host: 'registry.test', plainHttp: false, sha256: createSha256, credentials })
}
