/** The options `json`, `yaml` and `manifests` share, and writing the text of a value to a file. */
import { EvaluationFault } from '../../faults/evaluation.ts'
import { Dict, isList, type Value } from '../../model/value.ts'
import type { EncodeOptions } from '../../text/visible.ts'
import { entriesOf } from '../../values/iterate.ts'
import { isTruthy } from '../../values/truthy.ts'
import type { Arguments, LibraryContext } from '../declare.ts'
import { absence, describeHostError, IS_A_FOLDER, NOT_FOUND, parentProblem, UNWRITABLE } from './file/os-error.ts'

/** `sort_keys`, `ignore_private` and `ignore_none`, each with its place. */
export function encodeOptions(args: Arguments, places: { readonly sortKeys: number; readonly ignorePrivate: number }): EncodeOptions {
  return {
    sortKeys: isTruthy(args.at(places.sortKeys, 'sort_keys')),
    ignorePrivate: isTruthy(args.at(places.ignorePrivate, 'ignore_private')),
    ignoreNone: isTruthy(args.at(places.ignorePrivate + 1, 'ignore_none')),
  }
}

/** Writes a file that may be anywhere; `describe` makes the fault's text from the system's words. */
export function dumpText(context: LibraryContext, path: string, text: string, describe: (reason: string) => string): undefined {
  const { host } = context
  const problem =
    path === ''
      ? NOT_FOUND
      : host.stat(path)?.kind === 'folder'
        ? IS_A_FOLDER
        : path.includes('/')
          ? (parentProblem(host, path) ?? (path.endsWith('/') ? absence(host, path) : undefined))
          : undefined
  const { writer } = host
  if (problem !== undefined || writer === undefined) throw new EvaluationFault(describe(problem ?? UNWRITABLE))
  try {
    writer.writeFile(path, new TextEncoder().encode(text))
  } catch (error) {
    throw new EvaluationFault(describe(describeHostError(error)))
  }
  return undefined
}

/** The value with the escapes that its texts spell out (`\n` as two characters) made real; keys stay as they are. A character's number takes up to
 *  four characters, which are lost when they give none. */
export function unescapeTexts(value: Value): Value {
  if (typeof value === 'string')
    return value.replace(/\\(?:u([\s\S]{0,4})|([\s\S]?))/gu, (_, number?: string, sign?: string) => unescape(number, sign))
  if (isList(value)) return value.map(unescapeTexts)
  const entries = entriesOf(value)
  if (entries === undefined) return value
  return new Dict(new Map([...entries].map(([key, item]) => [key, unescapeTexts(item)])))
}

function unescape(number: string | undefined, sign = ''): string {
  if (number === undefined) return ESCAPES.get(sign) ?? sign
  if (!/^\+?[0-9a-fA-F]+$/.test(number)) return ''
  const code = Number.parseInt(number, 16)
  return code >= 0xd800 && code < 0xe000 ? '' : String.fromCodePoint(code)
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['b', '\b'],
  ['f', '\f'],
])
