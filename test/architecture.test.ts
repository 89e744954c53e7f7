/** The architecture is executable: who may import whom, who may touch Node, how long a file may be. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Folder → the folders it may import. Doors are the files directly in `src`. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  base: [],
  engine: ['base'],
  oci: ['base'],
  host: ['base', 'oci'],
  package: ['base', 'oci', 'host'],
  operations: ['base', 'engine', 'oci', 'host', 'package'],
  cli: ['base', 'engine', 'host', 'operations'],
  node: ['base', 'oci', 'host'],
  doors: ['base', 'engine', 'oci', 'host', 'operations', 'cli', 'node'],
}

/** Inside the engine a file imports from its own folder and from folders further left. */
const ENGINE_ORDER = [
  'host.ts',
  'model',
  'faults',
  'types',
  'text',
  'values',
  'library',
  '1-lex',
  '2-parse',
  '3-load',
  '4-bind',
  '5-check',
  '6-evaluate',
  '7-emit',
  'tools',
  'pipeline.ts',
  'index.ts',
] // prettier-ignore

const FORBIDDEN_NAMES = ['utils', 'helpers', 'common', 'misc', 'types', 'util', 'helper']

interface SourceFile {
  readonly path: string
  readonly text: string
  readonly imports: readonly string[]
}

const files = readSources(join(root, 'src'))

describe('the direction of imports', () => {
  test.each(files.map((file) => [file.path, file] as const))('%s', (_, file) => {
    const folder = folderOf(file.path)
    for (const specifier of file.imports) {
      if (specifier.startsWith('node:')) expect(folder, `${file.path} imports ${specifier}`).toBe('node')
      if (!specifier.startsWith('.')) continue
      const target = normalize(join(dirname(file.path), specifier))
      const targetFolder = folderOf(target)
      if (targetFolder === folder) continue
      expect(MAY_IMPORT[folder], `${file.path} → ${target}`).toContain(targetFolder)
    }
  })

  test.each(files.filter((file) => file.path.startsWith('src/engine/')).map((file) => [file.path, file] as const))(
    'inside the engine: %s',
    (_, file) => {
      for (const specifier of file.imports) {
        if (!specifier.startsWith('.')) continue
        const target = normalize(join(dirname(file.path), specifier))
        if (!target.startsWith('src/engine/')) continue
        expect(enginePlace(target), `${file.path} → ${target}`).toBeLessThanOrEqual(enginePlace(file.path))
      }
    },
  )
})

describe('what a file may hold', () => {
  test.each(files.map((file) => [file.path, file] as const))('%s', (_, file) => {
    expect(file.text.split('\n').length, 'lines').toBeLessThanOrEqual(501)
    const name = (file.path.split('/').at(-1) ?? '').replace(/\.(d\.)?ts$/, '')
    expect(FORBIDDEN_NAMES, 'file name').not.toContain(name)
    expect(file.text, 'default export').not.toMatch(/^export default/m)
    if (folderOf(file.path) === 'node' || folderOf(file.path) === 'doors') return
    const code = file.text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
    expect(code, 'Node globals and the network belong to src/node').not.toMatch(/\bprocess\.|\bBuffer\b|(?<![.\w])fetch\(|\bconsole\./)
  })
})

function folderOf(path: string): string {
  const parts = path.split('/')
  return parts.length > 2 ? (parts[1] ?? '') : 'doors'
}

function enginePlace(path: string): number {
  const part = path.split('/')[2] ?? ''
  const place = ENGINE_ORDER.indexOf(part)
  if (part.endsWith('.d.ts')) return 0
  if (place < 0) throw new Error(`${path}: engine folder ${part} has no place in the order`)
  return place
}

function readSources(folder: string): SourceFile[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .toSorted()
    .map((name) => {
      const text = readFileSync(join(folder, name), 'utf8')
      const imports = [...text.matchAll(/(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)].map((match) => match[1] ?? '')
      return { path: relative(root, join(folder, name)), text, imports }
    })
}
