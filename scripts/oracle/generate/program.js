/** Whole programs: `{ files, words }`. */
import { configLiteral, expression, indent, randomType, typeText } from './expression.js'
import { createRandom } from './random.js'
import { instance, schemaConfig, schemaStatement, valueOf } from './schema.js'

const NAMES = ['alpha', 'beta', 'gamma', 'delta', 'omega', 'app', 'cfg', 'out', 'res', '_hid', '_tmp', 'zeta']

export function generateProgram(seed) {
  const random = createRandom(seed)
  const kind = random.weighted([
    [4, expressions],
    [3, configs],
    [5, schemas],
    [2, functions],
    [2, severalFiles],
    [1, packages],
  ])
  const program = kind(random)
  const words = program.words ?? ['main.k']
  if (random.chance(0.08)) words.push(random.pick(['-n', '-k', '-H', '-r', '-d', '-nk']))
  if (random.chance(0.1)) words.push('--format', 'json')
  if (random.chance(0.04)) program.files['main.k'] = mutate(random, program.files['main.k'])
  return { files: program.files, words }
}

/** Globals that use each other, earlier ones more than later ones. */
function expressions(random) {
  const later = []
  const scope = []
  const lines = random
    .shuffle(NAMES)
    .slice(0, random.between(3, 9))
    .map((name) => {
      const type = randomType(random)
      const value = expression(random, type, random.chance(0.85) ? scope : later, 3)
      const annotation = random.chance(0.2) ? `: ${typeText(type)}` : ''
      scope.push({ name, type })
      const lines = [`${name}${annotation} = ${value}`]
      if (name.startsWith('_') && random.chance(0.5)) lines.push(hiddenUpdate(random, name, type, scope))
      if (random.chance(0.05)) lines.push(`print(${name})`)
      if (random.chance(0.05)) lines.push(`assert ${expression(random, 'bool', scope, 1)}${random.chance(0.5) ? ', "wrong ${1}"' : ''}`)
      return lines.join('\n')
    })
  if (random.chance(0.1))
    lines.push(`if ${expression(random, 'bool', scope, 1)}:\n    late = ${expression(random, 'int', scope, 1)}\nelse:\n    other = 1`)
  const order = random.chance(0.2) ? random.shuffle(lines) : lines
  return { files: { 'main.k': `${order.join('\n')}\n` } }
}

function hiddenUpdate(random, name, type, scope) {
  if (type === 'int')
    return `${name} ${random.pick(['+=', '-=', '*=', '//=', '=', '%=', '|=', '<<='])} ${expression(random, 'int', scope, 1)}`
  if (type === 'str') return `${name} += ${expression(random, 'str', scope, 1)}`
  if (type.list !== undefined)
    return random.pick([`${name} += ${expression(random, type, scope, 1)}`, `${name}[0] = ${expression(random, type.list, scope, 0)}`])
  if (type.dict !== undefined)
    return random.pick([
      `${name}.a = ${expression(random, type.dict, scope, 1)}`,
      `${name}["k"] = ${expression(random, type.dict, scope, 1)}`,
      `${name} |= ${expression(random, type, scope, 1)}`,
    ])
  return `${name} = ${expression(random, type, scope, 1)}`
}

function configs(random) {
  const scope = []
  const lines = random
    .shuffle(NAMES)
    .slice(0, random.between(2, 6))
    .map((name) => {
      const type = { dict: random.chance(0.75) ? 'any' : 'int' }
      const dicts = scope.map((each) => each.name)
      const make = () => configLiteral(random, type.dict, scope, 3)
      const value =
        dicts.length > 0 && random.chance(0.4)
          ? random.pick([
              `${random.pick(dicts)} | ${make()}`,
              `{**${random.pick(dicts)}, **${make()}}`,
              `${random.pick(dicts)} ${make()}`,
              `${make()} | ${random.pick(dicts)} | ${make()}`,
            ])
          : make()
      scope.push({ name, type })
      return `${name} = ${value}${name.startsWith('_') && random.chance(0.6) ? `\n${hiddenUpdate(random, name, type, scope)}` : ''}`
    })
  return { files: { 'main.k': `${lines.join('\n')}\n` } }
}

