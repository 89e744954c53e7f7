import { expect, test } from 'vitest'
import { createMemoryHost } from '../../../src/host/memory.ts'
import { parseLockfile, readLockfile } from '../../../src/package/lockfile/parse.ts'

test('what kpm writes', () => {
  const { entries } = parseLockfile(
    `[dependencies]
  [dependencies.base]
    name = "base"
    full_name = "base_0.1.0"
    version = "0.1.0"
  [dependencies.brandnew]
    name = "brandnew"
    full_name = "greeter_0.2.0"
    version = "0.2.0"
    sum = "az8cAurs9g6IaXSW17asRJkBzKVxq7W2DZ/yMfkBf9c="
    reg = "ghcr.io"
    repo = "kcl-lang/greeter"
    oci_tag = "0.2.0"
  [dependencies.hostless]
    name = "hostless"
    version = "0.1.0"
    repo = "/team/hostless"
    oci_tag = "0.1.0"
  [dependencies.cfg]
    name = "cfg"
    version = "1.4.0"
    url = "https://example.com/ops/cfg.git"
    git_tag = "v1.4"
`,
    'kcl.mod.lock',
  )
  expect([...entries.values()]).toEqual([
    { name: 'base', version: '0.1.0' },
    {
      name: 'brandnew',
      version: '0.2.0',
      sum: 'az8cAurs9g6IaXSW17asRJkBzKVxq7W2DZ/yMfkBf9c=',
      registry: 'ghcr.io',
      repository: 'kcl-lang/greeter',
      tag: '0.2.0',
    },
    { name: 'hostless', version: '0.1.0', repository: 'team/hostless', tag: '0.1.0' },
    { name: 'cfg', version: '1.4.0' },
  ])
})

test('an empty file and a missing one lock nothing', async () => {
  expect(parseLockfile('', 'kcl.mod.lock').entries.size).toBe(0)
  expect(await readLockfile(createMemoryHost().files, '/app')).toEqual({ path: '/app/kcl.mod.lock', entries: new Map() })
})

test.each([
  ['dependencies = 1', "kcl.mod.lock:1:1: 'dependencies' is not a table"],
  ['[dependencies]\nx = "1"', "kcl.mod.lock:2:1: 'x' is not a table"],
])('%j', (text, message) => {
  expect(() => parseLockfile(text, 'kcl.mod.lock')).toThrow(expect.objectContaining({ code: 'LOCK_INVALID', message }))
})
