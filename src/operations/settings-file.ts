/** `kcl.yaml` and the files of `-Y`: what to run and how (specification of the KCL runtime, D7; of kpm, §7.3). Unknown keys are let pass, as the real
 *  engine lets them; a wrong type is refused. */
import { joinPath, parentOf } from '../base/path.ts'
import { Dict, isList } from '../engine/model/value.ts'
import type { Value } from '../engine/model/value.ts'
import { type Argument, valueOfJson } from '../engine/tools/argument.ts'
import { encodeJson } from '../engine/text/json-encode.ts'
import { decodeYaml, YamlSyntaxError } from '../engine/text/yaml-decode.ts'
import type { Files } from '../host/files.ts'
import { settingsFileInvalid, settingsFileNotFound } from './errors.ts'

export const DEFAULT_SETTINGS_FILE = 'kcl.yaml'

export interface RunSettings {
  /** As written, with the folder that relative ones count from. */
  readonly entries: readonly { readonly path: string; readonly folder: string }[]
  readonly output: string | undefined
  readonly overrides: readonly string[]
  readonly selectors: readonly string[]
  readonly packages: ReadonlyMap<string, string>
  readonly switches: Readonly<Record<Switch, boolean>>
  readonly arguments: readonly Argument[]
}

const SWITCHES = ['strict_range_check', 'disable_none', 'debug', 'sort_keys', 'show_hidden', 'include_schema_type_path'] as const
type Switch = (typeof SWITCHES)[number]

/** Several files are merged. Throws SETTINGS_INVALID. */
export async function readRunSettings(files: Files, paths: readonly string[], workFolder: string): Promise<RunSettings> {
  const read = await Promise.all(paths.map((path) => readSettingsFile(files, path, workFolder)))
  return read.reduce(mergeSettings, NO_SETTINGS)
}

export const NO_SETTINGS: RunSettings = {
  entries: [],
  output: undefined,
  overrides: [],
  selectors: [],
  packages: new Map(),
  switches: {
    strict_range_check: false,
    disable_none: false,
    debug: false,
    sort_keys: false,
    show_hidden: false,
    include_schema_type_path: false,
  },
  arguments: [],
}

/** Lists are joined, later entries and outputs replace earlier ones, a switch that is on anywhere is on. */
export function mergeSettings(earlier: RunSettings, later: RunSettings): RunSettings {
  const switches = { ...earlier.switches }
  for (const name of SWITCHES) switches[name] ||= later.switches[name]
  return {
    entries: later.entries.length > 0 ? later.entries : earlier.entries,
    output: later.output ?? earlier.output,
    overrides: [...earlier.overrides, ...later.overrides],
    selectors: [...earlier.selectors, ...later.selectors],
    packages: new Map([...earlier.packages, ...later.packages]),
    switches,
    arguments: [...earlier.arguments, ...later.arguments],
  }
}

async function readSettingsFile(files: Files, path: string, workFolder: string): Promise<RunSettings> {
  const absolute = joinPath(workFolder, path)
  const bytes = await files.read(absolute)
  if (bytes === undefined) throw settingsFileNotFound(path)
  return parseSettingsFile(new TextDecoder().decode(bytes), path, parentOf(absolute))
}

/** `path` names the file in complaints, `folder` is where its relative entries start. */
function parseSettingsFile(text: string, path: string, folder: string): RunSettings {
  const fail = (reason: string): never => {
    throw settingsFileInvalid(path, reason)
  }
  const root = expectMap(decode(text, fail), 'the file', fail)
  const config = mapOrNothing(root.get('kcl_cli_configs'), 'kcl_cli_configs', fail)
  const list = (key: string): readonly string[] => {
    const value = config.get(key)
    if (isNothing(value)) return []
    return isList(value) ? value.map((item) => expectText(item, `an item of ${key}`, fail)) : fail(`${key} is not a list`)
  }
  const entries = list('files').length > 0 ? list('files') : list('file')
  return {
    entries: entries.map((entry) => ({ path: entry, folder })),
    output: textOrNothing(config.get('output'), 'output', fail),
    overrides: list('overrides'),
    selectors: list('path_selector'),
    packages: new Map(
      [...mapOrNothing(config.get('package_maps'), 'package_maps', fail)].map(([name, place]) => [name, expectText(place, name, fail)]),
    ),
    switches: {
      strict_range_check: isOn(config, 'strict_range_check', fail),
      disable_none: isOn(config, 'disable_none', fail),
      debug: isOn(config, 'debug', fail),
      sort_keys: isOn(config, 'sort_keys', fail),
      show_hidden: isOn(config, 'show_hidden', fail),
      include_schema_type_path: isOn(config, 'include_schema_type_path', fail),
    },
    arguments: parseOptions(root.get('kcl_options'), fail),
  }
}

type Fail = (reason: string) => never

function decode(text: string, fail: Fail): Value {
  try {
    return decodeYaml(text)
  } catch (error) {
    if (error instanceof YamlSyntaxError) return fail(error.message)
    throw error
  }
}

function parseOptions(value: Value | undefined, fail: Fail): RunSettings['arguments'] {
  if (isNothing(value)) return []
  if (!isList(value)) return fail('kcl_options is not a list')
  return value.map((item) => {
    const option = expectMap(item, 'an item of kcl_options', fail)
    const content = option.get('value')
    if (content === undefined) return fail('an item of kcl_options has no value')
    const key = expectText(option.get('key'), 'the key of an item of kcl_options', fail)
    return { key, value: isSameAsJson(content, 0) ? content : valueOfJson(encodeJson(content, {})) }
  })
}

/** The engine takes values as JSON text, which may read otherwise: numbers with a fraction for one. Large collections of all else need not go that way. */
function isSameAsJson(value: Value, depth: number): boolean {
  if (isList(value)) return depth < SAFE_DEPTH && value.every((item) => isSameAsJson(item, depth + 1))
  if (value instanceof Dict) {
    if (depth >= SAFE_DEPTH) return false
    for (const item of value.entries.values()) if (!isSameAsJson(item, depth + 1)) return false
    return true
  }
  return depth > 0 && (value === null || typeof value !== 'object') && value !== undefined
}

/** Below the depth that JSON text may have. */
const SAFE_DEPTH = 100

function isOn(config: ReadonlyMap<string, Value>, key: string, fail: Fail): boolean {
  const value = config.get(key)
  if (isNothing(value)) return false
  return typeof value === 'boolean' ? value : fail(`${key} is not true or false`)
}

function isNothing(value: Value | undefined): value is null | undefined {
  return value === undefined || value === null
}

function expectMap(value: Value | undefined, what: string, fail: Fail): ReadonlyMap<string, Value> {
  return value instanceof Dict ? value.entries : fail(`${what} is not a mapping`)
}

function mapOrNothing(value: Value | undefined, what: string, fail: Fail): ReadonlyMap<string, Value> {
  return isNothing(value) ? new Map() : expectMap(value, what, fail)
}

function expectText(value: Value | undefined, what: string, fail: Fail): string {
  return typeof value === 'string' ? value : fail(`${what} is not a text`)
}

function textOrNothing(value: Value | undefined, what: string, fail: Fail): string | undefined {
  return isNothing(value) ? undefined : expectText(value, what, fail)
}
