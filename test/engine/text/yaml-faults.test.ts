/** Faulty YAML texts with what the real engine says of them. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { decodeYaml, YamlSyntaxError } from '../../../src/engine/text/yaml-decode.ts'

const CASES = JSON.parse(readFileSync(new URL('yaml-faults.json', import.meta.url), 'utf8')) as readonly (readonly [string, string])[]

test.each(CASES)('%j', (text, message) => {
  expect(() => decodeYaml(text)).toThrow(new YamlSyntaxError(message))
})

/** In bounded time, without a stack of their depth. */
test.each(['[', '- ', '{a: ', '? '])('a text of 50,000 times "%s" ends', (piece) => {
  expect(() => decodeYaml(piece.repeat(50_000))).toThrow(YamlSyntaxError)
})
