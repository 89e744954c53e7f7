import { expect, test } from 'vitest'
import { proxyFor } from '../../src/node/proxy.ts'

const PROXY = 'http://proxy.test:3128'

test.each<[string, Record<string, string>, string | undefined]>([
  ['https://ghcr.io/', {}, undefined],
  ['https://ghcr.io/', { HTTPS_PROXY: PROXY }, `${PROXY}/`],
  ['https://ghcr.io/', { https_proxy: PROXY }, `${PROXY}/`],
  ['https://ghcr.io/', { HTTPS_PROXY: PROXY, https_proxy: 'http://other.test' }, `${PROXY}/`],
  ['https://ghcr.io/', { HTTP_PROXY: PROXY }, undefined],
  ['http://ghcr.io/', { HTTP_PROXY: PROXY }, `${PROXY}/`],
  ['http://ghcr.io/', { http_proxy: PROXY }, `${PROXY}/`],
  ['http://ghcr.io/', { HTTP_PROXY: PROXY, REQUEST_METHOD: 'GET' }, undefined],
  ['http://ghcr.io/', { http_proxy: PROXY, REQUEST_METHOD: 'GET' }, `${PROXY}/`],
  ['https://ghcr.io/', { HTTPS_PROXY: 'proxy.test:3128' }, `${PROXY}/`],
  ['https://ghcr.io/', { HTTPS_PROXY: 'https://proxy.test' }, 'https://proxy.test/'],
  ['https://localhost:5000/', { HTTPS_PROXY: PROXY }, undefined],
  ['http://127.0.0.1:5000/', { HTTP_PROXY: PROXY }, undefined],
  ['http://127.1.2.3/', { HTTP_PROXY: PROXY }, undefined],
  ['http://[::1]:5000/', { HTTP_PROXY: PROXY }, undefined],
])('%s with %j', (target, environment, expected) => {
  expect(proxyFor(new URL(target), environment)?.href).toBe(expected)
})

test.each([
  ['ghcr.io', 'ghcr.io', true],
  ['ghcr.io', 'pkg.ghcr.io', true],
  ['ghcr.io', 'notghcr.io', false],
  ['.ghcr.io', 'ghcr.io', false],
  ['.ghcr.io', 'pkg.ghcr.io', true],
  ['*.ghcr.io', 'pkg.ghcr.io', true],
  ['*.ghcr.io', 'ghcr.io', false],
  ['GHCR.IO', 'ghcr.io', true],
  ['a.test, ghcr.io', 'ghcr.io', true],
  ['a.test ghcr.io', 'ghcr.io', true],
  ['*', 'ghcr.io', true],
  ['ghcr.io:443', 'ghcr.io', true],
  ['ghcr.io:8443', 'ghcr.io', false],
  ['10.0.0.0/8', '10.1.2.3', true],
  ['10.0.0.0/8', '11.1.2.3', false],
  ['10.1.2.3', '10.1.2.3', true],
  ['10.0.0.0/99', '10.1.2.3', false],
  ['fd00::/8', '[fd12::1]', true],
  ['10.0.0.0/8', 'ghcr.io', false],
  ['', 'ghcr.io', false],
])('NO_PROXY=%s and %s: direct is %s', (list, host, isDirect) => {
  for (const name of ['NO_PROXY', 'no_proxy']) {
    expect(proxyFor(new URL(`https://${host}/`), { HTTPS_PROXY: PROXY, [name]: list }) === undefined).toBe(isDirect)
  }
})

test.each(['socks5://proxy.test:1080', 'http://', '://'])('%s is not a proxy we can use', (value) => {
  expect(() => proxyFor(new URL('https://ghcr.io/'), { HTTPS_PROXY: value })).toThrow('HTTPS_PROXY does not name')
})
