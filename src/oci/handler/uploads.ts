/** Upload sessions of the handler: opened by POST, filled by PATCH, ended by PUT or DELETE. Chunks must come in order, unlike in distribution 2.8. */
import { tooLarge } from '../errors.ts'
import type { TransportRequest, TransportResponse } from '../http/transport.ts'
import { answer, answerError } from './answer.ts'
import { bodyOf } from './message.ts'

interface Session {
  readonly repository: string
  readonly chunks: Uint8Array[]
  size: number
}

interface Named {
  readonly repository: string
  readonly session: string
}

export interface Uploads {
  readonly start: (repository: string) => TransportResponse
  readonly append: (named: Named, message: TransportRequest) => Promise<TransportResponse>
  readonly ask: (named: Named) => TransportResponse
  readonly cancel: (named: Named) => TransportResponse
  /** All chunks in order; undefined when there is no such session. */
  readonly finish: (named: Named, message: TransportRequest) => Promise<readonly Uint8Array[] | undefined>
}

export function createUploads(limit: number): Uploads {
  const sessions = new Map<string, Session>()
  let count = 0

  function find(named: Named): Session | undefined {
    const session = sessions.get(named.session)
    return session?.repository === named.repository ? session : undefined
  }

  function progress(status: number, named: Named, session: Session): TransportResponse {
    const range = session.size === 0 ? '0-0' : `0-${session.size - 1}`
    return answer({ status, headers: { location: `/v2/${named.repository}/blobs/uploads/${named.session}`, range } })
  }

  async function take(session: Session, message: TransportRequest): Promise<void> {
    for await (const chunk of bodyOf(message)) {
      session.size += chunk.length
      if (session.size > limit) throw tooLarge('the upload', limit)
      session.chunks.push(new Uint8Array(chunk))
    }
  }

  return {
    start: (repository) => {
      count += 1
      const session = { repository, chunks: [], size: 0 }
      sessions.set(`${count}`, session)
      return progress(202, { repository, session: `${count}` }, session)
    },
    append: async (named, message) => {
      const session = find(named)
      if (session === undefined) return unknownUpload()
      const range = /^(\d+)-(\d+)$/.exec(message.headers['content-range'] ?? '')
      if (range !== null && Number(range[1]) !== session.size) return progress(416, named, session)
      await take(session, message)
      return progress(202, named, session)
    },
    ask: (named) => {
      const session = find(named)
      return session === undefined ? unknownUpload() : progress(204, named, session)
    },
    cancel: (named) => {
      if (find(named) === undefined) return unknownUpload()
      sessions.delete(named.session)
      return answer({ status: 204 })
    },
    finish: async (named, message) => {
      const session = find(named)
      if (session === undefined) return undefined
      sessions.delete(named.session)
      await take(session, message)
      return session.chunks
    },
  }
}

function unknownUpload(): TransportResponse {
  return answerError({ status: 404, code: 'BLOB_UPLOAD_UNKNOWN', message: 'blob upload unknown to registry' })
}
