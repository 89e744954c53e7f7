/** Every failure of the registry layer, one function each. Codes of registries are the distribution specification's own; words from outside pass
 *  through `printable`, addresses through `shownUrl`, so neither control characters nor secrets reach a message. */
import { KpmError, type Blame } from '../base/error.ts'
import { printable, shownUrl } from './http/text.ts'

export function referenceInvalid(text: string, reason: string): KpmError {
  return new KpmError({
    code: 'REFERENCE_INVALID',
    blame: 'input',
    message: `invalid reference '${printable(text)}': ${printable(reason)}`,
    hint: 'a reference is host[:port]/repository[:tag][@digest], for example ghcr.io/kcl-lang/k8s:1.31',
  })
}

export function digestUnsupported(digest: string): KpmError {
  return new KpmError({
    code: 'DIGEST_UNSUPPORTED',
    blame: 'input',
    message: `cannot verify ${printable(digest)}: only sha256 digests are verified`,
  })
}

export function digestMismatch(subject: string, expected: string, actual: string): KpmError {
  return new KpmError({
    code: 'DIGEST_MISMATCH',
    blame: 'environment',
    message: `${subject} is not what was asked for: expected ${expected}, received ${actual}`,
    hint: 'the content was damaged on the way or replaced in the registry; nothing of it was kept',
  })
}

export function sizeMismatch(subject: string, expected: number, actual: number): KpmError {
  return new KpmError({
    code: 'SIZE_MISMATCH',
    blame: 'environment',
    message: `${subject} has ${actual} bytes where its descriptor says ${expected}`,
    hint: 'the content was damaged on the way or replaced in the registry; nothing of it was kept',
  })
}

export function contentTooLong(subject: string, expected: number): KpmError {
  return new KpmError({
    code: 'SIZE_MISMATCH',
    blame: 'environment',
    message: `${subject} is longer than the ${expected} bytes its descriptor says`,
    hint: 'the content was damaged on the way or replaced in the registry; nothing of it was kept',
  })
}

export function tooLarge(subject: string, limit: number): KpmError {
  return new KpmError({ code: 'TOO_LARGE', blame: 'environment', message: `${subject} is larger than the limit of ${limit} bytes` })
}

export function manifestInvalid(subject: string, reason: string): KpmError {
  return new KpmError({
    code: 'MANIFEST_INVALID',
    blame: 'environment',
    message: `${subject} is not a valid manifest: ${printable(reason)}`,
  })
}

/** An answer that the protocol does not allow; nothing a person asked for is wrong. */
export function responseInvalid(subject: string, reason: string, hint?: string): KpmError {
  return new KpmError({
    code: 'RESPONSE_INVALID',
    blame: 'environment',
    message: `unusable answer for ${subject}: ${printable(reason)}`,
    ...(hint === undefined ? {} : { hint }),
  })
}

export function redirectRefused(from: string, to: string, reason: string): KpmError {
  return new KpmError({
    code: 'REDIRECT_REFUSED',
    blame: 'environment',
    message: `redirect from ${shownUrl(from)} to ${shownUrl(to)} refused: ${reason}`,
  })
}

export function tooManyRedirects(url: string, limit: number): KpmError {
  return new KpmError({ code: 'TOO_MANY_REDIRECTS', blame: 'environment', message: `more than ${limit} redirects from ${shownUrl(url)}` })
}

export function tooManyPages(subject: string, reason: string): KpmError {
  return new KpmError({ code: 'TOO_MANY_PAGES', blame: 'environment', message: `listing ${subject} stopped: ${reason}` })
}

export function uploadRefused(subject: string, reason: string): KpmError {
  return new KpmError({ code: 'UPLOAD_REFUSED', blame: 'environment', message: `cannot upload ${subject}: ${printable(reason)}` })
}

/** The registry named a token service that must not see credentials. */
export function realmRefused(host: string, realm: string, reason: string): KpmError {
  return new KpmError({
    code: 'REALM_REFUSED',
    blame: 'environment',
    message: `${host} names the token service ${shownUrl(realm)}, which is refused: ${reason}`,
  })
}

export function challengeMissing(host: string): KpmError {
  return new KpmError({
    code: 'UNAUTHORIZED',
    blame: 'environment',
    message: `${host} asks for authentication in no way that is known here (Basic or Bearer)`,
  })
}

export function credentialInvalid(host: string, reason: string): KpmError {
  return new KpmError({ code: 'CREDENTIAL_INVALID', blame: 'input', message: `the credential for ${host} cannot be used: ${reason}` })
}

export function credentialFileInvalid(path: string, reason: string): KpmError {
  return new KpmError({
    code: 'CREDENTIALS_FILE_INVALID',
    blame: 'environment',
    message: `cannot read the credentials in ${path}: ${reason}`,
    hint: 'mend or remove the file',
  })
}

export function helperFailed(name: string, action: string, reason: string): KpmError {
  return new KpmError({
    code: 'CREDENTIAL_HELPER_FAILED',
    blame: 'environment',
    message: `docker-credential-${printable(name)} ${action} failed: ${printable(reason)}`,
    hint: 'install or mend the helper, or take it out of credsStore and credHelpers in the configuration file that names it',
  })
}

