/** So many requests at once for one registry. Reads and writes are counted apart: an upload may read its content from the same registry and must not wait
 *  for a place it holds itself. A read keeps its place until its body has ended. */
import type { Transport, TransportResponse } from './transport.ts'

export function withLimit(transport: Transport, most: number): Transport {
  const reads = createPlaces(most)
  const writes = createPlaces(most)
  return async (request) => {
    const places = request.method === 'GET' ? reads : writes
    await places.take()
    try {
      const response = await transport(request)
      if (request.method === 'GET') return { ...response, body: releasing(response, places.free) }
      places.free()
      return response
    } catch (error) {
      places.free()
      throw error
    }
  }
}

async function* releasing(response: TransportResponse, free: () => void): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* response.body
  } finally {
    free()
  }
}

function createPlaces(most: number): { readonly take: () => Promise<void>; readonly free: () => void } {
  const waiting: (() => void)[] = []
  let taken = 0
  return {
    take: async () => {
      if (taken < most) {
        taken += 1
        return
      }
      await new Promise<void>((resolve) => waiting.push(resolve))
    },
    free: () => {
      const next = waiting.shift()
      if (next === undefined) taken -= 1
      else next()
    },
  }
}
