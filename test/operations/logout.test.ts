/** Logging out where kpm has nothing of its own, or is not the only one that has something. */
import { expect, test } from 'vitest'
import type { CredentialStore } from '../../src/host/host.ts'
import { createMemoryHost } from '../../src/host/memory.ts'
import { logout } from '../../src/operations/logout.ts'

test.each([
  ['nothing anywhere', { own: false, elsewhere: false }, 'not logged in to ghcr.io', []],
  ['only in the file of Docker', { own: false, elsewhere: true }, 'with kpm; the credential in use is in /home/.docker/config.json', []],
  ['only kpm', { own: true, elsewhere: false }, 'done', []],
  ['both', { own: true, elsewhere: true }, 'done', ['/home/.docker/config.json still holds']],
])('%s', async (_, { own, elsewhere }, outcome, warnings) => {
  const told: string[] = []
  const credentials: CredentialStore = {
    get: async () => (elsewhere ? { username: 'u', password: 'p', source: '/home/.docker/config.json' } : undefined),
    put: async () => undefined,
    remove: async () => own,
  }
  const host = { ...createMemoryHost({ report: (event) => event.kind === 'warning' && told.push(event.text) }), credentials }
  const result = await logout(host, { registry: 'ghcr.io' }).then(
    () => 'done',
    (failure: Error) => failure.message,
  )
  expect(result).toContain(outcome)
  expect(told).toEqual(warnings.map((text) => expect.stringContaining(text)))
})
