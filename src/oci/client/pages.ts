/** Lists that come in pages: `Link: <…>; rel="next"` to the end, on the registry's own origin, never in a circle. */
import { parseUrl, originOf } from '../http/text.ts'
import { responseInvalid, tooManyPages } from '../errors.ts'
import { isRecord } from '../manifest.ts'
import { readBytes } from '../http/body.ts'
import type { Answer } from '../http/redirect.ts'
import type { Connection } from './connection.ts'

export const MOST_PAGES = 1_000
const LARGEST_PAGE = 4 * 1024 * 1024

/** A JSON object, or throws RESPONSE_INVALID. */
export async function readPage(answer: Answer, subject: string): Promise<Readonly<Record<string, unknown>>> {
  const bytes = await readBytes(answer.body, LARGEST_PAGE, subject)
  let json: unknown
  try {
    json = JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    throw responseInvalid(subject, 'it is not JSON', 'is this a registry, or does a proxy answer in its place?')
  }
  if (!isRecord(json)) throw responseInvalid(subject, 'it is not a JSON object')
  return json
}

/** The address of the next page; undefined on the last. Throws TOO_MANY_PAGES for another origin: a registry must not make its client ask elsewhere. */
export function nextPage(connection: Connection, answer: Answer, subject: string): URL | undefined {
  const target = parseNextLink(answer.headers.get('link') ?? [])
  const url = target === undefined ? undefined : parseUrl(target, answer.url.href)
  if (url === undefined) return undefined
  if (originOf(url) !== originOf(connection.origin)) throw tooManyPages(subject, `the next page is at ${url.host}, which is another host`)
  return url
}

/** RFC 8288: `<target>; rel="next"`; `rel` may hold several words and stand without quotes. */
export function parseNextLink(lines: readonly string[]): string | undefined {
  for (const line of lines) {
    for (const match of line.matchAll(/<([^>]*)>((?:\s*;\s*[^,;<"]*(?:"[^"]*")?)*)/g)) {
      const relation = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]+))/i.exec(match[2] ?? '')
      const words = (relation?.[1] ?? relation?.[2] ?? '').toLowerCase().split(/\s+/)
      if (words.includes('next')) return match[1]
    }
  }
  return undefined
}
