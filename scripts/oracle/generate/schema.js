/** Schemas with bases, mixins, protocols, arguments, index signatures, decorators, body statements and checks. */
import { checkBlock } from './check.js'
import { indent, mistake } from './context.js'
import { schemaName, valueOf } from './instance.js'
import { literal } from './literal.js'
import { declare, typeText } from './type.js'

const ATTRIBUTES = ['name', 'port', 'image', 'tags', 'labels', 'ratio', 'enabled', 'env', 'items', 'extra', 'size', 'kind', 'meta', 'owner']
const PARAMETERS = ['count', 'prefix', 'flag']
const DECORATORS = ['@info(hint="old")', '@deprecated(version="1.2", reason="use other", strict=False)', '@info()']

/** `{ name, package, text, attributes: [{ name, type, optional, hasDefault }], parameters, index, mixin }`; `known` are the schemas so far. `index` is the
 *  type of further attributes. The types of attributes of one name agree in a program, so that any may be the base of any. */
export function createSchema(context, name, known, { mixin = false } = {}) {
  const { random } = context
  const bases = known.filter((each) => !each.mixin)
  const base = !mixin && bases.length > 0 && random.chance(0.4) ? random.pick(bases) : undefined
  const mixins = mixin ? [] : known.filter((each) => each.mixin && random.chance(0.5))
  const protocol = mixin && random.chance(0.4) ? createProtocol(context, name) : undefined
  const inherited = [...(base?.attributes ?? []), ...mixins.flatMap((each) => each.attributes)]
  const parameters = base === undefined ? (mixin ? [] : randomParameters(random)) : sameParameters(random, base)
  const scope = [...parameters, ...(protocol?.attributes ?? []), ...inherited]
    .filter((each) => each.hasDefault || !each.optional)
    .flatMap((each) => declare(each.name, each.type))
  const index = random.chance(0.15) && base?.index === undefined ? random.pick(['any', 'str', 'int', { dict: 'int' }]) : undefined
  const body = []
  const attributes = []
  for (const attribute of random.shuffle(ATTRIBUTES).slice(0, random.between(1, 5))) {
    const entry = createAttribute(context, attribute, { inherited, known, scope, mixin })
    body.push(entry.text)
    attributes.push(entry)
    if (!entry.optional || entry.hasDefault) scope.push(...declare(entry.name, entry.type))
  }
  body.push(...bodyStatements(context, scope, attributes, index))
  if (random.chance(0.45)) body.push(checkBlock(context, scope))
  const before = []
  if (mixins.length > 0) before.push(`mixin [${mixins.map((each) => schemaName(context, each)).join(', ')}]`)
  if (index !== undefined) before.push(indexSignature(context, index))
  if (random.chance(0.1)) before.unshift('"""A schema."""')
  const header = `${mixin ? 'mixin' : 'schema'} ${name}${parameterTexts(context, parameters)}${base === undefined ? '' : `(${schemaName(context, base)})`}${protocol === undefined ? '' : ` for ${protocol.name}`}:`
  const decorator = random.chance(0.04) && !mixin ? `${random.pick(DECORATORS)}\n` : ''
  return {
    name,
    package: context.package,
    text: `${protocol?.text ?? ''}${decorator}${header}\n${indent([...before, ...body].join('\n'))}\n`,
    attributes: mergeAttributes(inherited, attributes),
    parameters,
    index,
    mixin,
    base,
  }
}

/** A protocol whose attributes are among those that the host must have anyhow. */
function createProtocol(context, mixin) {
  const attribute = { name: 'name', type: attributeType(context, 'name', []), optional: true, hasDefault: false }
  const name = `${mixin.replace('Mixin', '')}Protocol`
  return { name, attributes: [attribute], text: `protocol ${name}:\n    name?: ${typeText(attribute.type)}\n\n` }
}

function randomParameters(random) {
  if (!random.chance(0.2)) return []
  const parameters = random
    .shuffle(PARAMETERS)
    .slice(0, random.between(1, 2))
    .map((name) => ({ name, type: { count: 'int', prefix: 'str', flag: 'bool' }[name], hasDefault: random.chance(0.6) }))
  return parameters.toSorted((left, right) => Number(left.hasDefault) - Number(right.hasDefault))
}

/** A base gets the arguments of what extends it, by position. */
function sameParameters(random, base) {
  if (base.parameters.length > 0)
    return base.parameters
      .map((each) => ({ ...each, hasDefault: each.hasDefault && random.chance(0.8) }))
      .toSorted((left, right) => Number(left.hasDefault) - Number(right.hasDefault))
  return randomParameters(random)
}

