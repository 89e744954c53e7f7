/** A token service for registries with Bearer authentication: distribution's token protocol (GET) and the OAuth2 form (POST). It grants what the user
 *  may have of what was asked, which may be less. Tokens are JWTs that docker-registry accepts. */
import { createPrivateKey, randomUUID, sign, verify, X509Certificate } from 'node:crypto'
import { containsScopes, parseScopes, type Scope } from '../../src/oci/auth/scope.ts'
import { parseBasic } from '../../src/oci/credentials/credential.ts'
import { answer, answerError } from '../../src/oci/handler/answer.ts'
import { bodyOf } from '../../src/oci/handler/message.ts'
import { readBytes } from '../../src/oci/http/body.ts'
import type { Transport, TransportRequest } from '../../src/oci/http/transport.ts'
import type { Certificate } from './certificates.ts'

export interface TokenServiceOptions {
  readonly issuer: string
  readonly service: string
  readonly signing: Certificate
  readonly user: string
  readonly password: string
  /** Repositories whose name starts so can be pulled by anybody. */
  readonly publicPrefix?: string
  /** Services differ: GHCR answers POST with 405. */
  readonly acceptsPost?: boolean
  readonly refreshToken?: string
}

export interface TokenService {
  readonly handler: Transport
  /** One line a request: method, kind of credential, scopes. */
  readonly log: string[]
  /** For a registry handler: is this token one of ours, and is it enough? */
  readonly judge: (token: string, scopes: readonly Scope[]) => 'granted' | 'insufficient' | 'invalid'
}

export function createTokenService(options: TokenServiceOptions): TokenService {
  const log: string[] = []
  const handler: Transport = async (request) => {
    const url = new URL(request.url)
    if (request.method !== 'GET' && request.method !== 'POST') return answerError({ status: 405, code: 'UNSUPPORTED', message: 'method' })
    const form =
      request.method === 'POST'
        ? new URLSearchParams(new TextDecoder().decode(await readBytes(bodyOf(request), 65_536, 'form')))
        : undefined
    const members = form ?? url.searchParams
    const scopes = members.getAll('scope').join(' ')
    const caller = callerOf(options, request, form)
    log.push(`${request.method} ${caller.kind} ${scopes}`.trim())
    if (form !== undefined && options.acceptsPost === false)
      return answerError({ status: 405, code: 'UNSUPPORTED', message: 'method not allowed' })
    if (caller.kind === 'refused') return answerError({ status: 401, code: 'UNAUTHORIZED', message: 'incorrect username or password' })
    const token = issueToken(options, members.get('service') ?? '', grant(options, parseScopes(scopes), caller.kind === 'user'))
    return answer({ status: 200, json: { token, access_token: token, expires_in: 300 } })
  }
  return { handler, log, judge: (token, scopes) => judgeToken(options, token, scopes) }
}

type Caller = { readonly kind: 'anonymous' | 'user' | 'refused' }

function callerOf(options: TokenServiceOptions, request: TransportRequest, form: URLSearchParams | undefined): Caller {
  const isUser = (name: string | null, password: string | null): Caller => ({
    kind: name === options.user && password === options.password ? 'user' : 'refused',
  })
  if (form?.get('grant_type') === 'refresh_token') {
    const isKnown = options.refreshToken !== undefined && form.get('refresh_token') === options.refreshToken
    return { kind: isKnown ? 'user' : 'refused' }
  }
  if (form !== undefined) return isUser(form.get('username'), form.get('password'))
  const basic = parseBasic(request.headers['authorization'])
  return basic === undefined ? { kind: 'anonymous' } : isUser(basic.username, basic.password)
}

function grant(options: TokenServiceOptions, scopes: readonly Scope[], isUser: boolean): readonly Scope[] {
  const granted: Scope[] = []
  for (const scope of scopes) {
    const isPublic = options.publicPrefix !== undefined && scope.name.startsWith(options.publicPrefix)
    const actions = isUser ? scope.actions : scope.actions.filter((action) => isPublic && action === 'pull')
    if (actions.length > 0) granted.push({ ...scope, actions })
  }
  return granted
}

function issueToken(options: TokenServiceOptions, service: string, access: readonly Scope[]): string {
  const now = Math.floor(Date.now() / 1000)
  const der = new X509Certificate(options.signing.certificate).raw.toString('base64')
  const header = encode({ typ: 'JWT', alg: 'ES256', x5c: [der] })
  const claims = { iss: options.issuer, sub: '', aud: service, exp: now + 300, nbf: now - 10, iat: now, jti: randomUUID(), access }
  const text = `${header}.${encode(claims)}`
  const signature = sign('sha256', Buffer.from(text), { key: createPrivateKey(options.signing.key), dsaEncoding: 'ieee-p1363' })
  return `${text}.${signature.toString('base64url')}`
}

function judgeToken(options: TokenServiceOptions, token: string, scopes: readonly Scope[]): 'granted' | 'insufficient' | 'invalid' {
  const [header = '', claims = '', signature = ''] = token.split('.')
  const key = { key: new X509Certificate(options.signing.certificate).publicKey, dsaEncoding: 'ieee-p1363' } as const
  if (!verify('sha256', Buffer.from(`${header}.${claims}`), key, Buffer.from(signature, 'base64url'))) return 'invalid'
  const { access } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { readonly access: readonly Scope[] }
  return containsScopes(access, scopes) ? 'granted' : 'insufficient'
}

function encode(json: object): string {
  return Buffer.from(JSON.stringify(json)).toString('base64url')
}
