/** What proves who asks. The host's `Credential` fits this shape. */
export interface Credential {
  readonly username: string
  readonly password: string
  /** A refresh token that is exchanged at the token service (Docker's `<token>` user, `identitytoken`). */
  readonly identityToken?: string
  /** A Bearer token to be used as it is (`registrytoken`). */
  readonly registryToken?: string
  /** Where it was found, for messages: a file, a helper. */
  readonly source?: string
}

/** `Authorization: Basic`, in UTF-8 (RFC 7617). */
export function formatBasic(username: string, password: string): string {
  return `Basic ${encodeBase64(new TextEncoder().encode(`${username}:${password}`))}`
}

/** undefined when it is not Basic or not readable. The password may contain colons. */
export function parseBasic(header: string | undefined): { readonly username: string; readonly password: string } | undefined {
  const encoded = /^basic\s+([A-Za-z0-9+/=_-]+)\s*$/i.exec(header ?? '')?.[1]
  const text = encoded === undefined ? undefined : decodeBase64Text(encoded)
  const colon = text?.indexOf(':') ?? -1
  if (text === undefined || colon < 0) return undefined
  return { username: text.slice(0, colon), password: text.slice(colon + 1) }
}

export function encodeBase64(bytes: Uint8Array): string {
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return btoa(binary)
}

/** undefined when it is not base64 or not UTF-8. */
export function decodeBase64Text(encoded: string): string | undefined {
  try {
    const binary = atob(encoded.replaceAll('-', '+').replaceAll('_', '/'))
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(binary, (char) => char.charCodeAt(0)))
  } catch {
    return undefined
  }
}
