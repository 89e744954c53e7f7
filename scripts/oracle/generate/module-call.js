/** Calls of the system modules, with arguments that fit. */
import { operand } from './context.js'

const ADDRESSES = ['10.0.0.1', '192.168.1.10', '127.0.0.1', '::1', '2001:db8::1', '224.0.0.1', '8.8.8.8', '169.254.1.1', 'fe80::1', 'x']
const PATTERNS = ['a+', '[a-z]', '\\\\d', '^a', 'b$', '(a|b)', '.', '\\\\s+', '[^a]', 'e?', '\\\\w{2}']
const DATES = ['2024-02-29', '2023-02-29', '2024-12-31T10:00:00Z', '10:20:30', 'x']
const QUANTITIES = ['n', 'u', 'm', 'K', 'M', 'G', 'Ki', 'Mi', 'Gi', 'Ti', 'T', 'P', 'Pi']

/** Undefined when no module gives the type. */
export function moduleCall(context, type, of) {
  const { random } = context
  const calls = MODULE_CALLS[typeof type === 'string' ? type : JSON.stringify(type)]
  if (calls === undefined) return undefined
  const [module, make] = random.pick(calls)
  context.imports.add(module)
  return make(random, of)
}

const text = (random, of) => (random.chance(0.8) ? of('str') : `"${random.pick(ADDRESSES)}"`)
const address = (random) => `"${random.pick(ADDRESSES.slice(0, 9))}"`

const MODULE_CALLS = {
  int: [
    ['math', (random) => `math.${random.pick(['ceil', 'floor'])}(${random.below(90) - 40}.${random.below(99)})`],
    ['math', (random) => `math.factorial(${random.below(12)})`],
    ['math', (random) => `math.gcd(${random.below(90)}, ${random.below(60)})`],
    ['units', (random) => `int(units.${random.pick(['Ki', 'K', 'Mi', 'M', 'G'])})`],
    ['json', (random) => `int(json.decode("${random.pick(['1', '-7', '1e2', '12345678901'])}"))`],
  ],
  float: [
    ['math', (random) => `float(math.${random.pick(['sqrt', 'log1p', 'exp', 'expm1', 'log10', 'log2', 'log'])}(${1 + random.below(50)}))`],
    ['math', (random) => `float(math.pow(${1 + random.below(9)}, ${random.pick(['2', '3', '0.5', '-1'])}))`],
  ],
  bool: [
    ['math', (random, of) => `math.${random.pick(['isfinite', 'isinf', 'isnan'])}(${of(random.pick(['int', 'float']))})`],
    ['regex', (random, of) => `regex.match(${text(random, of)}, "${random.pick(PATTERNS)}")`],
    ['regex', (random, of) => `regex.search(${text(random, of)}, "${random.pick(PATTERNS)}")`],
    ['regex', (random) => `regex.compile("${random.pick([...PATTERNS, '(', '[a', '*'])}")`],
    ['json', (random, of) => `json.validate(${text(random, of)})`],
    ['yaml', (random, of) => `yaml.validate(${text(random, of)})`],
    [
      'net',
      (random) =>
        `net.${random.pick(['is_IPv4', 'is_IP', 'is_loopback_IP', 'is_multicast_IP', 'is_global_unicast_IP', 'is_unspecified_IP', 'is_link_local_unicast_IP'])}("${random.pick(ADDRESSES)}")`,
    ],
    ['net', (random) => `net.is_IP_in_CIDR("10.0.0.1", "${random.pick(['10.0.0.0/8', '192.168.0.0/16', '0.0.0.0/0'])}")`],
    [
      'datetime',
      (random) => `datetime.validate("${random.pick(DATES)}", "${random.pick(['%Y-%m-%d', '%H:%M:%S', '%Y-%m-%dT%H:%M:%SZ'])}")`,
    ],
  ],
  str: [
    ['json', (random, of) => `json.encode(${of(random.pick(['any', { dict: 'any' }, { list: 'int' }]))})`],
    [
      'json',
      (random, of) =>
        `json.encode(${of({ dict: 'any' })}, ${random.pick(['indent=2', 'sort_keys=True', 'ignore_private=True', 'ignore_none=True', 'indent=4, sort_keys=True'])})`,
    ],
    ['yaml', (random, of) => `yaml.encode(${of(random.pick(['any', { dict: 'any' }, { list: 'int' }]))})`],
    [
      'yaml',
      (random, of) => `yaml.encode(${of({ dict: 'any' })}, ${random.pick(['sort_keys=True', 'ignore_private=True', 'ignore_none=True'])})`,
    ],
    ['yaml', (random, of) => `yaml.encode_all([${of({ dict: 'any' })}, ${of({ dict: 'int' })}])`],
    [
      'regex',
      (random, of) =>
        `regex.replace(${of('str')}, "${random.pick(PATTERNS)}", "${random.pick(['x', '', '<$0>', '-'])}"${random.chance(0.3) ? ', 1' : ''})`,
    ],
    ['base64', (random, of) => `base64.encode(${of('str')})`],
    ['base64', (random, of) => `base64.decode(base64.encode(${of('str')}))`],
    ['base32', (random, of) => `base32.encode(${of('str')})`],
    ['base32', (random, of) => `base32.decode(base32.encode(${of('str')}))`],
    ['crypto', (random, of) => `crypto.${random.pick(['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'blake3'])}(${of('str')})`],
    ['units', (random, of) => `units.to_${random.pick(QUANTITIES)}(${of('int')})`],
    ['net', (random) => `net.${random.pick(['parse_IP', 'to_IP4', 'IP_string', 'parse_IP'])}(${address(random)})`],
    ['net', (random, of) => `net.join_host_port("${random.pick(['h', 'localhost', '::1'])}", ${of(random.pick(['int', 'str']))})`],
    ['template', (random, of) => `template.html_escape(${of('str')})`],
    [
      'template',
      (random, of) =>
        `template.execute("a {{name}}${random.pick(['', ' {{#if on}}y{{else}}n{{/if}}', ' {{{name}}}', ' {{missing}}'])}", {name = ${of('str')}, on = ${of('bool')}})`,
    ],
    [
      'template',
      (random, of) =>
        `template.execute("{{#each items}}{{@index}}:{{this}};{{/each}}", {items = ${of(random.pick([{ list: 'int' }, { list: 'str' }]))}})`,
    ],
    ['datetime', (random) => `str(datetime.validate("${random.pick(DATES)}", "%Y-%m-%d"))`],
  ],
  any: [],
  '{"list":"str"}': [
    ['regex', (random, of) => `regex.findall(${of('str')}, "${random.pick(PATTERNS)}")`],
    ['regex', (random, of) => `regex.split(${of('str')}, "${random.pick(['a', '-', '[.]', ' +'])}")`],
    ['net', (random) => `net.split_host_port("${random.pick(['a:80', 'localhost:8080', '10.0.0.1:1'])}")`],
  ],
  '{"list":"int"}': [['json', (random, of) => `json.decode(json.encode(${of({ list: 'int' })}))`]],
  '{"dict":"any"}': [
    ['json', (random, of) => `json.decode(json.encode(${of({ dict: 'any' })}))`],
    ['yaml', (random, of) => `yaml.decode(yaml.encode(${of({ dict: 'any' })}))`],
  ],
  '{"dict":"int"}': [
    ['yaml', (random, of) => `yaml.decode(yaml.encode(${of({ dict: 'int' })}))`],
    ['json', (random, of) => `json.decode(json.encode(${operand(of({ dict: 'int' }))}))`],
  ],
}
