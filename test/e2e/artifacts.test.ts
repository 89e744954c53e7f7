/** What goes over the wire: what we publish has the members kpm's artifacts have and is copied by skopeo as it is; artifacts of other shapes, made by
 *  hand, are pulled and run. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSha256 } from '../../src/node/hashing.ts'
import { createNodeTransport } from '../../src/node/transport.ts'
import { createRegistryClient } from '../../src/oci/client/client.ts'
import { runCommand } from '../support/command.ts'
import { hasDockerRegistry, hasProgram, startDockerRegistry, type DockerRegistry } from '../support/docker-registry.ts'
import { opener, sha256Of } from '../support/registry-contract.ts'

const WHAT = 'artifacts in docker-registry'
const LAYER_TAR = 'application/vnd.oci.image.layer.v1.tar'
const EMPTY = { mediaType: 'application/vnd.oci.empty.v1+json', digest: sha256Of(Buffer.from('{}')), size: 2, data: 'e30=' }

describe.runIf(hasDockerRegistry(WHAT) && hasProgram('/usr/bin/skopeo', WHAT))(WHAT, () => {
  const folder = mkdtempSync(`${tmpdir()}/kpm-artifacts-`)
  const kpm = (words: readonly string[], cwd = folder) => runCommand(words, { cwd, home: `${folder}/home` })
  let registry: DockerRegistry

  beforeAll(async () => {
    registry = await startDockerRegistry({ auth: 'none', tls: false })
    mkdirSync(`${folder}/shop/lib`, { recursive: true })
    writeFileSync(`${folder}/shop/kcl.mod`, '[package]\nname = "shop"\nversion = "0.2.0"\ndescription = "A shop"\n')
    writeFileSync(`${folder}/shop/main.k`, 'import lib.prices\n\nprice = prices.bread\n')
    writeFileSync(`${folder}/shop/lib/prices.k`, 'bread = 3\n')
  })
  afterAll(async () => {
    await registry.stop()
    rmSync(folder, { recursive: true })
  })

  test('a pushed package: its manifest member by member, and what skopeo copies out', async () => {
    expect(await kpm(['push', `oci://${registry.host}/test/shop`], `${folder}/shop`)).toMatchObject({ code: 0 })
    execFileSync('skopeo', [
      '--insecure-policy',
      'copy',
      '-q',
      '--src-tls-verify=false',
      `docker://${registry.host}/test/shop:0.2.0`,
      `dir:${folder}/copy`,
    ])
    const manifest = JSON.parse(readFileSync(`${folder}/copy/manifest.json`, 'utf8'))
    const layer = readFileSync(`${folder}/copy/${manifest.layers[0].digest.slice('sha256:'.length)}`)
    expect(manifest).toEqual({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      artifactType: `${LAYER_TAR}+gzip`,
      config: EMPTY,
      layers: [
        {
          mediaType: `${LAYER_TAR}+gzip`,
          digest: sha256Of(layer),
          size: layer.length,
          annotations: { 'org.opencontainers.image.title': 'shop_0.2.0.tgz' },
        },
      ],
      annotations: {
        'org.kcllang.package.description': 'A shop',
        'org.kcllang.package.name': 'shop',
        'org.kcllang.package.sum': expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/),
        'org.kcllang.package.version': '0.2.0',
        'org.opencontainers.image.created': expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      },
    })
    writeFileSync(`${folder}/layer.tgz`, layer)
    expect(execFileSync('tar', ['tzf', `${folder}/layer.tgz`], { encoding: 'utf8' })).toBe('kcl.mod\nlib\nlib/prices.k\nmain.k\n')
  })

  test.each([
    ['as kpm makes them', 'new', ['kcl.mod', 'lib', 'main.k'], { isGzip: true, mediaType: `${LAYER_TAR}+gzip`, title: 'shop_0.2.0.tgz' }],
    ['as older ones made them', 'old', ['.'], { isGzip: false, mediaType: LAYER_TAR, title: 'shop_0.2.0.tar' }],
    ['with `.` entries, gzip under the type of a tar', 'mixed', ['.'], { isGzip: true, mediaType: LAYER_TAR, title: 'shop_0.2.0.tgz' }],
  ])('made by hand, %s', async (_, name, entries, { isGzip, mediaType, title }) => {
    const tar = execFileSync('tar', ['-C', `${folder}/shop`, '--owner=joe:1001', '--group=dev:1001', '-cf', '-', ...entries])
    const archive = isGzip ? gzipSync(tar) : tar
    await publish(`hand/${name}`, archive, { mediaType, title })
    const reference = `oci://${registry.host}/hand/${name}`
    expect(await kpm(['pull', '--tag', '0.2.0', reference])).toMatchObject({ code: 0 })
    const pulled = `${folder}/${registry.host}/hand/${name}/0.2.0`
    expect(readdirSync(pulled, { recursive: true }).toSorted()).toEqual(['kcl.mod', 'lib', 'lib/prices.k', 'main.k'])
    expect(await kpm(['run', '--tag', '0.2.0', reference])).toMatchObject({ code: 0, stdout: 'price: 3\n' })
  })

  async function publish(
    repository: string,
    archive: Buffer,
    { mediaType, title }: { readonly mediaType: string; readonly title: string },
  ): Promise<void> {
    const transport = createNodeTransport({ environment: {} })
    const client = createRegistryClient({ transport, host: registry.host, plainHttp: true, sha256: createSha256 })
    const layer = { mediaType, digest: sha256Of(archive), size: archive.length, annotations: { 'org.opencontainers.image.title': title } }
    await client.writeBlob(repository, layer, opener(archive))
    await client.writeBlob(repository, EMPTY, opener(Buffer.from('{}')))
    const annotations = { 'org.kcllang.package.name': 'shop', 'org.kcllang.package.version': '0.2.0' }
    const type = 'application/vnd.oci.image.manifest.v1+json'
    const manifest = { schemaVersion: 2, mediaType: type, artifactType: mediaType, config: EMPTY, layers: [layer], annotations }
    await client.writeManifest(repository, '0.2.0', type, Buffer.from(JSON.stringify(manifest)))
  }
})
