import { describe, expect, test } from 'vitest'
import { createMemoryHost } from '../../src/host/memory.ts'
import { parseSource, readSource } from '../../src/package/source-spec.ts'

const DIGEST = `sha256:${'ab'.repeat(32)}`
const defaults = { defaultRegistry: 'ghcr.io', defaultRepository: 'kcl-lang', exists: false }
const parse = (text: string, tag?: string) => parseSource(text, { ...defaults, ...(tag === undefined ? {} : { tag }) })
const oci = (registry: string, repository: string, rest: object = {}) => ({ kind: 'oci', registry, repository, ...rest })

describe('registries', () => {
  test.each([
    ['k8s', oci('ghcr.io', 'kcl-lang/k8s')],
    ['k8s:1.31.2', oci('ghcr.io', 'kcl-lang/k8s', { tag: '1.31.2' })],
    [`k8s@${DIGEST}`, oci('ghcr.io', 'kcl-lang/k8s', { digest: DIGEST })],
    ['account/repo:1.2', oci('docker.io', 'account/repo', { tag: '1.2' })],
    ['account/repo', oci('docker.io', 'account/repo')],
    ['a/b/c:1', oci('docker.io', 'a/b/c', { tag: '1' })],
    ['docker.io/account/repo:1.2', oci('docker.io', 'account/repo', { tag: '1.2' })],
    ['index.docker.io/account/repo:1.2', oci('docker.io', 'account/repo', { tag: '1.2' })],
    ['docker.io/alpine', oci('docker.io', 'library/alpine')],
    ['ghcr.io/kcl-lang/k8s:1.31', oci('ghcr.io', 'kcl-lang/k8s', { tag: '1.31' })],
    ['localhost:5001/a/b:1', oci('localhost:5001', 'a/b', { tag: '1' })],
    ['localhost/a:1', oci('localhost', 'a', { tag: '1' })],
    ['127.0.0.1:5000/a', oci('127.0.0.1:5000', 'a')],
    ['[::1]:5000/a:1', oci('[::1]:5000', 'a', { tag: '1' })],
    ['oci://ghcr.io/kcl-lang/k8s', oci('ghcr.io', 'kcl-lang/k8s')],
    ['oci://GHCR.io/kcl-lang/k8s:1.31', oci('ghcr.io', 'kcl-lang/k8s', { tag: '1.31' })],
    ['OCI://host/a:1', oci('host', 'a', { tag: '1' })],
    ['oci://ghcr.io/kcl-lang/k8s?tag=1.31', oci('ghcr.io', 'kcl-lang/k8s', { tag: '1.31' })],
    ['oci://ghcr.io/kcl-lang/k8s:1.31?tag=1.31', oci('ghcr.io', 'kcl-lang/k8s', { tag: '1.31' })],
    [`oci://ghcr.io/kcl-lang/k8s@${DIGEST}`, oci('ghcr.io', 'kcl-lang/k8s', { digest: DIGEST })],
    [`oci://ghcr.io/kcl-lang/k8s:1@${DIGEST}`, oci('ghcr.io', 'kcl-lang/k8s', { tag: '1', digest: DIGEST })],
    ['oci://h.io/bundle?tag=1&mod=part:0.2', oci('h.io', 'bundle', { tag: '1', packageName: 'part', packageVersion: '0.2' })],
    ['oci://h.io/bundle?mod=part', oci('h.io', 'bundle', { packageName: 'part' })],
    ['oci:///org/pkg', oci('ghcr.io', 'org/pkg')],
    ['oci://h.io//org/pkg', oci('h.io', 'org/pkg')],
  ])('%s', (text, source) => expect(parse(text)).toEqual(source))

  test.each([
    ['oci://h.io/a', '1', { tag: '1' }],
    ['oci://h.io/a:1', '1', { tag: '1' }],
    ['oci://h.io/a?tag=1', '1', { tag: '1' }],
    ['oci://h.io/a', DIGEST, { digest: DIGEST }],
    ['oci://h.io/a:1', DIGEST, { tag: '1', digest: DIGEST }],
  ])('%s with --tag %s', (text, tag, rest) => expect(parse(text, tag)).toEqual(oci('h.io', 'a', rest)))
})

