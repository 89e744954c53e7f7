/** Credentials on a real file system with real helper programs, in a folder of their own. */
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { createNodeCredentials, credentialPlaces } from '../../src/node/credentials.ts'
import { createNodeFiles } from '../../src/node/files.ts'
import { runProcess } from '../../src/node/processes.ts'
import type { CredentialStore } from '../../src/host/host.ts'
import { codeOf } from '../support/registry-contract.ts'

const root = mkdtempSync(`${tmpdir()}/kpm-credentials-`)
afterAll(() => rmSync(root, { recursive: true, force: true }))

const OWN = `${root}/store/.kpm/config/config.json`
const settings = {
  defaultRegistry: 'ghcr.io',
  defaultRepository: 'kcl-lang',
  plainHttp: undefined,
  packagesFolder: `${root}/store`,
  home: `${root}/home`,
}
let warnings: string[] = []

beforeEach(() => {
  for (const name of ['store', 'home', 'bin']) rmSync(`${root}/${name}`, { recursive: true, force: true })
  mkdirSync(`${root}/bin`)
  warnings = []
})

test('a login is a file that only its owner reads; a logout empties it', async () => {
  const store = createStore()
  await store.put('ghcr.io', { username: 'alice', password: 's3cret' })
  expect(statSync(OWN).mode & 0o777).toBe(0o600)
  expect(await store.get('ghcr.io')).toMatchObject({ username: 'alice', password: 's3cret', source: OWN })
  expect(await store.remove('ghcr.io')).toBe(true)
  expect(readFileSync(OWN, 'utf8')).toBe('{\n\t"auths": {}\n}')
  expect(await store.remove('ghcr.io')).toBe(false)
})

test('logins at the same time all survive', async () => {
  const names = Array.from({ length: 8 }, (_, index) => `registry-${index}.test`)
  await Promise.all(names.map((name) => createStore().put(name, { username: name, password: 'x' })))
  for (const name of names) expect((await createStore().get(name))?.username).toBe(name)
})

test('a linked file stays a link', async () => {
  mkdirSync(`${root}/store/.kpm/config`, { recursive: true })
  mkdirSync(`${root}/home`)
  writeFileSync(`${root}/home/real.json`, '{"kept": true}')
  symlinkSync(`${root}/home/real.json`, OWN)
  await createStore().put('ghcr.io', { username: 'a', password: 'b' })
  expect(lstatSync(OWN).isSymbolicLink()).toBe(true)
  expect(JSON.parse(readFileSync(`${root}/home/real.json`, 'utf8'))).toMatchObject({ kept: true, auths: {} })
})

test('a helper on the PATH keeps the secret; its arguments and the file do not show it', async () => {
  writeHelper(
    'fake',
    'echo "$1" >> "$HELPER_LOG"; case $1 in store) cat > "$HELPER_LOG.secret";; get) cat > /dev/null; cat "$HELPER_LOG.secret";; erase) rm "$HELPER_LOG.secret";; esac',
  )
  mkdirSync(`${root}/store/.kpm/config`, { recursive: true })
  writeFileSync(OWN, '{"credsStore": "fake"}')
  const store = createStore({ HELPER_LOG: `${root}/bin/log` })
  await store.put('ghcr.io', { username: 'alice', password: 's3cret' })
  expect(readFileSync(OWN, 'utf8')).toBe('{"credsStore": "fake"}')
  expect(await store.get('ghcr.io')).toMatchObject({ username: 'alice', password: 's3cret' })
  expect(await store.remove('ghcr.io')).toBe(true)
  expect(readFileSync(`${root}/bin/log`, 'utf8')).toBe('store\nget\nerase\n')
  expect(existsSync(`${root}/bin/log.secret`)).toBe(false)
})

test('a helper that hangs is ended', async () => {
  writeHelper('slow', 'sleep 60')
  mkdirSync(`${root}/home/.docker`, { recursive: true })
  writeFileSync(`${root}/home/.docker/config.json`, '{"credsStore": "slow"}')
  expect(await createStore({}, 100).get('ghcr.io')).toBeUndefined()
  expect(warnings).toEqual(['docker-credential-slow get failed: no answer within 0.1 s'])
})

test('a helper that is not there: a look-up goes on, a login does not', async () => {
  mkdirSync(`${root}/store/.kpm/config`, { recursive: true })
  writeFileSync(OWN, '{"credsStore": "missing"}')
  expect(await createStore().get('ghcr.io')).toBeUndefined()
  expect(await codeOf(createStore().put('ghcr.io', { username: 'a', password: 'b' }))).toBe('CREDENTIAL_HELPER_MISSING')
})

test('a helper that does not read its input, and one that fails', async () => {
  const options = { input: 'x'.repeat(1_000_000), environment: { PATH: '/usr/bin:/bin' }, timeout: 10_000 }
  expect(await runProcess('true', [], options)).toEqual({ exitCode: 0, stdout: '', stderr: '' })
  expect(await runProcess('sh', ['-c', 'echo out; echo err >&2; exit 3'], options)).toEqual({
    exitCode: 3,
    stdout: 'out\n',
    stderr: 'err\n',
  })
  expect(await runProcess('no-such-program-here', [], options)).toBeUndefined()
})

test.each<[Record<string, string>, readonly string[]]>([
  [{}, ['/home/me/.docker/config.json', '/home/me/.config/containers/auth.json']],
  [
    { DOCKER_CONFIG: '/d', XDG_RUNTIME_DIR: '/run/user/1', XDG_CONFIG_HOME: '/c' },
    ['/d/config.json', '/run/user/1/containers/auth.json', '/c/containers/auth.json'],
  ],
  [{ REGISTRY_AUTH_FILE: '/auth.json', XDG_RUNTIME_DIR: '/run/user/1' }, ['/home/me/.docker/config.json', '/auth.json']],
])('places with %j', (environment, others) => {
  expect(credentialPlaces({ ...settings, home: '/home/me' }, environment)).toEqual({ own: OWN, others, legacy: '/home/me/.dockercfg' })
})

function createStore(environment: Readonly<Record<string, string>> = {}, helperTimeout = 10_000): CredentialStore {
  return createNodeCredentials({
    files: createNodeFiles(),
    settings,
    environment: { PATH: `${root}/bin:/usr/bin:/bin`, ...environment },
    warn: (text) => void warnings.push(text),
    helperTimeout,
  })
}

function writeHelper(name: string, script: string): void {
  writeFileSync(`${root}/bin/docker-credential-${name}`, `#!/bin/sh\n${script}\n`)
  chmodSync(`${root}/bin/docker-credential-${name}`, 0o755)
}
