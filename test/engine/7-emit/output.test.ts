/** From programs to output: filters, selections, scalars, streams, `option`, ranges of numbers. The expected texts and first lines of messages are those of the real
 *  engine 0.13.2. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readStream } from '../../../src/engine/7-emit/emit.ts'
import { runText } from '../support/run.ts'

type Case = readonly [text: string, options: readonly string[], out: string, fault: string]

describe.each(['output.json', '../library/option.json', '../values/ranges.json'])('%s', (file) => {
  test('has the output of the real engine', async () => {
    const cases = JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')) as Case[]
    const different: unknown[] = []
    for (const [text, options, out, fault] of cases) {
      const ran = await runText(text, options)
      if (ran.out !== out || ran.fault !== fault) different.push({ text, options, ran, out, fault })
    }
    expect(different).toEqual([])
  })
})

test('a stream with a separator of its own is put out as it is', async () => {
  const text = 'import manifests\nmanifests.yaml_stream([{a = 1}, {b = "x\\ny"}], opts={sep = "+++"})\n'
  expect(await runText(text)).toEqual({ out: 'a: 1\n+++\nb: |-\n  x\n  y\n', fault: '' })
})

test.each([
  ['- 1\n---\n- 2\n', [[1], [2]]],
  ['- 1\n', [1]],
  ['', null],
  ['a: [', 'a: ['],
])('the stream %j is read as %j', (text, value) => {
  expect(readStream(text)).toEqual(value)
})
