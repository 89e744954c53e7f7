/** Where a registry may send its client. Credentials are bound to one origin (scheme, host, port); these rules say which other origins may be visited
 *  at all, without them. */
import { isPrivateHost } from './text.ts'

/** Why `to` must not be visited on the word of `from`; undefined when it may. */
export function originTrouble(from: URL, to: URL): string | undefined {
  if (to.protocol !== 'https:' && to.protocol !== 'http:') return 'only http and https are followed'
  if (to.username !== '' || to.password !== '') return 'the address carries a user name'
  if (from.protocol === 'https:' && to.protocol === 'http:') return 'it leads from https to http'
  if (from.hostname !== to.hostname && isPrivateHost(to.hostname) && !isPrivateHost(from.hostname)) return 'it leads into a private network'
  return undefined
}
