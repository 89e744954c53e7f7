/** Text from outside made fit for a message: no control characters (a registry must not be able to drive a terminal), no secrets, no walls of HTML. */

const LONGEST = 300

/** One line of at most 300 characters. */
export function printable(text: string): string {
  // Control characters, and the marks that reverse or hide text.
  const clean = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim()
  return clean.length > LONGEST ? `${clean.slice(0, LONGEST)}…` : clean
}

/** An address without user information and query, which may hold signatures and tokens. */
export function shownUrl(url: string): string {
  const parsed = parseUrl(url)
  if (parsed === undefined) return printable(url.replace(/[?#].*$/, '').replace(/\/\/[^/@]*@/, '//'))
  return printable(`${parsed.protocol}//${parsed.host}${parsed.pathname}`)
}

/** undefined where the constructor would throw. */
export function parseUrl(text: string, base?: string): URL | undefined {
  return URL.canParse(text, base) ? new URL(text, base) : undefined
}

/** Scheme, host and effective port: what credentials are bound to. `URL.host` already drops default ports. */
export function originOf(url: URL): string {
  return `${url.protocol}//${url.host}`
}

/** Hosts that answer from inside: loopback, link-local, private, unspecified addresses. Names are not looked up. */
export function isPrivateHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase()
  if (host === 'localhost' || host.endsWith('.localhost')) return true
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(host)
  if (mapped !== null) {
    const high = Number.parseInt(mapped[1] ?? '', 16)
    const low = Number.parseInt(mapped[2] ?? '', 16)
    return isPrivateHost(`${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`)
  }
  if (host.includes(':')) return /^(?:::1?|f[cd][0-9a-f]{2}:.*|fe[89ab][0-9a-f]:.*)$/.test(host)
  const octets = /^(\d+)\.(\d+)\.\d+\.\d+$/.exec(host)
  if (octets === null) return false
  const first = Number(octets[1])
  const second = Number(octets[2])
  if (first === 0 || first === 10 || first === 127) return true
  if (first === 169 && second === 254) return true
  if (first === 172 && second >= 16 && second <= 31) return true
  return (first === 192 && second === 168) || (first === 100 && second >= 64 && second <= 127)
}
