/** Bodies of requests, as the handler reads them. */
import type { TransportRequest } from '../http/transport.ts'

export function bodyOf(message: TransportRequest): AsyncIterable<Uint8Array> {
  if (message.body === undefined) return chunksOf([])
  return typeof message.body === 'function' ? message.body() : chunksOf([message.body])
}

export async function* chunksOf(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array, void, undefined> {
  yield* chunks
}
