/** What a run asks of the network, and how its settings meet. */
import { expect, test } from 'vitest'
import { push } from '../../src/operations/push.ts'
import { pull } from '../../src/operations/pull.ts'
import { run } from '../../src/operations/run.ts'
import type { RunInput } from '../../src/operations/run.ts'
import { createScriptHost } from '../support/script.ts'

const manifest = (name: string, rest = ''): string => `[package]\nname = "${name}"\nversion = "0.1.0"\n${rest}`

const PACKAGES = {
  '/world/base/kcl.mod': manifest('base'),
  '/world/base/base.k': 'size = 7\n',
  '/world/mid/kcl.mod': manifest('mid', '[dependencies]\nbase = { oci = "oci://reg.example/test/base", tag = "0.1.0" }\n'),
  '/world/mid/mid.k': 'import base\n\ndouble = base.size * 2\n',
  '/world/top/kcl.mod': manifest('top', '[dependencies]\nmid = { oci = "oci://reg.example/test/mid", tag = "0.1.0" }\n'),
  '/world/top/main.k': 'import mid\n\nresult = mid.double\n',
}

async function createWorld() {
  const requests: string[] = []
  const host = createScriptHost(PACKAGES, (request) => void requests.push(request))
  const digests = new Map<string, string>()
  for (const name of ['base', 'mid', 'top']) {
    digests.set(name, (await push(host, { folder: `/world/${name}`, destination: `oci://reg.example/test/${name}` })).digest)
  }
  requests.length = 0
  const since = (): string[] => requests.splice(0)
  return { host, since, digestOf: (name: string) => digests.get(name) ?? '' }
}

test('direct and transitive dependencies are fetched once and run', async () => {
  const { host, since } = await createWorld()
  const input = { workFolder: '/world/top', sources: [] }
  expect((await run(host, input)).text).toBe('result: 14')
  expect(since().filter((request) => request.includes('/blobs/')).length).toBe(2)
  expect((await run(host, input)).text).toBe('result: 14')
  expect(since().filter((request) => !request.startsWith('HEAD'))).toEqual([])
})

test('the second run of a tag transfers no blob, one by digest makes no request', async () => {
  const { host, since, digestOf } = await createWorld()
  const tagged = { workFolder: '/world', sources: ['oci://reg.example/test/base'], tag: '0.1.0' }
  expect((await run(host, tagged)).text).toBe('size: 7')
  expect(since().some((request) => request.includes('/blobs/'))).toBe(true)
  expect((await run(host, tagged)).text).toBe('size: 7')
  expect(since()).toEqual(['HEAD /v2/test/base/manifests/0.1.0'])
  expect((await run(host, { workFolder: '/world', sources: [`oci://reg.example/test/base@${digestOf('base')}`] })).text).toBe('size: 7')
  expect(since()).toEqual([])
  expect((await pull(host, { workFolder: '/world', source: `oci://reg.example/test/base@${digestOf('base')}` })).status).toBe('pulled')
  expect(since()).toEqual([])
})

test('pull: a tag and a digest for one thing must agree', async () => {
  const { host, digestOf } = await createWorld()
  const source = `oci://reg.example/test/base:0.1.0@${digestOf('base')}`
  expect(await pull(host, { workFolder: '/world', source })).toMatchObject({ reference: 'reg.example/test/base:0.1.0', status: 'pulled' })
  for (const [name, tag] of [
    ['mid', '0.1.0'],
    ['base', '0.2.0'],
  ] as const) {
    const conflict = { workFolder: '/world', source: `oci://reg.example/test/base@${digestOf(name)}`, tag }
    await expect(pull(host, conflict)).rejects.toMatchObject({ code: 'TAG_CONFLICT' })
  }
})

const FILES = {
  '/world/main.k': 'a = option("a")\nb = None\n_c = 1\n',
  '/world/one.yaml': 'kcl_cli_configs:\n  disable_none: true\nkcl_options:\n- {key: a, value: 1.0}\n',
  '/world/two.yaml': 'kcl_cli_configs:\n  show_hidden: true\n  unknown: 1\nkcl_options:\n- {key: a, value: [x, 2, null]}\n',
  '/world/folder/list.yaml': 'kcl_cli_configs:\n  files: [../main.k]\n  overrides: ["a=5"]\n  path_selector: [a]\n',
  '/world/auto/kcl.yaml': 'kcl_cli_configs:\n  file: [x.k]\n  sort_keys: true\n  output: out.yaml\n',
  '/world/auto/x.k': 'z = 1\nk = 2\n',
  '/world/auto/unwanted.k': 'w = 3\n',
}

test.each<[string, Partial<RunInput>, string]>([
  ['nothing', { sources: ['main.k'] }, 'a: null\nb: null'],
  ['one file', { sources: ['main.k'], settingsFiles: ['one.yaml'] }, 'a: 1.0'],
  ['two files, the later option wins', { sources: ['main.k'], settingsFiles: ['one.yaml', 'two.yaml'] }, 'a:\n- x\n- 2\n_c: 1'],
  ['the command line wins', { sources: ['main.k'], settingsFiles: ['one.yaml'], arguments: ['a=text'] }, 'a: text'],
  ['a value with an equals sign', { sources: ['main.k'], arguments: ['a=x=y'], selectors: ['a'] }, 'x=y'],
  ['entries from the folder of the file', { settingsFiles: ['folder/list.yaml'] }, '5'],
  ['kcl.yaml of the working folder', { workFolder: '/world/auto' }, 'k: 2\nz: 1'],
  ['files named go before its list', { workFolder: '/world/auto', sources: ['unwanted.k'] }, 'w: 3'],
  ['a text in no file', { texts: [{ path: '/world/stdin.k', text: 'q = 1' }] }, 'q: 1'],
  [
    'an external package',
    { texts: [{ path: '/world/s.k', text: 'import ext.auto.x as e\nq = e.z' }], externalPackages: ['ext=.'] },
    'q: 1',
  ],
])('settings: %s', async (_, input, text) => {
  const host = createScriptHost({ ...FILES, '/world/kcl.mod': '' })
  expect((await run(host, { workFolder: '/world', ...input })).text).toBe(text)
})

test('where kcl.yaml wants the result', async () => {
  expect((await run(createScriptHost(FILES), { workFolder: '/world/auto' })).output).toBe('out.yaml')
})

test.each([
  ['not YAML', 'a: [', 'invalid setting file format'],
  ['a text', 'nothing', 'invalid setting file format'],
  ['options that are no list', 'kcl_options: {key: a, value: 1}', 'kcl_options is not a list'],
  ['an option without a value', 'kcl_options: [{key: a}]', 'has no value'],
  ['a switch that is a text', 'kcl_cli_configs: {sort_keys: "yes"}', 'sort_keys is not true or false'],
])('settings refused: %s', async (_, content, reason) => {
  const host = createScriptHost({ '/world/main.k': 'a = 1\n', '/world/s.yaml': content })
  const failure = await run(host, { workFolder: '/world', sources: ['main.k'], settingsFiles: ['s.yaml'] }).catch(
    (trouble: unknown) => trouble,
  )
  expect(failure).toMatchObject({ code: 'SETTINGS_INVALID' })
  expect(`${String(failure)} ${(failure as { hint?: string }).hint}`).toContain(reason)
})
