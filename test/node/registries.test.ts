/** Operations with the registries of a process: how often a token is asked for, and what a registry wants its users to know. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSha256 } from '../../src/node/hashing.ts'
import { createNodeHost } from '../../src/node/host.ts'
import { serve, type RunningServer } from '../../src/node/server.ts'
import { bearerAccess } from '../../src/oci/handler/access.ts'
import { createRegistryHandler } from '../../src/oci/handler/handler.ts'
import { createMemoryRegistry } from '../../src/oci/memory.ts'
import { login } from '../../src/operations/login.ts'
import { push } from '../../src/operations/push.ts'
import { selfSigned } from '../support/certificates.ts'
import { createTokenService } from '../support/token-service.ts'

const folder = mkdtempSync(`${tmpdir()}/kpm-registries-`)
const tokens = createTokenService({
  issuer: 'i',
  service: 's',
  signing: selfSigned(`${folder}/signing`, 'tokens'),
  user: 'alice',
  password: 'secret',
})
let tokenServer: RunningServer
let registry: RunningServer

beforeAll(async () => {
  tokenServer = await serve(tokens.handler)
  const check = bearerAccess({ realm: `${tokenServer.url}/token`, service: 's', judge: tokens.judge })
  const handler = createRegistryHandler(createMemoryRegistry({ sha256: createSha256 }), { check })
  registry = await serve(async (request) => {
    const answer = await handler(request)
    return { ...answer, headers: new Map([...answer.headers, ['warning', ['299 - "this registry closes in May"']]]) }
  })
  mkdirSync(`${folder}/hello`)
  writeFileSync(`${folder}/hello/kcl.mod`, '[package]\nname = "hello"\nversion = "0.1.0"\n')
  writeFileSync(`${folder}/hello/main.k`, 'a = 1\n')
})
afterAll(async () => {
  await registry.stop()
  await tokenServer.stop()
  rmSync(folder, { recursive: true })
})

test('a push asks for one token; what the registry says is passed on once', async () => {
  const warnings: string[] = []
  const host = createNodeHost({
    environment: { HOME: `${folder}/home` },
    report: (event) => event.kind === 'warning' && warnings.push(event.text),
  })
  await login(host, { registry: registry.host, username: 'alice', password: 'secret' })
  tokens.log.length = 0
  warnings.length = 0
  const destination = `oci://${registry.host}/test/hello`
  expect((await push(host, { folder: `${folder}/hello`, destination })).status).toBe('pushed')
  expect(tokens.log).toEqual(['GET user repository:test/hello:pull,push'])
  expect(warnings).toEqual([`${registry.host}: this registry closes in May`])
})
