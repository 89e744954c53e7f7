import { describe, expect, test } from 'vitest'
import { KpmError } from '../../src/base/error.ts'
import { formatReference, httpHostOf, isLoopback, parseReference, parseRegistry } from '../../src/oci/reference.ts'

const HEX = 'a'.repeat(64)
const KCL = { registry: 'ghcr.io', repository: 'kcl-lang' }

describe('references that are understood', () => {
  test.each([
    ['ghcr.io/kcl-lang/k8s', 'ghcr.io/kcl-lang/k8s'],
    ['ghcr.io/kcl-lang/k8s:1.31', 'ghcr.io/kcl-lang/k8s:1.31'],
    ['GHCR.io/kcl-lang/k8s:1.31', 'ghcr.io/kcl-lang/k8s:1.31'],
    ['oci://ghcr.io/kcl-lang/k8s:1.31', 'ghcr.io/kcl-lang/k8s:1.31'],
    ['OCI://ghcr.io/kcl-lang/k8s', 'ghcr.io/kcl-lang/k8s'],
    [`ghcr.io/kcl-lang/k8s@sha256:${HEX}`, `ghcr.io/kcl-lang/k8s@sha256:${HEX}`],
    [`ghcr.io/kcl-lang/k8s:1.31@sha256:${HEX}`, `ghcr.io/kcl-lang/k8s:1.31@sha256:${HEX}`],
    ['localhost/a', 'localhost/a'],
    ['localhost:5000/a/b:1', 'localhost:5000/a/b:1'],
    ['127.0.0.1:5000/a', '127.0.0.1:5000/a'],
    [`10.0.0.1:5000/x@sha256:${HEX}`, `10.0.0.1:5000/x@sha256:${HEX}`],
    ['[::1]:5000/x:1', '[::1]:5000/x:1'],
    ['[2001:db8::1]/x', '[2001:db8::1]/x'],
    ['registry-host:443/x', 'registry-host:443/x'],
    ['oci://registry-host/x', 'registry-host/x'],
    ['oci://account/x', 'account/x'],
    ['UPPER/x', 'upper/x'],
    ['ghcr.io/a/b/c/d/e:latest', 'ghcr.io/a/b/c/d/e:latest'],
    ['ghcr.io/a__b/c-d/e.f/g--h:_x', 'ghcr.io/a__b/c-d/e.f/g--h:_x'],
    [`ghcr.io/a:${'x'.repeat(128)}`, `ghcr.io/a:${'x'.repeat(128)}`],
    ['docker.io/alpine', 'docker.io/library/alpine'],
    ['docker.io/library/alpine:3', 'docker.io/library/alpine:3'],
    ['docker.io/account/repo:1.2', 'docker.io/account/repo:1.2'],
    ['index.docker.io/account/repo', 'docker.io/account/repo'],
    ['registry-1.docker.io/account/repo', 'docker.io/account/repo'],
    ['Docker.IO/account/repo', 'docker.io/account/repo'],
    ['docker.io:443/account/repo', 'docker.io/account/repo'],
    ['oci://docker.io/account/repo', 'docker.io/account/repo'],
    ['evildocker.io/account/repo', 'evildocker.io/account/repo'],
    ['docker.io.evil.test/repo', 'docker.io.evil.test/repo'],
    ['docker.io:5000/repo', 'docker.io:5000/repo'],
  ])('%s', (text, canonical) => {
    const reference = parseReference(text)
    expect(formatReference(reference)).toBe(canonical)
    expect(parseReference(`oci://${canonical}`)).toEqual(reference)
  })
})

describe('short references take the defaults', () => {
  test.each([
    ['k8s', 'ghcr.io/kcl-lang/k8s'],
    ['k8s:1.31', 'ghcr.io/kcl-lang/k8s:1.31'],
    ['account/repo:1', 'ghcr.io/kcl-lang/account/repo:1'],
    [`k8s@sha256:${HEX}`, `ghcr.io/kcl-lang/k8s@sha256:${HEX}`],
    ['localhost', 'ghcr.io/kcl-lang/localhost'],
    ['docker.io/account/repo', 'docker.io/account/repo'],
    ['localhost/x', 'localhost/x'],
  ])('%s', (text, canonical) => {
    expect(formatReference(parseReference(text, KCL))).toBe(canonical)
  })

  test('without a default repository, and on Docker Hub', () => {
    expect(formatReference(parseReference('account/repo', { registry: 'localhost:5000' }))).toBe('localhost:5000/account/repo')
    expect(formatReference(parseReference('alpine:3', { registry: 'index.docker.io' }))).toBe('docker.io/library/alpine:3')
  })
})

