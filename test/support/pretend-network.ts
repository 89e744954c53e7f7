/** A network without sockets: handlers by host name, every request written down, faults where a test wants them, and time that passes at once. */
import { KpmError } from '../../src/base/error.ts'
import { requestFailed } from '../../src/oci/errors.ts'
import type { Clock } from '../../src/oci/http/retry.ts'
import type { Transport, TransportRequest, TransportResponse } from '../../src/oci/http/transport.ts'
import { answer } from '../../src/oci/handler/answer.ts'

/** What a fault does with a request: answers in place of the handler, or lets it pass (undefined). `count` says how often it was asked, from 1. */
export type Fault = (request: TransportRequest, count: number) => TransportResponse | KpmError | undefined

export interface PretendNetwork {
  readonly transport: Transport
  readonly requests: readonly TransportRequest[]
  /** `GET https://host/path` in order. */
  readonly lines: () => readonly string[]
  /** The Authorization headers that a host saw, once each. */
  readonly credentialsSeenBy: (host: string) => readonly string[]
  /** Installed in front of all hosts; the first fault that answers wins. */
  readonly inject: (fault: Fault) => void
}

export function createPretendNetwork(hosts: Readonly<Record<string, Transport>>): PretendNetwork {
  const requests: TransportRequest[] = []
  const faults: { readonly fault: Fault; count: number }[] = []
  const transport: Transport = async (request) => {
    requests.push(request)
    for (const entry of faults) {
      entry.count += 1
      const outcome = entry.fault(request, entry.count)
      if (outcome instanceof KpmError) throw outcome
      if (outcome !== undefined) return outcome
    }
    const handler = hosts[new URL(request.url).host]
    if (handler === undefined) throw requestFailed({ code: 'HOST_UNKNOWN', url: request.url, reason: 'no such host' })
    return handler(request)
  }
  return {
    transport,
    requests,
    lines: () => requests.map((request) => `${request.method} ${request.url}`),
    credentialsSeenBy: (host) => {
      const seen = requests
        .filter((request) => new URL(request.url).host === host)
        .map((request) => request.headers['authorization'] ?? 'none')
      return [...new Set(seen)]
    },
    inject: (fault) => void faults.push({ fault, count: 0 }),
  }
}

/** Answers `times` requests whose line matches, then no more. */
export function faultAt(
  pattern: RegExp,
  make: (request: TransportRequest, hit: number) => TransportResponse | KpmError,
  times = Number.POSITIVE_INFINITY,
): Fault {
  let hits = 0
  return (request) => {
    if (!pattern.test(`${request.method} ${request.url}`) || hits >= times) return undefined
    hits += 1
    return make(request, hits)
  }
}

export function connectionLost(request: TransportRequest): KpmError {
  return requestFailed({ code: 'CONNECTION_LOST', url: request.url, reason: 'the connection was closed' })
}

/** The first bytes of a body, then a broken connection; 206 when `headers` name a range. */
export function cutAfter(bytes: Uint8Array, count: number, headers: Readonly<Record<string, string>> = {}): TransportResponse {
  async function* body(): AsyncGenerator<Uint8Array, void, undefined> {
    yield bytes.subarray(0, count)
    throw requestFailed({ code: 'CONNECTION_LOST', url: 'http://registry.test', reason: 'the connection was closed' })
  }
  return answer({
    status: headers['content-range'] === undefined ? 200 : 206,
    headers: { 'content-length': `${bytes.length}`, ...headers },
    body: body(),
  })
}

export function page(status: number, text: string, headers: Readonly<Record<string, string>> = {}): TransportResponse {
  return answer({ status, headers: { 'content-type': 'text/html', ...headers }, bytes: new TextEncoder().encode(text) })
}

export interface PretendClock extends Clock {
  /** Milliseconds of each wait, in order. */
  readonly waits: readonly number[]
  readonly advance: (milliseconds: number) => void
}

/** Waiting takes no time; `random` is always 1, so every backoff is as long as it can be. */
export function createPretendClock(): PretendClock {
  const waits: number[] = []
  let now = Date.UTC(2026, 0, 1)
  return {
    waits,
    now: () => now,
    random: () => 1,
    wait: async (milliseconds) => {
      waits.push(milliseconds)
      now += milliseconds
    },
    advance: (milliseconds) => {
      now += milliseconds
    },
  }
}
