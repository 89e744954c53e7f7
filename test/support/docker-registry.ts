/** Debian's docker-registry (distribution 2.8) on a free loopback port, for tests against a registry that is not ours. Where it is not installed the tests
 *  say so and are skipped; `KPM_REQUIRE_REGISTRY=1` turns that into a failure. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { serve, type RunningServer } from '../../src/node/server.ts'
import { createAuthority, selfSigned } from './certificates.ts'
import { createTokenService, type TokenService } from './token-service.ts'

export interface DockerRegistry {
  /** `127.0.0.1:port`, also reachable as `localhost:port`. */
  readonly host: string
  readonly user: string
  readonly password: string
  /** The private authority of its certificate, when it has one. */
  readonly caFile: string | undefined
  /** Of the bearer variant. */
  readonly tokens: TokenService | undefined
  /** Its files; gone after `stop`. */
  readonly folder: string
  readonly stop: () => Promise<void>
}

export interface DockerRegistryOptions {
  readonly auth: 'none' | 'basic' | 'bearer'
  readonly tls: boolean
  /** Lines of YAML added to the sections, already indented. */
  readonly http?: string
  readonly storage?: string
  readonly top?: string
}

const PROGRAM = '/usr/bin/docker-registry'
const USER = 'alice'
const PASSWORD = 's3cret:with-colon'

/** True when it is installed. When it is not: throws under `KPM_REQUIRE_REGISTRY=1`, else warns that `what` is skipped. */
export function hasDockerRegistry(what: string): boolean {
  return hasProgram(PROGRAM, what)
}

/** The same for another program of these tests. */
export function hasProgram(path: string, what: string): boolean {
  if (existsSync(path)) return true
  if (process.env['KPM_REQUIRE_REGISTRY'] === '1') throw new Error(`${what}: ${path} is absent and KPM_REQUIRE_REGISTRY=1`)
  console.warn(`skipped: ${what} (${path} is absent)`)
  return false
}

export async function startDockerRegistry(options: DockerRegistryOptions): Promise<DockerRegistry> {
  const folder = mkdtempSync(`${tmpdir()}/kpm-registry-`)
  const bearer = options.auth === 'bearer' ? await startTokens(folder) : undefined
  const tls = options.tls ? createTls(folder) : undefined
  writeFileSync(`${folder}/config.yml`, formatConfig(folder, options, { tls: tls?.lines, realm: bearer?.server.url }))
  const { child, host } = await launch(`${folder}/config.yml`)
  return {
    host,
    user: USER,
    password: PASSWORD,
    caFile: tls?.caFile,
    tokens: bearer?.service,
    folder,
    stop: async () => {
      await end(child)
      await bearer?.server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function startTokens(folder: string): Promise<{ readonly service: TokenService; readonly server: RunningServer }> {
  const signing = selfSigned(folder, 'tokens')
  const service = createTokenService({
    issuer: 'test-issuer',
    service: 'test-registry',
    signing,
    user: USER,
    password: PASSWORD,
    publicPrefix: 'public/',
    refreshToken: 'refresh-me',
  })
  return { service, server: await serve(service.handler) }
}

function createTls(folder: string): { readonly caFile: string; readonly lines: string } {
  const authority = createAuthority(`${folder}/tls`)
  const server = authority.issue(['localhost', '127.0.0.1'])
  return { caFile: authority.certificateFile, lines: `  tls: { certificate: ${server.certificateFile}, key: ${server.keyFile} }\n` }
}

function formatConfig(
  folder: string,
  options: DockerRegistryOptions,
  parts: { readonly tls: string | undefined; readonly realm: string | undefined },
): string {
  return [
    'version: 0.1',
    'log: { level: error, accesslog: { disabled: true } }',
    'storage:',
    `  filesystem: { rootdirectory: ${folder}/data }`,
    '  delete: { enabled: true }',
    options.storage ?? '  maintenance: { uploadpurging: { enabled: false } }',
    'http:',
    '  addr: 127.0.0.1:0',
    '  secret: fixed-for-tests',
    `${parts.tls ?? ''}${options.http ?? ''}${formatAuth(folder, options.auth, parts.realm)}`,
    options.top ?? '',
    '',
  ].join('\n')
}

function formatAuth(folder: string, auth: DockerRegistryOptions['auth'], realm: string | undefined): string {
  switch (auth) {
    case 'none':
      return ''
    case 'basic':
      writeFileSync(`${folder}/htpasswd`, execFileSync('htpasswd', ['-Bbn', USER, PASSWORD]))
      return `auth: { htpasswd: { realm: test, path: ${folder}/htpasswd } }\n`
    case 'bearer':
      return `auth: { token: { realm: "${realm}/token", service: test-registry, issuer: test-issuer, rootcertbundle: ${folder}/tokens.crt } }\n`
  }
}

/** The port is known when it says on which it listens. */
async function launch(config: string): Promise<{ readonly child: ChildProcess; readonly host: string }> {
  // Its log goes to stderr, at a level that includes the line with the port.
  const child = spawn(PROGRAM, ['serve', config], { stdio: ['ignore', 'ignore', 'pipe'], env: { REGISTRY_LOG_LEVEL: 'info' } })
  let log = ''
  const host = await new Promise<string>((resolve, reject) => {
    child.stderr?.on('data', (chunk: Buffer) => {
      log = `${log}${chunk.toString()}`.slice(-20_000)
      const port = /listening on (?:127\.0\.0\.1|\[::\]):(\d+)/.exec(log)?.[1]
      if (port !== undefined) resolve(`127.0.0.1:${port}`)
    })
    child.once('exit', (code) => reject(new Error(`docker-registry ended with ${code}: ${log}`)))
    child.once('error', reject)
  })
  return { child, host }
}

function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.kill('SIGKILL')
  })
}
