/** Tags over all pages, each once, in the registry's order. A full page without `Link` is followed by one question with `last=`, for registries that honour
 *  `n` and forget the link. */
import { responseInvalid, tooManyPages } from '../errors.ts'
import { discard } from '../http/body.ts'
import type { Answer } from '../http/redirect.ts'
import { isTag } from '../reference.ts'
import { ask, nameOf, refusalOf, type Connection } from './connection.ts'
import { MOST_PAGES, nextPage, readPage } from './pages.ts'

/** ECR refuses more. */
const PAGE_SIZE = 1_000
const MOST_TAGS = 200_000

export async function* listTags(connection: Connection, repository: string): AsyncGenerator<string, void, undefined> {
  const subject = `the tags of ${nameOf(connection, repository)}`
  const attempt = `list ${subject}`
  const seen = new Set<string>()
  const visited = new Set<string>()
  let last: string | undefined
  let url: URL | undefined
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const answer = await askPage(connection, { repository, last, url }, attempt)
    if (answer.status !== 200) throw await refusalOf(connection, answer, attempt)
    const tags = parseTags(await readPage(answer, subject), subject)
    const fresh = tags.filter((tag) => isTag(tag) && !seen.has(tag))
    for (const tag of fresh) seen.add(tag)
    if (seen.size > MOST_TAGS) throw tooManyPages(subject, `more than ${MOST_TAGS} tags`)
    yield* new Set(fresh)
    url = nextPage(connection, answer, subject)
    if (url !== undefined) {
      if (visited.has(url.href)) throw tooManyPages(subject, 'the pages go in a circle')
      visited.add(url.href)
      last = undefined
      continue
    }
    // The pages of this registry may have no links; a page that brings nothing new was the last.
    if (tags.length < PAGE_SIZE || fresh.length === 0) return
    last = tags.at(-1)
  }
  throw tooManyPages(subject, `more than ${MOST_PAGES} pages`)
}

async function askPage(
  connection: Connection,
  place: { readonly repository: string; readonly last: string | undefined; readonly url: URL | undefined },
  attempt: string,
): Promise<Answer> {
  const { repository, last, url } = place
  if (url !== undefined) return ask(connection, { kind: 'list-tags', repository }, attempt, { url })
  const from = last === undefined ? {} : { last }
  const answer = await ask(connection, { kind: 'list-tags', repository, most: PAGE_SIZE, ...from }, attempt)
  if (answer.status !== 400) return answer
  // A registry may allow fewer in one page; without a number it chooses one.
  await discard(answer)
  return ask(connection, { kind: 'list-tags', repository, ...from }, attempt)
}

/** `tags: null` is what distribution says after the last tag is gone. */
function parseTags(json: Readonly<Record<string, unknown>>, subject: string): readonly string[] {
  const tags = json['tags'] ?? []
  if (!Array.isArray(tags) || !tags.every((tag) => typeof tag === 'string')) throw responseInvalid(subject, 'tags is not a list of texts')
  return tags
}
