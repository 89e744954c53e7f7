/** Who may do what at the handler: Basic, or Bearer with a token service elsewhere. */
import { formatScopes, type Scope } from '../auth/scope.ts'
import { parseBasic } from '../credentials/credential.ts'
import { answerError } from './answer.ts'
import type { AccessCheck } from './handler.ts'

/** Every request needs a user; `isUser` judges name and password. */
export function basicAccess(options: {
  readonly realm: string
  readonly isUser: (username: string, password: string) => boolean
}): AccessCheck {
  return (request) => {
    const user = parseBasic(request.headers['authorization'])
    if (user !== undefined && options.isUser(user.username, user.password)) return undefined
    return unauthorized(`Basic realm="${options.realm}"`)
  }
}

/** Every request needs a token; `judge` reads it. The challenge names what was missing. */
export function bearerAccess(options: {
  readonly realm: string
  readonly service: string
  readonly judge: (token: string, scopes: readonly Scope[]) => 'granted' | 'insufficient' | 'invalid'
}): AccessCheck {
  return (request, scopes) => {
    const token = /^bearer\s+(\S+)$/i.exec(request.headers['authorization'] ?? '')?.[1]
    const verdict = token === undefined ? undefined : options.judge(token, scopes)
    if (verdict === 'granted') return undefined
    const scope = scopes.length === 0 ? '' : `,scope="${formatScopes(scopes).join(' ')}"`
    const error = verdict === undefined ? '' : `,error="${verdict === 'invalid' ? 'invalid_token' : 'insufficient_scope'}"`
    return unauthorized(`Bearer realm="${options.realm}",service="${options.service}"${scope}${error}`)
  }
}

function unauthorized(challenge: string): ReturnType<AccessCheck> {
  return answerError({ status: 401, code: 'UNAUTHORIZED', message: 'authentication required', headers: { 'www-authenticate': challenge } })
}