describe('paths and git', () => {
  test.each(['./x', '../x', '.', '..', '/abs/x', '~/x', 'main.k', 'a/b.k', 'x.tar', 'a/x.tgz', 'x.tar.gz', 'C:\\x', 'C:/x', 'a\\b'])(
    '%s is a path',
    (text) => expect(parse(text)).toEqual({ kind: 'path', path: text }),
  )

  test('file://', () => expect(parse('file:///a/b')).toEqual({ kind: 'path', path: '/a/b' }))

  test('what exists is a path, whatever it looks like', () => {
    expect(parseSource('account/repo', { ...defaults, exists: true })).toEqual({ kind: 'path', path: 'account/repo' })
  })

  test.each([
    ['git://h/r.git?tag=v1', { kind: 'git', url: 'https://h/r.git', tag: 'v1' }],
    ['https://h/r.git?commit=abc', { kind: 'git', url: 'https://h/r.git', commit: 'abc' }],
    ['ssh://git@h/r.git?branch=a%2Fb', { kind: 'git', url: 'ssh://git@h/r.git', branch: 'a/b' }],
  ])('%s', (text, source) => expect(parse(text)).toEqual(source))

  test('the disk is asked from the folder', async () => {
    const host = createMemoryHost({ files: { '/work/k8s/kcl.mod': '', '/work/x y/main.k': '' } })
    expect(await readSource(host, 'k8s', { folder: '/work' })).toEqual({ kind: 'path', path: 'k8s' })
    expect(await readSource(host, 'k8s', { folder: '/' })).toMatchObject({ kind: 'oci' })
    expect(await readSource(host, 'x y', { folder: '/work' })).toEqual({ kind: 'path', path: 'x y' })
    expect(await readSource(host, 'k8s:1.0', { folder: '/work', tag: '1.0' })).toMatchObject({ kind: 'oci', tag: '1.0' })
  })
})

describe('refused', () => {
  test.each([
    ['oci://h.io/a:1', '2', "'oci://h.io/a:1' asks for 1 and --tag for 2"],
    ['oci://h.io/a?tag=1', '2', "'oci://h.io/a?tag=1' asks for 1 and --tag for 2"],
    ['oci://h.io/a:1?tag=2', undefined, "'oci://h.io/a:1?tag=2' asks for 1 and ?tag= for 2"],
    ['account/repo:1', '2', "'account/repo:1' asks for 1 and --tag for 2"],
    [`oci://h.io/a@${DIGEST}`, `sha256:${'cd'.repeat(32)}`, /asks for sha256:abab.* and --tag for sha256:cdcd/],
  ])('%s with --tag %s: the versions differ', (text, tag, message) => {
    const matching = typeof message === 'string' ? message : expect.stringMatching(message)
    expect(() => parse(text, tag)).toThrow(expect.objectContaining({ code: 'TAG_CONFLICT', blame: 'usage', message: matching }))
  })

  test.each([
    ['', 'it is empty'],
    ['a:b:c', 'not a tag'],
    ['oci://h.io', 'repository is missing'],
    ['oci://h.io/', 'repository is missing'],
    ['oci://h.io/A', 'upper-case'],
    ['oci://user:secret@h.io/a', 'user names and passwords'],
    ['oci://h.io/a?branch=x', "'branch' is not one of tag and mod"],
    ['oci://h.io/a?tag=%zz', 'not percent-encoded'],
    ['oci://h.io/a?tag=1+2', "'1+2' is not a tag"],
    ['ftp://h.io/a', 'the scheme is none of'],
    ['k8s@sha256:abc', 'not a digest'],
  ])('%s', (text, reason) => {
    const error = expect.objectContaining({ code: 'REFERENCE_INVALID', message: expect.stringContaining(reason) })
    expect(() => parse(text)).toThrow(error)
  })

  test('a secret in a reference does not reach the message', () => {
    expect(() => parse('oci://user:secret@h.io/a')).toThrow(expect.objectContaining({ message: expect.not.stringContaining('secret') }))
  })
})
