/** What Node says when a request gets no response, in words for a person. Messages of Node are not passed on: they may hold addresses with secrets. */
import { KpmError } from '../base/error.ts'
import { requestFailed, type TransportCode } from '../oci/errors.ts'
import { systemCode } from './errors.ts'

interface Reason {
  readonly code: TransportCode
  readonly reason: string
  readonly hint?: string
}

const TRUST_HINT =
  'if the registry uses a private certificate authority, name the file of its certificate in NODE_EXTRA_CA_CERTS or SSL_CERT_FILE'

const UNTRUSTED: Reason = { code: 'TLS_UNTRUSTED', reason: 'the certificate is signed by an unknown authority', hint: TRUST_HINT }
const CUT: Reason = { code: 'CONNECTION_LOST', reason: 'the connection was closed before the answer was complete' }
const UNKNOWN_HOST: Reason = {
  code: 'HOST_UNKNOWN',
  reason: 'there is no host of this name',
  hint: 'check the spelling of the registry, and the network',
}
const UNREACHABLE: Reason = { code: 'HOST_UNREACHABLE', reason: 'the host cannot be reached', hint: 'check the network' }
const CLIENT_CERTIFICATE: Reason = { code: 'TLS_FAILED', reason: 'the registry wants a client certificate' }

const REASONS: Readonly<Record<string, Reason>> = {
  ECONNREFUSED: {
    code: 'CONNECTION_REFUSED',
    reason: 'connection refused',
    hint: 'nothing answers there: check host and port, and whether the registry runs',
  },
  ENOTFOUND: UNKNOWN_HOST,
  EAI_AGAIN: { code: 'HOST_UNREACHABLE', reason: 'the host name cannot be looked up at the moment', hint: 'check the network' },
  ENETUNREACH: UNREACHABLE,
  EHOSTUNREACH: UNREACHABLE,
  ETIMEDOUT: { code: 'TIMED_OUT', reason: 'the host does not answer', hint: 'check the network, and whether a proxy is needed' },
  ECONNRESET: CUT,
  EPIPE: CUT,
  ERR_STREAM_PREMATURE_CLOSE: CUT,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  DEPTH_ZERO_SELF_SIGNED_CERT: { code: 'TLS_UNTRUSTED', reason: 'the certificate is self-signed', hint: TRUST_HINT },
  CERT_HAS_EXPIRED: {
    code: 'TLS_UNTRUSTED',
    reason: 'the certificate has expired',
    hint: 'ask who runs the registry to renew it; check the clock of this machine',
  },
  CERT_NOT_YET_VALID: { code: 'TLS_UNTRUSTED', reason: 'the certificate is not valid yet', hint: 'check the clock of this machine' },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    code: 'TLS_NAME_MISMATCH',
    reason: 'the certificate is for another host',
    hint: 'use a name that the certificate has',
  },
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: CLIENT_CERTIFICATE,
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: CLIENT_CERTIFICATE,
}

const WRONG_SCHEME: Reason = {
  code: 'TLS_FAILED',
  reason: 'the server does not speak HTTPS',
  hint: 'a registry without TLS is used with --plain-http or OCI_REG_PLAIN_HTTP=on',
}
const NOT_HTTP: Reason = {
  code: 'TLS_FAILED',
  reason: 'the answer is not HTTP',
  hint: 'a registry with TLS is used without --plain-http, or with OCI_REG_PLAIN_HTTP=off',
}

export function transportFailure(url: string, cause: unknown): KpmError {
  if (cause instanceof KpmError) return cause
  return requestFailed({ ...reasonOf(cause), url })
}

export function timedOut(url: string, waitedFor: string, milliseconds: number): KpmError {
  return requestFailed({ code: 'TIMED_OUT', url, reason: `no ${waitedFor} within ${milliseconds / 1000} s` })
}

export function proxyRefused(url: string, proxy: URL, status: number): KpmError {
  const hint = status === 407 ? 'put user and password into the proxy address: http://user:password@host:port' : undefined
  return requestFailed({
    code: 'PROXY_FAILED',
    url,
    reason: `the proxy ${proxy.host} answers ${status}`,
    ...(hint === undefined ? {} : { hint }),
  })
}

export function proxyUnreachable(url: string, proxy: URL, cause: unknown): KpmError {
  return requestFailed({ code: 'PROXY_FAILED', url, reason: `the proxy ${proxy.host} cannot be used: ${reasonOf(cause).reason}` })
}

/** Trust may come from a file that was not read yet. */
export function isUntrusted(error: unknown): boolean {
  return error instanceof KpmError && error.code === 'TLS_UNTRUSTED'
}

function reasonOf(cause: unknown): Reason {
  const code = systemCode(cause) ?? ''
  const known = REASONS[code]
  if (known !== undefined) return known
  const text = cause instanceof Error ? cause.message : ''
  if (
    code === 'ERR_SSL_WRONG_VERSION_NUMBER' ||
    code === 'ERR_SSL_PACKET_LENGTH_TOO_LONG' ||
    /wrong version number|packet length too long/i.test(text)
  )
    return WRONG_SCHEME
  if (code === 'HPE_HEADER_OVERFLOW') return { code: 'TLS_FAILED', reason: 'the headers of the answer are too large' }
  if (code.startsWith('HPE_')) return NOT_HTTP
  if (/bad certificate|certificate required/i.test(text)) return CLIENT_CERTIFICATE
  if (code.startsWith('ERR_SSL_') || code === 'EPROTO') return { code: 'TLS_FAILED', reason: `no secure connection (${code})` }
  return { code: 'CONNECTION_LOST', reason: code === '' ? 'the connection failed' : `the connection failed (${code})` }
}
