/** A registry in memory behind a loopback port, for demonstrations and for the tests of programs that use registries. What it holds is gone when it
 *  stops. */
import { basicAccess } from '../oci/handler/access.ts'
import { createRegistryHandler } from '../oci/handler/handler.ts'
import { createMemoryRegistry } from '../oci/memory.ts'
import { createSha256 } from './hashing.ts'
import { serve } from './server.ts'
import type { RunningServer } from './server.ts'

export interface MemoryRegistryOptions {
  /** Default: any free one. */
  readonly port?: number
  /** Name → password; without them nobody is asked who he is. */
  readonly users?: Readonly<Record<string, string>>
}

/** Speaks plain HTTP on 127.0.0.1. */
export async function serveMemoryRegistry(options: MemoryRegistryOptions = {}): Promise<RunningServer> {
  const { port, users } = options
  const passwords = new Map(Object.entries(users ?? {}))
  const isUser = (username: string, password: string): boolean => passwords.get(username) === password
  const handler = createRegistryHandler(
    createMemoryRegistry({ sha256: createSha256 }),
    users === undefined ? {} : { check: basicAccess({ realm: 'kpm', isUser }) },
  )
  return await serve(handler, port === undefined ? {} : { port })
}
