/** Literals of atomic types, with the forms that printing and reading may trip over. */

const WORDS =
  'a|web|app-1|prod|Dev|x y||true|8080|1.5|yes|nginx:1.2|é|Ünï|a.b|k8s.io/name|null|-x|# no|a: b|it\'s|0x1F|~|tail |*|{b}|[1|%|1e3|0o7|2024-01-02|=|<<|"q"|12_3|.5|日本'.split(
    '|',
  )
const SPECIAL = ['a\\nb', 'tab\\t', '\\u00e9', '\\x41', 'back\\\\slash', "\\'", 'two\\n\\nlines\\n', '\\${x}']
const FLOATS = ['0.5', '1.0', '2.25', '3.75', '1e3', '1e-7', '1e16', '123456.789', '0.1', '1.5e20', '100.0', '0.0', '1e-5']

export function randomWord(random) {
  return random.pick(WORDS)
}

export function stringLiteral(random, text) {
  const quote = random.chance(0.3) && !text.includes("'") ? "'" : '"'
  return quote + text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`) + quote
}

export function randomString(random) {
  return random.weighted([
    [20, () => stringLiteral(random, randomWord(random))],
    [1, () => `"${random.pick(SPECIAL)}"`],
    [1, () => `r"${random.pick(['a\\b', '\\d+', 'plain'])}"`],
    [1, () => `"""${random.pick(['long "text" it is', 'two\\nlines', "it's"])}"""`],
  ])()
}

export function randomInteger(random) {
  return random.weighted([
    [16, () => String(random.below(12))],
    [4, () => String(random.below(100000))],
    [4, () => `-${1 + random.below(9)}`],
    [2, () => random.pick(['0x1F', '0o17', '0b101', '2147483647', '4294967296'])],
  ])()
}

export function randomFloat(random) {
  return random.chance(0.15) ? `-${random.pick(FLOATS)}` : random.pick(FLOATS)
}

export function literal(random, type) {
  switch (type) {
    case 'int':
      return randomInteger(random)
    case 'float':
      return randomFloat(random)
    case 'str':
      return randomString(random)
    case 'bool':
      return random.pick(['True', 'False'])
    case 'unit':
      return `${random.below(90)}${random.pick(['Ki', 'Mi', 'K', 'k', 'u', 'm', 'n', 'G', 'Gi', 'T', 'P'])}`
    default:
      return random.pick(['None', 'None', 'None', 'Undefined'])
  }
}
