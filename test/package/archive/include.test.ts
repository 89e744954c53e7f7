import { describe, expect, test } from 'vitest'
import { createMemoryHost } from '../../../src/host/memory.ts'
import { listPackageEntries } from '../../../src/package/archive/include.ts'

async function list(names: readonly string[], filters: { include?: readonly string[]; exclude?: readonly string[] } = {}): Promise<string> {
  const files = Object.fromEntries(names.map((name) => [`/p.git.tar/${name}`, '']))
  const entries = await listPackageEntries(createMemoryHost({ files }).files, '/p.git.tar', { include: [], exclude: [], ...filters })
  return entries.map((entry) => (entry.kind === 'folder' ? `${entry.path}/` : entry.path)).join(' ')
}

const PACKAGE = ['kcl.mod', 'main.k', 'a.k', 'b.k', 'sub/c.k', 'sub/deep/d.k', 'docs/x.md', 'notes.txt']

describe('filters', () => {
  test.each([
    [{}, 'a.k b.k docs/ docs/x.md kcl.mod main.k notes.txt sub/ sub/c.k sub/deep/ sub/deep/d.k'],
    [{ exclude: ['a.k', 'b.k'] }, 'docs/ docs/x.md kcl.mod main.k notes.txt sub/ sub/c.k sub/deep/ sub/deep/d.k'],
    [{ include: ['*.k', 'kcl.mod'] }, 'a.k b.k kcl.mod main.k'],
    [{ include: ['*.k', 'sub/*.k', 'kcl.mod'] }, 'a.k b.k kcl.mod main.k sub/c.k'],
    [{ include: ['**/*.k'] }, 'a.k b.k kcl.mod main.k sub/c.k sub/deep/d.k'],
    [{ include: ['sub'] }, 'kcl.mod sub/ sub/c.k sub/deep/ sub/deep/d.k'],
    [{ include: ['./sub/'] }, 'kcl.mod sub/ sub/c.k sub/deep/ sub/deep/d.k'],
    [{ exclude: ['docs', 'sub/deep'] }, 'a.k b.k kcl.mod main.k notes.txt sub/ sub/c.k'],
    [{ exclude: ['[ab].k', '?otes.*'] }, 'docs/ docs/x.md kcl.mod main.k sub/ sub/c.k sub/deep/ sub/deep/d.k'],
    [{ include: ['*.k'], exclude: ['main.k'] }, 'a.k b.k kcl.mod'],
    [{ exclude: ['*'] }, 'kcl.mod'],
    [{ exclude: ['{a,b}.k', '!main.k', '+(a).k'] }, 'a.k b.k docs/ docs/x.md kcl.mod main.k notes.txt sub/ sub/c.k sub/deep/ sub/deep/d.k'],
  ])('%j', async (filters, expected) => expect(await list(PACKAGE, filters)).toBe(expected))
})

test('names are walked by their bytes, a folder before what it holds', async () => {
  expect(await list(['lib.k', 'lib/x.k', 'lib-a/x.k', 'kcl.mod', 'Z.k', 'é.k', '\u{1f600}.k', '\uffee.k'])).toBe(
    'Z.k kcl.mod lib/ lib/x.k lib-a/ lib-a/x.k lib.k é.k \uffee.k \u{1f600}.k',
  )
})

test('version control and older archives stay out, by whole names', async () => {
  const names = [
    'kcl.mod',
    '.git/config',
    'sub/.git/x',
    '.gitignore',
    '.github/w.yml',
    'x.tar',
    'sub/x.tar.gz',
    'x.tar.k',
    'my.git.k',
    'data.tgz',
    '.hidden',
  ]
  expect(await list(names)).toBe('.github/ .github/w.yml .gitignore .hidden data.tgz kcl.mod my.git.k sub/ x.tar.k')
})

test('a link that belongs is refused by name; one that does not is none of our business', async () => {
  const { files } = createMemoryHost({ files: { '/p/kcl.mod': '', '/p/sub/main.k': { link: '/etc/passwd' }, '/p/.git/x': { link: 'y' } } })
  await expect(listPackageEntries(files, '/p', { include: [], exclude: [] })).rejects.toMatchObject({
    code: 'LINK_IN_PACKAGE',
    message: '/p/sub/main.k is a symbolic link and cannot be published',
  })
  expect(await listPackageEntries(files, '/p', { include: [], exclude: ['sub'] })).toEqual([{ kind: 'file', path: 'kcl.mod' }])
})