function someSchemas(random) {
  const known = []
  for (const name of random.shuffle(['Server', 'Config', 'Port', 'App', 'Meta']).slice(0, random.between(1, 4)))
    known.push(schemaStatement(random, name, known))
  if (random.chance(0.25)) {
    known.unshift(schemaStatement(random, 'UrlMixin', []))
    if (random.chance(0.8)) known.push(schemaStatement(random, 'Final', known))
  }
  return known
}

function schemas(random) {
  const known = someSchemas(random)
  const usable = known.filter((each) => !each.mixin)
  if (usable.length === 0) return configs(random)
  const lines = known.map((each) => each.text)
  const made = []
  const scope = []
  for (const name of random.shuffle(NAMES).slice(0, random.between(1, 4))) {
    const schema = random.pick(usable)
    lines.push(instanceStatement(random, name, schema, scope, known, made))
    made.push({ name, schema })
  }
  return { files: { 'main.k': `${lines.join('\n')}\n` } }
}

function instanceStatement(random, name, schema, scope, known, made) {
  const make = (options) => instance(random, schema, scope, known, options)
  const same = made.filter((each) => each.schema === schema)
  const scalar = schema.attributes.filter((each) => typeof each.type === 'string')
  switch (random.below(12)) {
    case 0:
      return `${name}: ${make({ partial: true })}\n${name}: ${make()}`
    case 1:
      return `${name}: ${make()}`
    case 2:
      if (same.length > 0)
        return `${name} = ${random.pick(same).name} | ${random.pick(['', `${schema.name} `])}${schemaConfig(random, schema, scope, known, 1, true)}`
      return `${name} = ${make()}`
    case 3:
      if (same.length > 0) return `${name} = ${random.pick(same).name} ${schemaConfig(random, schema, scope, known, 1, true)}`
      return `${name} = ${make()}`
    case 4:
      return `${name}: ${schema.name} = ${make({ bare: true })}`
    case 5:
      return `${name} = [${random.times(1, 2, () => make()).join(', ')}]`
    case 6:
      if (scalar.length === 0) return `${name} = ${make()}`
      return `_${name}x = ${make()}\n_${name}x.${scalar[0].name} = ${valueOf(random, scalar[0].type, scope, known, 1)}\n${name} = _${name}x`
    case 7:
      if (scalar.length === 0) return `${name} = ${make()}`
      return `${name} = ${make()}\n${name}${random.pick(['Copy', 'Part'])} = ${name}.${random.pick(schema.attributes).name}`
    case 8:
      return `${name} = (lambda c {\n${indent(`${schema.name} {**c}`)}\n})(${make({ bare: true })})`
    case 9:
      return `_any_${name}: any = ${make({ bare: true })}\n${name}: ${random.pick([schema.name, schema.name, `int | ${schema.name}`, `{str:}`])} = _any_${name}`
    default:
      return `${name} = ${make()}`
  }
}

function functions(random) {
  const scope = []
  const lines = []
  for (let index = 0; index < random.between(2, 4); index += 1) {
    const parameters = random.times(1, 3, (at) => ({
      name: `p${at}`,
      type: random.pick(['int', 'str', { list: 'int' }, { dict: 'int' }, 'any']),
    }))
    const result = random.pick(['int', 'str', { list: 'int' }, { dict: 'any' }, 'bool'])
    const body = []
    const inner = [...scope, ...parameters]
    if (random.chance(0.5)) {
      const type = randomType(random)
      body.push(`local = ${expression(random, type, inner, 2)}`)
      inner.push({ name: 'local', type })
    }
    if (random.chance(0.2)) body.push(`if ${expression(random, 'bool', inner, 1)}:\n    local2 = 1\nelse:\n    local2 = 2`)
    body.push(expression(random, result, inner, 3))
    const texts = parameters.map(
      (each, at) =>
        `${each.name}${random.chance(0.7) ? `: ${typeText(each.type)}` : ''}${at === parameters.length - 1 && random.chance(0.3) ? ` = ${expression(random, each.type, [], 0)}` : ''}`,
    )
    lines.push(
      `f${index} = lambda ${texts.join(', ')}${random.chance(0.4) ? ` -> ${typeText(result)}` : ''} {\n${indent(body.join('\n'))}\n}`,
    )
    for (let call = 0; call < random.between(1, 2); call += 1) {
      const given = parameters.map((each) => `${random.chance(0.12) ? `${each.name}=` : ''}${expression(random, each.type, scope, 1)}`)
      if (random.chance(0.05)) given.pop()
      const name = `r${index}${call}`
      lines.push(`${name} = f${index}(${given.join(', ')})`)
      scope.push({ name, type: result })
    }
  }
  return { files: { 'main.k': `${(random.chance(0.2) ? random.shuffle(lines) : lines).join('\n')}\n` } }
}

