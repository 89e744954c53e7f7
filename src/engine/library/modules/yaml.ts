/** `yaml`: values to text and back, single documents and streams. */
import { EvaluationFault } from '../../faults/evaluation.ts'
import type { ListValue, Value } from '../../model/value.ts'
import type { EncodeOptions } from '../../text/visible.ts'
import { withOverridingNulls } from './decoded.ts'
import { decodeYaml, decodeYamlAll, isYaml, YamlSyntaxError } from '../../text/yaml-decode.ts'
import { encodeYaml } from '../../text/yaml-encode.ts'
import { isTruthy } from '../../values/truthy.ts'
import { declare, type Arguments, type LibraryContext } from '../declare.ts'
import { listOf, requireText, textOf } from './arguments.ts'
import { dumpText, encodeOptions, unescapeTexts } from './encode-options.ts'
import { IS_A_FOLDER, NOT_FOUND } from './file/os-error.ts'
import { debugText } from './rust-text.ts'
import { defineModule, missingArguments, type SystemModule } from './system-module.ts'

const OPTIONS = 'sort_keys?: bool, ignore_private?: bool, ignore_none?: bool'

/** In their messages about an absent argument `encode` and `encode_all` take each other's names, as in the real engine. */
export function yamlModule(): SystemModule {
  return defineModule('yaml', [
    declare(`encode(data: any, ${OPTIONS}, multiline_string?: bool) -> str`, (_, args) => {
      if (!args.has(0, 'data')) throw missingArguments('encode_all', ['data'])
      const data = args.at(0, 'data')
      const options = optionsFrom(args, 1)
      return isMultiline(args) ? encodeDocument(unescapeTexts(data), { ...options, sortKeys: true }) : encodeDocument(data, options)
    }),
    declare(`encode_all(data: [any], ${OPTIONS}) -> str`, (_, args) => {
      if (!args.has(0, 'data')) throw missingArguments('encode', ['data'])
      const data = listOf(args.at(0, 'data'))
      const options = optionsFrom(args, 1)
      return isMultiline(args) ? encodeStream(data.map(unescapeTexts), { ...options, sortKeys: true }) : encodeStream(data, options)
    }),
    declare('decode(value: str) -> any', (_, args) => decode(decodeYaml, requireText(args, 'decode', 'value'))),
    declare('decode_all(value: str) -> [any]', (_, args) => decode(decodeDocuments, requireText(args, 'decode_all', 'value'))),
    declare(`dump_to_file(data: any, filename: str, ${OPTIONS}) -> str`, (context, args) => dumpToFile(context, args)),
    declare(`dump_all_to_file(data: [any], filename: str, ${OPTIONS}) -> str`, (context, args) => dumpAllToFile(context, args)),
    declare('validate(value: str) -> bool', (_, args) => isYaml(requireText(args, 'validate', 'value'))),
  ])
}

function optionsFrom(args: Arguments, first: number): EncodeOptions {
  return encodeOptions(args, { sortKeys: first, ignorePrivate: first + 1 })
}

/** Then texts are unescaped and keys sorted. */
function isMultiline(args: Arguments): boolean {
  return isTruthy(args.at(4, 'multiline_string'))
}

function encodeDocument(value: Value, options: EncodeOptions): string {
  return `${encodeYaml(value, options)}\n`
}

/** Every document keeps its last line end, so that an empty line stands before each separator. */
function encodeStream(values: ListValue, options: EncodeOptions): string {
  return values.map((value) => encodeDocument(value, options)).join('\n---\n')
}

/** An empty text is one empty document. */
function decodeDocuments(text: string): ListValue {
  const documents = decodeYamlAll(text)
  return documents.length === 0 ? [null] : documents
}

function decode(read: (text: string) => Value, text: string): Value {
  try {
    // Aliases make a graph.
    return withOverridingNulls(read(text), text.includes('*') ? new Set() : undefined)
  } catch (error) {
    if (error instanceof YamlSyntaxError) throw new EvaluationFault(error.message)
    throw error
  }
}

function dumpToFile(context: LibraryContext, args: Arguments): Value {
  if (!args.has(0, 'data') || !args.has(1, 'filename')) throw missingArguments('dump_to_file', ['data', 'filename'])
  const path = textOf(args.at(1, 'filename'))
  const text = encodeDocument(args.at(0, 'data'), optionsFrom(args, 2))
  return dumpText(context, path, text, (reason) => `Unable to write file '${path}': ${reason}`)
}

function dumpAllToFile(context: LibraryContext, args: Arguments): Value {
  if (!args.has(0, 'data') || !args.has(1, 'filename')) throw missingArguments('dump_all_to_file', ['data', 'filename'])
  const text = encodeStream(listOf(args.at(0, 'data')), optionsFrom(args, 2))
  return dumpText(context, textOf(args.at(1, 'filename')), text, (reason) => `Unable to write file: ${debugOsError(reason)}`)
}

const KINDS: ReadonlyMap<string, string> = new Map([
  [NOT_FOUND, 'NotFound'],
  [IS_A_FOLDER, 'IsADirectory'],
  ['Permission denied (os error 13)', 'PermissionDenied'],
  ['Not a directory (os error 20)', 'NotADirectory'],
  ['Read-only file system (os error 30)', 'ReadOnlyFilesystem'],
])

/** Rust's debug form of an operating system error. */
function debugOsError(reason: string): string {
  const match = /^(.*) \(os error (\d+)\)$/.exec(reason)
  if (match === null) return debugText(reason)
  return `Os { code: ${match[2]}, kind: ${KINDS.get(reason) ?? 'Uncategorized'}, message: ${debugText(match[1] ?? '')} }`
}
