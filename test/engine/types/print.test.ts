/** How types read in diagnostics, where that is not seen in the messages of programs. */
import { expect, test } from 'vitest'
import { printType } from '../../../src/engine/types/print.ts'
import { dictOf, INT, STR, type Type } from '../../../src/engine/types/type.ts'

test('a deep type is printed in part', () => {
  let type: Type = INT
  for (let depth = 0; depth < 20_000; depth++) type = dictOf(type, STR)
  expect(printType(type)).toMatch(/^\{+…:…\}(:str\})+$/)
  expect(printType(type).length).toBeLessThan(2000)
})