describe('references that are refused say why', () => {
  test.each([
    ['', 'host is missing'],
    ['ghcr.io/', 'repository is missing'],
    ['oci://ghcr.io', 'repository is missing'],
    ['oci:///a/b', 'host is missing'],
    ['ghcr.io/:1', 'repository is missing'],
    ['https://ghcr.io/a', 'scheme https'],
    ['ghcr.io/a?tag=1', 'query'],
    ['ghcr.io/a#x', 'query or fragment'],
    ['ghcr.io/UPPER/Case', 'upper-case'],
    ['ghcr.io/a..b', 'not a repository'],
    ['ghcr.io/a___b', 'not a repository'],
    ['ghcr.io/-a', 'not a repository'],
    ['ghcr.io/a/', 'not a repository'],
    ['ghcr.io/a//b', 'not a repository'],
    ['ghcr.io/a b', 'not a repository'],
    ['ghcr.io/../etc', 'not a repository'],
    ['ghcr.io/a:1.0.0+build', "'+' is not allowed"],
    ['ghcr.io/a:', 'not a tag'],
    ['ghcr.io/a:.x', 'not a tag'],
    [`ghcr.io/a:${'x'.repeat(129)}`, 'not a tag'],
    ['ghcr.io/a:1:2', 'not a tag'],
    ['ghcr.io/a@sha256:abc', 'not a digest'],
    [`ghcr.io/a@sha256:${'A'.repeat(64)}`, 'not a digest'],
    ['ghcr.io/a@', 'not a digest'],
    ['gh_cr.io/a', 'not a registry host'],
    ['-ghcr.io/a', 'not a registry host'],
    ['ghcr..io/a', 'not a registry host'],
    ['ghcr.io:0/a', 'not a registry host'],
    ['ghcr.io:70000/a', 'not a registry host'],
    ['ghcr.io:x/a', 'not a registry host'],
    ['[::1/a', 'not a registry host'],
    ['[fe80::1%25eth0]/a', 'not a registry host'],
    ['1.2.3/a', 'not a registry host'],
    ['0x7f.1/a', 'not a registry host'],
    ['999.1.1.1/a', 'not a registry host'],
    [`ghcr.io/${'a'.repeat(250)}`, 'more than 255'],
    ['name', 'host is missing'],
  ])('%s', (text, reason) => {
    expect(() => parseReference(text)).toThrow(reason)
    expect(() => parseReference(text)).toThrow(KpmError)
  })

  test('a password in a reference is refused and not shown', () => {
    expect(() => parseReference('oci://bob:hunter2@ghcr.io/a')).toThrow('do not belong')
    expect(() => parseReference('oci://bob:hunter2@ghcr.io/a')).not.toThrow('hunter2')
  })
})

describe('registries as people write them for login', () => {
  test.each([
    ['ghcr.io', 'ghcr.io'],
    ['https://GHCR.io/', 'ghcr.io'],
    ['oci://ghcr.io', 'ghcr.io'],
    ['ghcr.io/kcl-lang', 'ghcr.io'],
    ['http://localhost:5000/', 'localhost:5000'],
    ['docker.io', 'docker.io'],
    ['index.docker.io', 'docker.io'],
    ['registry-1.docker.io', 'docker.io'],
    ['https://index.docker.io/v1/', 'docker.io'],
    ['https://registry-1.docker.io/v2/', 'docker.io'],
    [' ghcr.io ', 'ghcr.io'],
    ['[::1]:5000', '[::1]:5000'],
  ])('%s → %s', (text, host) => {
    expect(parseRegistry(text)).toBe(host)
  })

  test.each(['', 'https://', 'user@ghcr.io', 'ghcr.io:port'])('%j is refused', (text) => {
    expect(() => parseRegistry(text)).toThrow(KpmError)
  })
})

test('only Docker Hub has another host for requests', () => {
  expect(httpHostOf('docker.io')).toBe('registry-1.docker.io')
  expect(httpHostOf('ghcr.io')).toBe('ghcr.io')
})

test.each([
  ['localhost', true],
  ['localhost:5000', true],
  ['registry.localhost:5000', true],
  ['127.0.0.1', true],
  ['127.8.9.10:1', true],
  ['[::1]:5000', true],
  ['10.0.0.1', false],
  ['ghcr.io', false],
  ['127.evil.test', false],
  ['notlocalhost', false],
])('loopback: %s is %s', (registry, expected) => {
  expect(isLoopback(registry)).toBe(expected)
})
