/** From the values of a program to its output text (`spec/kcl-runtime.md` D1–D5). The last line has no end: printing adds it. */
import { EvaluationFault, hostLimit } from '../faults/evaluation.ts'
import type { Diagnostic, Place } from '../model/diagnostic.ts'
import { Dict, isList, SchemaInstance, type Value } from '../model/value.ts'
import { encodeJson } from '../text/json-encode.ts'
import { encodeToml } from '../text/toml-encode.ts'
import type { EncodeOptions } from '../text/visible.ts'
import { encodeXml } from '../text/xml-encode.ts'
import { decodeYamlAll, YamlSyntaxError } from '../text/yaml-decode.ts'
import { encodeYaml, endsInBlock } from '../text/yaml-encode.ts'
import { filterListItems } from './filter.ts'
import { planValue, type ProgramValues } from './plan.ts'
import { selectValue } from './select.ts'

export type OutputFormat = 'yaml' | 'json' | 'toml' | 'xml'

export interface EmitOptions {
  readonly format: OutputFormat
  /** `-k` */
  readonly sortKeys: boolean
  /** `-H`: keys that start with `_` too. */
  readonly showHidden: boolean
  /** `-n` */
  readonly disableNone: boolean
  /** Adds the key `_type` to schema instances. */
  readonly includeSchemaTypePath: boolean
  /** Blanks per level of JSON; absent: one line. */
  readonly jsonIndent?: number
}

export interface OutputOptions extends EmitOptions {
  /** `-S` */
  readonly selectors: readonly string[]
}

export interface Output {
  readonly text: string
  /** What became text, hidden keys included. */
  readonly value: Value
  /** The text is what the program put together itself. Nobody has read it: `value` is Undefined, `readStream` gives it. */
  readonly isStream: boolean
  readonly diagnostics: readonly Diagnostic[]
  /** The value is nested too deeply for the host's stack. */
  readonly isHostTooSmall: boolean
}

/** What a run leaves behind. */
export interface ProgramOutput extends ProgramValues {
  /** YAML text that replaces the output (`manifests.yaml_stream`). */
  readonly output: string | undefined
  /** Where the program stood last: faults of its output are reported there. */
  readonly position: Place
  /** With `-d`: the calls that led there. */
  readonly backtrace: string | undefined
}

export function emitOutput(program: ProgramOutput, options: OutputOptions): Output {
  try {
    // Values standing alone may contradict the variables, whatever the program puts out.
    const isPlanned = program.output === undefined || program.scalars.some((value) => value !== undefined && value !== null)
    const planned = isPlanned ? planValue(program, { showHidden: options.showHidden }) : undefined
    if (program.output !== undefined) return emitStream(program.output, options)
    const value = selectValue(planned, options.selectors)
    return written(emitDocuments(value, options), value)
  } catch (error) {
    const fault = error instanceof EvaluationFault ? error : hostLimit(error)
    if (fault === undefined) throw error
    const diagnostics = [diagnosticOf(fault, program)]
    return { text: '', value: undefined, isStream: false, diagnostics, isHostTooSmall: fault.kind === 'StackExhausted' }
  }
}

function written(text: string, value: Value): Output {
  return { text, value, isStream: false, diagnostics: [], isHostTooSmall: false }
}

function diagnosticOf(fault: EvaluationFault, { position, backtrace }: ProgramOutput): Diagnostic {
  const message = { text: fault.message, place: position, note: backtrace, suggestions: undefined }
  return { severity: 'error', code: 'E3M38', title: 'EvaluationError', messages: [message] }
}

/** The text of a stream is the output as it is, whatever is selected; other formats read it again. */
function emitStream(text: string, options: OutputOptions): Output {
  const isText = options.format === 'yaml'
  if (isText && options.selectors.length === 0) return { ...written(text, undefined), isStream: true }
  try {
    const value = selectValue(decodeStream(text), options.selectors)
    if (isText) return written(text, value)
    return written(emitDocuments(value, { ...options, showHidden: true, disableNone: false }), value)
  } catch (error) {
    if (error instanceof YamlSyntaxError) throw new EvaluationFault(error.message)
    throw error
  }
}

/** The value of a stream's text; the text itself when it is no YAML. */
export function readStream(text: string): Value {
  try {
    return decodeStream(text)
  } catch (error) {
    if (error instanceof YamlSyntaxError) return text
    throw error
  }
}

function decodeStream(text: string): Value {
  const documents = decodeYamlAll(text)
  return documents.length === 0 ? null : documents.length === 1 ? documents[0] : documents
}

/** A list of configs is a stream of documents, everything else is one. */
export function emitDocuments(value: Value, options: EmitOptions): string {
  const visibility: EncodeOptions = {
    sortKeys: options.sortKeys,
    ignorePrivate: !options.showHidden,
    ignoreNone: options.disableNone,
    typePaths: options.includeSchemaTypePath,
  }
  if (!isList(value)) return encodeDocuments([value], visibility, options)
  if (value.every(isConfig)) return encodeDocuments(value, visibility, options)
  return encodeDocuments([filterListItems(value, visibility)], { sortKeys: options.sortKeys }, options)
}

function encodeDocuments(documents: readonly Value[], encodeOptions: EncodeOptions, options: EmitOptions): string {
  switch (options.format) {
    case 'yaml':
      return documents.map((document) => yamlDocument(document, encodeOptions)).join('\n---\n')
    case 'json': {
      const indent = options.jsonIndent ?? 0
      return documents.map((document) => encodeJson(document, { ...encodeOptions, indent })).join('\n')
    }
    case 'toml':
      return documents.map((document) => encodeToml(document, encodeOptions)).join(DOCUMENT_SEPARATOR)
    case 'xml':
      return documents.map((document) => encodeXml(document, encodeOptions)).join(DOCUMENT_SEPARATOR)
  }
}

const DOCUMENT_SEPARATOR = '\n# --- Document separator ---\n'

function isConfig(value: Value): boolean {
  return value instanceof Dict || value instanceof SchemaInstance
}

function yamlDocument(value: Value, options: EncodeOptions): string {
  const text = encodeYaml(value, options)
  return endsInBlock(text) ? `${text}\n` : text
}
