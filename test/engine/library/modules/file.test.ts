/** The `file` module on a small tree of files, made anew for each call. */
import { describe, expect, test } from 'vitest'
import { createMemoryFiles } from '../../../../src/host/memory-files.ts'
import { contextOf, runCall } from './call.ts'
import { readCases } from './case-file.ts'
import { systemModule } from '../../../../src/engine/library/modules/table.ts'

const root = '/tmp/w'

const encoder = new TextEncoder()

function createProject() {
  const memory = createMemoryFiles({
    [`${root}/main.k`]: '',
    [`${root}/kcl.mod`]: '[package]\n',
    [`${root}/a.txt`]: 'hello',
    [`${root}/b.txt`]: 'bé',
    [`${root}/bad.bin`]: Uint8Array.of(0xff, 0xfe),
    [`${root}/.hidden`]: 'x',
    [`${root}/sp ace.txt`]: '',
    [`${root}/sub/s.txt`]: 's',
    [`${root}/sub/deep/k.k`]: 'k',
    [`${root}/empty/x`]: '',
  })
  const files = memory.engineFiles(root)
  files.writer.remove(`${root}/empty/x`)
  return { ...files, workDirectory: root }
}

test.each(readCases(new URL('cases-with-files/file.txt', import.meta.url)))('%s', (call, expected) => {
  expect(runCall(call, createProject())).toBe(expected)
})

describe('what a change leaves behind', () => {
  test.each([
    ['file.write("w.txt", "hié")', 'w.txt', 'hié'],
    ['file.write("a.txt", "new")', 'a.txt', 'new'],
    ['file.append("a.txt", " you")', 'a.txt', 'hello you'],
    ['file.append("w.txt", "first")', 'w.txt', 'first'],
    ['file.cp("a.txt", "c.txt")', 'c.txt', 'hello'],
    ['file.cp("sub", "empty")', 'empty/deep/k.k', 'k'],
    ['file.mv("sub", "moved")', 'moved/s.txt', 's'],
    ['file.mv("a.txt", "c.txt")', 'a.txt', undefined],
    ['file.delete("a.txt")', 'a.txt', undefined],
  ])('%s', (call, path, expected) => {
    const project = createProject()
    expect(runCall(call, project)).toBe('null')
    const content = project.readFile(`${root}/${path}`)
    expect(content).toEqual(expected === undefined ? undefined : encoder.encode(expected))
  })

  test('a folder with its parents', () => {
    const project = createProject()
    expect(runCall('file.mkdir("new/a/b")', project)).toBe('null')
    expect(project.stat(`${root}/new/a/b`)?.kind).toBe('folder')
  })
})

test('a host that lets nothing be written', () => {
  const project = { ...createProject(), writer: undefined }
  expect(runCall('file.write("w.txt", "x")', project)).toBe("! Failed to create file '/tmp/w/w.txt': Read-only file system (os error 30)")
})

test('an error of the host keeps its POSIX words', () => {
  const project = createProject()
  const writer = {
    ...project.writer,
    writeFile: () => {
      throw Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' })
    },
  }
  expect(runCall('file.write("w.txt", "x")', { ...project, writer })).toBe(
    "! Failed to create file '/tmp/w/w.txt': Permission denied (os error 13)",
  )
})

test('the environment', () => {
  const host = { environmentVariable: (name: string) => (name === 'HOME' ? '/home/me' : undefined) }
  expect(runCall('file.read_env("HOME")', host)).toBe('"/home/me"')
  expect(runCall('file.read_env("OTHER")', host)).toBe('Undefined')
})

test('paths are relative to the calling file', () => {
  const read = systemModule('file')?.members.get('read')
  if (read?.kind !== 'function') throw new Error('file.read is a function')
  const context = { ...contextOf(createProject()), callerFile: () => `${root}/sub/lib.k` }
  const args = { positional: ['s.txt'], keywords: undefined, at: () => 's.txt', has: () => true }
  expect(read.builtin.call(context, args)).toBe('s')
})
