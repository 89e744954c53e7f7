/** The command lines of the documentation, in order, with the built command against Debian's docker-registry: anonymous, with users, over TLS with a
 *  private authority, and with tokens. The password is typed on a real terminal. */
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { runCommand, type CommandPlace, type CommandResult } from '../support/command.ts'
import { hasDockerRegistry, hasProgram, startDockerRegistry, type DockerRegistryOptions } from '../support/docker-registry.ts'
import { runOnTerminal } from '../support/pseudo-terminal.ts'

const what = 'the documented commands against docker-registry'
const isPossible = hasDockerRegistry(what) && hasProgram('/usr/bin/python3', what)
const examples = fileURLToPath(new URL('../../examples/', import.meta.url))

const temporary: string[] = []
afterAll(() => {
  for (const folder of temporary) rmSync(folder, { recursive: true })
})

function createWorld(env: Readonly<Record<string, string>>) {
  const folder = realpathSync(mkdtempSync(`${tmpdir()}/kpm-e2e-`))
  temporary.push(folder)
  cpSync(examples, `${folder}/examples`, { recursive: true })
  const at = (below: string): CommandPlace => ({ cwd: `${folder}/${below}`, home: `${folder}/home`, env })
  return { folder, at, configFile: `${folder}/home/.kcl/kpm/.kpm/config/config.json` }
}

function expectDone(result: CommandResult): string {
  expect(`${result.code}\n${result.stderr}`).toMatch(/^0\n/)
  return result.stdout
}

const VARIANTS: readonly (readonly [string, DockerRegistryOptions])[] = [
  ['anonymous', { auth: 'none', tls: false }],
  ['with users', { auth: 'basic', tls: false }],
  ['over TLS with a private authority', { auth: 'basic', tls: true }],
  ['with tokens', { auth: 'bearer', tls: false }],
]

describe.skipIf(!isPossible).each(VARIANTS)('docker-registry %s', (_, options) => {
  test('login, push, pull, run by URL, run with a dependency, logout', async () => {
    const registry = await startDockerRegistry(options)
    try {
      const env: Record<string, string> = registry.caFile === undefined ? {} : { NODE_EXTRA_CA_CERTS: registry.caFile }
      if (options.tls) env['OCI_REG_PLAIN_HTTP'] = 'off'
      const { folder, at, configFile } = createWorld(env)
      const url = `oci://${registry.host}/test/hello`

      if (options.auth !== 'none') {
        const refused = await runOnTerminal(['login', '-u', registry.user, registry.host], at('.'), ['wrong\r'])
        expect(refused.code).toBe(1)
        expect(refused.screen).not.toContain('wrong')
        expect(refused.screen).toMatch(/error.*401 UNAUTHORIZED/)
        const anonymous = await runCommand(['push', url], at('examples/hello'))
        expect(anonymous).toMatchObject({ code: 1, stdout: '' })
        expect(anonymous.stderr).toContain(`log in with 'kpm login ${registry.host}'`)
      }
      const login = await runOnTerminal(['login', registry.host], at('.'), [`${registry.user}\r`, `${registry.password}\r`])
      expect(login).toMatchObject({ code: 0 })
      expect(login.screen).not.toContain(registry.password)
      expect(login.screen).toContain('Login succeeded.')
      expect(statSync(configFile).mode & 0o777).toBe(0o600)

      const pushed = expectDone(await runCommand(['push', url], at('examples/hello')))
      expect(pushed).toMatch(new RegExp(`^pushed ${registry.host}/test/hello:0.1.0\ndigest: sha256:[0-9a-f]{64}\n$`))
      expect(expectDone(await runCommand(['push', url], at('examples/hello')))).toContain('already published with the same content')

      expect(expectDone(await runCommand(['pull', '--tag', '0.1.0', url], at('.')))).toContain(`pulled ${registry.host}/test/hello:0.1.0`)
      const pulled = `${folder}/${registry.host}/test/hello/0.1.0`
      for (const name of ['kcl.mod', 'main.k'])
        expect(readFileSync(`${pulled}/${name}`, 'utf8')).toBe(readFileSync(`${examples}hello/${name}`, 'utf8'))

      expect(expectDone(await runCommand(['run', '--tag', '0.1.0', url], at('.')))).toBe(
        'greeting:\n  name: World\n  text: Hello, World!\n',
      )
      expect(expectDone(await runCommand(['run', `${registry.host}/test/hello:0.1.0`, '-D', 'name=Ann'], at('.')))).toContain('Hello, Ann!')

      const app = { ...at('examples/app'), env: { ...env, KPM_REG: registry.host, KPM_REPO: 'test' } }
      expect(expectDone(await runCommand(['run'], app))).toContain('text: Hello, replica 1!')

      expect(expectDone(await runCommand(['logout', registry.host], at('.')))).toBe('Logout succeeded.\n')
      expect(readFileSync(configFile, 'utf8')).not.toContain(registry.host)
      expect(await runCommand(['logout', registry.host], at('.'))).toMatchObject({ code: 1, stdout: '' })
    } finally {
      await registry.stop()
    }
  })
})
