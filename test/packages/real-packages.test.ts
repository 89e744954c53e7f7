/** Real published packages through a real registry: pushed, pulled back byte for byte, run, and used by ten programs that are published themselves.
 *  `programs/<name>/expected.yaml` is what the real engine 0.13.2 gives for the same program and arguments. */
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runCommand } from '../support/command.ts'
import { hasDockerRegistry, startDockerRegistry, type DockerRegistry } from '../support/docker-registry.ts'
import { hasShared, sharedFolder } from '../support/shared.ts'

const WHAT = 'real packages through a real registry'
const available = hasShared(WHAT) && hasDockerRegistry(WHAT)
const programs = fileURLToPath(new URL('programs', import.meta.url))

interface PublishedPackage {
  readonly folder: string
  readonly version: string
  /** What `kpm run` of the package alone gives, as the real engine does: exit status and a piece of its output or message. */
  readonly alone: readonly [0 | 1, string]
}

/** Dependencies come before what needs them. */
const PACKAGES: Readonly<Record<string, PublishedPackage>> = {
  k8s: { folder: 'k8s/1.31', version: '1.31.2', alone: [1, 'No input KCL files'] },
  'argo-workflow': { folder: 'argo-workflow', version: '3.6.5', alone: [1, 'No input KCL files'] },
  'cert-manager': { folder: 'cert-manager', version: '0.3.0', alone: [1, 'No input KCL files'] },
  'add-default-resources': { folder: 'add-default-resources', version: '0.1.0', alone: [0, 'items: []\n'] },
  'check-container-limits': { folder: 'check-container-limits', version: '0.1.0', alone: [1, "'NoneType' object is not iterable"] },
  'check-probes': { folder: 'check-probes', version: '0.1.0', alone: [1, "'NoneType' object is not iterable"] },
  difflib: { folder: 'difflib', version: '0.2.0', alone: [0, '{}\n'] },
  json_merge_patch: { folder: 'json_merge_patch', version: '0.1.1', alone: [0, 'KCL_BUILTIN_TYPES:\n- int\n'] },
  looper: { folder: 'looper', version: '0.2.0', alone: [1, 'expected 5 positional arguments, found 4'] },
  outdent: { folder: 'outdent', version: '0.1.0', alone: [0, '{}\n'] },
  'required-labels': { folder: 'required-labels', version: '0.1.0', alone: [1, "invalid value 'NoneType' to load attribute 'requires'"] },
  'set-annotations': { folder: 'set-annotations', version: '0.1.1', alone: [1, "'NoneType' object is not iterable"] },
}

describe.skipIf(!available)(WHAT, () => {
  const work = mkdtempSync(join(tmpdir(), 'kpm-real-'))
  const home = join(work, 'home')
  let registry: DockerRegistry
  const kpm = (argv: readonly string[], cwd = work) => runCommand(argv, { cwd, home, env: { KPM_REG: registry.host, KPM_REPO: 'modules' } })

  beforeAll(async () => {
    registry = await startDockerRegistry({ auth: 'none', tls: false })
  })
  afterAll(async () => {
    await registry.stop()
    rmSync(work, { recursive: true, force: true })
  })

  describe.sequential('each package', () => {
    test.each(Object.entries(PACKAGES))('%s', { timeout: 120_000 }, async (name, pkg) => {
      const source = `${sharedFolder}/packages/${pkg.folder}`
      const reference = `oci://${registry.host}/modules/${name}`
      const pushed = await kpm(['push', reference], source)
      expect(pushed.stderr + pushed.stdout).toContain(pkg.version)
      expect(pushed.code).toBe(0)

      const destination = join(work, 'pulled', name)
      const pulled = await kpm(['pull', '--tag', pkg.version, reference, destination])
      expect(pulled).toMatchObject({ code: 0 })
      expect(readTree(findPackage(destination))).toEqual(readTree(source))

      const ran = await kpm(['run', '--tag', pkg.version, reference])
      expect(ran.stdout + ran.stderr).toContain(pkg.alone[1])
      expect(ran.code).toBe(pkg.alone[0])
    })
  })

  describe.sequential('each program that uses them', () => {
    test.each(readdirSync(programs))('%s', { timeout: 120_000 }, async (name) => {
      const folder = join(work, 'programs', name)
      cpSync(join(programs, name), folder, { recursive: true })
      const reference = `oci://${registry.host}/programs/${name}`
      expect(await kpm(['push', reference], folder)).toMatchObject({ code: 0 })

      const argv = existsSync(join(folder, 'arguments.json')) ? parseArgv(readFileSync(join(folder, 'arguments.json'), 'utf8')) : []
      const ran = await kpm(['run', '--tag', '0.1.0', reference, ...argv], folder)
      expect(ran.stderr).not.toContain('error')
      expect(ran.stdout).toBe(readFileSync(join(folder, 'expected.yaml'), 'utf8'))
    })
  })
})

function parseArgv(text: string): string[] {
  const argv: unknown = JSON.parse(text)
  if (!Array.isArray(argv) || !argv.every((word) => typeof word === 'string')) throw new Error(`not a list of words: ${text}`)
  return argv
}

/** `pull` makes folders below the destination, as kpm does: the one that holds `kcl.mod`. */
function findPackage(folder: string): string {
  if (existsSync(join(folder, 'kcl.mod'))) return folder
  const inner = readdirSync(folder).find((name) => statSync(join(folder, name)).isDirectory())
  if (inner === undefined) throw new Error(`no kcl.mod below ${folder}`)
  return findPackage(join(folder, inner))
}

/** Path → content of every file that belongs to a package. */
function readTree(folder: string): Record<string, string> {
  const tree: Record<string, string> = {}
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted()) {
    const path = join(folder, name)
    if (statSync(path).isFile()) tree[name] = readFileSync(path, 'latin1')
  }
  return tree
}
