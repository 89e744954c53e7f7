/** Where third-party test input lies. Tests that need it say plainly when it is absent; `KPM_REQUIRE_SHARED=1` turns that into a failure. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const sharedFolder = fileURLToPath(new URL('../../../shared', import.meta.url))

/** True when the shared folder is there. When it is not: throws under `KPM_REQUIRE_SHARED=1`, else warns that `what` is skipped. */
export function hasShared(what: string): boolean {
  if (existsSync(`${sharedFolder}/README.md`)) return true
  if (process.env['KPM_REQUIRE_SHARED'] === '1') throw new Error(`${what}: ${sharedFolder} is absent and KPM_REQUIRE_SHARED=1`)
  console.warn(`skipped: ${what} (${sharedFolder} is absent)`)
  return false
}