export function helperMissing(name: string): KpmError {
  return new KpmError({
    code: 'CREDENTIAL_HELPER_MISSING',
    blame: 'environment',
    message: `the credential helper docker-credential-${printable(name)} is not on the PATH`,
    hint: 'install it, or take it out of credsStore and credHelpers in the configuration file that names it',
  })
}

/** No response was received. `reason` is the layer's own sentence, never a raw message with a secret in it. */
export function requestFailed(details: {
  readonly code: TransportCode
  readonly url: string
  readonly reason: string
  readonly hint?: string
  readonly cause?: unknown
}): KpmError {
  return new KpmError({
    code: details.code,
    blame: 'environment',
    message: `${shownUrl(details.url)}: ${details.reason}`,
    ...(details.hint === undefined ? {} : { hint: details.hint }),
    ...(details.cause === undefined ? {} : { cause: details.cause }),
  })
}

/** Someone ended the work. */
export function aborted(): KpmError {
  return new KpmError({ code: 'ABORTED', blame: 'environment', message: 'interrupted' })
}

/** Why a request got no (whole) response. The first group may pass when tried again. */
export type TransportCode =
  | 'CONNECTION_LOST'
  | 'CONNECTION_REFUSED'
  | 'TIMED_OUT'
  | 'HOST_UNREACHABLE'
  | 'HOST_UNKNOWN'
  | 'TLS_UNTRUSTED'
  | 'TLS_NAME_MISMATCH'
  | 'TLS_FAILED'
  | 'PROXY_FAILED'

/** True for a failure that may pass: the connection broke, or no answer came in time. */
export function isPassing(error: unknown): boolean {
  return error instanceof KpmError && ['CONNECTION_LOST', 'TIMED_OUT', 'HOST_UNREACHABLE'].includes(error.code)
}

/** What a registry said in an error body (distribution specification, "Error Codes"). */
export interface RegistryComplaint {
  readonly code: string
  readonly message: string
  readonly detail: string
}

/** A response that is not a success. `attempt` reads like "read ghcr.io/a/b:1"; `retryAfter` is in seconds. */
export function registryRefused(details: {
  readonly attempt: string
  readonly host: string
  readonly status: number
  readonly complaints: readonly RegistryComplaint[]
  readonly page: string
  readonly hint?: string
  readonly retryAfter?: number
}): KpmError {
  const first = details.complaints[0]
  const code = first === undefined ? CODE_OF_STATUS[details.status] : first.code
  const said = first === undefined ? details.page : [first.message, first.detail].filter((part) => part !== '').join('; ')
  // The answer to HEAD has no words.
  const words = said === '' ? (WORDS_OF_STATUS[details.status] ?? 'the registry refuses') : said
  const status = code === undefined ? `${details.status}` : `${details.status} ${printable(code)}`
  const hint = details.hint ?? hintFor(code ?? '', details)
  return new KpmError({
    code: code ?? 'REGISTRY_FAILED',
    blame: blameOf(details.status),
    message: `cannot ${details.attempt}: ${printable(words)} (${status})`,
    ...(hint === undefined ? {} : { hint }),
  })
}

const WORDS_OF_STATUS: Readonly<Record<number, string>> = {
  401: 'authentication required',
  403: 'access denied',
  404: 'not found',
  405: 'not supported',
  429: 'too many requests',
  500: 'the registry failed',
  502: 'a proxy cannot reach the registry',
  503: 'the registry is not available',
  504: 'a proxy got no answer from the registry',
}

const CODE_OF_STATUS: Readonly<Record<number, string>> = {
  401: 'UNAUTHORIZED',
  403: 'DENIED',
  405: 'UNSUPPORTED',
  429: 'TOOMANYREQUESTS',
  503: 'UNAVAILABLE',
}

function blameOf(status: number): Blame {
  if (status === 401 || status === 403 || status === 429 || status >= 500) return 'environment'
  return 'input'
}

function hintFor(
  code: string,
  details: { readonly host: string; readonly status: number; readonly page: string; readonly retryAfter?: number },
): string | undefined {
  if (details.status === 400 && /HTTP request to an HTTPS server/i.test(details.page)) {
    return `${details.host} speaks HTTPS: leave out --plain-http, or set OCI_REG_PLAIN_HTTP=off`
  }
  switch (code) {
    case 'UNAUTHORIZED':
      return `log in with 'kpm login ${details.host}'`
    case 'DENIED':
      return `the package does not exist, is private, or the account may not do this; log in with 'kpm login ${details.host}'`
    case 'NAME_UNKNOWN':
    case 'NOT_FOUND':
      return 'check the spelling of the registry and the repository; a private repository may also look like this'
    case 'MANIFEST_UNKNOWN':
      return 'check the version; the registry has no manifest under this tag or digest'
    case 'MANIFEST_BLOB_UNKNOWN':
      return 'the registry lost a part of the package; push it again'
    case 'TOOMANYREQUESTS':
      return details.retryAfter === undefined
        ? `the registry limits requests: try later, or log in with 'kpm login ${details.host}'`
        : `the registry asks to wait ${details.retryAfter} s`
    case 'UNSUPPORTED':
      return `${details.host} does not allow this operation (a mirror, read-only, or deletion is off)`
    default:
      return details.retryAfter === undefined ? undefined : `the registry asks to wait ${details.retryAfter} s`
  }
}
