/** What only real files have; what all files do is in `test/contracts/files.ts`. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { afterAll, expect, test } from 'vitest'
import { packagesFolder } from '../../src/node/directories.ts'
import { createEngineFiles } from '../../src/node/engine-files.ts'
import { createNodeFiles } from '../../src/node/files.ts'
import { readSettings } from '../../src/node/settings.ts'

const folder = mkdtempSync(`${tmpdir()}/kpm-node-files-`)
afterAll(() => rmSync(folder, { recursive: true }))
const files = createNodeFiles()
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

test('a pipe is written through and stays a pipe', async () => {
  const pipe = `${folder}/pipe`
  execFileSync('mkfifo', [pipe])
  const reader = await open(pipe, 'r+')
  await files.write(pipe, bytes('through'))
  const { buffer, bytesRead } = await reader.read(Buffer.alloc(100), 0, 100)
  await reader.close()
  expect(buffer.subarray(0, bytesRead).toString()).toBe('through')
  expect(statSync(pipe).isFIFO()).toBe(true)
  expect(readdirSync(folder)).toEqual(['pipe'])
})

test('a symbolic link is written through and stays a link', async () => {
  mkdirSync(`${folder}/linked`)
  writeFileSync(`${folder}/linked/real`, 'old')
  symlinkSync('real', `${folder}/linked/link`)
  await files.write(`${folder}/linked/link`, bytes('new'))
  expect(readFileSync(`${folder}/linked/real`, 'utf8')).toBe('new')
  expect(await files.inspect(`${folder}/linked/link`)).toMatchObject({ kind: 'link' })
})

test('two that want a lock take turns', async () => {
  const order: string[] = []
  const work = (name: string) => async (): Promise<void> => {
    order.push(`${name} begins`)
    await new Promise((resume) => setTimeout(resume, 20))
    order.push(`${name} ends`)
  }
  await Promise.all(['a', 'b', 'c'].map((name) => files.withLock(`${folder}/locked/file`, work(name))))
  expect(order.map((line) => line.split(' ')[1])).toEqual(['begins', 'ends', 'begins', 'ends', 'begins', 'ends'])
  expect(readdirSync(`${folder}/locked`)).toEqual([])
})

test('the engine sees what is there and nothing else', () => {
  mkdirSync(`${folder}/engine/sub`, { recursive: true })
  writeFileSync(`${folder}/engine/a.k`, 'a = 1')
  const view = createEngineFiles(`${folder}/engine`)
  expect(view.stat('a.k')).toEqual({ kind: 'file', size: 5 })
  expect(view.stat('a.k/below')).toBeUndefined()
  expect(view.readFile('none.k')).toBeUndefined()
  expect(view.readFile('sub')).toBeUndefined()
  expect(view.listFolder('.')?.toSorted((left, right) => (left.name < right.name ? -1 : 1))).toEqual([
    { name: 'a.k', kind: 'file' },
    { name: 'sub', kind: 'folder' },
  ])
})

test('the environment wins over kpm.json, and both over what is built in', () => {
  const store = `${folder}/store`
  expect(readSettings({ KCL_PKG_PATH: store })).toMatchObject({
    defaultRegistry: 'ghcr.io',
    defaultRepository: 'kcl-lang',
    plainHttp: undefined,
  })
  mkdirSync(`${store}/.kpm/config`, { recursive: true })
  writeFileSync(
    `${store}/.kpm/config/kpm.json`,
    '{"DefaultOciRegistry": "reg.example", "DefaultOciRepo": "team", "DefaultOciPlainHttp": true, "x": 1}',
  )
  expect(readSettings({ KCL_PKG_PATH: store })).toMatchObject({
    defaultRegistry: 'reg.example',
    defaultRepository: 'team',
    plainHttp: true,
  })
  const environment = { KCL_PKG_PATH: store, KPM_REG: 'other.example', KPM_REPO: 'mine', OCI_REG_PLAIN_HTTP: 'OFF' }
  expect(readSettings(environment)).toMatchObject({ defaultRegistry: 'other.example', defaultRepository: 'mine', plainHttp: false })
  expect(() => readSettings({ KCL_PKG_PATH: store, OCI_REG_PLAIN_HTTP: 'yes' })).toThrow("OCI_REG_PLAIN_HTTP is 'yes'")
  expect(() => readSettings({ KCL_PKG_PATH: store, KPM_REG: 'https://ghcr.io' })).toThrow(
    "KPM_REG is 'https://ghcr.io', expected host[:port]",
  )
  writeFileSync(`${store}/.kpm/config/kpm.json`, '{"DefaultOciRegistry": ""}')
  expect(readSettings({ KCL_PKG_PATH: store }).defaultRegistry).toBe('ghcr.io')
  writeFileSync(`${store}/.kpm/config/kpm.json`, '{"DefaultOciRegistry": "ghcr.io/x"}')
  expect(() => readSettings({ KCL_PKG_PATH: store })).toThrow('DefaultOciRegistry is not host[:port]')
  writeFileSync(`${store}/.kpm/config/kpm.json`, '{')
  expect(() => readSettings({ KCL_PKG_PATH: store })).toThrow('it is not JSON')
})

test.each([
  [{ HOME: '/h' }, 'linux', '/h/.local/share/kcl/modules'],
  [{ HOME: '/h', XDG_DATA_HOME: '/data' }, 'linux', '/data/kcl/modules'],
  [{ HOME: '/h', XDG_DATA_HOME: 'relative' }, 'linux', '/h/.local/share/kcl/modules'],
  [{ HOME: '/h', KCL_PKG_PATH: '/p' }, 'linux', '/p'],
  [{ HOME: '/h' }, 'darwin', '/h/Library/kcl/modules'],
] as const)('the store of %j on %s', (environment, platform, expected) => {
  expect(packagesFolder(environment, platform)).toBe(expected)
})
