/** A world with packages in registries: what a test says is published, with what each registry was asked for. */
import { createMemoryHost, type MemoryHost, type MemoryHostOptions } from '../../../src/host/memory.ts'
import { createMemoryRegistry } from '../../../src/oci/memory.ts'
import { EMPTY_CONFIG_BYTES, EMPTY_CONFIG_DESCRIPTOR } from '../../../src/oci/manifest.ts'
import { IMAGE_MANIFEST, LAYER_TAR_GZIP } from '../../../src/oci/media-types.ts'
import { digestOf } from '../../../src/oci/digest.ts'
import type { Registry } from '../../../src/oci/registry.ts'
import { archiveName, packFolder } from '../../../src/package/archive/pack.ts'
import { formatArtifact } from '../../../src/package/artifact.ts'
import { kpmSumOf } from '../../../src/package/integrity/kpm-sum.ts'
import { parseManifest } from '../../../src/package/manifest/parse.ts'

export interface World extends MemoryHost {
  /** Requests since the last look, as `HEAD a/b:1`, `GET a/b:1`, `BLOB a/b`, `TAGS a/b`. */
  readonly takeRequests: () => string[]
}

export function createWorld(options: MemoryHostOptions = {}): World {
  let requests: string[] = []
  const registries = new Map<string, Registry>()
  const plain = createMemoryHost(options)
  const registry = (host: string): Registry => {
    const known = registries.get(host)
    if (known !== undefined) return known
    const made = recorded(createMemoryRegistry({ sha256: plain.sha256, host }), (request) => requests.push(request))
    registries.set(host, made)
    return made
  }
  return {
    ...plain,
    registry,
    takeRequests: () => {
      const taken = requests
      requests = []
      return taken
    },
  }
}

function publishedAt(repository: string): { readonly host: string; readonly name: string } {
  const slash = repository.indexOf('/')
  return { host: repository.slice(0, slash), name: repository.slice(slash + 1) }
}

/** Publishes files (relative paths) under `host/repository:tag`, as kpm would; returns the digest of the manifest. */
export async function publish(
  world: World,
  reference: string,
  files: Readonly<Record<string, string>>,
  changes: { readonly sum?: string; readonly layer?: Uint8Array; readonly title?: string; readonly mediaType?: string } = {},
): Promise<string> {
  const [place = '', tag = ''] = reference.split(/:(?=[^/]*$)/)
  const { host, name } = publishedAt(place)
  const folder = createMemoryHost({ files: Object.fromEntries(Object.entries(files).map(([path, text]) => [`/p/${path}`, text])) })
  const manifest = parseManifest(files['kcl.mod'] ?? '', 'kcl.mod')
  const packed = await packFolder(folder.files, '/p', manifest)
  const layer = changes.layer ?? world.gzip(packed.tar)
  const named = { name: manifest.name ?? name, version: manifest.version ?? tag }
  const title = changes.title ?? archiveName(named, '.tgz')
  const descriptor = { mediaType: LAYER_TAR_GZIP, digest: digestOf(layer, world.sha256), size: layer.length }
  const bytes = formatArtifact({
    ...named,
    description: manifest.description,
    sum: changes.sum ?? kpmSumOf(world, packed.files),
    layer: { ...descriptor, title },
    created: new Date(0),
  })
  const registry = world.registry(host)
  await registry.writeBlob(name, descriptor, () => once(layer))
  await registry.writeBlob(name, EMPTY_CONFIG_DESCRIPTOR, () => once(EMPTY_CONFIG_BYTES))
  const stored = await registry.writeManifest(name, tag, IMAGE_MANIFEST, bytes)
  world.takeRequests()
  return stored.digest
}

/** A kcl.mod with a name, a version and dependency lines. */
export function kclMod(name: string, version: string, ...dependencies: readonly string[]): string {
  const lines = dependencies.length === 0 ? '' : `\n[dependencies]\n${dependencies.join('\n')}\n`
  return `[package]\nname = "${name}"\nversion = "${version}"\n${lines}`
}

function recorded(registry: Registry, record: (request: string) => void): Registry {
  return {
    ...registry,
    resolve: (repository, reference) => {
      record(`HEAD ${repository}:${reference}`)
      return registry.resolve(repository, reference)
    },
    readManifest: (repository, reference) => {
      record(`GET ${repository}:${reference}`)
      return registry.readManifest(repository, reference)
    },
    readBlob: (repository, blob) => {
      record(`BLOB ${repository}`)
      return registry.readBlob(repository, blob)
    },
    listTags: (repository) => {
      record(`TAGS ${repository}`)
      return registry.listTags(repository)
    },
  }
}

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes
}
