/** Schemas with bases, mixins, arguments, index signatures, body statements and checks, and configurations for them. */
import { configLiteral, expression, indent, randomWord, sameType, stringLiteral, typeText } from './expression.js'

const ATTRIBUTES = ['name', 'port', 'image', 'tags', 'labels', 'ratio', 'enabled', 'env', 'items', 'extra', 'size', 'kind']

/** `{ name, text, attributes: [{ name, type, optional, hasDefault }], parameters, open }`; `known` are the schemas so far. */
export function schemaStatement(random, name, known) {
  const base = known.length > 0 && random.chance(0.4) ? random.pick(known.filter((each) => !each.mixin)) : undefined
  const mixins = known.filter((each) => each.mixin && random.chance(0.5))
  const inherited = base?.attributes ?? []
  const scope = [...inherited, ...mixins.flatMap((each) => each.attributes)].map((each) => ({ ...each }))
  const attributes = []
  const lines = []
  const parameters =
    random.chance(0.15) && base === undefined
      ? random.times(1, 2, (index) => ({ name: `p${index}`, type: random.pick(['int', 'str']), hasDefault: random.chance(0.7) }))
      : []
  parameters.sort((left, right) => Number(left.hasDefault) - Number(right.hasDefault))
  scope.push(...parameters)
  for (const attribute of random.shuffle(ATTRIBUTES).slice(0, random.between(1, 5))) {
    const known_ = inherited.find((each) => each.name === attribute)
    const type =
      (known_ ?? known.flatMap((each) => each.attributes).find((each) => each.name === attribute))?.type ?? attributeType(random, known)
    const optional = known_?.optional ?? random.chance(0.25)
    const hasDefault = random.chance(0.6)
    const sign = optional ? '?' : ''
    const value = hasDefault ? ` ${random.chance(0.02) ? '|=' : '='} ${valueOf(random, type, scope, known)}` : ''
    lines.push(`${attribute}${sign}: ${schemaTypeText(type)}${value}`)
    const entry = { name: attribute, type, optional, hasDefault }
    attributes.push(entry)
    scope.push(entry)
  }
  const visible = scope.filter((each) => typeof each.type !== 'object' || each.type.schema === undefined)
  if (random.chance(0.25))
    lines.push(`${random.pick(['_tmp', 'computed', '_n'])} = ${expression(random, random.pick(['int', 'str']), visible, 2)}`)
  if (random.chance(0.15)) {
    const target = random.pick(attributes)
    lines.push(`if ${expression(random, 'bool', visible, 1)}:\n    ${target.name} = ${valueOf(random, target.type, visible, known)}`)
  }
  const open = random.chance(0.12)
  if (open)
    lines.unshift(
      `[${random.pick(['', 'key: ', '...'])}str]: ${random.pick(['any', 'any', 'any', 'any', 'any', 'str'])}${random.chance(0.3) ? ` = ${random.pick(['1', '"d"', 'None'])}` : ''}`,
    )
  if (mixins.length > 0) lines.unshift(`mixin [${mixins.map((each) => each.name).join(', ')}]`)
  if (random.chance(0.4)) lines.push(`check:\n${indent(random.times(1, 2, () => checkLine(random, visible)).join('\n'))}`)
  if (random.chance(0.1)) lines.unshift('"""A schema."""')
  const header = `schema ${name}${parameters.length > 0 ? `[${parameters.map((each) => parameterText(random, each)).join(', ')}]` : ''}${base === undefined ? '' : `(${base.name})`}:`
  return {
    name,
    text: `${header}\n${indent(lines.join('\n'))}\n`,
    attributes: mergeAttributes(
      inherited,
      mixins.flatMap((each) => each.attributes),
      attributes,
    ),
    parameters,
    open,
    mixin: name.endsWith('Mixin'),
  }
}

function parameterText(random, { name, type, hasDefault }) {
  const value = type === 'int' ? String(random.below(9)) : stringLiteral(random, randomWord(random))
  return `${name}${random.chance(0.7) ? `: ${type}` : ''}${hasDefault ? ` = ${value}` : ''}`
}

function mergeAttributes(...groups) {
  const merged = new Map()
  for (const each of groups.flat()) merged.set(each.name, each)
  return [...merged.values()]
}

function attributeType(random, known) {
  const usable = known.filter((each) => !each.mixin)
  const schema = usable.length > 0 ? { schema: random.pick(usable) } : 'str'
  return random.weighted([
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
  ])
}

function schemaTypeText(type) {
  if (type.schema !== undefined) return type.schema.name
  if (type.union !== undefined) return type.union.join(' | ')
  if (type.literals !== undefined) return type.literals.join(' | ')
  if (type.list !== undefined) return `[${schemaTypeText(type.list)}]`
  if (type.dict !== undefined) return `{str:${schemaTypeText(type.dict)}}`
  return typeText(type)
}

