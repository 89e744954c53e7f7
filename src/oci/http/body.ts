/** Bodies: read whole with a limit, read as a registry's complaint, or thrown away. A body that nobody reads keeps its connection, so every response
 *  is either read to the end or discarded. */
import { concatBytes } from '../../base/bytes.ts'
import { isRecord } from '../manifest.ts'
import { tooLarge, type RegistryComplaint } from '../errors.ts'
import type { TransportResponse } from './transport.ts'

const LARGEST_ERROR_BODY = 64 * 1024

/** The first value of a header; `name` in lower case. */
export function headerOf(response: { readonly headers: TransportResponse['headers'] }, name: string): string | undefined {
  return response.headers.get(name)?.[0]
}

/** Memory grows with what arrives, never with what was announced. Throws TOO_LARGE past `limit` bytes. */
export async function readBytes(body: AsyncIterable<Uint8Array>, limit: number, subject: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > limit) throw tooLarge(subject, limit)
    chunks.push(chunk)
  }
  return concatBytes(chunks, size)
}

/** Reads a little, so that the connection can be used again, then gives up. Never throws: the response was already judged by its status. */
export async function discard(response: TransportResponse): Promise<void> {
  // A 416 of distribution 2.8 announces the length of the whole blob and then closes.
  const limit = response.status === 416 ? 0 : LARGEST_ERROR_BODY
  let size = 0
  try {
    for await (const chunk of response.body) {
      size += chunk.length
      if (size > limit) return
    }
  } catch {
    // The connection broke; nothing of this body was wanted.
  }
}

/** What an error body says: the specification's JSON, else the beginning of the text. */
export interface Complaints {
  readonly complaints: readonly RegistryComplaint[]
  readonly page: string
}

/** Never throws. */
export async function readComplaints(response: TransportResponse): Promise<Complaints> {
  const text = new TextDecoder().decode(await readStart(response.body))
  const complaints = parseComplaints(text)
  return { complaints, page: complaints.length > 0 ? '' : pageText(text) }
}

async function readStart(body: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of body) {
      chunks.push(chunk)
      size += chunk.length
      if (size > LARGEST_ERROR_BODY) break
    }
  } catch {
    // What arrived is all there is to show.
  }
  return concatBytes(chunks, size)
}

function parseComplaints(text: string): readonly RegistryComplaint[] {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return []
  }
  if (!isRecord(json) || !Array.isArray(json['errors'])) return []
  const complaints: RegistryComplaint[] = []
  for (const item of json['errors'] as readonly unknown[]) {
    if (!isRecord(item) || typeof item['code'] !== 'string' || item['code'] === '') continue
    const message = item['message']
    complaints.push({ code: item['code'], message: typeof message === 'string' ? message : '', detail: detailText(item['detail']) })
  }
  return complaints
}

/** Only a short text or number is worth showing; Go's maps of scopes are noise. */
function detailText(detail: unknown): string {
  if (typeof detail === 'string') return detail
  if (!isRecord(detail)) return ''
  const parts: string[] = []
  for (const [name, value] of Object.entries(detail))
    if (typeof value === 'string' || typeof value === 'number') parts.push(`${name}=${value}`)
  return parts.join(', ')
}

/** A web page says in its title what happened; everything else of it is noise. */
function pageText(text: string): string {
  if (!/^\s*</.test(text)) return text.trim()
  const title = /<title[^>]*>([^<]{1,200})/i.exec(text)?.[1]
  return title === undefined ? 'a web page' : `a web page: ${title.trim()}`
}