function parameterTexts(context, parameters) {
  if (parameters.length === 0) return ''
  const { random } = context
  const texts = parameters.map(
    ({ name, type, hasDefault }) => `${name}${random.chance(0.7) ? `: ${type}` : ''}${hasDefault ? ` = ${literal(random, type)}` : ''}`,
  )
  return `[${texts.join(', ')}]`
}

function mergeAttributes(...groups) {
  const merged = new Map()
  for (const each of groups.flat())
    merged.set(each.name, { ...each, hasDefault: each.hasDefault || (merged.get(each.name)?.hasDefault ?? false) })
  return [...merged.values()]
}

function createAttribute(context, name, { inherited, known, scope, mixin }) {
  const { random } = context
  const overridden = inherited.find((each) => each.name === name)
  const type = overridden?.type ?? attributeType(context, name, known)
  const optional = overridden?.optional ?? random.chance(0.2)
  const hasDefault = random.chance(mixin ? 0.85 : 0.6)
  const value = hasDefault ? ` = ${valueOf(context, type, scope)}` : ''
  const decorator = random.chance(0.02) ? `${random.pick(DECORATORS)}\n` : ''
  const annotation = typeText(type, (schema) => schemaName(context, schema))
  return { name, type, optional, hasDefault, text: `${decorator}${name}${optional ? '?' : ''}: ${annotation}${value}` }
}

/** The same in the whole program for a name. */
function attributeType(context, name, known) {
  const existing = context.attributeTypes.get(name)
  if (existing !== undefined) return existing
  const { random } = context
  const usable = known.filter((each) => !each.mixin)
  const schema = usable.length > 0 ? { schema: random.pick(usable) } : 'str'
  const type = random.weighted([
    [4, 'int'],
    [4, 'str'],
    [1, 'float'],
    [2, 'bool'],
    [1, 'any'],
    [2, { list: 'str' }],
    [1, { list: 'int' }],
    [2, { dict: 'str' }],
    [1, { dict: 'any' }],
    [3, schema],
    [1, { list: schema }],
    [1, { dict: schema }],
    [1, { union: ['int', 'str'] }],
    [1, { literals: ['"a"', '"b"', '"web"'] }],
    [1, { literals: ['1', '80', '8080'] }],
    [1, { union: [schema, 'int'] }],
  ])
  context.attributeTypes.set(name, type)
  return type
}

function indexSignature({ random }, type) {
  const name = random.chance(0.4) ? 'key: ' : ''
  // Declared attributes, too, must have the type, unless it is for the others alone.
  const others = type === 'any' && random.chance(0.5) ? '' : '...'
  const value = random.chance(0.25) && typeof type === 'string' ? ` = ${literal(random, type === 'any' ? 'int' : type)}` : ''
  return `[${name}${others}str]: ${typeText(type)}${value}`
}

function bodyStatements(context, scope, attributes, index) {
  const { random } = context
  const lines = []
  if (random.chance(0.2)) {
    const type = random.pick(['int', 'str', { list: 'int' }])
    lines.push(`_tmp = ${context.expression(context, type, scope, 2)}`)
    if (type === 'int' && random.chance(0.5)) lines.push(`_tmp += ${context.expression(context, 'int', scope, 1)}`)
    scope.push({ name: '_tmp', type })
  }
  if (random.chance(0.1) && (index === undefined || index === 'int'))
    lines.push(`computed = ${context.expression(context, 'int', scope, 2)}`)
  const settable = attributes.filter((each) => each.hasDefault || each.optional)
  if (random.chance(0.2) && settable.length > 0) {
    const target = random.pick(settable)
    const branch = (head) => `${head}:\n${indent(`${target.name} = ${valueOf(context, target.type, scope)}`)}`
    lines.push(branch(`if ${context.expression(context, 'bool', scope, 1)}`))
    if (random.chance(0.3)) lines.push(branch(`elif ${context.expression(context, 'bool', scope, 1)}`))
    if (random.chance(0.4)) lines.push(branch('else'))
  }
  if (mistake(context, 0.1)) lines.push(`unknown.x = 1`)
  return lines
}

/** In the order of their declarations. */
export function someSchemas(context) {
  const { random } = context
  const known = []
  if (random.chance(0.3)) known.push(createSchema(context, 'UrlMixin', [], { mixin: true }))
  const names = random.shuffle(['Server', 'Config', 'Port', 'App', 'Meta'])
  for (const name of names.slice(0, random.between(1, 4))) known.push(createSchema(context, name, known))
  return known
}
