import { expect, test } from 'vitest'
import { mapConcurrently } from '../../src/base/pool.ts'

test('results keep their order and no more than the limit runs at once', async () => {
  let running = 0
  let most = 0
  const results = await mapConcurrently([5, 1, 4, 2, 3, 0], 3, async (turns, index) => {
    running += 1
    most = Math.max(most, running)
    for (let turn = 0; turn < turns; turn += 1) await Promise.resolve()
    running -= 1
    return `${index}:${turns}`
  })
  expect(results).toEqual(['0:5', '1:1', '2:4', '3:2', '4:3', '5:0'])
  expect(most).toBe(3)
})

test('the first failure is thrown when the work under way has ended, and nothing starts behind it', async () => {
  const started: number[] = []
  const ended: number[] = []
  const work = mapConcurrently([0, 1, 2, 3], 2, async (item) => {
    started.push(item)
    for (let turn = 0; turn < (item === 0 ? 1 : 5); turn += 1) await Promise.resolve()
    if (item === 0) throw new Error('first')
    ended.push(item)
    return item
  })
  await expect(work).rejects.toThrow('first')
  expect(started).toEqual([0, 1])
  expect(ended).toEqual([1])
})

test('nothing to do', async () => expect(await mapConcurrently([], 4, async () => 1)).toEqual([]))
