/** YAML as data for reading settings: numbers keep their text, because `1` and `1.0` are two things to KCL and one to JavaScript. Plain scalars mean
 *  what they mean to the real engine's reader (YAML 1.2 core; `017` is a text). */

export type YamlValue = null | boolean | string | YamlNumber | readonly YamlValue[] | ReadonlyMap<string, YamlValue>

/** JSON text of a number. */
export interface YamlNumber {
  readonly number: string
}

/** Throws an Error that says where the text is not YAML. The reader is loaded at the first use. */
export async function decodeYaml(text: string): Promise<YamlValue> {
  const yaml = await import('js-yaml')
  const scalar = <T>(name: string, pattern: RegExp, parse: (source: string) => T) =>
    yaml.defineScalarTag<T>(`tag:yaml.org,2002:${name}`, {
      implicit: true,
      resolve: (source) => (pattern.test(source) ? parse(source) : yaml.NOT_RESOLVED),
      identify: () => false,
    })
  const schema = new yaml.Schema([
    yaml.strTag,
    yaml.seqTag,
    yaml.realMapTag,
    scalar('null', /^(?:~|null|Null|NULL|)$/, () => null),
    scalar('bool', /^(?:true|True|TRUE|false|False|FALSE)$/, (source) => source.toLowerCase() === 'true'),
    scalar('int', /^[-+]?(?:0|[1-9][0-9]*|0x[0-9a-fA-F]+|0o[0-7]+|0b[01]+)$/, parseInteger),
    scalar('float', /^[-+]?(?:\.[0-9]+|(?:0|[1-9][0-9]*)(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/, parseFloatText),
  ])
  return convert(yaml.load(text, { schema }))
}

const LARGEST_INTEGER = 2n ** 64n

function parseInteger(source: string): YamlNumber {
  const magnitude = BigInt(source.replace(/^[-+]/, ''))
  if (magnitude >= LARGEST_INTEGER) return parseFloatText(source)
  return { number: String(source.startsWith('-') ? -magnitude : magnitude) }
}

function parseFloatText(source: string): YamlNumber {
  const text = String(Number(source))
  return { number: /^-?[0-9]+$/.test(text) ? `${text}.0` : text }
}

/** What the reader built is of our own making, but its type is unknown. */
function convert(value: unknown): YamlValue {
  if (value === null || value === undefined) return null
  if (typeof value === 'boolean' || typeof value === 'string') return value
  if (Array.isArray(value)) return value.map(convert)
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [formatKey(convert(key)), convert(item)]))
  if (typeof value === 'object' && 'number' in value && typeof value.number === 'string') return { number: value.number }
  throw new Error('a value is of no known kind')
}

function formatKey(key: YamlValue): string {
  if (typeof key === 'string') return key
  if (key !== null && typeof key === 'object' && 'number' in key) return key.number
  if (key === null || typeof key === 'boolean') return String(key)
  throw new Error('a key is not a scalar')
}
