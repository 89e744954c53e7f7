import { describe, expect, test } from 'vitest'
import type { Credential } from '../../../src/oci/credentials/credential.ts'
import {
  findCredential,
  formatDockerConfig,
  helperFor,
  parseDockerConfig,
  parseLegacyConfig,
  withCredential,
  withoutCredential,
} from '../../../src/oci/credentials/docker-config.ts'

const base64 = (text: string): string => Buffer.from(text).toString('base64')
const config = (document: unknown): ReturnType<typeof parseDockerConfig> => parseDockerConfig(JSON.stringify(document), '/config.json')

describe('entries', () => {
  test.each<[string, unknown, Credential | undefined]>([
    ['user and password', { auth: base64('alice:s3cret') }, { username: 'alice', password: 's3cret' }],
    ['a colon in the password', { auth: base64('alice:a:b') }, { username: 'alice', password: 'a:b' }],
    ['letters beyond ASCII', { auth: base64('ålice:pässwörd') }, { username: 'ålice', password: 'pässwörd' }],
    ['padding with NUL', { auth: base64('alice:s3cret\0\0') }, { username: 'alice', password: 's3cret' }],
    ['plain members', { username: 'alice', password: 's3cret' }, { username: 'alice', password: 's3cret' }],
    ['an identity token', { auth: base64('alice:'), identitytoken: 'tok' }, { username: 'alice', password: '', identityToken: 'tok' }],
    ['an identity token alone', { identitytoken: 'tok' }, { username: '', password: '', identityToken: 'tok' }],
    ['a registry token', { registrytoken: 'tok' }, { username: '', password: '', registryToken: 'tok' }],
    ['a marker beside a helper', {}, undefined],
    ['no base64', { auth: '!!!' }, undefined],
    ['no colon', { auth: base64('alice') }, undefined],
    ['null', null, undefined],
    ['a text', 'alice:s3cret', undefined],
  ])('%s', (_, entry, expected) => {
    expect(findCredential(config({ auths: { 'ghcr.io': entry } }), 'ghcr.io')).toEqual(expected)
  })
})

describe('keys', () => {
  const entry = { auth: base64('a:b') }
  test.each([
    ['ghcr.io', 'ghcr.io', true],
    ['https://ghcr.io', 'ghcr.io', true],
    ['https://ghcr.io/v2/', 'ghcr.io', true],
    ['http://GHCR.io/v1/', 'ghcr.io', true],
    ['localhost:5000', 'localhost:5000', true],
    ['localhost', 'localhost:5000', false],
    ['evilghcr.io', 'ghcr.io', false],
    ['https://index.docker.io/v1/', 'docker.io', true],
    ['docker.io', 'docker.io', true],
    ['index.docker.io', 'docker.io', true],
    ['https://registry-1.docker.io/v2/', 'docker.io', true],
    ['evildocker.io', 'docker.io', false],
  ])('%s is found for %s: %s', (key, registry, isFound) => {
    expect(findCredential(config({ auths: { [key]: entry } }), registry) !== undefined).toBe(isFound)
  })

  test('the exact key wins, whatever the order', () => {
    const auths = { 'https://ghcr.io/v1/': { auth: base64('old:x') }, 'ghcr.io': { auth: base64('new:x') } }
    expect(findCredential(config({ auths }), 'ghcr.io')?.username).toBe('new')
  })
})

describe('helpers', () => {
  test.each<[unknown, string, string | undefined]>([
    [{ credsStore: 'pass' }, 'ghcr.io', 'pass'],
    [{ credsStore: 'pass', credHelpers: { 'ghcr.io': 'gh' } }, 'ghcr.io', 'gh'],
    [{ credsStore: 'pass', credHelpers: { 'ghcr.io': 'gh' } }, 'quay.io', 'pass'],
    [{ credHelpers: { 'docker.io': 'hub' } }, 'docker.io', 'hub'],
    [{ credHelpers: { 'https://index.docker.io/v1/': 'hub' } }, 'docker.io', 'hub'],
    [{ credsStore: '' }, 'ghcr.io', undefined],
    [{ credsStore: 7 }, 'ghcr.io', undefined],
    [{}, 'ghcr.io', undefined],
  ])('%j for %s: %s', (document, registry, expected) => {
    expect(helperFor(config(document), registry)?.name).toBe(expected)
  })
})

describe('editing', () => {
  const original =
    '{\n\t"auths": {\n\t\t"quay.io": {\n\t\t\t"auth": "eDp5",\n\t\t\t"email": "x@y"\n\t\t}\n\t},\n\t"HttpHeaders": {\n\t\t"X-Meta": "kept?"\n\t},\n\t"psFormat": "table"\n}'

  test('what is unknown stays, in its order; tabs, as docker and podman write', () => {
    const edited = withCredential(parseDockerConfig(original, 'f'), 'ghcr.io', { username: 'alice', password: 's3cret' })
    expect(formatDockerConfig(edited)).toBe(
      original.replace('\t\t}\n\t},\n\t"Http', `\t\t},\n\t\t"ghcr.io": {\n\t\t\t"auth": "${base64('alice:s3cret')}"\n\t\t}\n\t},\n\t"Http`),
    )
    expect(formatDockerConfig(withoutCredential(edited, 'ghcr.io'))).toBe(original)
  })

  test('what is written is found again', () => {
    const credentials: readonly Credential[] = [
      { username: 'alice', password: 'a:b' },
      { username: '', password: '', identityToken: 'tok' },
      { username: 'alice', password: '', identityToken: 'tok' },
    ]
    for (const credential of credentials) {
      const text = formatDockerConfig(withCredential(config({}), 'docker.io', credential))
      expect(findCredential(parseDockerConfig(text, 'f'), 'docker.io')).toEqual(credential)
      expect(text).toContain('https://index.docker.io/v1/')
    }
  })

  test('all spellings of a registry go at once', () => {
    const auths = { 'docker.io': {}, 'https://index.docker.io/v1/': {}, 'index.docker.io': {}, 'registry-1.docker.io': {}, 'ghcr.io': {} }
    expect(withoutCredential(config({ auths }), 'docker.io').document).toEqual({ auths: { 'ghcr.io': {} } })
    const again = withCredential(config({ auths }), 'docker.io', { username: 'a', password: 'b' })
    expect(Object.keys(again.document['auths'] as object)).toEqual(['ghcr.io', 'https://index.docker.io/v1/'])
  })
})

test('files that cannot be used', () => {
  expect(parseDockerConfig('', 'f').document).toEqual({})
  for (const text of ['{', '[]', '"x"', '{"auths": []}', '{"credHelpers": 1}']) {
    expect(() => parseDockerConfig(text, '/home/me/config.json')).toThrow('cannot read the credentials in /home/me/config.json')
  }
  expect(() => parseDockerConfig('{"auths":{"a":{"auth":"c2VjcmV0"}}', 'f')).not.toThrow('c2VjcmV0')
})

test('~/.dockercfg is the entries alone', () => {
  const legacy = parseLegacyConfig(JSON.stringify({ 'https://quay.io/v1/': { auth: base64('a:b') } }), 'f')
  expect(findCredential(legacy, 'quay.io')).toEqual({ username: 'a', password: 'b' })
})
