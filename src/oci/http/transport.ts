/** One HTTP request, one response. Redirects are not followed and nothing is retried here: those are functions `Transport → Transport` around it.
 *  A handler that answers requests is a Transport too, so a client can talk to an in-memory registry without a socket. */

export interface TransportRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Absolute, `http:` or `https:`. */
  readonly url: string
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  /** Bytes, or a function that opens the stream (again, for each retry); `content-length` is then given in `headers`. */
  readonly body?: Uint8Array | (() => AsyncIterable<Uint8Array>)
  readonly signal?: AbortSignal
}

export interface TransportResponse {
  readonly status: number
  /** Lower-case names; repeated headers keep all their values, in order. */
  readonly headers: ReadonlyMap<string, readonly string[]>
  /** Consumed once. Breaking out of the loop closes the connection. */
  readonly body: AsyncIterable<Uint8Array>
}

/** Throws KpmError (blame `environment`) when no response was received. */
export type Transport = (request: TransportRequest) => Promise<TransportResponse>
