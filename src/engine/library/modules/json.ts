/** `json`: values to text and back, and merge patches (RFC 7396). */
import { EvaluationFault } from '../../faults/evaluation.ts'
import { Dict, SchemaInstance, type Value } from '../../model/value.ts'
import { withOverridingNulls } from './decoded.ts'
import { decodeJson, JsonSyntaxError } from '../../text/json-decode.ts'
import { encodeJson, type JsonEncodeOptions } from '../../text/json-encode.ts'
import { entriesOf } from '../../values/iterate.ts'
import { declare, type Arguments, type LibraryContext } from '../declare.ts'
import { integerOf, requireText, textOf } from './arguments.ts'
import { dumpText, encodeOptions } from './encode-options.ts'
import { defineModule, missingArguments, type SystemModule } from './system-module.ts'

const OPTIONS = 'sort_keys?: bool, indent?: int, ignore_private?: bool, ignore_none?: bool'

export function jsonModule(): SystemModule {
  return defineModule('json', [
    declare(`encode(data: any, ${OPTIONS}) -> str`, (_, args) => {
      if (!args.has(0, 'data')) throw missingArguments('encode', ['value'])
      return encodeJson(args.at(0, 'data'), optionsFrom(args, 1))
    }),
    declare('decode(value: str) -> any', (_, args) => decode(requireText(args, 'decode', 'value'))),
    declare('validate(value: str) -> bool', (_, args) => isJson(requireText(args, 'validate', 'value'))),
    declare(`dump_to_file(data: any, filename: str, ${OPTIONS}) -> str`, (context, args) => dumpToFile(context, args)),
    declare('merge(src: any, patch: any) -> any', (_, args) => {
      if (!args.has(0, 'src') || !args.has(1, 'patch')) {
        throw new EvaluationFault("merge() missing required positional arguments: 'src' and 'patch'")
      }
      return mergePatch(args.at(0, 'src'), args.at(1, 'patch'))
    }),
  ])
}

/** `first` is the place of `sort_keys`; the others follow. */
function optionsFrom(args: Arguments, first: number): JsonEncodeOptions {
  const indent = args.has(first + 1, 'indent') ? Number(integerOf(args.at(first + 1, 'indent'))) : 0
  return { ...encodeOptions(args, { sortKeys: first, ignorePrivate: first + 2 }), indent: Math.max(indent, 0) }
}

function dumpToFile(context: LibraryContext, args: Arguments): Value {
  if (!args.has(0, 'data') || !args.has(1, 'filename')) throw missingArguments('dump_to_file', ['data', 'filename'])
  const path = textOf(args.at(1, 'filename'))
  const text = encodeJson(args.at(0, 'data'), optionsFrom(args, 2))
  return dumpText(context, path, text, (reason) => `Unable to write file '${path}': ${reason}`)
}

function decode(text: string): Value {
  try {
    return withOverridingNulls(decodeJson(text))
  } catch (error) {
    if (error instanceof JsonSyntaxError) throw new EvaluationFault(error.message)
    throw error
  }
}

function isJson(text: string): boolean {
  try {
    decodeJson(text)
    return true
  } catch (error) {
    if (error instanceof JsonSyntaxError) return false
    throw error
  }
}

/** None and Undefined take a key away, and the last entry moves into its place, as everywhere in the real engine. */
function mergePatch(source: Value, patch: Value): Value {
  const changes = entriesOf(patch)
  if (changes === undefined) return patch
  const entries = [...(entriesOf(source) ?? [])]
  const places = new Map(entries.map(([key], index) => [key, index]))
  for (const [key, change] of changes) {
    const place = places.get(key)
    if (change === null || change === undefined) {
      if (place !== undefined) removeAt(entries, places, place)
      continue
    }
    const value = mergePatch(place === undefined ? undefined : entries[place]?.[1], change)
    places.set(key, place ?? entries.length)
    entries[place ?? entries.length] = [key, value]
  }
  const fields = new Dict(new Map(entries))
  return source instanceof SchemaInstance
    ? new SchemaInstance(source.type, fields, source.configKeys, source.args, source.keywords)
    : fields
}

function removeAt(entries: [string, Value][], places: Map<string, number>, place: number): void {
  const removed = entries[place]
  const last = entries.pop()
  if (removed !== undefined) places.delete(removed[0])
  if (last === undefined || last === removed) return
  entries[place] = last
  places.set(last[0], place)
}
