/** The commands against "Docker Hub", which a proxy with a private authority plays: a reference without a host means Docker Hub, by whatever name. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCommand } from '../support/command.ts'
import { startDockerHubProxy, type DockerHubProxy } from '../support/docker-hub-proxy.ts'

const folder = mkdtempSync(`${tmpdir()}/kpm-hub-`)
let hub: DockerHubProxy

beforeAll(async () => {
  hub = await startDockerHubProxy()
  mkdirSync(`${folder}/hello`)
  writeFileSync(`${folder}/hello/kcl.mod`, '[package]\nname = "hello"\nversion = "0.1.0"\n')
  writeFileSync(`${folder}/hello/main.k`, 'greeting = "from the hub"\n')
})
afterAll(async () => {
  await hub.stop()
  rmSync(folder, { recursive: true })
})

const kpm = (words: readonly string[], cwd = folder) =>
  runCommand(words, { cwd, home: `${folder}/home`, env: { HTTPS_PROXY: hub.url, NODE_EXTRA_CA_CERTS: hub.caFile } })

test('log in, publish, run by account and version, log out', async () => {
  expect(await kpm(['login', '-u', hub.user, '-p', 'wrong', 'docker.io'])).toMatchObject({ code: 1, stdout: '' })
  expect(await kpm(['login', '-u', hub.user, '-p', hub.password, 'index.docker.io'])).toMatchObject({
    code: 0,
    stdout: 'Login succeeded.\n',
  })
  expect(await kpm(['push', 'oci://docker.io/alice/hello'], `${folder}/hello`)).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^pushed docker\.io\/alice\/hello:0\.1\.0\n/),
  })
  expect(await kpm(['run', 'alice/hello:0.1.0'])).toMatchObject({ code: 0, stdout: 'greeting: from the hub\n' })
  hub.log.length = 0
  expect(await kpm(['run', 'oci://registry-1.docker.io/alice/hello', '--tag', '0.1.0'])).toMatchObject({ code: 0 })
  expect(hub.log.filter((line) => line.includes('/blobs/') || line.startsWith('GET registry'))).toEqual([])
  expect(await kpm(['pull', 'alice/hello'])).toMatchObject({ code: 0 })
  expect(readFileSync(`${folder}/docker.io/alice/hello/0.1.0/main.k`, 'utf8')).toBe('greeting = "from the hub"\n')
  expect(await kpm(['logout', 'registry-1.docker.io'])).toMatchObject({ code: 0, stdout: 'Logout succeeded.\n' })
  const refused = await kpm(['run', 'alice/other:0.1.0'])
  expect(refused).toMatchObject({ code: 1, stdout: '' })
  expect(refused.stderr).toContain("log in with 'kpm login docker.io'")
})
