import { describe, expect, test } from 'vitest'
import { createCredentialStore, type CredentialPlaces, type Credentials } from '../../../src/oci/credentials/store.ts'
import type { HelperOutcome } from '../../../src/oci/credentials/helper-protocol.ts'
import { codeOf } from '../../support/registry-contract.ts'

const OWN = '/store/config.json'
const DOCKER = '/home/.docker/config.json'
const PODMAN = '/run/containers/auth.json'

interface World {
  readonly store: Credentials
  readonly files: Map<string, string>
  readonly warnings: string[]
  /** `name action input` of each helper call. */
  readonly calls: string[]
}

type Helpers = Readonly<Record<string, (action: string, input: string) => HelperOutcome>>

function createWorld(contents: Readonly<Record<string, unknown>>, helpers: Helpers = {}, places: Partial<CredentialPlaces> = {}): World {
  const files = new Map(
    Object.entries(contents).map(([path, content]) => [path, typeof content === 'string' ? content : JSON.stringify(content)]),
  )
  const warnings: string[] = []
  const calls: string[] = []
  let isLocked = false
  const store = createCredentialStore({
    files: {
      read: async (path) => {
        const text = files.get(path)
        return text === undefined ? undefined : new TextEncoder().encode(text)
      },
      write: async (path, content, { mode }) => {
        expect(mode).toBe(0o600)
        expect(isLocked).toBe(true)
        files.set(path, new TextDecoder().decode(content))
      },
      withLock: async (_, work) => {
        isLocked = true
        try {
          return await work()
        } finally {
          isLocked = false
        }
      },
    },
    runHelper: async (name, action, input) => {
      calls.push(`${name} ${action} ${input}`)
      return helpers[name]?.(action, input)
    },
    places: { own: OWN, others: [DOCKER, PODMAN], ...places },
    warn: (text) => void warnings.push(text),
  })
  return { store, files, warnings, calls }
}

const auth = (text: string): { auth: string } => ({ auth: Buffer.from(text).toString('base64') })
const ok = (stdout = ''): HelperOutcome => ({ exitCode: 0, stdout, stderr: '' })
const failed = (stdout: string): HelperOutcome => ({ exitCode: 1, stdout, stderr: '' })
const NOTHING = failed('credentials not found in native keychain\n')

describe('looking up', () => {
  const entry = (user: string): object => ({ auths: { 'ghcr.io': auth(`${user}:x`) } })

  test.each<[string, Readonly<Record<string, unknown>>, string | undefined, string | undefined]>([
    ['nowhere', {}, undefined, undefined],
    ['the own file first', { [OWN]: entry('own'), [DOCKER]: entry('docker'), [PODMAN]: entry('podman') }, 'own', OWN],
    ['then Docker', { [OWN]: { auths: {} }, [DOCKER]: entry('docker'), [PODMAN]: entry('podman') }, 'docker', DOCKER],
    ['then podman', { [PODMAN]: entry('podman') }, 'podman', PODMAN],
  ])('%s', async (_, contents, user, source) => {
    const found = await createWorld(contents).store.get('ghcr.io')
    expect(found?.username).toBe(user)
    expect(found?.source).toBe(source)
  })

  test('DOCKER_AUTH_CONFIG comes before the files of others, ~/.dockercfg last', async () => {
    const contents = { [DOCKER]: entry('docker'), '/home/.dockercfg': { 'quay.io': auth('old:x') } }
    const { store } = createWorld(contents, {}, { inline: JSON.stringify(entry('inline')), legacy: '/home/.dockercfg' })
    expect((await store.get('ghcr.io'))?.username).toBe('inline')
    expect((await store.get('quay.io'))?.username).toBe('old')
  })

  test('a broken file is reported and passed over', async () => {
    const { store, warnings } = createWorld({ [OWN]: '{', [DOCKER]: '[]', [PODMAN]: entry('podman') })
    expect((await store.get('ghcr.io'))?.username).toBe('podman')
    expect(warnings).toEqual([
      `cannot read the credentials in ${OWN}: it is not JSON`,
      `cannot read the credentials in ${DOCKER}: it is not a JSON object`,
    ])
  })
})

