/** Shows kpm at work, with nothing but this checkout: a registry in memory on a free port of this machine, and the commands of the documentation one after
 *  another, each printed before what it says. Home and store are temporary. */
import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { serveMemoryRegistry } from '../build/library/index.js'

const project = fileURLToPath(new URL('..', import.meta.url))
const USER = 'demo'
const PASSWORD = 'open sesame'

const home = mkdtempSync(join(tmpdir(), 'kpm-demo-'))
const registry = await serveMemoryRegistry({ users: { [USER]: PASSWORD } })
try {
  await show(registry.host)
} catch (trouble) {
  console.error(trouble.message)
  process.exitCode = 1
} finally {
  await registry.stop()
  rmSync(home, { recursive: true })
}

async function show(host) {
  cpSync(join(project, 'examples'), join(home, 'examples'), { recursive: true })
  console.log(`A registry runs on ${host}; it knows the user ${USER}.`)
  await kpm('.', `login -u ${USER} --password-stdin ${host}`, { input: PASSWORD })
  await kpm('examples/hello', `push oci://${host}/demo/hello`)
  await kpm('.', `pull --tag 0.1.0 oci://${host}/demo/hello`)
  await kpm('.', `run --tag 0.1.0 oci://${host}/demo/hello`)
  console.log('\nThe package app depends on hello:')
  await kpm('examples/app', 'run', { env: { KPM_REG: host, KPM_REPO: 'demo' } })
  await kpm('.', `logout ${host}`)
}

/** Prints a command, runs it in a folder below the temporary home, and throws when it fails. */
async function kpm(folder, words, { input = '', env = {} } = {}) {
  const variables = Object.entries(env).map(([name, value]) => `${name}=${value} `)
  console.log(`\n${folder === '.' ? '' : `${folder} `}$ ${variables.join('')}kpm ${words}`)
  const child = spawn(process.execPath, [join(project, 'build/main.js'), ...words.split(' ')], {
    cwd: join(home, folder),
    env: { PATH: process.env.PATH, HOME: home, KCL_PKG_PATH: join(home, 'store'), ...env },
    stdio: ['pipe', 'inherit', 'inherit'],
  })
  child.stdin.end(input)
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve))
  if (code !== 0) throw new Error(`kpm ${words} ended with ${code}`)
}
