/** Answers of the handler: status, headers and a body as JSON, bytes or stream. */
import type { TransportResponse } from '../http/transport.ts'

export interface Answering {
  readonly status: number
  /** Lower-case names. */
  readonly headers?: Readonly<Record<string, string>>
  readonly json?: unknown
  readonly bytes?: Uint8Array
  /** Its length belongs into `headers`. */
  readonly body?: AsyncIterable<Uint8Array>
}

export function answer(parts: Answering): TransportResponse {
  const bytes = parts.json === undefined ? (parts.bytes ?? new Uint8Array()) : new TextEncoder().encode(JSON.stringify(parts.json))
  const headers = new Map<string, readonly string[]>()
  if (parts.json !== undefined) headers.set('content-type', ['application/json'])
  if (parts.body === undefined) headers.set('content-length', [`${bytes.length}`])
  for (const [name, value] of Object.entries(parts.headers ?? {})) headers.set(name, [value])
  return { status: parts.status, headers, body: parts.body ?? once(bytes) }
}

/** The specification's error body. */
export function answerError(error: {
  readonly status: number
  readonly code: string
  readonly message: string
  readonly headers?: Readonly<Record<string, string>>
}): TransportResponse {
  return answer({
    status: error.status,
    json: { errors: [{ code: error.code, message: error.message }] },
    ...(error.headers === undefined ? {} : { headers: error.headers }),
  })
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  if (bytes.length > 0) yield bytes
}