describe('helpers', () => {
  const answer = (user: string, secret: string): HelperOutcome => ok(JSON.stringify({ ServerURL: 'x', Username: user, Secret: secret }))
  const withHelper = (outcome: HelperOutcome): World =>
    createWorld({ [DOCKER]: { credsStore: 'fake', auths: { 'ghcr.io': auth('file:x') } } }, { fake: () => outcome })

  test('are asked for the host, without a line break', async () => {
    const { store, calls } = withHelper(answer('alice', 's3cret'))
    expect(await store.get('ghcr.io')).toEqual({ username: 'alice', password: 's3cret', source: 'docker-credential-fake' })
    await store.get('docker.io')
    expect(calls).toEqual(['fake get ghcr.io', 'fake get https://index.docker.io/v1/'])
  })

  test('a token user is an identity token', async () => {
    expect(await withHelper(answer('<token>', 'tok')).store.get('ghcr.io')).toMatchObject({ username: '', identityToken: 'tok' })
  })

  test.each<[string, HelperOutcome]>([
    ['says that it has nothing', NOTHING],
    ['answers with empty texts (docker-credential-pass)', answer('', '')],
  ])('one that %s: the entry in the file counts', async (_, outcome) => {
    const { store, warnings } = withHelper(outcome)
    expect((await store.get('ghcr.io'))?.username).toBe('file')
    expect(warnings).toEqual([])
  })

  test.each<[string, HelperOutcome, string]>([
    ['explodes', failed('helper exploded\n'), 'docker-credential-fake get failed: helper exploded'],
    ['explodes on stderr', { exitCode: 2, stdout: '', stderr: 'boom\n' }, 'docker-credential-fake get failed: boom'],
    ['explodes with the secret', failed('oops {"Secret":"s3cret"}'), 'docker-credential-fake get failed: oops'],
    ['says nothing', ok(''), 'docker-credential-fake get failed: its answer is not what the protocol asks for'],
    ['prints garbage', ok('not json'), 'docker-credential-fake get failed: its answer is not what the protocol asks for'],
    [
      'takes too long',
      { exitCode: 124, stdout: '', stderr: 'no answer within 60 s' },
      'docker-credential-fake get failed: no answer within 60 s',
    ],
  ])('one that %s is reported by name', async (_, outcome, warning) => {
    const { store, warnings } = withHelper(outcome)
    expect((await store.get('ghcr.io'))?.username).toBe('file')
    expect(warnings).toEqual([warning])
  })

  test('one that is not there, and one whose name is a path', async () => {
    const missing = createWorld({ [DOCKER]: { credHelpers: { 'ghcr.io': 'missing' } } })
    expect(await missing.store.get('ghcr.io')).toBeUndefined()
    expect(missing.warnings).toEqual(['the credential helper docker-credential-missing is not on the PATH'])
    const copied = createWorld({ [DOCKER]: { credsStore: 'desktop', auths: { 'ghcr.io': auth('file:x') } } })
    expect((await copied.store.get('ghcr.io'))?.username).toBe('file')
    expect(copied.warnings).toEqual([])
    const path = createWorld({ [DOCKER]: { credsStore: '../../bin/evil' } })
    expect(await path.store.get('ghcr.io')).toBeUndefined()
    expect(path.calls).toEqual([])
  })
})

