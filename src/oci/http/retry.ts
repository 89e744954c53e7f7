/** Repeats what may be repeated. A request whose body is a stream is not repeated here: whoever opened the stream knows what has to be started anew. */
import { aborted, isPassing } from '../errors.ts'
import { discard, headerOf } from './body.ts'
import type { Transport, TransportRequest, TransportResponse } from './transport.ts'

/** Times in milliseconds. */
export interface RetryPolicy {
  readonly attempts: number
  /** The n-th wait is a random part of `firstWait`·2ⁿ, at most `longestWait`. */
  readonly firstWait: number
  readonly longestWait: number
  /** A registry that asks to wait longer is not waited for: the failure is shown at once, with that number. */
  readonly longestRetryAfter: number
  /** No attempt is planned after this time: a registry that is silent for half a minute each time is given up after two minutes, not five. */
  readonly budget: number
}

/** Time and chance, so that tests need neither. */
export interface Clock {
  readonly now: () => number
  readonly random: () => number
  /** Throws ABORTED when the signal does. */
  readonly wait: (milliseconds: number, signal: AbortSignal | undefined) => Promise<void>
}

export const DEFAULT_RETRY: RetryPolicy = { attempts: 5, firstWait: 250, longestWait: 8_000, longestRetryAfter: 60_000, budget: 90_000 }

export const systemClock: Clock = {
  now: () => Date.now(),
  random: () => Math.random(),
  wait: (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(aborted())
      const onAbort = (): void => {
        clearTimeout(timer)
        reject(aborted())
      }
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', onAbort)
        resolve()
      }, milliseconds)
      signal?.addEventListener('abort', onAbort, { once: true })
    }),
}

const PASSING_STATUS: readonly number[] = [408, 425, 429, 500, 502, 503, 504, 522]

export function withRetry(transport: Transport, policy: RetryPolicy, clock: Clock): Transport {
  return async (request) => {
    if (!isRepeatable(request)) return transport(request)
    const end = clock.now() + policy.budget
    for (let attempt = 1; ; attempt += 1) {
      const isLast = (): boolean => attempt >= policy.attempts || clock.now() > end
      try {
        const response = await transport(request)
        if (!isPassingStatus(response.status) || isLast()) return response
        const pause = pauseAfter(attempt, response, policy, clock)
        if (pause === undefined) return response
        await discard(response)
        await clock.wait(pause, request.signal)
      } catch (error) {
        if (!isPassing(error) || isLast()) throw error
        await clock.wait(backoff(attempt, policy, clock), request.signal)
      }
    }
  }
}

export function isPassingStatus(status: number): boolean {
  return PASSING_STATUS.includes(status)
}

/** `Retry-After` in seconds: a number, or a date (RFC 9110, 10.2.3). */
export function retryAfterOf(response: TransportResponse, now: number): number | undefined {
  const text = headerOf(response, 'retry-after')?.trim()
  if (text === undefined || text === '') return undefined
  if (/^\d{1,12}$/.test(text)) return Number(text)
  const date = Date.parse(text)
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000))
}

/** Full jitter: a random part, so that many clients do not come back together. */
export function backoff(attempt: number, policy: RetryPolicy, clock: Clock): number {
  return clock.random() * Math.min(policy.firstWait * 2 ** (attempt - 1), policy.longestWait)
}

/** Milliseconds to wait before the next attempt; undefined when the registry asks for more than is waited. */
export function pauseAfter(attempt: number, response: TransportResponse, policy: RetryPolicy, clock: Clock): number | undefined {
  const seconds = retryAfterOf(response, clock.now())
  if (seconds === undefined) return backoff(attempt, policy, clock)
  return seconds * 1000 > policy.longestRetryAfter ? undefined : seconds * 1000
}

function isRepeatable(request: TransportRequest): boolean {
  return request.method !== 'PATCH' && typeof request.body !== 'function'
}