/** A base and what an environment adds to it. */
function severalFiles(random) {
  const known = someSchemas(random)
  const usable = known.filter((each) => !each.mixin)
  if (usable.length === 0) return configs(random)
  const names = ['app', 'web', 'db'].slice(0, random.between(1, 3)).map((name) => ({ name, schema: random.pick(usable) }))
  const declare = (partial) =>
    names.filter(() => random.chance(0.8)).map(({ name, schema }) => `${name}: ${instance(random, schema, [], known, { partial })}`)
  const base = [...known.map((each) => each.text), ...declare(false)]
  return {
    files: { 'main.k': `${base.join('\n')}\n`, 'prod.k': `${declare(true).join('\n')}\n` },
    words: random.pick([
      ['main.k', 'prod.k'],
      ['prod.k', 'main.k'],
    ]),
  }
}

function packages(random) {
  const known = someSchemas(random)
  const usable = known.filter((each) => !each.mixin)
  if (usable.length === 0) return configs(random)
  const library = `${known.map((each) => each.text).join('\n')}\nversion = ${expression(random, 'str', [], 1)}\nmake = lambda n: int, s: str -> {str:} {\n    {"\${s}" = n}\n}\n`
  const qualified = usable.map((each) => ({ ...each, name: `lib.${each.name}` }))
  const lines = ['import lib']
  for (const name of ['one', 'two'].slice(0, random.between(1, 2))) {
    const schema = random.pick(qualified)
    lines.push(`${name} = ${instance(random, schema, [{ name: 'lib.version', type: 'str' }], [], { level: 1 })}`)
  }
  lines.push(`v = lib.version\nm = lib.make(${expression(random, 'int', [], 1)}, ${expression(random, 'str', [], 0)})`)
  if (random.chance(0.4)) lines.push(`schema Own(lib.${random.pick(usable).name}):\n    own: int = 1\n\nthree = Own {own = 2}`)
  return { files: { 'main.k': `${lines.join('\n')}\n`, 'lib/lib.k': library } }
}

const TOKENS = [
  '=',
  ':',
  '+',
  '(',
  ')',
  '{',
  '}',
  '[',
  ']',
  ',',
  '.',
  '1',
  '"s"',
  'x',
  'if',
  'for',
  'in',
  'not',
  'None',
  '**',
  '*',
  'lambda',
  '->',
  '|',
  'schema',
  'check',
  '@',
  '?',
  ';',
  '\n',
  'int',
  '1.5',
  'True',
  'import',
  '$',
  '!',
  '\\',
]

/** One token lost, doubled, replaced or put in: mostly a fault somewhere. */
function mutate(random, text) {
  const tokens = text.match(/\n *|[A-Za-z_][\w]*|\d+|"[^"\n]*"|\s+|[^\s\w]/g) ?? []
  const places = tokens.flatMap((token, index) => (/^ *$/.test(token) ? [] : [index]))
  if (places.length === 0) return text
  const at = random.pick(places)
  switch (random.below(4)) {
    case 0:
      tokens.splice(at, 1)
      break
    case 1:
      tokens.splice(at, 0, tokens[at])
      break
    case 2:
      tokens[at] = random.pick(TOKENS)
      break
    default:
      tokens.splice(at, 0, random.pick(TOKENS))
  }
  return tokens.join('')
}
