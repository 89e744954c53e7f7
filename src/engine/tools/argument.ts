/** What the text of a `-D key=text` means (`spec/kcl-runtime.md` E1.1): a JSON value, a KCL constant, or else the text itself. A number with an exponent
 *  stays text, as in the real engine. Settings files hand over values. */
import type { Value } from '../model/value.ts'
import { decodeJson, JsonSyntaxError } from '../text/json-decode.ts'

export type Argument = { readonly key: string } & ({ readonly text: string } | { readonly value: Value })

const CONSTANTS: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['True', true],
  ['False', false],
  ['None', null],
  ['Undefined', null],
])

export function parseArguments(given: readonly Argument[]): ReadonlyMap<string, Value> {
  return new Map(given.map((argument) => [argument.key, 'text' in argument ? interpret(argument.text) : argument.value]))
}

function interpret(text: string): Value {
  if (CONSTANTS.has(text)) return CONSTANTS.get(text)
  return /^\s*-?\d+(\.\d+)?[eE][+-]?\d+\s*$/.test(text) ? text : valueOfJson(text)
}

/** What is no JSON stands for itself. */
export function valueOfJson(text: string): Value {
  try {
    return decodeJson(text)
  } catch (error) {
    if (error instanceof JsonSyntaxError) return text
    throw error
  }
}
