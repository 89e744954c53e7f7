/** Tags and referrers, from registries with pages of every kind. */
import { describe, expect, test } from 'vitest'
import { answer, answerError } from '../../../src/oci/handler/answer.ts'
import type { TransportRequest, TransportResponse } from '../../../src/oci/http/transport.ts'
import { IMAGE_INDEX, IMAGE_MANIFEST } from '../../../src/oci/media-types.ts'
import { faultAt, page } from '../../support/pretend-network.ts'
import { codeOf, layerOf, listOf } from '../../support/registry-contract.ts'
import { createWorld, type World } from '../../support/registry-world.ts'

const layer = layerOf(new Uint8Array(3))

describe('tags', () => {
  const tags = (names: readonly string[] | null, headers: Readonly<Record<string, string>> = {}): TransportResponse =>
    answer({ status: 200, headers, json: { name: 'a', tags: names } })
  const listing = (make: (request: TransportRequest, hit: number) => TransportResponse): World =>
    createWorld({ faults: [faultAt(/GET .*tags/, make)] })

  test.each([
    ['absolute', 'https://registry.test/v2/a/tags/list?last=b'],
    ['relative to the root', '/v2/a/tags/list?last=b'],
    ['relative to the page', 'list?last=b'],
  ])('links: %s', async (_, target) => {
    const world = listing((request) =>
      request.url.includes('last=b') ? tags(['c']) : tags(['a', 'b'], { link: `<${target}>; rel="next"` }),
    )
    expect(await listOf(world.client.listTags('a'))).toEqual(['a', 'b', 'c'])
  })

  test('links of other kinds are no next page', async () => {
    const world = listing(() => tags(['a'], { link: '<https://registry.test/x>; rel="prev", </y>; title="rel=next"' }))
    expect(await listOf(world.client.listTags('a'))).toEqual(['a'])
    expect(world.network.requests).toHaveLength(1)
  })

  test('null, and names that are no tags', async () => {
    expect(await listOf(listing(() => tags(null)).client.listTags('a'))).toEqual([])
    expect(await listOf(listing(() => tags(['b', '../x', '1+1', 'a', 'b', '\u001b[2J'])).client.listTags('a'))).toEqual(['b', 'a'])
  })

  test('pages in a circle', async () => {
    const world = listing(() => tags(['a'], { link: '</v2/a/tags/list?last=a>; rel="next"' }))
    expect(await codeOf(listOf(world.client.listTags('a')))).toBe('TOO_MANY_PAGES')
    expect(world.network.requests.length).toBeLessThan(5)
  })

  test('pages without end', async () => {
    const world = listing((_, hit) => tags([`t${hit}`], { link: `</v2/a/tags/list?last=t${hit}>; rel="next"` }))
    expect(await codeOf(listOf(world.client.listTags('a')))).toBe('TOO_MANY_PAGES')
    expect(world.network.requests.length).toBeLessThanOrEqual(1001)
  })

  test('a page at another host is not asked', async () => {
    const world = listing(() => tags(['a'], { link: '<https://evil.test/v2/a/tags/list>; rel="next"' }))
    expect(await codeOf(listOf(world.client.listTags('a')))).toBe('TOO_MANY_PAGES')
    expect(world.network.requests).toHaveLength(1)
  })

  test('a full page without a link is followed by a question with last=', async () => {
    const all = Array.from({ length: 2_500 }, (_, index) => `t${String(index).padStart(4, '0')}`)
    const world = listing((request) => {
      const last = new URL(request.url).searchParams.get('last') ?? ''
      return tags(all.filter((tag) => tag > last).slice(0, 1_000))
    })
    expect(await listOf(world.client.listTags('a'))).toEqual(all)
    expect(world.network.requests).toHaveLength(3)
  })

  test('a registry that allows fewer in one page is asked without a number', async () => {
    const world = listing((request) => (request.url.includes('n=1000') ? page(400, '') : tags(['a', 'b'])))
    expect(await listOf(world.client.listTags('a'))).toEqual(['a', 'b'])
  })

  test('a registry that ignores n and last is asked once more and no more', async () => {
    const all = Array.from({ length: 1_500 }, (_, index) => `t${index}`)
    const world = listing(() => tags(all))
    expect(await listOf(world.client.listTags('a'))).toEqual(all)
    expect(world.network.requests).toHaveLength(2)
  })

  test.each<[string, TransportResponse, string]>([
    ['a page', page(200, '<html>'), 'RESPONSE_INVALID'],
    ['numbers', answer({ status: 200, json: { tags: [1] } }), 'RESPONSE_INVALID'],
    ['five megabytes', answer({ status: 200, bytes: new Uint8Array(5_000_000) }), 'TOO_LARGE'],
    ['a missing project', answerError({ status: 404, code: 'NOT_FOUND', message: 'project x not found' }), 'NOT_FOUND'],
  ])('%s', async (_, response, code) => {
    expect(await codeOf(listOf(listing(() => response).client.listTags('a')))).toBe(code)
  })
})

describe('referrers', () => {
  test.each<[string, TransportResponse]>([
    ['plain text 404', page(404, '404 page not found\n')],
    ['another content type', page(200, '<html>')],
    ['405', page(405, '')],
  ])('%s: the tag is asked', async (_, response) => {
    const world = createWorld({ faults: [faultAt(/referrers/, () => response)] })
    expect(await world.client.listReferrers('a', layer.digest)).toEqual([])
    expect(world.network.lines().at(-1)).toBe(`GET https://registry.test/v2/a/manifests/${layer.digest.replace(':', '-')}`)
  })

  test('a filter that the registry did not apply, pages, and null', async () => {
    const entry = (artifactType: string) => ({ mediaType: IMAGE_MANIFEST, digest: layer.digest, size: 1, artifactType })
    const pages = faultAt(/referrers/, (request) => {
      const isSecond = request.url.includes('page=2')
      const headers = { 'content-type': IMAGE_INDEX, ...(isSecond ? {} : { link: `<?page=2>; rel="next"` }) }
      return answer({ status: 200, headers, json: { manifests: isSecond ? null : [entry('x/y'), entry('z/z')] } })
    })
    const world = createWorld({ faults: [pages] })
    expect(await world.client.listReferrers('a', layer.digest, 'x/y')).toEqual([entry('x/y')])
  })
})
