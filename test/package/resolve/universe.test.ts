/** The dependency graphs of real published packages, resolved and compared with a second, simpler reading of the rule: visit every version that anybody
 *  asks for, keep the highest of each name, then keep what is reached. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { isRepository } from '../../../src/oci/reference.ts'
import { expectManifest } from '../../../src/package/manifest/read.ts'
import { resolveDependencies } from '../../../src/package/resolve/resolve.ts'
import { compareVersions, parseVersion, tagOf } from '../../../src/package/version.ts'
import { hasShared, sharedFolder } from '../../support/shared.ts'
import { createWorld, kclMod, publish } from '../support/world.ts'

type History = Readonly<Record<string, Readonly<Record<string, { readonly deps: Readonly<Record<string, string | object>> }>>>>

describe.runIf(hasShared('resolving real dependency graphs'))('real dependency graphs', () => {
  test('agree with visiting every version', async () => {
    const universe = JSON.parse(readFileSync(`${sharedFolder}/packages/registry-universe.json`, 'utf8')) as {
      from_kcl_mod_history: History
    }
    const names = Object.entries(universe.from_kcl_mod_history).filter(([name]) => isRepository(name))
    const history: History = Object.fromEntries(names)
    const world = createWorld()
    for (const [name, versions] of Object.entries(history)) {
      for (const [version, { deps }] of Object.entries(versions)) {
        const lines = Object.entries(deps).flatMap(([key, tag]) => (typeof tag === 'string' ? [`"${key}" = "${tag}"`] : []))
        await publish(world, `ghcr.io/kcl-lang/${name}:${tagOf(version)}`, { 'kcl.mod': kclMod(name, version, ...lines) })
      }
    }
    let compared = 0
    for (const [name, versions] of Object.entries(history)) {
      for (const version of Object.keys(versions)) {
        const expected = selectAll(history, name, version)
        if (expected === undefined) continue
        const folder = `/apps/${name}/${version}`
        await world.files.write(`${folder}/kcl.mod`, new TextEncoder().encode(kclMod('app', '1', `"${name}" = "${version}"`)))
        const graph = await resolveDependencies(world, folder, await expectManifest(world.files, folder))
        const found = new Map(
          [...graph.packages.values()].map((pkg) => [pkg.name, pkg.origin.kind === 'oci' ? pkg.origin.location.tag : undefined]),
        )
        expect(found, `${name}@${version}`).toEqual(new Map([...expected].map(([key, tag]) => [key, tagOf(tag)])))
        compared += 1
      }
    }
    expect(compared).toBeGreaterThan(300)
  })
})

/** undefined when the history misses a version that is asked for. */
function selectAll(history: History, name: string, version: string): ReadonlyMap<string, string> | undefined {
  const highest = new Map<string, string>()
  const queue: [string, string][] = [[name, version]]
  const seen = new Set<string>()
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const [key, tag] = next
    if (seen.has(`${key}@${tag}`)) continue
    seen.add(`${key}@${tag}`)
    const deps = history[key]?.[tag]?.deps
    if (deps === undefined) return undefined
    const before = parseVersion(highest.get(key) ?? '')
    const now = parseVersion(tag)
    if (now === undefined) return undefined
    if (before === undefined || compareVersions(now, before) > 0) highest.set(key, tag)
    for (const [dep, asked] of Object.entries(deps)) if (typeof asked === 'string') queue.push([dep, asked])
  }
  const reached = new Map<string, string>()
  const open = [name]
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    const tag = highest.get(key)
    if (tag === undefined || reached.has(key)) continue
    reached.set(key, tag)
    open.push(...Object.keys(history[key]?.[tag]?.deps ?? {}))
  }
  return reached
}