export function valueOf(random, type, scope, known, level = 2) {
  if (random.chance(0.008)) return expression(random, 'any', scope, 1)
  if (type.schema !== undefined) return instance(random, type.schema, scope, known, { level: level - 1, bare: random.chance(0.5) })
  if (type.union !== undefined) return valueOf(random, random.pick(type.union), scope, known, level)
  if (type.literals !== undefined) return random.pick(type.literals)
  if (type.list?.schema !== undefined)
    return `[${random.times(0, 2, () => valueOf(random, type.list, scope, known, level - 1)).join(', ')}]`
  if (type.dict?.schema !== undefined)
    return `{${random.times(0, 2, () => `${random.pick(['a', 'b', 'c'])} ${random.pick(['=', ':'])} ${valueOf(random, type.dict, scope, known, level - 1)}`.replace(' : ', ': ')).join(', ')}}`
  return expression(random, type, scope, Math.max(level, 0))
}

/** `S {…}`, `S(…) {…}`, or the configuration alone. */
export function instance(random, schema, scope, known, { level = 2, bare = false, partial = false } = {}) {
  const body = schemaConfig(random, schema, scope, known, level, partial)
  if (bare) return body
  const args = schema.parameters
    .filter((each) => !each.hasDefault || random.chance(0.4))
    .map((each) => `${random.chance(0.3) ? `${each.name}=` : ''}${expression(random, each.type, scope, 0)}`)
  const call = args.length > 0 || random.chance(0.05) ? `(${args.join(', ')})` : ''
  return `${schema.name}${call} ${body}`
}

export function schemaConfig(random, schema, scope, known, level, partial) {
  const entries = []
  for (const { name, type, optional, hasDefault } of random.shuffle(schema.attributes)) {
    const needed = !optional && !hasDefault && !partial
    if (!random.chance(needed ? 0.97 : 0.45) || (level <= 0 && !needed)) continue
    entries.push(configFor(random, name, type, scope, known, level))
    if (random.chance(0.06)) entries.push(configFor(random, name, type, scope, known, level))
  }
  if (schema.open && random.chance(0.6))
    entries.push(
      `${random.pick(['zone', 'x1', '"a-b"'])} ${random.pick(['=', ':'])} ${random.pick(['1', '"s"', '{u = 1}', 'None'])}`.replace(
        ' : ',
        ': ',
      ),
    )
  if (random.chance(0.01)) entries.push(`unknown = 1`)
  if (random.chance(0.05))
    entries.push(
      `**${configLiteral(random, 'any', scope, 1, { keys: schema.attributes.map((each) => each.name).concat('name'), lines: false })}`,
    )
  if (entries.length === 0) return '{}'
  if (entries.length < 3 && random.chance(0.4) && !entries.some((each) => each.includes('\n'))) return `{${entries.join(', ')}}`
  return `{\n${indent(entries.join('\n'))}\n}`
}

function configFor(random, name, type, scope, known, level) {
  const list = type.list !== undefined
  const nested = type.dict !== undefined || type.schema !== undefined
  const operator = list ? random.pick(['=', '+=', ':']) : nested ? random.pick([':', ':', '=']) : random.pick(['=', '=', ':'])
  const inner = type.schema?.attributes.filter((each) => typeof each.type === 'string')
  if (inner?.length > 0 && random.chance(0.15)) {
    const attribute = random.pick(inner)
    return `${name}.${attribute.name} = ${valueOf(random, attribute.type, scope, known, 1)}`
  }
  const value = valueOf(random, type, scope, known, level - 1)
  return operator === ':' ? `${name}: ${value}` : `${name} ${operator} ${value}`
}

function checkLine(random, scope) {
  const text = `${expression(random, 'bool', scope, 2)}`.includes('\n') ? 'True' : expression(random, 'bool', scope, 1)
  if (text.includes('\n')) return 'True'
  const known = scope.filter((each) => sameType(each.type, 'int'))
  const condition =
    known.length > 0 && random.chance(0.6)
      ? `${random.pick(known).name} ${random.pick(['<', '!=', '>'])} ${random.pick(['100000', '-1000', '-7777', '1000000'])}`
      : text
  const guard = random.chance(0.3) && scope.length > 0 ? ` if ${random.pick(scope).name}` : ''
  return `${condition}${guard}${random.chance(0.5) ? `, ${random.pick(['"bad"', '"bad ${name}"'.replace('${name}', scope.length > 0 ? `\${${random.pick(scope).name}}` : 'x'), '"a"'])}` : ''}`
}
