/** What every implementation of Files does, whatever is underneath. */
import { describe, expect, test } from 'vitest'
import type { Files } from '../../src/host/files.ts'

export interface FilesWorld {
  readonly files: Files
  /** An absolute folder that exists and holds only the links asked for. */
  readonly folder: string
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const text = (content: Uint8Array | undefined): string | undefined =>
  content === undefined ? undefined : new TextDecoder().decode(content)

export function describeFiles(name: string, createWorld: (links?: Readonly<Record<string, string>>) => Promise<FilesWorld>): void {
  describe(`files: ${name}`, () => {
    test('what is absent is undefined', async () => {
      const { files, folder } = await createWorld()
      expect(await files.read(`${folder}/x`)).toBeUndefined()
      expect(await files.inspect(`${folder}/x`)).toBeUndefined()
      expect(await files.list(`${folder}/x`)).toBeUndefined()
      expect(await files.realPath(`${folder}/x`)).toBeUndefined()
      await files.remove(`${folder}/x`)
    })

    test('a file is written with its folders, read, replaced and removed', async () => {
      const { files, folder } = await createWorld()
      await files.write(`${folder}/a/b/c`, bytes('one'))
      expect(text(await files.read(`${folder}/a/b/c`))).toBe('one')
      expect(await files.inspect(`${folder}/a/b/c`)).toEqual({ kind: 'file', size: 3, mode: 0o644 })
      await files.write(`${folder}/a/b/c`, bytes('two!'), { mode: 0o600 })
      expect(await files.inspect(`${folder}/a/b/c`)).toEqual({ kind: 'file', size: 4, mode: 0o600 })
      expect(await files.list(`${folder}/a/b`)).toEqual(['c'])
      await files.remove(`${folder}/a`)
      expect(await files.list(folder)).toEqual([])
    })

    test('content may stream', async () => {
      const { files, folder } = await createWorld()
      async function* chunks() {
        yield bytes('ab')
        yield bytes('')
        yield bytes('cd')
      }
      await files.write(`${folder}/x`, chunks())
      expect(text(await files.read(`${folder}/x`))).toBe('abcd')
    })

    test('a stream that breaks leaves what was there, and nothing else', async () => {
      const { files, folder } = await createWorld()
      await files.write(`${folder}/x`, bytes('before'))
      async function* chunks() {
        yield bytes('half')
        throw new Error('broken')
      }
      await expect(files.write(`${folder}/x`, chunks())).rejects.toThrow('broken')
      expect(text(await files.read(`${folder}/x`))).toBe('before')
      expect(await files.list(folder)).toEqual(['x'])
    })

    test('a draft file is refused where something is', async () => {
      const { files, folder } = await createWorld()
      await files.write(`${folder}/d/x`, bytes('1'), { draft: true })
      await expect(files.write(`${folder}/d/x`, bytes('2'), { draft: true })).rejects.toMatchObject({ code: 'EXISTS' })
      expect(text(await files.read(`${folder}/d/x`))).toBe('1')
    })

    test('names are sorted by code unit', async () => {
      const { files, folder } = await createWorld()
      for (const name of ['b', 'a', 'B', '10', '9', 'ä']) await files.write(`${folder}/${name}`, bytes(''))
      expect(await files.list(folder)).toEqual(['10', '9', 'B', 'a', 'b', 'ä'])
    })

    test('a folder moves as a whole, but not onto another', async () => {
      const { files, folder } = await createWorld()
      const draft = await files.makeTemporaryFolder(`${folder}/drafts`)
      expect(await files.list(draft)).toEqual([])
      expect(await files.makeTemporaryFolder(`${folder}/drafts`)).not.toBe(draft)
      await files.write(`${draft}/in/x`, bytes('x'))
      await files.makeFolder(`${folder}/place`)
      await expect(files.rename(draft, `${folder}/place`)).rejects.toMatchObject({ code: 'EXISTS' })
      await files.rename(draft, `${folder}/other`)
      expect(text(await files.read(`${folder}/other/in/x`))).toBe('x')
      expect(await files.inspect(draft)).toBeUndefined()
    })

    test('a file moves onto another', async () => {
      const { files, folder } = await createWorld()
      await files.write(`${folder}/x`, bytes('x'))
      await files.write(`${folder}/y`, bytes('y'))
      await files.rename(`${folder}/x`, `${folder}/y`)
      expect(text(await files.read(`${folder}/y`))).toBe('x')
      expect(await files.list(folder)).toEqual(['y'])
    })

    test('what is not there does not move', async () => {
      const { files, folder } = await createWorld()
      await expect(files.rename(`${folder}/x`, `${folder}/y`)).rejects.toMatchObject({ code: 'FILE_SYSTEM', blame: 'environment' })
    })

    test('links are seen by inspect and followed by the others', async () => {
      const { files, folder } = await createWorld({ link: 'real', round: 'round' })
      await files.write(`${folder}/real/x`, bytes('x'))
      expect(await files.inspect(`${folder}/link`)).toMatchObject({ kind: 'link' })
      expect(await files.inspect(`${folder}/link/x`)).toMatchObject({ kind: 'file', size: 1 })
      expect(await files.list(`${folder}/link`)).toEqual(['x'])
      expect(text(await files.read(`${folder}/link/x`))).toBe('x')
      expect(await files.realPath(`${folder}/link/x`)).toBe(`${folder}/real/x`)
      expect(await files.realPath(`${folder}/round`).catch(() => undefined)).toBeUndefined()
      await files.remove(`${folder}/link`)
      expect(text(await files.read(`${folder}/real/x`))).toBe('x')
    })

    test('a folder is not a file', async () => {
      const { files, folder } = await createWorld()
      await files.makeFolder(`${folder}/d`)
      await expect(files.read(`${folder}/d`)).rejects.toMatchObject({ code: 'FILE_SYSTEM' })
      await files.write(`${folder}/x`, bytes(''))
      expect(await files.list(`${folder}/x`)).toBeUndefined()
      await expect(files.write(`${folder}/x/y`, bytes(''))).rejects.toMatchObject({ code: 'FILE_SYSTEM' })
    })

    test('one holder of a lock at a time, and a failure lets go', async () => {
      const { files, folder } = await createWorld()
      let holders = 0
      const work = async (): Promise<number> => {
        holders += 1
        await Promise.resolve()
        expect(holders).toBe(1)
        holders -= 1
        return holders
      }
      await expect(files.withLock(`${folder}/x`, async () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
      expect(await Promise.all([1, 2, 3].map(() => files.withLock(`${folder}/x`, work)))).toEqual([0, 0, 0])
    })
  })
}
