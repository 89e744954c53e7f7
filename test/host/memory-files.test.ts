import { mkdtemp, realpath, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { afterAll, expect, test } from 'vitest'
import { createMemoryFiles } from '../../src/host/memory-files.ts'
import { createNodeFiles } from '../../src/node/files.ts'
import { describeFiles } from '../contracts/files.ts'

const temporary: string[] = []
afterAll(async () => {
  for (const folder of temporary) await rm(folder, { recursive: true })
})

describeFiles('memory', async (links = {}) => {
  const contents = Object.entries(links).map(([name, link]) => [`/world/${name}`, { link }] as const)
  const { files } = createMemoryFiles(Object.fromEntries(contents))
  await files.makeFolder('/world')
  return { files, folder: '/world' }
})

describeFiles('node', async (links = {}) => {
  const folder = await realpath(await mkdtemp(`${tmpdir()}/kpm-files-`))
  temporary.push(folder)
  for (const [name, target] of Object.entries(links)) await symlink(target, `${folder}/${name}`)
  return { files: createNodeFiles(), folder }
})

test('the engine sees the same tree, from its folder', async () => {
  const { files, engineFiles, snapshot } = createMemoryFiles({ '/a/main.k': 'x = 1', '/a/lib/b.k': 'y', '/a/link': { link: 'lib' } })
  const engine = engineFiles('/a')
  const decode = (content: Uint8Array | undefined) => new TextDecoder().decode(content)
  expect(decode(engine.readFile('main.k'))).toBe('x = 1')
  expect(engine.readFile('none.k')).toBeUndefined()
  expect(engine.readFile('lib')).toBeUndefined()
  expect(engine.listFolder('/a')?.toSorted((a, b) => (a.name < b.name ? -1 : 1))).toEqual([
    { name: 'lib', kind: 'folder' },
    { name: 'link', kind: 'folder' },
    { name: 'main.k', kind: 'file' },
  ])
  expect(engine.stat('link/b.k')).toEqual({ kind: 'file', size: 1 })
  engine.writer.appendFile('main.k', new TextEncoder().encode('\n'))
  engine.writer.makeFolder('new/deep', { parents: true })
  engine.writer.copy('lib', 'new/copy')
  engine.writer.move('new/copy/b.k', 'moved.k')
  engine.writer.remove('lib')
  expect(() => engine.writer.remove('lib')).toThrow('cannot remove /a/lib')
  expect(() => engine.writer.makeFolder('no/parents', { parents: false })).toThrow('cannot create /a/no/parents')
  expect(await files.list('/a/new')).toEqual(['copy', 'deep'])
  expect(snapshot()).toEqual({ '/a/main.k': 'x = 1\n', '/a/moved.k': 'y' })
})