describe('storing', () => {
  test('goes into the own file only, and is found again', async () => {
    const { store, files } = createWorld({ [DOCKER]: { auths: { 'ghcr.io': auth('docker:x') } } })
    await store.put('ghcr.io', { username: 'alice', password: 's3cret' })
    expect(await store.get('ghcr.io')).toMatchObject({ username: 'alice', password: 's3cret' })
    expect(JSON.parse(files.get(OWN) ?? '')).toEqual({ auths: { 'ghcr.io': auth('alice:s3cret') } })
    expect(files.get(DOCKER)).toContain(auth('docker:x').auth)
  })

  test('with a helper nothing stays in the file, least of all an older password', async () => {
    const { store, files, calls } = createWorld(
      { [OWN]: { credsStore: 'fake', auths: { 'ghcr.io': auth('old:x') }, other: 1 } },
      { fake: () => ok() },
    )
    await store.put('ghcr.io', { username: 'alice', password: 's3cret' })
    expect(calls).toEqual(['fake store {"ServerURL":"ghcr.io","Username":"alice","Secret":"s3cret"}'])
    expect(JSON.parse(files.get(OWN) ?? '')).toEqual({ credsStore: 'fake', auths: {}, other: 1 })
  })

  test('an identity token in a helper', async () => {
    const { store, calls } = createWorld({ [OWN]: { credsStore: 'fake' } }, { fake: () => ok() })
    await store.put('docker.io', { username: '', password: '', identityToken: 'tok' })
    expect(calls).toEqual(['fake store {"ServerURL":"https://index.docker.io/v1/","Username":"<token>","Secret":"tok"}'])
  })

  test("with the helper that Docker's configuration names, and gone from it again", async () => {
    const { store, files, calls } = createWorld({ [DOCKER]: { credHelpers: { 'ghcr.io': 'fake' } } }, { fake: () => ok() })
    await store.put('ghcr.io', { username: 'alice', password: 's3cret' })
    expect(await store.remove('ghcr.io')).toBe(true)
    expect(calls).toEqual(['fake store {"ServerURL":"ghcr.io","Username":"alice","Secret":"s3cret"}', 'fake erase ghcr.io'])
    expect(files.get(OWN) ?? '{}').not.toContain('auth":')
  })

  test("in the own file where Docker's credsStore names a program that is not there", async () => {
    const { store, files } = createWorld({ [DOCKER]: { credsStore: 'desktop' } })
    await store.put('ghcr.io', { username: 'alice', password: 's3cret' })
    expect(JSON.parse(files.get(OWN) ?? '')).toEqual({ auths: { 'ghcr.io': auth('alice:s3cret') } })
    expect(await store.remove('ghcr.io')).toBe(true)
  })

  test('fails where it cannot be done, and changes nothing', async () => {
    const broken = createWorld({ [OWN]: '{"auths":' })
    expect(await codeOf(broken.store.put('ghcr.io', { username: 'a', password: 'b' }))).toBe('CREDENTIALS_FILE_INVALID')
    expect(broken.files.get(OWN)).toBe('{"auths":')
    const missing = createWorld({ [OWN]: { credsStore: 'missing' } })
    expect(await codeOf(missing.store.put('ghcr.io', { username: 'a', password: 'b' }))).toBe('CREDENTIAL_HELPER_MISSING')
    expect(missing.files.get(OWN)).not.toContain('auths')
    const failing = createWorld({ [OWN]: { credsStore: 'fake' } }, { fake: () => failed('locked') })
    expect(await codeOf(failing.store.put('ghcr.io', { username: 'a', password: 'b' }))).toBe('CREDENTIAL_HELPER_FAILED')
  })
})

describe('forgetting', () => {
  test.each<[string, Readonly<Record<string, unknown>>, Helpers, boolean]>([
    ['nothing there', {}, {}, false],
    ['an entry', { [OWN]: { auths: { 'ghcr.io': auth('a:b') } } }, {}, true],
    ['an older spelling', { [OWN]: { auths: { 'https://ghcr.io/v1/': auth('a:b') } } }, {}, true],
    ["only in Docker's file", { [DOCKER]: { auths: { 'ghcr.io': auth('a:b') } } }, {}, false],
    ['in the helper', { [OWN]: { credsStore: 'fake' } }, { fake: () => ok() }, true],
    ['not in the helper', { [OWN]: { credsStore: 'fake' } }, { fake: () => NOTHING }, false],
  ])('%s', async (_, contents, helpers, expected) => {
    const { store, files } = createWorld(contents, helpers)
    const docker = files.get(DOCKER)
    expect(await store.remove('ghcr.io')).toBe(expected)
    expect(await store.remove('ghcr.io')).toBe(helpers['fake'] === undefined ? false : expected)
    expect(files.get(DOCKER)).toBe(docker)
  })
})
